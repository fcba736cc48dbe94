import { createHmac } from 'node:crypto';

/** One thing to report: a value of one field of one account. */
export type Change = { wabaId: string; field: string; value: Record<string, unknown>; time?: number };

/**
 * How several changes share one POST: each in an entry of its own, as changes of one entry, or with their `messages`
 * and `statuses` in one value. WhatsApp does all three and promises none.
 */
export type Packing = 'entries' | 'changes' | 'values';

/** The envelope around changes. Source: WhatsApp Cloud API, webhooks overview. */
export function envelope(changes: Change[], packing: Packing = 'changes') {
  const entries: {
    id: string;
    time?: number;
    changes: { value: Record<string, unknown>; field: string }[];
  }[] = [];
  for (const { wabaId, field, value, time } of changes) {
    const entry = packing === 'entries' ? undefined : entries.find((known) => known.id === wabaId);
    if (!entry) {
      entries.push({
        id: wabaId,
        ...(time === undefined ? {} : { time }),
        changes: [{ value: { ...value }, field }],
      });
      continue;
    }
    const like =
      packing === 'values' ? entry.changes.find((known) => canShare(known, { field, value })) : undefined;
    if (!like) entry.changes.push({ value: { ...value }, field });
    else like.value = merged(like.value, value);
  }
  return { object: 'whatsapp_business_account', entry: entries };
}

/**
 * The bytes as WhatsApp writes them: everything outside ASCII as lowercase `\uXXXX`, and `/` as `\/`. A receiver that
 * checks the signature over re-serialised JSON fails on these.
 */
export function toBytes(body: unknown): Buffer {
  const json = JSON.stringify(body).replaceAll('/', '\\/');
  const ascii = json.replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Buffer.from(ascii, 'latin1');
}

/** The value of `X-Hub-Signature-256`. */
export function signatureOf(bytes: Uint8Array, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(bytes).digest('hex')}`;
}

type Value = { field: string; value: Record<string, unknown> };

/** Two values may be one when they are of the same number and hold the same kind of list. */
function canShare(known: Value, other: Value): boolean {
  return (
    known.field === 'messages' &&
    other.field === 'messages' &&
    JSON.stringify(known.value.metadata) === JSON.stringify(other.value.metadata) &&
    'messages' in known.value === 'messages' in other.value &&
    'statuses' in known.value === 'statuses' in other.value
  );
}

function merged(known: Record<string, unknown>, other: Record<string, unknown>): Record<string, unknown> {
  const result = { ...known };
  for (const list of ['contacts', 'messages', 'statuses']) {
    const [ours, theirs] = [known[list], other[list]];
    if (!Array.isArray(theirs)) continue;
    const all = Array.isArray(ours) ? [...ours, ...theirs] : [...theirs];
    result[list] = list === 'contacts' ? distinct(all) : all;
  }
  return result;
}

function distinct(items: unknown[]): unknown[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
