import { randomUUID } from 'node:crypto';
import type { Flow } from '@parley/flows/flow.ts';
import type { Input } from '@parley/flows/input.ts';
import { toMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { laneOf } from '@parley/runtime/db/lane.ts';
import type { Database, InboxKind } from '@parley/runtime/db/tables.ts';
import { createMachineCache } from '@parley/runtime/turn/machine-cache.ts';
import { takeTurns } from '@parley/runtime/turn/take-turns.ts';
import { type Kysely, sql } from 'kysely';

export type Shop = Awaited<ReturnType<typeof openShop>>;
export type Guest = { lane: number; conversationId: string; contactId: string; waId: string };

const at: [number, number] = [0, 0];

/** A flow in few words: variables `n`, `said`, `name`, and "human" as the word that leads to a person. */
export function flow(
  id: string,
  nodes: Flow['nodes'],
  edges: Flow['edges'],
  more: Partial<Flow> = {},
): FlowMachine {
  return toMachine({
    id,
    start: Object.keys(nodes)[0] ?? null,
    nodes,
    edges,
    globals: {},
    ...more,
    settings: {
      name: id,
      locales: ['en', 'ru'],
      defaultLocale: 'en',
      variables: [
        { name: 'n', type: 'number', default: 0 },
        { name: 'said', type: 'text', maxLength: 200 },
      ],
      escalation: { keywords: { en: ['human'] }, maxTurns: 2 },
      ...more.settings,
    },
  });
}

/** Answers every text with how many there were and what it said: loss, repetition and disorder all show in the answers. */
export const echo: FlowMachine = flow(
  'echo',
  {
    ask: {
      type: 'question',
      at,
      body: '{{n}}: {{said}}',
      answer: { kind: 'text' },
      saveAs: 'said',
      retries: 0,
    },
    count: { type: 'set', at, set: [{ variable: 'n', to: 'n + 1.0' }] },
    help: { type: 'escalation', at, text: 'Somebody comes.', contact: { method: 'agent', team: 'front' } },
  },
  { ask: { answered: 'count', other: 'ask' }, count: { next: 'ask' }, help: { resolved: 'ask' } },
  { globals: { escalation: 'help' } },
);

/** Leaves the schema and no rows. Deleting a few rows is much faster than truncating many tables. */
export async function emptyDatabase(db: Kysely<Database>): Promise<void> {
  const tables = ['conversation_events', 'agent_presence', 'team_service'];
  tables.push('conversation_cards', 'message_words', 'conversation_reads', 'conversation_drafts');
  tables.push('conversation_labels', 'conversation_viewers', 'desk_acts', 'desk_progress', 'labels');
  tables.push('inbox', 'outbox', 'timers', 'calls', 'cases', 'consents', 'sessions', 'conversations');
  tables.push(
    'contact_aliases',
    'contacts',
    'channel_flows',
    'flow_versions',
    'flows',
    'channels',
    'processes',
  );
  await sql.raw(tables.map((table) => `delete from ${table}`).join('; ')).execute(db);
}

let people = 0;

/** A number of ours in the database, flows published and bound to it, and people who write to it. */
export async function openShop(db: Kysely<Database>, phoneNumberId: string = randomUUID()) {
  const channelId = randomUUID();
  await db
    .insertInto('channels')
    .values({
      id: channelId,
      phone_number_id: phoneNumberId,
      access_token: 'sealed',
      app_secret: 'sealed',
      throughput: 80,
    })
    .execute();
  const machines = createMachineCache();

  return {
    db,
    channelId,
    machines,

    /** Publishes the flow's next version. */
    async publish(machine: FlowMachine): Promise<number> {
      const json = JSON.stringify(machine);
      const { version } = await db
        .selectFrom('flow_versions')
        .select(sql<number>`coalesce(max(version), 0) + 1`.as('version'))
        .where('flow_id', '=', machine.id)
        .executeTakeFirstOrThrow();
      const row = { id: machine.id, name: machine.id, draft: json };
      await db
        .insertInto('flows')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await db
        .insertInto('flow_versions')
        .values({ flow_id: machine.id, version, machine: json, hash: `${machine.id}${version}` })
        .execute();
      await db
        .updateTable('flows')
        .set({ published_version: version })
        .where('id', '=', machine.id)
        .execute();
      return version;
    },

    async bind(machine: FlowMachine, isDefault = true): Promise<void> {
      await this.publish(machine);
      await db
        .insertInto('channel_flows')
        .values({ channel_id: channelId, flow_id: machine.id, is_default: isDefault })
        .execute();
    },

    /** Somebody who has not written yet; `lane` only where the test is about lanes. */
    async guest(more: { lane?: number; name?: string; locale?: string; waId?: string } = {}): Promise<Guest> {
      const contactId = randomUUID();
      const conversationId = randomUUID();
      const waId = more.waId ?? `4915${String(10_000_000 + people++)}`;
      const lane = more.lane ?? laneOf(channelId, contactId);
      await db
        .insertInto('contacts')
        .values({ id: contactId, name: more.name ?? 'Guest', phone: waId, locale: more.locale ?? '' })
        .execute();
      await db
        .insertInto('contact_aliases')
        .values({ kind: 'wa_id', value: waId, contact_id: contactId })
        .execute();
      await db
        .insertInto('conversations')
        .values({ lane, id: conversationId, channel_id: channelId, contact_id: contactId })
        .execute();
      return { lane, conversationId, contactId, waId };
    },

    /** Something for the session of a guest, as it stands in the inbox. Returns its source. */
    async tell(guest: Guest, input: Input | null, event: Partial<InboxEvent> = {}): Promise<string> {
      const source = event.source ?? `wamid.${randomUUID()}`;
      const kind = event.kind ?? 'message';
      const sentAt = event.sentAt ?? (await databaseNow(db));
      await db
        .insertInto('inbox')
        .values({
          lane: guest.lane,
          source,
          kind,
          channel_id: channelId,
          contact_id: guest.contactId,
          conversation_id: guest.conversationId,
          session_id: event.sessionId ?? null,
          input: JSON.stringify(input),
          context_id: event.contextId ?? null,
          referral: event.referral ? JSON.stringify(event.referral) : null,
          raw: event.raw === undefined ? null : JSON.stringify(event.raw),
          sent_at: sentAt,
        })
        .execute();
      return source;
    },

    /** The guest writes a text. */
    say(guest: Guest, text: string, event: Partial<InboxEvent> = {}): Promise<string> {
      return this.tell(guest, { type: 'text', text }, event);
    },

    /** Takes turns in the guests' lanes until there are none left to take. */
    async turns(...guests: Guest[]): Promise<void> {
      for (const lane of new Set(guests.map((guest) => guest.lane))) {
        while ((await takeTurns({ db, machines, leaseMs: () => null }, lane, 50)).turns > 0);
      }
    },

    /** What the bot has to say to the guest, in order, whether or not it has been sent. */
    async said(guest: Guest): Promise<string[]> {
      return (await this.outbox(guest)).map(({ message }) =>
        'body' in message && typeof message.body === 'string' ? message.body : message.type,
      );
    },

    outbox: (guest: Guest) =>
      db
        .selectFrom('outbox')
        .selectAll()
        .where('lane', '=', guest.lane)
        .where('conversation_id', '=', guest.conversationId)
        .orderBy('id')
        .execute(),

    inbox: (guest: Guest) =>
      db
        .selectFrom('inbox')
        .selectAll()
        .where('lane', '=', guest.lane)
        .where('conversation_id', '=', guest.conversationId)
        .orderBy('id')
        .execute(),

    sessions: (guest: Guest) =>
      db
        .selectFrom('sessions')
        .selectAll()
        .where('lane', '=', guest.lane)
        .where('conversation_id', '=', guest.conversationId)
        .orderBy('started_at')
        .orderBy('ended_at', (order) => order.asc().nullsLast())
        .execute(),

    timers: (guest: Guest) =>
      db
        .selectFrom('timers')
        .selectAll()
        .where('lane', '=', guest.lane)
        .where('conversation_id', '=', guest.conversationId)
        .execute(),

    conversation: (guest: Guest) =>
      db
        .selectFrom('conversations')
        .selectAll()
        .where('lane', '=', guest.lane)
        .where('id', '=', guest.conversationId)
        .executeTakeFirstOrThrow(),
  };
}

type InboxEvent = {
  source: string;
  kind: InboxKind;
  sentAt: Date;
  sessionId: string;
  contextId: string;
  referral: { sourceId: string };
  raw: unknown;
};

export async function databaseNow(db: Kysely<Database>): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('the database does not know what time it is');
  return row.now;
}
