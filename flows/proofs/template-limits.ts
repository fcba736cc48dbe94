import type { Scope } from '../expression.ts';
import { limitsOf } from '../limits.ts';
import { type OutboundMessage, quickRepliesOf } from '../message.ts';
import { offerEndsAt } from '../offer-end.ts';
import { fileFaults, headerFaults, locationFaults } from './part-limits.ts';
import { addressEnd, count, type Fault, idFaults, problem, required } from './text-limits.ts';

type Template = Extract<OutboundMessage, { type: 'template' }>;
type Button = NonNullable<Template['buttons']>[number];
type Card = NonNullable<Template['cards']>[number];

/** Limits of the values that a template is sent with. Whether they are those that the approved template asks for is not known here. */
export function templateFaults(template: Template, scope: Scope): Fault[] {
  const { header, body = [], buttons = [], cards = [], offerEnds } = template;
  const { parameter, buttons: max } = limitsOf(scope).template;
  return [
    ...templateHeader(header, scope),
    ...body.flatMap(({ text }, at) =>
      parameterFaults(`body.${at}.text`, text, 'A value of a template', parameter, scope),
    ),
    ...count('buttons', buttons.length, { min: 0, max, what: 'buttons in a template' }),
    ...buttons.flatMap((button, at) => buttonFaults(button, { before: buttons.slice(0, at) }, scope)),
    ...(offerEnds && offerEndsAt(offerEnds, 0, 'UTC') === null
      ? [
          problem(
            'offerEnds',
            'Say when the offer ends: a time like 2026-12-24T18:00, or a duration like PT48H.',
          ),
        ]
      : []),
    ...count('cards', cards.length, {
      min: 0,
      max: limitsOf(scope).template.cards,
      what: 'cards in a template',
    }),
    ...cards.flatMap((card, at) => cardFaults(card, { at, template }, scope)),
  ];
}

function cardFaults(
  { header, body = [], buttons = [] }: Card,
  { at, template }: { at: number; template: Template },
  scope: Scope,
): Fault[] {
  const { parameter } = limitsOf(scope).template;
  const prefix = `cards.${at}.`;
  const earlier = quickRepliesOf({ ...template, cards: template.cards?.slice(0, at) });
  return [
    ...fileFaults(`${prefix}header.media`, header.media, header.type, scope),
    ...body.flatMap(({ text }, of) =>
      parameterFaults(`${prefix}body.${of}.text`, text, 'A value of a template', parameter, scope),
    ),
    ...buttons.flatMap((button, of) =>
      buttonFaults(button, { before: buttons.slice(0, of), prefix, earlier }, scope),
    ),
  ];
}

function templateHeader(header: Template['header'], scope: Scope): Fault[] {
  if (header?.type === 'location') return locationFaults('header.', header, scope);
  if (header?.type !== 'text') return headerFaults(header, scope);
  return parameterFaults(
    'header.text',
    header.text,
    'The header',
    limitsOf(scope).template.headerText,
    scope,
  );
}

/** `before`: buttons of the same part; `earlier`: quick replies of the parts before it, whose ids are ways out of the same node. */
type Among = { before: readonly Button[]; prefix?: string; earlier?: ReturnType<typeof quickRepliesOf> };

function buttonFaults(button: Button, { before, prefix = '', earlier = [] }: Among, scope: Scope): Fault[] {
  const { buttons: max, buttonTitle, urlSuffix, code } = limitsOf(scope).template;
  const path = `${prefix}buttons.${'id' in button ? button.id : before.length}`;
  const hasPlace = button.index < max && before.every(({ index }) => index !== button.index);
  const place = hasPlace
    ? []
    : [problem(`${path}.index`, `Each button has a place of its own, from 0 to ${max - 1}.`)];
  switch (button.type) {
    case 'quick-reply': {
      const others = [...earlier, ...before.flatMap((other) => (other.type === 'quick-reply' ? other : []))];
      return [
        ...place,
        ...required(`${path}.title`, button.title, 'The title of a quick reply', buttonTitle, scope),
        ...idFaults(path, button.id, others, limitsOf(scope).buttons.id),
      ];
    }
    case 'url':
      return [
        ...place,
        ...addressEnd(`${path}.text`, button.text, 'The end of the address', urlSuffix, scope),
        ...unbroken(`${path}.text`, button.text, 'The end of the address'),
      ];
    case 'copy-code':
      return [...place, ...parameterFaults(`${path}.code`, button.code, 'The code to copy', code, scope)];
    default:
      return place;
  }
}

/**
 * A value that has become empty is sent as `-`, so it may be empty; what is written in it is written right.
 * Source: Cloud API, template parameters: no line break, no tab, no run of more than four spaces.
 */
function parameterFaults(path: string, text: string, what: string, max: number, scope: Scope): Fault[] {
  const faults = required(path, text, what, max, scope).filter(({ level }) => level === 'error');
  return [...faults, ...unbroken(path, text, what)];
}

function unbroken(path: string, text: string, what: string): Fault[] {
  if (!/[\n\r\t]| {5}/.test(text)) return [];
  return [problem(path, `${what} has no line break, no tab and no more than four spaces in a row.`)];
}
