import { coerce, emptyValue } from '../coerce.ts';
import { limits } from '../limits.ts';
import { momentAt, parseMoment } from '../moment.ts';
import { clean, cut, shorten } from '../value.ts';
import type { Variable } from '../variables.ts';
import type { Name, Names } from './compile.ts';
import { stop } from './fault.ts';
import { type Frame, made, spend } from './frame.ts';
import { DATE, DYNAMIC, type Kind, NUMBER, textKind } from './kind.ts';

/** Longest values of what is known of a contact. Longer ones are cut when they are read, so the bounds always hold. */
const PHONE_MAX = 20;
const LOCALE_MAX = 35;
const ZONE_MAX = 64;
/** As `coerce.ts` cuts orders. */
const ORDER = { items: 99, productId: 100, currency: 3, text: 1000 };

/** Names that every expression may use, for completion and docs. `response` only where the answer of a request is stored. */
export const BUILT_IN: { readonly [name: string]: string } = {
  'contact.name': 'The name that the contact has given on WhatsApp.',
  'contact.phone': 'International digits; empty when WhatsApp hides the number.',
  'contact.locale': 'The language that the conversation is in, such as `en` or `pt-BR`.',
  'contact.timezone': 'The time zone of the contact, such as `Europe/Berlin`.',
  'contact.inDoubt':
    'Whether somebody else may have the number now: the WhatsApp identity has changed and nobody has verified it.',
  now: 'The date and time of what moves the conversation.',
  'response.status': 'The HTTP status of the answer, such as 200.',
  'response.body': 'The JSON of the answer; a field that it does not have is null.',
};

const record = (fields: { [name: string]: Kind }): Kind => ({
  is: 'record',
  fields: new Map(Object.entries(fields)),
});

const CONTACT: Name = {
  kind: record({
    name: textKind(limits.contactName),
    phone: textKind(PHONE_MAX),
    locale: textKind(LOCALE_MAX),
    timezone: textKind(ZONE_MAX),
    inDoubt: { is: 'boolean' },
  }),
  read: ({ contact }) => ({
    name: shorten(clean(contact.name), limits.contactName),
    phone: cut(contact.phone, PHONE_MAX),
    locale: cut(contact.locale, LOCALE_MAX),
    timezone: cut(contact.timezone, ZONE_MAX),
    inDoubt: contact.isDoubted === true,
  }),
};
const NOW: Name = {
  kind: DATE,
  read: ({ now }) => momentAt(now) ?? stop('the time of this turn is unknown'),
};
const RESPONSE: Name = {
  kind: record({ status: NUMBER, body: DYNAMIC }),
  read: ({ response }) => response ?? stop('there is no answer of a request'),
};

/** What expressions may name: the declared variables, each with the bounds of its type, and what is always known. */
export function namesFor(variables: readonly Variable[], withResponse: boolean): Names {
  const names = new Map<string, Name>();
  for (const variable of variables) {
    names.set(variable.name, { kind: kindOf(variable), read: (frame) => readVariable(variable, frame) });
  }
  names.set('contact', CONTACT);
  names.set('now', NOW);
  if (withResponse) names.set('response', RESPONSE);
  return names;
}

function kindOf(variable: Variable): Kind {
  switch (variable.type) {
    case 'text':
      return textKind(variable.maxLength);
    case 'choice':
      return textKind(Math.max(0, ...variable.options.map((option) => option.length)), variable.options);
    case 'number':
    case 'boolean':
    case 'date':
      return { is: variable.type };
    case 'list': {
      const fields = Object.entries(variable.fields).map(
        ([name, field]) => [name, textKind(field.maxLength)] as const,
      );
      return { is: 'list', item: { is: 'record', fields: new Map(fields) }, max: variable.maxItems };
    }
    case 'order':
      return orderKind;
  }
}

const orderItem = record({
  productId: textKind(ORDER.productId),
  quantity: NUMBER,
  price: NUMBER,
  currency: textKind(ORDER.currency),
});
const orderKind: Kind = {
  is: 'order',
  fields: new Map<string, Kind>([
    ['items', { is: 'list', item: orderItem, max: ORDER.items }],
    ['total', NUMBER],
    ['text', textKind(ORDER.text)],
  ]),
};

/**
 * What a variable holds, as its type declares it, whoever stored it: a text is not longer than its maximum, a choice is one of its
 * options. What cannot be one counts as not set: '', 0, false, an empty list; a date then has no value.
 */
function readVariable(variable: Variable, frame: Frame): unknown {
  const stored = Object.hasOwn(frame.vars, variable.name) ? frame.vars[variable.name] : undefined;
  switch (variable.type) {
    case 'number':
      return typeof stored === 'number' && Number.isFinite(stored) ? stored : held(variable, stored);
    case 'boolean':
      return stored === true;
    case 'text':
      return made(frame, cut(clean(String(held(variable, stored))), variable.maxLength));
    case 'choice':
      return held(variable, stored);
    case 'date':
      return (
        parseMoment(String(held(variable, stored)), frame.contact.timezone) ??
        stop(`${variable.name} is not set`)
      );
    case 'list':
    case 'order': {
      const known = frame.kept.get(variable.name);
      if (known !== undefined) return known;
      const value = bounded(held(variable, stored), variable, frame);
      frame.kept.set(variable.name, value);
      return value;
    }
  }
}

const held = (variable: Variable, stored: unknown) => coerce(variable, stored) ?? emptyValue(variable);

/** Cuts the texts of records by the count that bounds are in: `coerce` counts code points. */
function bounded(value: unknown, variable: Variable, frame: Frame): unknown {
  const cutFields = (item: unknown, maxOf: (field: string) => number) => {
    spend(frame, 1);
    const fields = Object.entries(item ?? {}).map(([field, content]): [string, unknown] => [
      field,
      typeof content === 'string' ? cut(clean(content), maxOf(field)) : content,
    ]);
    return Object.fromEntries(fields);
  };
  if (variable.type === 'list') {
    const list: unknown[] = Array.isArray(value) ? value : [];
    return list.map((item) => cutFields(item, (field) => variable.fields[field]?.maxLength ?? 0));
  }
  const order = cutFields(value, () => ORDER.text);
  const items: unknown[] = Array.isArray(order.items) ? order.items : [];
  return {
    ...order,
    items: items.map((item) =>
      cutFields(item, (field) => (field === 'productId' ? ORDER.productId : ORDER.currency)),
    ),
  };
}
