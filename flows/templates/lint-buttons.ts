import { numberOn } from '../rules/pack.ts';
import type { DefinedButton } from './definition.ts';
import { type Finding, finding, length } from './lint-finding.ts';
import { placesAt, strayBraces } from './places.ts';

const PHONE_LIMIT = 20;
/** More are folded into “See all options”, and some are not shown on computers. */
const SHOWN = 3;

/** Buttons of a template or of a card: how many of each kind, in which order, and each by itself. */
export function lintButtons(
  field: string,
  buttons: readonly DefinedButton[],
  on: string | undefined,
): Finding[] {
  const countOf = (type: DefinedButton['type']) => buttons.filter((button) => button.type === type).length;
  const titles = buttons.flatMap((button) => ('title' in button ? [button.title.trim().toLowerCase()] : []));
  return [
    ...(buttons.length > numberOn('template.buttons', on) ? [finding(field, 'buttons-count')] : []),
    ...(isMixed(buttons) ? [finding(field, 'buttons-mixed')] : []),
    ...(countOf('url') > numberOn('template.urlButtons', on) ? [finding(field, 'buttons-urls')] : []),
    ...(countOf('phone') > 1 ? [finding(field, 'buttons-phones')] : []),
    ...(countOf('copy-code') > 1 ? [finding(field, 'buttons-codes')] : []),
    ...(new Set(titles).size < titles.length ? [finding(field, 'buttons-twice')] : []),
    ...(buttons.length > SHOWN ? [finding(field, 'many-buttons', 'warning')] : []),
    ...buttons.flatMap((button, at) => lintButton(`${field}.${at}`, button, on)),
  ];
}

/** Quick replies stand together: all before the others or all after them. */
function isMixed(buttons: readonly DefinedButton[]): boolean {
  const changes = buttons.filter(
    (button, at) => at > 0 && (button.type === 'quick-reply') !== (buttons[at - 1]?.type === 'quick-reply'),
  );
  return changes.length > 1;
}

function lintButton(field: string, button: DefinedButton, on: string | undefined): Finding[] {
  const title =
    'title' in button ? length(`${field}.title`, button.title, numberOn('template.buttonTitle', on)) : [];
  switch (button.type) {
    case 'url':
      return [...title, ...lintUrl(field, button, numberOn('template.urlSuffix', on))];
    case 'phone':
      return /^\+?[0-9 ()-]+$/.test(button.phone) && button.phone.length <= PHONE_LIMIT
        ? title
        : [...title, finding(`${field}.phone`, 'phone')];
    case 'copy-code':
      return length(`${field}.sample`, button.sample, numberOn('template.code', on));
    case 'form':
      return /^\d+$/.test(button.formId) ? title : [...title, finding(`${field}.formId`, 'form')];
    default:
      return title;
  }
}

/** One place at most, `{{1}}`, and only at the end. */
function lintUrl(
  field: string,
  { url, sample }: Extract<DefinedButton, { type: 'url' }>,
  limit: number,
): Finding[] {
  const found = placesAt(url);
  const [place] = found;
  const isAtEnd = found.length === 1 && place?.name === '1' && place.to === url.trim().length;
  const base = place ? url.slice(0, place.from) : url;
  return [
    ...(/^https?:\/\/[^\s/]+\.[^\s/]+/.test(base) ? [] : [finding(`${field}.url`, 'url')]),
    ...(url.length > limit ? [{ ...finding(`${field}.url`, 'too-long'), limit }] : []),
    ...((found.length > 0 && !isAtEnd) || strayBraces(url) ? [finding(`${field}.url`, 'url-place')] : []),
    ...(found.length > 0 && !sample?.startsWith(base) ? [finding(`${field}.sample`, 'sample')] : []),
  ];
}
