import { DATE_LENGTH, formatMoment, formatMoney, MONEY_LENGTH, plainNumber } from '../format.ts';
import { type ClockPart, clockPart, isMoment, isoOf, momentAt, parseMoment } from '../moment.ts';
import { compilePattern } from '../patterns.ts';
import { lengthOf, shorten } from '../value.ts';
import { isTimezone } from '../zone.ts';
import { refuse, stop } from './fault.ts';
import {
  type Frame,
  fieldOf,
  finite,
  isRecord,
  listOf,
  made,
  momentOf,
  numberOf,
  spend,
  TEXT_MAX,
  textOf,
} from './frame.ts';
import { BOOLEAN, DATE, type Kind, longestOf, textKind } from './kind.ts';

/** An argument as the checker knows it. `literal` is set when it is written out, as in `short(name, 20)`. */
type Argument = { kind: Kind; literal?: string | number | boolean; offset: number };

type Signature = `(${string}): ${'text' | 'number' | 'boolean' | 'date'}`;

type LanguageFunction = {
  /** What stands behind the name, one a number of arguments; `|` between several types, `any` for every scalar. */
  signatures: readonly Signature[];
  doc: string;
  /** What the signature cannot say: refuses an argument, or bounds the result. */
  check?(args: readonly Argument[]): Kind | undefined;
  run(args: readonly unknown[], frame: Frame): unknown;
};

/** Steps for what asks the platform's data about languages and zones: a hundred times dearer than other functions. */
const INTL_STEPS = 50;

const clock = (
  part: ClockPart,
  doc: string,
  base = 0,
  cycle = Number.POSITIVE_INFINITY,
): LanguageFunction => ({
  signatures: ['(when: date): number', '(when: date, zone: text): number'],
  doc,
  check: ([, zone]) => knownZone(zone),
  run: ([when, zone], frame) => {
    spend(frame, INTL_STEPS);
    return (clockPart(momentOf(when), part, zoneOf(zone, frame)) - base) % cycle;
  },
});

const test = (doc: string, holds: (text: string, part: string) => boolean): LanguageFunction => ({
  signatures: ['(text: text, part: text): boolean'],
  doc,
  run: ([text, part], frame) => {
    // A search compares each place of the text with each of the part, in the worst case.
    spend(frame, (lengthOf(textOf(text)) * (16 + lengthOf(textOf(part)))) >> 14);
    return holds(textOf(text), textOf(part));
  },
});

/** `apply` must not make a text longer. */
const change = (doc: string, apply: (text: string) => string): LanguageFunction => ({
  signatures: ['(text: text): text'],
  doc,
  check: ([text]) => textKind(text ? longestOf(text.kind) : 0),
  run: ([text], frame) => {
    spend(frame, lengthOf(textOf(text)) >> 2);
    return apply(textOf(text));
  },
});

/**
 * Every function of the language: completion, checks and docs are made from this table. Each may also be written behind its first
 * argument: `short(name, 20)` and `name.short(20)` are the same.
 */
export const FUNCTIONS: { readonly [name: string]: LanguageFunction | undefined } = {
  short: {
    signatures: ['(text: text, most: number): text'],
    doc: 'The text, cut between words and ended with … when it is longer than so many characters.',
    check: ([text, most]) => {
      const longest = text ? longestOf(text.kind) : 0;
      return textKind(
        typeof most?.literal === 'number'
          ? Math.min(longest, Math.max(0, Math.floor(most.literal)))
          : longest,
      );
    },
    run: ([text, most], frame) => made(frame, shorten(textOf(text), numberOf(most))),
  },
  lower: change('The text in small letters.', (text) => sameLength(text, (part) => part.toLowerCase())),
  upper: change('The text in capital letters.', (text) => sameLength(text, (part) => part.toUpperCase())),
  trim: change('The text without spaces at both ends.', (text) => text.trim()),
  contains: test('Whether the text has the part in it; capital and small letters differ.', (text, part) =>
    text.includes(part)),
  startsWith: test('Whether the text begins with the part.', (text, part) => text.startsWith(part)),
  endsWith: test('Whether the text ends with the part.', (text, part) => text.endsWith(part)),
  matches: {
    signatures: ['(text: text, pattern: text): boolean'],
    doc: 'Whether the pattern (RE2), written out in quotes, describes the whole text: zip.matches(r"\\d{5}").',
    check: ([, pattern]) => {
      if (typeof pattern?.literal !== 'string') {
        return refuse('A pattern is written out in quotes; it cannot be a variable.', pattern?.offset ?? 0);
      }
      const compiled = compilePattern(pattern.literal);
      return compiled.ok ? BOOLEAN : refuse(compiled.message, pattern.offset);
    },
    run: ([text, pattern], frame) => {
      const compiled = compilePattern(textOf(pattern));
      if (!compiled.ok) return stop(compiled.message);
      spend(frame, (lengthOf(textOf(text)) * compiled.cost) >> 8);
      return compiled.test(textOf(text));
    },
  },
  size: {
    signatures: ['(of: text | list): number'],
    doc: 'How many characters a text has, or how many items a list has.',
    run: ([of]) => (typeof of === 'string' ? lengthOf(of) : listOf(of).length),
  },
  text: {
    signatures: ['(value: any): text'],
    doc: 'The value as a plain text, the same in every language: 1234.5, true, 2026-12-24; nothing becomes an empty text.',
    check: ([value]) => textKind(value ? longestOf(value.kind) : 0),
    run: ([value], frame) => made(frame, plainText(value)),
  },
  number: {
    signatures: ['(value: text | number): number'],
    doc: 'The number that a text writes with digits and a point; 0 when it writes none.',
    run: ([value]) => plainNumberOf(value),
  },
  round: {
    signatures: ['(number: number): number', '(number: number, decimals: number): number'],
    doc: 'The number rounded to a whole one, or to so many decimals (0 to 6).',
    run: ([number, decimals = 0]) => rounded(numberOf(number), numberOf(decimals)),
  },
  money: {
    signatures: ['(amount: number, currency: text): text'],
    doc: 'An amount as people write it in the language of the conversation: money(cart.total, "EUR").',
    check: () => textKind(MONEY_LENGTH),
    run: ([amount, currency], frame) => {
      spend(frame, INTL_STEPS);
      return formatMoney(numberOf(amount), textOf(currency), frame.locale);
    },
  },
  date: {
    signatures: ['(text: text): date'],
    doc: 'The date that a text writes as 2026-12-24 or 2026-12-24T18:30; without an offset it is meant in the time zone of the contact.',
    check: ([text]) => {
      if (typeof text?.literal === 'string' && !parseMoment(text.literal, 'UTC')) {
        refuse('A date is written as "2026-12-24" or "2026-12-24T18:30".', text.offset);
      }
      return DATE;
    },
    run: ([text], frame) => {
      spend(frame, INTL_STEPS);
      return parseMoment(textOf(text), frame.contact.timezone) ?? stop('this text is not a date');
    },
  },
  day: {
    signatures: ['(when: date): text', '(when: date, zone: text): text'],
    doc: 'The day in words, in the language of the conversation: 24 December 2026.',
    check: ([, zone]) => knownZone(zone) ?? textKind(DATE_LENGTH),
    run: ([when, zone], frame) => inWords(when, 'day', zone, frame),
  },
  time: {
    signatures: ['(when: date): text', '(when: date, zone: text): text'],
    doc: 'The clock time, as it is written in the language of the conversation: 18:30.',
    check: ([, zone]) => knownZone(zone) ?? textKind(DATE_LENGTH),
    run: ([when, zone], frame) => inWords(when, 'time', zone, frame),
  },
  getHours: clock(
    'hour',
    'The hour, 0 to 23, in the time zone of the contact or in the one given: now.getHours("Europe/Berlin").',
  ),
  getMinutes: clock('minute', 'The minute, 0 to 59.'),
  getDayOfWeek: clock('weekday', 'The day of the week: 0 is Sunday, 1 is Monday, 6 is Saturday.', 0, 7),
  getDate: clock('day', 'The day of the month, 1 to 31.'),
  getMonth: clock('month', 'The month: 0 is January, 11 is December.', 1),
  getFullYear: clock('year', 'The year.'),
  addHours: {
    signatures: ['(when: date, hours: number): date'],
    doc: 'The date so many hours later, or earlier with a number below zero.',
    run: ([when, hours]) =>
      momentAt(momentOf(when).ms + Math.round(numberOf(hours) * 3_600_000)) ??
      stop('the date is out of range'),
  },
  hoursBetween: {
    signatures: ['(from: date, to: date): number'],
    doc: 'How many hours lie between two dates; below zero when the second is earlier.',
    run: ([from, to]) => (momentOf(to).ms - momentOf(from).ms) / 3_600_000,
  },
  join: {
    signatures: ['(list: list, separator: text): text', '(list: list, field: text, separator: text): text'],
    doc: 'The texts of a list in one text, or one field of its records: join(items, "title", ", ").',
    check: checkJoin,
    run: (args, frame) => {
      const [list, field, separator] = args.length === 2 ? [args[0], null, args[1]] : args;
      const texts = listOf(list).map((item) => {
        spend(frame, 1);
        return plainText(field === null ? item : fieldOf(item, textOf(field)));
      });
      const between = textOf(separator);
      const length = texts.reduce((sum, text) => sum + lengthOf(text), lengthOf(between) * texts.length);
      if (length > 2 * TEXT_MAX) stop(`a text became longer than ${TEXT_MAX} characters`);
      return made(frame, texts.join(between));
    },
  },
  describe: {
    signatures: ['(order: order): text'],
    doc: 'The items of an order, one a line: quantity, product and price.',
    run: ([order], frame) => made(frame, describeOrder(order, frame)),
  },
};

/** Changes letter by letter where the whole would become longer (ß → SS), and leaves those letters as they are. */
function sameLength(text: string, apply: (part: string) => string): string {
  const whole = apply(text);
  if (lengthOf(whole) === lengthOf(text)) return whole;
  const keep = (letter: string) => (lengthOf(apply(letter)) === lengthOf(letter) ? apply(letter) : letter);
  return [...text].map(keep).join('');
}

function knownZone(zone: Argument | undefined): undefined {
  if (typeof zone?.literal === 'string' && !isTimezone(zone.literal)) {
    refuse(`\`${zone.literal}\` is not a time zone; they are written as Europe/Berlin.`, zone.offset);
  }
}

function inWords(when: unknown, show: 'day' | 'time', zone: unknown, frame: Frame): string {
  spend(frame, INTL_STEPS);
  return formatMoment(momentOf(when), show, frame.locale, zoneOf(zone, frame));
}

function zoneOf(zone: unknown, frame: Frame): string {
  return zone === undefined ? frame.contact.timezone : textOf(zone);
}

function checkJoin(args: readonly Argument[]): Kind {
  const [list, separator, field] = args.length === 2 ? args : [args[0], args[2], args[1]];
  if (list?.kind.is !== 'list') return textKind(Number.POSITIVE_INFINITY);
  const { item, max } = list.kind;
  let joined = item;
  if (field) {
    if (typeof field.literal !== 'string')
      refuse('The name of the field is written out in quotes.', field.offset);
    if (item.is !== 'record' && item.is !== 'dynamic') {
      refuse('The items of this list have no fields; write join(list, ", ").', field.offset);
    }
    const known = item.is === 'record' ? item.fields.get(field.literal) : item;
    if (!known) refuse(`The records of this list have no field \`${field.literal}\`.`, field.offset);
    joined = known;
  }
  if (max > 0 && ['list', 'record', 'order'].includes(joined.is)) {
    refuse('These items are records; say which field to join: join(items, "title", ", ").', list.offset);
  }
  const between = separator ? longestOf(separator.kind) : 0;
  return textKind(max > 0 ? max * longestOf(joined) + (max - 1) * between : 0);
}

/** A scalar as plain text; nothing, lists and records are an empty one. */
export function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return plainNumber(value);
  if (typeof value === 'boolean') return String(value);
  return isMoment(value) ? isoOf(value) : '';
}

function plainNumberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  const written = typeof value === 'string' ? value.trim() : '';
  return /^[+-]?\d{1,300}(\.\d{1,300})?$/.test(written) ? Number(written) : 0;
}

/** Rounds what the digits show: 1.005 to two decimals is 1.01, though its binary form lies a little below. */
function rounded(number: number, decimals: number): number {
  const scale = 10 ** Math.min(6, Math.max(0, Math.floor(decimals)));
  const result = Math.round(Number((number * scale).toPrecision(15))) / scale;
  return finite(result === 0 ? 0 : result);
}

function describeOrder(order: unknown, frame: Frame): string {
  const items = listOf(fieldOf(order, 'items'));
  spend(frame, items.length * INTL_STEPS);
  return items
    .filter(isRecord)
    .map((item) => {
      const price = formatMoney(numberOf(item.price), textOf(item.currency), frame.locale);
      return `${plainText(item.quantity)} × ${plainText(item.productId)}, ${price}`;
    })
    .join('\n');
}
