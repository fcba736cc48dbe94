import { createChannelCache } from '@parley/runtime/channel/channel-cache.ts';
import { addChannel } from '@parley/runtime/channel/channels.ts';
import { createKnownWriters } from '@parley/runtime/contact/known-writers.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { receive } from '@parley/runtime/inbox/receive.ts';
import { createMetrics } from '@parley/runtime/metrics.ts';
import { secretKey } from '@parley/runtime/secrets.ts';
import type { InboundMessage, StatusUpdate, WebhookItem } from '@parley/runtime/whatsapp/webhook-event.ts';
import type { Kysely } from 'kysely';

/** What WhatsApp may tell us, for tests that begin behind the parser. */

export const KEY = secretKey('the secret that these tests seal tokens with');

export const APP_SECRET = 'secret-of-the-app';

/** Adds one of our numbers and returns the id of its channel. */
export async function ownNumber(
  db: Kysely<Database>,
  phoneNumberId: string,
  appSecret: string = APP_SECRET,
): Promise<string> {
  const channel = { phoneNumberId, accessToken: `token-${phoneNumberId}`, appSecret, throughput: 80 };
  const added = await addChannel(db, KEY, channel);
  if (!added) throw new Error(`${phoneNumberId} is there already`);
  return added.id;
}

/** `receive` as one process knows it: with numbers and counters of its own. */
export function receiver(db: Kysely<Database>) {
  const metrics = createMetrics();
  const deps = { db, metrics, channels: createChannelCache({ db, key: KEY }), writers: createKnownWriters() };
  return { ...deps, receive: (...items: WebhookItem[]) => receive(deps, items) };
}

let count = 0;

/** A text to `phoneNumberId`, from somebody new unless a sender is given. */
export function message(phoneNumberId: string, change: Partial<InboundMessage> = {}): InboundMessage {
  const n = ++count;
  const wamid = change.wamid ?? `wamid.test${n}`;
  return {
    kind: 'message',
    phoneNumberId,
    wamid,
    sentAt: new Date(Date.UTC(2026, 9, 1, 12, 0, n)),
    sender: { waId: `49151${String(n).padStart(8, '0')}`, name: `Person ${n}` },
    opensWindow: true,
    input: { type: 'text', text: `text ${n}` },
    raw: { message: { id: wamid, type: 'text' } },
    ...change,
  };
}

/** A message that moves no session, such as `system` or `request_welcome`. */
export function silence(
  phoneNumberId: string,
  type: string,
  change: Partial<InboundMessage> = {},
): InboundMessage {
  const made = message(phoneNumberId, { input: null, opensWindow: type === 'request_welcome', ...change });
  return { ...made, raw: { message: { id: made.wamid, type } } };
}

export function status(
  phoneNumberId: string,
  change: Partial<StatusUpdate> & { wamid: string },
): StatusUpdate {
  return {
    kind: 'status',
    phoneNumberId,
    status: 'sent',
    at: new Date('2026-10-01T12:00:00Z'),
    errors: [],
    raw: { id: change.wamid, status: change.status ?? 'sent' },
    ...change,
  };
}
