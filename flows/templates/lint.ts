import { numberOn } from '../rules/pack.ts';
import type { DefinedButton, TemplateContent } from './definition.ts';
import { lintButtons } from './lint-buttons.ts';
import { type Finding, finding, length } from './lint-finding.ts';
import { lintBody } from './lint-text.ts';
import { placesIn, strayBraces } from './places.ts';

export type Linted = { name: string; language: string; content: TemplateContent };

/**
 * What WhatsApp would reject a template for, as far as its published reasons can be checked: errors first. `others` are the texts of the
 * account's other templates, since the same body and footer twice is refused. `on` is the day whose rules count, `YYYY-MM-DD`.
 * Source: WhatsApp Business Management API, “Template components”, “Template review”; errors 2388040, 2388047, 2388072, 2388073, 2388293, 2388299.
 */
export function lintTemplate(
  { name, language, content }: Linted,
  {
    others = [],
    on,
  }: { others?: readonly { body: string; footer?: string | undefined }[]; on?: string } = {},
): Finding[] {
  const found = [
    ...lintName(name, language, on),
    ...(content.category === 'authentication' ? lintCode(content) : lintWritten(content, on)),
    ...lintTwin(content, others),
  ];
  return [
    ...found.filter(({ level }) => level === 'error'),
    ...found.filter(({ level }) => level === 'warning'),
  ];
}

export const blocksSubmitting = (findings: readonly Finding[]) =>
  findings.some(({ level }) => level === 'error');

function lintName(name: string, language: string, on: string | undefined): Finding[] {
  return [
    ...(/^[a-z0-9_]+$/.test(name) && name.length <= numberOn('template.name', on)
      ? []
      : [finding('name', 'name')]),
    ...(/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/.test(language) ? [] : [finding('language', 'language')]),
  ];
}

function lintWritten(content: TemplateContent, on: string | undefined): Finding[] {
  const { body, footer, buttons, offer, cards, code } = content;
  const bodyLimit = numberOn(offer ? 'template.offerBody' : 'template.body', on);
  return [
    ...lintHeader(content, on),
    ...lintBody('body', body, content.places, bodyLimit),
    ...(footer === undefined ? [] : length('footer', footer, numberOn('template.footer', on))),
    ...(footer !== undefined && (placesIn(footer).length > 0 || strayBraces(footer))
      ? [finding('footer', 'footer-place')]
      : []),
    ...lintButtons('buttons', buttons, on),
    ...(code ? [finding('code', 'code-category')] : []),
    ...(offer ? lintOffer(content, on) : []),
    ...(cards ? lintCards(content, on) : []),
    ...lintCategory(content),
  ];
}

function lintHeader({ header, places }: TemplateContent, on: string | undefined): Finding[] {
  if (!header || header.type === 'location') return [];
  if (header.type !== 'text') return header.sample ? [] : [finding('header.sample', 'sample')];
  const named = placesIn(header.text);
  return [
    ...length('header.text', header.text, numberOn('template.headerText', on)),
    ...(named.length > 1 ? [finding('header.text', 'header-places')] : []),
    ...(strayBraces(header.text) ? [finding('header.text', 'braces')] : []),
    ...(named.length === 1 && !header.sample ? [finding('header.sample', 'sample')] : []),
    ...(named.length === 1 && (places === 'positional') !== (named[0] === '1')
      ? [finding('header.text', places === 'positional' ? 'place-order' : 'place-name')]
      : []),
    ...(/[\n\r*_~`\p{Extended_Pictographic}]/u.test(header.text.replaceAll(/\{\{\s*\w+\s*\}\}/g, ''))
      ? [finding('header.text', 'header-plain')]
      : []),
  ];
}

function lintOffer({ offer, footer, category, buttons }: TemplateContent, on: string | undefined): Finding[] {
  return [
    ...length('offer.text', offer?.text ?? '', numberOn('template.offerText', on)),
    ...(footer === undefined ? [] : [finding('footer', 'offer-footer')]),
    ...(category === 'marketing' ? [] : [finding('category', 'offer-category')]),
    ...(buttons.some(({ type }) => type === 'url') ? [] : [finding('buttons', 'offer-button')]),
  ];
}

/** All cards have a header of one kind, and buttons of the same kinds in the same order. */
function lintCards({ cards = [], places, category }: TemplateContent, on: string | undefined): Finding[] {
  const shapeOf = (card: (typeof cards)[number]) =>
    JSON.stringify([card.header.type, card.body !== undefined, card.buttons.map(({ type }) => type)]);
  const [first] = cards;
  return [
    ...(cards.length >= 2 && cards.length <= 10 ? [] : [finding('cards', 'cards-count')]),
    ...(category === 'marketing' ? [] : [finding('category', 'cards-category')]),
    ...cards.flatMap((card, at) => [
      ...(card.header.sample ? [] : [finding(`cards.${at}.header.sample`, 'sample')]),
      ...(card.body
        ? lintBody(`cards.${at}.body`, card.body, places, numberOn('template.carouselBody', on))
        : []),
      ...(card.buttons.length >= 1 && card.buttons.length <= 2
        ? []
        : [finding(`cards.${at}.buttons`, 'card-buttons')]),
      ...lintButtons(`cards.${at}.buttons`, card.buttons, on),
      ...(first && shapeOf(card) !== shapeOf(first) ? [finding(`cards.${at}`, 'cards-alike')] : []),
    ]),
  ];
}

function lintCode({ code, header, footer, buttons, offer, cards, body }: TemplateContent): Finding[] {
  if (!code) return [finding('code', 'code-missing')];
  const isMore = header || footer !== undefined || buttons.length > 0 || offer || cards || body.text !== '';
  const minutes = code.expiresInMinutes;
  const apps = code.apps ?? [];
  return [
    ...(isMore ? [finding('body', 'code-only')] : []),
    ...(minutes === undefined || (minutes >= 1 && minutes <= 90)
      ? []
      : [finding('code.expiresInMinutes', 'code-minutes')]),
    ...(code.way !== 'copy-code' && apps.length === 0 ? [finding('code.apps', 'code-apps')] : []),
    ...apps.flatMap(({ package: name, signature }, at) =>
      name.length <= 224 && /^\w+(\.\w+)+$/.test(name) && signature.length === 11
        ? []
        : [finding(`code.apps.${at}`, 'code-app')],
    ),
  ];
}

/** Words that get a utility template moved to marketing. A hint, never a reason against submitting. */
const SELLING =
  /(\d\s*%\s*off|discount|sale\b|\bpromo|coupon|special offer|limited time|buy now|скидк|распродаж|акци[яию]\b|промокод|купон)/i;

function lintCategory(content: TemplateContent): Finding[] {
  if (content.category !== 'utility') return [];
  const sells = [content.body.text, content.footer ?? '', ...content.buttons.map(titleOf)].some((said) =>
    SELLING.test(said),
  );
  return sells ? [finding('category', 'sells', 'warning')] : [];
}

const titleOf = (button: DefinedButton) => ('title' in button ? button.title : '');

function lintTwin(
  { body, footer, category }: TemplateContent,
  others: readonly { body: string; footer?: string | undefined }[],
): Finding[] {
  if (category === 'authentication' || body.text === '') return [];
  const isTwin = others.some(
    (other) => other.body.trim() === body.text.trim() && (other.footer ?? '') === (footer ?? ''),
  );
  return isTwin ? [finding('body.text', 'twin')] : [];
}
