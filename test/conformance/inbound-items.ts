import { isDeepStrictEqual } from 'node:util';
import { changesOf, isObject } from './inbound-files.ts';

type Json = Record<string, unknown>;

/** One thing that a webhook tells, read without the runtime's own reader. */
export type Item = {
  what: 'message' | 'status' | 'event';
  /** Of a message or a status. */
  wamid: string | null;
  /** Of a message its type, of a status its name, of an event its field. */
  type: string;
  phoneNumberId: string | null;
  /** The part of the webhook that is this item. */
  raw: Json;
  /** The value that it stands in. */
  value: Json;
};

export function itemsOf(webhook: unknown): Item[] {
  return changesOf(webhook).flatMap(({ field, value }): Item[] => {
    if (!isObject(value)) return [];
    const phoneNumberId = isObject(value.metadata) ? textOf(value.metadata.phone_number_id) : null;
    const of = (what: 'message' | 'status', list: unknown, typeKey: string) =>
      (field === 'messages' ? elementsOf(list) : []).map((raw) => {
        const type = textOf(raw[typeKey]) ?? 'none';
        return { what, wamid: textOf(raw.id), type, phoneNumberId, raw, value };
      });
    const items: Item[] = [
      ...of('message', value.messages, 'type'),
      ...of('status', value.statuses, 'status'),
    ];
    if (items.length > 0) return items;
    // The platform's own trouble with a number; the rest of the value only says with which.
    const raw = field === 'messages' && 'errors' in value ? { errors: value.errors } : value;
    return [{ what: 'event', wamid: null, type: String(field), phoneNumberId, raw, value }];
  });
}

/** Whether `part` stands somewhere in `whole`, whatever the order of keys. */
export function holds(whole: unknown, part: unknown): boolean {
  if (isDeepStrictEqual(whole, part)) return true;
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.values(whole).some((value) => holds(value, part));
}

/** Some lists come as an object with numbers for keys. */
function elementsOf(list: unknown): Json[] {
  if (Array.isArray(list)) return list.filter(isObject);
  const isList = isObject(list) && Object.keys(list).every((key) => /^\d+$/.test(key));
  return isList ? Object.values(list).filter(isObject) : [];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
