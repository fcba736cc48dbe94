import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { addChannel, bindFlow } from '@parley/runtime/channel/channels.ts';
import { migrate } from '@parley/runtime/db/migrate.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { installFlow } from '@parley/runtime/publishing/install-flow.ts';
import { type Kysely, sql } from 'kysely';
import { startEmulator } from '../emulator/emulator.ts';
import type { Emulator } from '../emulator/emulator-types.ts';
import { KEY, type Parley, startHere } from '../walk/parley.ts';
import type { PayloadFile } from './inbound-files.ts';
import { holds, type Item, itemsOf } from './inbound-items.ts';

/** What became of one item. `wrong` says what should have. */
export type Fate = { item: Item; wrong: string | null } & (
  | { fate: 'moved-session' | 'moved-delivery' | 'lost' }
  /** Kept in `webhook_events` as this kind. */
  | { fate: 'kept'; as: string; reason: string | null }
  /** In the inbox, and without effect, for this reason. */
  | { fate: 'passed-over'; reason: string }
);

export type Checked = {
  file: string;
  kind: string;
  /** HTTP status of the answer. */
  answered: number;
  fates: Fate[];
  /** Of what happened to templates, numbers and accounts: how many people are told of it, and how many after it has come again. */
  notices: { first: number; again: number; expected: number } | null;
  /** Warnings and errors logged meanwhile. */
  complaints: string[];
};

type Payload = Extract<PayloadFile, { ok: true }>;

const FLOW = path.join(import.meta.dirname, '../../flows/examples/cafe-orders.machine.json');
const FIRST_NUMBER = '100000000000001';
/** Messages of these types are not answers to anybody. */
const SILENT_TYPES = ['system', 'request_welcome', 'edit', 'revoke'];
const PATIENCE_MS = 20_000;

/**
 * Posts each payload, signed, to the webhook of a new Parley on an embedded database, where it finds the numbers that it names, with the
 * café's flow on them, and nothing else: no file knows of another. Every status finds a message to be about.
 */
export async function checkInbound(payloads: readonly Payload[]): Promise<Checked[]> {
  const phoneNumberIds = new Set([FIRST_NUMBER]);
  for (const { phoneNumberId } of payloads.flatMap(({ json }) => itemsOf(json))) {
    if (phoneNumberId !== null) phoneNumberIds.add(phoneNumberId);
  }
  const emulator = await startEmulator({
    numbers: [...phoneNumberIds].map((phoneNumberId) => ({
      phoneNumberId,
      displayPhoneNumber: '+1 555 010 0001',
      wabaId: '200000000000001',
    })),
  });
  const parley = await startHere({}, { graphUrl: emulator.url, onOpen: (db) => migrate(db) });
  emulator.webhookUrl = parley.webhookUrl;
  try {
    await addNumbers(parley.db, emulator, phoneNumberIds);
    const checked: Checked[] = [];
    for (const payload of payloads) checked.push(await check(parley, emulator, payload));
    return checked;
  } finally {
    await parley.stop();
    await emulator.close();
  }
}

async function addNumbers(db: Kysely<Database>, emulator: Emulator, phoneNumberIds: Iterable<string>) {
  const machine = JSON.parse(readFileSync(FLOW, 'utf8'));
  const installed = await installFlow(db, machine, { by: 'conformance', channelId: null });
  if (!installed.ok) throw new Error(`the flow cannot be published: ${JSON.stringify(installed)}`);
  const { accessToken, appSecret } = emulator;
  for (const phoneNumberId of phoneNumberIds) {
    const channel = await addChannel(db, KEY, { phoneNumberId, accessToken, appSecret, throughput: 80 });
    if (!channel) throw new Error(`${phoneNumberId} is there already`);
    await db.transaction().execute((tx) => bindFlow(tx, channel.id, machine.id, true));
  }
}

async function check(
  parley: Parley,
  emulator: Emulator,
  { file, kind, json, bytes }: Payload,
): Promise<Checked> {
  const { db, complaints } = parley;
  await sql`
    truncate inbox, outbox, sessions, conversations, contacts, contact_aliases, timers, calls, cases, consents, webhook_events
  `.execute(db);
  if (NOTICED_KINDS.includes(kind)) await db.deleteFrom('notices').execute();
  const before = complaints.length;
  const items = itemsOf(json);
  for (const item of items) {
    if (item.what === 'status') await sendSomething(db, item);
    // A reaction starts nothing by itself.
    if (item.type === 'reaction') await emulator.webhooks.post(helloFrom(item));
  }
  await quiet(db);
  const answered = await emulator.webhooks.post(bytes).then(
    ({ status }) => status,
    () => 0,
  );
  await quiet(db);
  const stored = await readStored(db);
  const notices = NOTICED_KINDS.includes(kind)
    ? {
        first: await countNotices(db),
        again: await emulator.webhooks.post(bytes).then(() => countNotices(db)),
        // A file may be called an event of the account and hold nothing, or what a contact wrote: that is no news of the account.
        expected: items.some(({ what }) => what === 'event') ? 1 : 0,
      }
    : null;
  return {
    ...{ file, kind, answered, notices },
    fates: items.map((item) => fateOf(item, items, stored)),
    complaints: complaints.slice(before),
  };
}

const NOTICED_KINDS = ['template-event', 'number-event', 'account-event'];

/** Without those that come of looking at a number, and not of the webhook. */
async function countNotices(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from notices where once ~ '^(webhook|unused-field):'
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/** The message that a status is about, on its way and not heard of since. */
async function sendSomething(db: Kysely<Database>, { wamid, phoneNumberId }: Item): Promise<void> {
  await sql`
    insert into outbox (lane, conversation_id, channel_id, contact_id, message, status, attempts, wamid, leased_until)
    select 0, ${randomUUID()}, n.id, ${randomUUID()}, '{"type": "text", "body": "hello"}', 'sending', 1, ${wamid}, now() + interval '1 hour'
    from channels n where n.phone_number_id = ${phoneNumberId}
      and not exists (select from outbox o where o.wamid = ${wamid})
  `.execute(db);
}

/** A text from whom the item is from. */
function helloFrom({ value, raw }: Item): unknown {
  const { from, from_user_id, timestamp } = raw;
  const message = {
    from,
    from_user_id,
    timestamp,
    id: `wamid.${randomUUID()}`,
    type: 'text',
    text: { body: 'hello' },
  };
  const change = { field: 'messages', value: { ...value, messages: [message] } };
  return { object: 'whatsapp_business_account', entry: [{ id: '0', changes: [change] }] };
}

async function quiet(db: Kysely<Database>): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const waiting = await db.selectFrom('inbox').select(['source']).where('status', '=', 'new').execute();
    if (waiting.length === 0) return;
    if (Date.now() > until)
      throw new Error(`still waiting: ${waiting.map(({ source }) => source).join(', ')}`);
    await sleep(10);
  }
}

type Stored = Awaited<ReturnType<typeof readStored>>;

async function readStored(db: Kysely<Database>) {
  return {
    inbox: await db.selectFrom('inbox').select(['source', 'status', 'session_id', 'error', 'raw']).execute(),
    outbox: await db.selectFrom('outbox').select(['wamid', 'status']).execute(),
    events: await db.selectFrom('webhook_events').select(['kind', 'reason', 'raw', 'body']).execute(),
  };
}

function fateOf(item: Item, items: readonly Item[], { inbox, outbox, events }: Stored): Fate {
  const row = inbox.find(({ source }) => item.what === 'message' && source === item.wamid);
  if (row) {
    const wrong = holds(row.raw, item.raw) ? null : 'not stored as it was told';
    if (row.status === 'done' && row.session_id !== null) return { item, fate: 'moved-session', wrong };
    // Somebody who wants to hear nothing begins no session: that alone is done without one.
    if (row.status === 'done') return { item, fate: 'passed-over', reason: 'no session is needed', wrong };
    const reason = `${row.status}: ${row.error}`;
    return { item, fate: 'passed-over', reason, wrong: wrong ?? 'moved no session' };
  }
  const delivery = outbox.find(
    ({ wamid }) => item.what === 'status' && wamid !== null && wamid === item.wamid,
  );
  if (delivery && delivery.status !== 'sending') {
    const expected = furthest(items.filter(({ what, wamid }) => what === 'status' && wamid === item.wamid));
    const wrong = delivery.status === expected ? null : `${delivery.status} where it should be ${expected}`;
    return { item, fate: 'moved-delivery', wrong };
  }
  const event = events.find(
    ({ raw, body }) => holds(raw, item.raw) || (body && holds(parsed(body), item.raw)),
  );
  if (!event) return { item, fate: 'lost', wrong: 'lost' };
  const mayBeKept =
    item.what === 'event' ||
    (item.what === 'message' && (SILENT_TYPES.includes(item.type) || 'group_id' in item.raw)) ||
    (item.what === 'status' && !STATUS_ORDER.includes(item.type)) ||
    event.kind === 'malformed';
  const wrong = mayBeKept ? null : `kept as ${event.kind}, and nothing came of it`;
  return { item, fate: 'kept', as: event.kind, reason: event.reason, wrong };
}

const STATUS_ORDER = ['failed', 'sent', 'delivered', 'read', 'played'];

/** Where a message is after all of these statuses, in whatever order they come. */
function furthest(statuses: readonly Item[]): string {
  const last = Math.max(...statuses.map(({ type }) => STATUS_ORDER.indexOf(type)));
  return STATUS_ORDER[last] === 'played' ? 'read' : (STATUS_ORDER[last] ?? 'sending');
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString());
  } catch {
    return null;
  }
}
