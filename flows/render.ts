import { plainText } from './expression/functions.ts';
import { toJson } from './expression/json.ts';
import { type Kind, longestOf } from './expression/kind.ts';
import {
  type Compiled,
  compileExpression,
  positionIn,
  runCompiled,
  type Scope,
  type Values,
} from './expression.ts';
import { formatBoolean, formatMoment, formatNumber } from './format.ts';
import type { OutboundMessage } from './message.ts';
import { mapTexts } from './message-texts.ts';
import { isMoment } from './moment.ts';
import { offerEndsAt } from './offer-end.ts';
import { type Placeholder, placeholdersOf, takeApart } from './placeholders.ts';
import { withRows } from './rows.ts';
import { clean, lengthOf } from './value.ts';

/**
 * Texts with `{{ expression }}` placeholders. A value is data: it is inserted once and never read for placeholders itself, and it is
 * written the way its surroundings need (a message, an address, JSON), so that no value can change what stands around it.
 */

/** More in one text are an error, and stay empty. */
const PLACEHOLDERS_MAX = 100;

export type TextCheck = { reads: string[]; problems: { message: string; line: number; column: number }[] };

/** Checks all placeholders of a text; lines and columns are those of the text, from 1. */
export function checkText(text: string, scope: Scope): TextCheck {
  return check(text, scope, (kind) => {
    switch (kind.is) {
      case 'list':
        return 'A list cannot stand in a text; write join(list, "field", ", ").';
      case 'order':
        return 'An order cannot stand in a text; write describe(order), or one of its fields.';
      case 'record':
        return 'A record cannot stand in a text; choose one of its fields.';
      default:
        return null;
    }
  });
}

/** As `checkText`, and the address begins with http(s):// and a host that is written out. */
export function checkUrl(text: string, scope: Scope): TextCheck {
  const { reads, problems } = checkText(text, scope);
  const [first] = takeApart(text).parts;
  if (typeof first !== 'string' || !/^https?:\/\/[^/?#\\\s]+/i.test(first)) {
    problems.push({
      message: 'An address begins with https:// and the host, written out.',
      line: 1,
      column: 1,
    });
  } else if (placeholdersOf(text).length > 0 && !HOST.test(first)) {
    const message = 'The host of an address is written out; put a / between it and the first placeholder.';
    problems.push({ message, ...positionIn(text, first.length) });
  }
  return { reads, problems };
}

/** As `checkText`, and the text is JSON whatever the values are. Lists and records may stand outside quotes. */
export function checkJson(text: string, scope: Scope): TextCheck {
  const { reads, problems } = check(text, scope, () => null);
  const sample = withJson(takeApart(text).parts, (_, inQuotes) => (inQuotes ? 'x' : 'null'));
  try {
    JSON.parse(sample);
  } catch {
    problems.push({
      message: 'This is not JSON: look for a missing comma, quote or bracket.',
      line: 1,
      column: 1,
    });
  }
  return { reads, problems };
}

/** A message's text. A placeholder without a value leaves nothing. Amounts, dates and numbers are written in `locale`. */
export function renderText(text: string, scope: Scope, values: Values, locale: string): string {
  if (!text.includes('{{')) return clean(text);
  const zone = values.facts.contact.timezone;
  const write = (part: string | Slot) =>
    typeof part === 'string' ? part : formatValue(valueOfSlot(part, values, locale), locale, zone);
  return clean(slotsOf(text, scope, values).map(write).join(''));
}

/** Scheme, host, and the sign that ends the host. */
const HOST = /^https?:\/\/[^/?#\\\s]+[/?#]/i;

/**
 * An address: each value is one percent-encoded component, so it can be neither a path nor a parameter of its own. A value in front of
 * the path, where it would choose the host, is left out, and so is `.` or `..` in the path, where it would choose another one.
 */
export function renderUrl(text: string, scope: Scope, values: Values, locale: string): string {
  return fillUrl(text, scope, values, locale, (before) => HOST.test(before));
}

/** JSON: within quotes a value is escaped text; elsewhere it is a JSON value of its own type, null when there is none. */
export function renderJson(text: string, scope: Scope, values: Values, locale: string): string {
  const json = withJson(slotsOf(text, scope, values), (slot, inQuotes) => {
    const value = valueOfSlot(slot, values, locale);
    if (inQuotes) return JSON.stringify(clean(plainText(value))).slice(1, -1);
    return JSON.stringify(toJson(value));
  });
  return clean(json);
}

/**
 * The greatest length that the rendered text can have, over all values of all variables and in every language; infinite when data of a
 * response, which have no bound, stand in it without `short(…)`.
 */
export function longestText(text: string, scope: Scope): number {
  return slotsOf(text, scope).reduce<number>((sum, part) => {
    if (typeof part === 'string') return sum + lengthOf(part);
    return part.code?.ok ? sum + longestOf(part.code.kind) : sum;
  }, 0);
}

/**
 * A value as a person reads it: texts as they are; numbers with the language's decimal sign, ungrouped; yes-or-no as a word of the
 * language; dates in words, in `timezone`. Nothing, lists and records are an empty text.
 */
export function formatValue(value: unknown, locale: string, timezone = 'UTC'): string {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'number' && Number.isFinite(value)) return formatNumber(value, locale);
  if (typeof value === 'boolean') return formatBoolean(value, locale);
  return isMoment(value) ? formatMoment(value, 'both', locale, timezone) : '';
}

/**
 * A message as it is sent: every text rendered, addresses as addresses, rows taken from their variable (page from 0). An optional text
 * that has become empty is left out, since WhatsApp refuses empty ones. Lengths are not cut: publishing has proved that they fit.
 */
export function renderMessage(
  message: OutboundMessage,
  scope: Scope,
  values: Values,
  locale: string,
  page = 0,
): OutboundMessage {
  const rendered = mapTexts(message, '', (text, { field, owner }) => {
    if (field === 'link' || field === 'url' || field === 'urls')
      return renderUrl(text, scope, values, locale);
    if (message.type !== 'template') return renderText(text, scope, values, locale);
    // What a template's button adds to the address that Meta has approved.
    if (owner.type === 'url') return fillUrl(text, scope, values, locale, () => true);
    return parameter(renderText(text, scope, values, locale));
  });
  const whole = withoutEmpty(withOfferEnd(rendered, values));
  if (whole.type !== 'list' || !whole.rowsFrom) return whole;
  const list = compileExpression(whole.rowsFrom.variable, scope);
  const items = list.ok ? runCompiled(list, values, locale) : { ok: false };
  return withRows(
    whole,
    whole.rowsFrom,
    'value' in items && Array.isArray(items.value) ? items.value : [],
    page,
  );
}

/** The instant at which an offer ends for this person: later it can no longer be told from how it was written. */
function withOfferEnd(message: OutboundMessage, { facts }: Values): OutboundMessage {
  if (message.type !== 'template' || !message.offerEnds) return message;
  const ms = offerEndsAt(message.offerEnds, facts.now, facts.contact.timezone);
  return ms === null
    ? message
    : { ...message, offerEnds: { kind: 'moment', at: new Date(ms).toISOString() } };
}

/** Source: Cloud API, template parameters: no line break, tab or run of more than four spaces, and not empty. */
function parameter(text: string): string {
  return text.replace(/[\t\n\r]+| {5,}/g, ' ').trim() || '-';
}

function withoutEmpty(message: OutboundMessage): OutboundMessage {
  const copy = { ...message };
  if ('footer' in copy && !copy.footer) delete copy.footer;
  if ('caption' in copy && !copy.caption) delete copy.caption;
  if ('filename' in copy && !copy.filename) delete copy.filename;
  if ('header' in copy && copy.type !== 'products' && copy.header?.type === 'text' && !copy.header.text) {
    delete copy.header;
  }
  if (copy.type !== 'list') return copy;
  const sections = copy.sections.map((section) => ({
    ...section,
    rows: section.rows.map(({ description, ...row }) => (description ? { ...row, description } : row)),
  }));
  return { ...copy, sections };
}

/** A placeholder with its compiled expression; without one beyond `PLACEHOLDERS_MAX`. */
type Slot = Placeholder & { code: Compiled | null };

const TEXTS_MAX = 4_000;
const slotsByScope = new WeakMap<Scope, Map<string, (string | Slot)[]>>();

function slotsOf(text: string, scope: Scope, values?: Values): (string | Slot)[] {
  const withResponse = scope.response === true || values?.response !== undefined;
  let known = slotsByScope.get(scope);
  if (!known) {
    known = new Map();
    slotsByScope.set(scope, known);
  }
  const key = `${withResponse ? '+' : '-'}${text}`;
  const before = known.get(key);
  if (before) return before;
  let count = 0;
  const slots = takeApart(text).parts.map((part): string | Slot => {
    if (typeof part === 'string') return part;
    count += 1;
    return {
      ...part,
      code: count > PLACEHOLDERS_MAX ? null : compileExpression(part.source, scope, withResponse),
    };
  });
  if (known.size >= TEXTS_MAX) known.clear();
  known.set(key, slots);
  return slots;
}

function valueOfSlot({ code }: Slot, values: Values, locale: string): unknown {
  if (!code?.ok) return null;
  const result = runCompiled(code, values, locale);
  return result.ok ? result.value : null;
}

function check(text: string, scope: Scope, refusal: (kind: Kind) => string | null): TextCheck {
  const reads = new Set<string>();
  const problems: TextCheck['problems'] = [];
  const report = (message: string, offset: number) => problems.push({ message, ...positionIn(text, offset) });
  for (const slot of slotsOf(text, scope)) {
    if (typeof slot === 'string') continue;
    const { code, offset } = slot;
    if (code === null) {
      report(`A text has at most ${PLACEHOLDERS_MAX} placeholders.`, offset);
      break;
    }
    if (code.ok) {
      for (const name of code.reads) reads.add(name);
      const message = refusal(code.kind);
      if (message) report(message, offset);
    } else {
      report(code.message, offset + code.offset);
    }
  }
  const { unclosedAt } = takeApart(text);
  if (unclosedAt !== null) report('This placeholder is not closed: }} is missing.', unclosedAt);
  return { reads: [...reads], problems };
}

function fillUrl(
  text: string,
  scope: Scope,
  values: Values,
  locale: string,
  mayInsert: (before: string) => boolean,
): string {
  let url = '';
  for (const part of slotsOf(text, scope, values)) {
    if (typeof part === 'string') {
      url += clean(part);
    } else if (mayInsert(url)) {
      const value = clean(plainText(valueOfSlot(part, values, locale)));
      const isStep = /^\.{1,2}$/.test(value) && !/[?#]/.test(url);
      if (!isStep) url += encodeURIComponent(value);
    }
  }
  return url;
}

/** Joins JSON and its placeholders, knowing which of them stand within quotes. */
function withJson<Part extends Placeholder>(
  parts: readonly (string | Part)[],
  write: (part: Part, inQuotes: boolean) => string,
): string {
  let inQuotes = false;
  let isEscaped = false;
  let json = '';
  for (const part of parts) {
    if (typeof part !== 'string') {
      json += write(part, inQuotes);
      isEscaped = false;
      continue;
    }
    for (const letter of part) {
      if (isEscaped) isEscaped = false;
      else if (letter === '\\') isEscaped = inQuotes;
      else if (letter === '"') inQuotes = !inQuotes;
    }
    json += part;
  }
  return json;
}
