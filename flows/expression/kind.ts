import { DATE_LENGTH, NUMBER_LENGTH, WORD_LENGTH } from '../format.ts';

/**
 * What the checker knows of a value before it exists. A kind carries its bounds (longest text, most items), so that checking an
 * expression also says how long its text can get.
 */
export type Kind =
  | { readonly is: 'text'; readonly max: number; readonly options?: readonly string[] }
  | { readonly is: 'number' | 'boolean' | 'date' | 'dynamic' | 'nothing' }
  | { readonly is: 'list'; readonly item: Kind; readonly max: number }
  | { readonly is: 'record' | 'order'; readonly fields: ReadonlyMap<string, Kind> };

export const NUMBER: Kind = { is: 'number' };
export const BOOLEAN: Kind = { is: 'boolean' };
export const DATE: Kind = { is: 'date' };
export const DYNAMIC: Kind = { is: 'dynamic' };
export const NOTHING: Kind = { is: 'nothing' };

export function textKind(max: number, options?: readonly string[]): Kind {
  return { is: 'text', max, ...(options ? { options } : {}) };
}

/** Greatest length of the value as text: in a message, or plain. Infinite when nothing bounds it. */
export function longestOf(kind: Kind): number {
  switch (kind.is) {
    case 'text':
      return kind.max;
    case 'number':
      return NUMBER_LENGTH;
    case 'boolean':
      return WORD_LENGTH;
    case 'date':
      return DATE_LENGTH;
    case 'dynamic':
      return Number.POSITIVE_INFINITY;
    case 'nothing':
    case 'list':
    case 'record':
    case 'order':
      return 0;
  }
}

/** How a kind is called in messages to the author. */
export function wordsFor(kind: Kind['is']): string {
  switch (kind) {
    case 'boolean':
      return 'a yes-or-no value';
    case 'record':
      return 'a record with fields';
    case 'order':
      return 'an order';
    case 'dynamic':
      return 'data of an unknown kind';
    case 'nothing':
      return '`null`';
    default:
      return `a ${kind}`;
  }
}

/** The kind of a value that is either of two; null when no expression can use both alike. */
export function either(one: Kind, other: Kind): Kind | null {
  if (one.is === 'dynamic' || other.is === 'dynamic') return DYNAMIC;
  if (one.is === 'text' && other.is === 'text') return textKind(Math.max(one.max, other.max));
  if (one.is === 'list' && other.is === 'list') {
    const item = one.max === 0 ? other.item : other.max === 0 ? one.item : either(one.item, other.item);
    return item && { is: 'list', item, max: Math.max(one.max, other.max) };
  }
  if (one.is === 'record' && other.is === 'record') return eitherRecord(one.fields, other.fields);
  return one.is === other.is ? one : null;
}

function eitherRecord(one: ReadonlyMap<string, Kind>, other: ReadonlyMap<string, Kind>): Kind {
  const fields = new Map<string, Kind>();
  for (const [name, kind] of one) {
    const same = other.get(name);
    const both = same && either(kind, same);
    if (both) fields.set(name, both);
  }
  return { is: 'record', fields };
}
