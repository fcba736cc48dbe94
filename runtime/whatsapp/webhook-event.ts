import { hash } from 'node:crypto';
import type { PersonInput } from '@parley/flows/input.ts';
import { z } from 'zod';
import { readUserCall } from './calls-event.ts';
import { type DeliveryStatus, readDeliveryStatus } from './delivery-status.ts';
import { asList, identifier, identifierIn, instant, maybe } from './lenient.ts';
import { type MessageEcho, readMessageEcho } from './message-echo.ts';
import { opensWindow, readPersonInput } from './person-input.ts';
import { readSender, type Sender } from './sender.ts';
import { isRecord, readJson } from './storable-json.ts';
import { type EventKind, kindOfField } from './webhook-field.ts';

/** Meta packs at most 1,000 updates into one request; far more is not a webhook. */
const MAX_ITEMS = 10_000;

export type ParsedWebhook = { kind: 'events'; items: WebhookItem[] } | { kind: 'unreadable'; reason: string };

/** Every `raw` is Meta's JSON for this one item, made storable: PostgreSQL's `jsonb` takes it as it is. */
export type WebhookItem = InboundMessage | StatusUpdate | MessageEcho | OtherEvent | MalformedItem;

export type InboundMessage = {
  kind: 'message';
  /** The number written to: what a webhook is routed by. */
  phoneNumberId: string;
  /** Digits only. */
  displayPhoneNumber?: string;
  /** Opaque, once per message, for ever. */
  wamid: string;
  /** The message's own time, to the second. A retried webhook may bring it hours later. */
  sentAt: Date;
  sender: Sender;
  /** The message this one answers: one of ours for a tap, any for a quoted reply. */
  contextId?: string;
  /** Counts for the 24-hour window, whether or not it moves a session. */
  opensWindow: boolean;
  /** It is a call: it only opens the window, and what WhatsApp told of it is kept as an event of its own. */
  isCall?: true;
  /** Null: nothing that moves a session. */
  input: PersonInput | null;
  /** Asked from a product's page. */
  referredProduct?: { productId?: string; catalogId?: string };
  /** The first message after a click on an ad or a post that leads to WhatsApp. */
  referral?: Referral;
  /** `{ message, contact }`, the element of `contacts` being the sender's. */
  raw: unknown;
};

export type Referral = {
  sourceUrl?: string;
  sourceId?: string;
  sourceType?: string;
  headline?: string;
  body?: string;
  mediaType?: string;
  /** Missing for ads in WhatsApp Status. */
  clickId?: string;
};

export type StatusUpdate = { kind: 'status'; phoneNumberId: string; raw: unknown } & DeliveryStatus;

/** Kept and answered, though it moves neither a session nor a delivery by itself. */
export type OtherEvent = {
  kind: 'other';
  field: string;
  phoneNumberId?: string;
  wabaId?: string;
  eventKind: EventKind;
  /** SHA-256 over entry id, entry time, field and value: the same for every repetition. */
  dedupKey: string;
  raw: unknown;
};

export type MalformedItem = {
  kind: 'malformed';
  /** Such as `entry[0].changes[0].messages[25]`. */
  where: string;
  reason: string;
  dedupKey: string;
  raw: unknown;
};

/**
 * Read the body of a webhook request, its signature already checked. Never throws. Whatever cannot be taken apart at all is
 * `unreadable`; one item that cannot be read is `malformed` and the others go on; what we have no use for is `other`.
 * `receivedAt` stands in for a time that cannot be true.
 */
export function parseWebhook(body: Uint8Array, receivedAt: Date = new Date()): ParsedWebhook {
  const read = readJson(body);
  if (!read.ok) return { kind: 'unreadable', reason: read.reason };
  if (!isRecord(read.value)) return { kind: 'unreadable', reason: 'the body is not a JSON object' };
  const { object } = read.value;
  // Some of Meta's own examples leave `object` out.
  if (object !== undefined && object !== 'whatsapp_business_account') {
    return { kind: 'unreadable', reason: 'object is not whatsapp_business_account' };
  }
  const entries = asList(read.value.entry);
  if (!entries) return { kind: 'unreadable', reason: 'entry is missing or not a list' };

  const items: WebhookItem[] = [];
  for (const item of readEntries(entries, receivedAt)) {
    items.push(item);
    if (items.length > MAX_ITEMS) return { kind: 'unreadable', reason: `more than ${MAX_ITEMS} updates` };
  }
  return { kind: 'events', items };
}

/** What every item of one change shares. */
type Change = { entryId?: string; time: unknown; field: string; where: string; receivedAt: Date };

function* readEntries(entries: readonly unknown[], receivedAt: Date): Generator<WebhookItem> {
  for (const [e, entry] of entries.entries()) {
    const at = `entry[${e}]`;
    const changes = isRecord(entry) ? asList(entry.changes) : null;
    if (!isRecord(entry) || !changes) {
      yield malformed({ where: at, time: undefined, field: '', receivedAt }, 'no list of changes', entry);
      continue;
    }
    const entryId = identifierIn(entry.id);
    for (const [c, change] of changes.entries()) {
      const where = `${at}.changes[${c}]`;
      const field = isRecord(change) && typeof change.field === 'string' ? change.field.slice(0, 100) : '';
      const shared = { entryId, time: entry.time, field, where, receivedAt };
      if (isRecord(change) && isRecord(change.value)) yield* readChange(shared, change.value);
      else yield malformed(shared, 'a change without a value', change);
    }
  }
}

function* readChange(change: Change, value: Record<string, unknown>): Generator<WebhookItem> {
  const parts = PARTS.get(change.field) ?? [];
  if (change.field === 'calls') yield* readCalls(change, value);
  const present = parts.filter((part) => value[part] != null && asList(value[part])?.length !== 0);
  if (present.length === 0) yield other(change, kindOfField(change.field), value, value);

  for (const part of present) {
    const where = `${change.where}.${part}`;
    const elements = asList(value[part]);
    if (!elements) {
      yield malformed({ ...change, where }, `${part} is not a list`, value[part]);
    } else if (part === 'errors') {
      yield other(change, 'account-error', value, { errors: value.errors });
    } else {
      for (const [i, raw] of elements.entries()) {
        const element = { ...change, where: `${where}[${i}]` };
        if (part === 'message_echoes') yield readEcho(element, value, raw);
        else yield part === 'messages' ? readMessage(element, value, raw) : readStatus(element, value, raw);
      }
    }
  }
}

/** The lists that a change may bring, by its field. */
const PARTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['messages', ['messages', 'statuses', 'errors']],
  ['smb_message_echoes', ['message_echoes']],
  ['message_echoes', ['message_echoes']],
]);

type Metadata = { phone_number_id?: string | undefined; display_phone_number?: string | undefined };

function metadataOf({ metadata }: Record<string, unknown>): Metadata {
  if (!isRecord(metadata)) return {};
  return {
    phone_number_id: identifierIn(metadata.phone_number_id),
    display_phone_number: identifierIn(metadata.display_phone_number),
  };
}

const Message = z.looseObject({
  id: identifier,
  timestamp: z.unknown().optional(),
  group_id: maybe(identifier),
  context: maybe(
    z.object({
      id: maybe(identifier),
      referred_product: maybe(
        z.object({ catalog_id: maybe(identifier), product_retailer_id: maybe(identifier) }),
      ),
    }),
  ),
  referral: maybe(
    z.object({
      source_url: maybe(z.string()),
      source_id: maybe(identifier),
      source_type: maybe(z.string()),
      headline: maybe(z.string()),
      body: maybe(z.string()),
      media_type: maybe(z.string()),
      ctwa_clid: maybe(identifier),
    }),
  ),
});

function readMessage(change: Change, value: Record<string, unknown>, raw: unknown): WebhookItem {
  const { phone_number_id: phoneNumberId, display_phone_number } = metadataOf(value);
  if (phoneNumberId === undefined) return malformed(change, 'metadata has no phone_number_id', raw);
  const parsed = Message.safeParse(raw);
  if (!parsed.success || !isRecord(raw)) return malformed(change, 'a message without an id', raw);
  const { id, timestamp, context, referral, group_id } = parsed.data;
  // A group is not a conversation with one person: it must not move that person's session.
  if (group_id !== undefined) return other(change, 'group-message', value, raw);

  const from = readSender(raw, asList(value.contacts) ?? []);
  if (!from) return malformed(change, 'nothing says who sent the message', raw);
  const product = context?.referred_product;
  const displayPhoneNumber = display_phone_number?.replace(/\D/g, '');
  return {
    kind: 'message',
    phoneNumberId,
    ...(displayPhoneNumber ? { displayPhoneNumber } : {}),
    wamid: id,
    sentAt: instant(timestamp, change.receivedAt),
    sender: from.sender,
    ...(context?.id ? { contextId: context.id } : {}),
    opensWindow: opensWindow(raw),
    input: readPersonInput(raw),
    ...(product
      ? { referredProduct: { productId: product.product_retailer_id, catalogId: product.catalog_id } }
      : {}),
    ...(referral ? { referral: toReferral(referral) } : {}),
    raw: from.contact === undefined ? { message: raw } : { message: raw, contact: from.contact },
  };
}

function* readCalls(change: Change, value: Record<string, unknown>): Generator<InboundMessage> {
  const { phone_number_id: phoneNumberId, display_phone_number = '' } = metadataOf(value);
  if (phoneNumberId === undefined) return;
  const ourPhone = display_phone_number.replace(/\D/g, '');
  const contacts = asList(value.contacts) ?? [];
  for (const raw of asList(value.calls) ?? []) {
    const call = readUserCall(raw, { contacts, ourPhone, receivedAt: change.receivedAt });
    if (!call) continue;
    yield {
      ...{ kind: 'message', phoneNumberId, wamid: call.callId, sentAt: call.calledAt, sender: call.sender },
      ...{ opensWindow: true, isCall: true, input: null, raw },
    };
  }
}

function toReferral(referral: NonNullable<z.infer<typeof Message>['referral']>): Referral {
  const { source_url, source_id, source_type, headline, body, media_type, ctwa_clid } = referral;
  return {
    sourceUrl: source_url,
    sourceId: source_id,
    sourceType: source_type,
    headline,
    body,
    mediaType: media_type,
    clickId: ctwa_clid,
  };
}

function readStatus(change: Change, value: Record<string, unknown>, raw: unknown): WebhookItem {
  const { phone_number_id: phoneNumberId } = metadataOf(value);
  if (phoneNumberId === undefined) return malformed(change, 'metadata has no phone_number_id', raw);
  const read = readDeliveryStatus(raw, change.receivedAt);
  if (read.ok) return { kind: 'status', phoneNumberId, ...read.status, raw };
  if (read.reason === 'unknown-status') return other(change, 'unknown-status', value, raw);
  return malformed(change, 'a status without an id or a status', raw);
}

function readEcho(change: Change, value: Record<string, unknown>, raw: unknown): WebhookItem {
  const { phone_number_id: phoneNumberId } = metadataOf(value);
  if (phoneNumberId === undefined) return malformed(change, 'metadata has no phone_number_id', raw);
  const echo = readMessageEcho(raw, asList(value.contacts) ?? [], change.receivedAt);
  return echo ? { phoneNumberId, ...echo } : malformed(change, 'an echo without an id or a contact', raw);
}

/** `content` is what this event is about; the rest of `value` only says where it belongs. */
function other(
  { entryId, time, field }: Change,
  eventKind: EventKind,
  value: Record<string, unknown>,
  content: unknown,
): OtherEvent {
  const { phone_number_id: phoneNumberId } = metadataOf(value);
  return {
    kind: 'other',
    field,
    ...(phoneNumberId ? { phoneNumberId } : {}),
    ...(entryId ? { wabaId: entryId } : {}),
    eventKind,
    dedupKey: fingerprint([entryId, time, field, content]),
    raw: { entryId, time, field, value: content },
  };
}

function malformed({ entryId, time, field, where }: Change, reason: string, raw: unknown): MalformedItem {
  return {
    kind: 'malformed',
    where,
    reason,
    dedupKey: fingerprint([entryId, time, field, raw]),
    raw: raw ?? null,
  };
}

function fingerprint(parts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex');
}
