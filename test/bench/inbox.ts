import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import { LANES } from '@parley/runtime/db/lane.ts';
import { migrate } from '@parley/runtime/db/migrate.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { refreshCards } from '@parley/runtime/desk/cards.ts';
import { changesSince } from '@parley/runtime/desk/feed.ts';
import { countInbox, listInbox } from '@parley/runtime/desk/inbox-list.ts';
import { search } from '@parley/runtime/desk/search.ts';
import { readThread } from '@parley/runtime/desk/thread.ts';
import type { View } from '@parley/runtime/desk/view.ts';
import type { PersonCaller } from '@parley/runtime/people/caller.ts';
import { type Kysely, sql } from 'kysely';
import { startServer } from '../setup/database-server.ts';

/*
 * `npm run bench:inbox`: how long the inbox's questions take with many conversations stored, on the embedded PostgreSQL with its usual
 * settings. `--conversations N`, `--messages N` (both sides together), `--rounds N`.
 */

const { values } = parseArgs({
  options: {
    conversations: { type: 'string', default: '100000' },
    messages: { type: 'string', default: '2000000' },
    rounds: { type: 'string', default: '30' },
  },
});
const conversations = Number(values.conversations);
const perSide = Math.round(Number(values.messages) / conversations / 2);
const rounds = Number(values.rounds);

const server = await startServer({ settings: { shared_buffers: '256MB', max_wal_size: '4GB' } });
const opened = await openDatabase({ url: server.url });
try {
  await migrate(opened.unhurried);
  const began = performance.now();
  await build(opened.unhurried);
  console.log(
    `${conversations} conversations, ${conversations * perSide * 2} messages, built in ${seconds(began)} s`,
  );
  await measure(opened.db);
} finally {
  await opened.close();
  await server.stop();
}

/** All of it by set-based SQL: a few statements, whatever the number. Every tenth conversation is for a person, half of these have one. */
async function build(db: Kysely<Database>): Promise<void> {
  const channel = randomUUID();
  const lane = sql`(n % ${sql.lit(LANES)})::smallint`;
  const at = sql`now() - (n % 1000000) * interval '7 seconds'`;
  const id = (kind: string) => sql`md5(${kind} || n)::uuid`;
  const many = sql`generate_series(1, ${conversations}::integer) n`;
  await sql`insert into channels (id, phone_number_id, access_token, app_secret, throughput) values (${channel}, '1', '', '', 80)`.execute(
    db,
  );
  await sql`
    insert into contacts (id, name, phone)
    select ${id('contact')}, (array['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon', 'Гость', 'Клиент'])[1 + n % 7] || ' ' || md5(n::text),
      (4915100000000 + n)::text
    from ${many}
  `.execute(db);
  await sql`
    insert into conversations (lane, id, channel_id, contact_id, last_inbound_at, held, owner, owned_at, created_at)
    select ${lane}, ${id('conversation')}, ${channel}::uuid, ${id('contact')}, ${at}, n % 10 = 0,
      case when n % 20 = 0 then 'agent-' || n / 20 % 40 end, case when n % 20 = 0 then ${at} end, ${at} - interval '3 days'
    from ${many}
  `.execute(db);
  await sql`
    insert into inbox (lane, source, kind, channel_id, contact_id, conversation_id, input, sent_at, received_at, status)
    select ${lane}, 'wamid.' || n || '.' || m, 'message', ${channel}::uuid, ${id('contact')}, ${id('conversation')},
      jsonb_build_object('type', 'text', 'text', 'Where is my parcel ' || md5(n || ' ' || m)), ${at} - (20 - m) * interval '1 minute',
      ${at} - (20 - m) * interval '1 minute', 'done'
    from generate_series(1, ${perSide}::integer) m, ${many}
  `.execute(db);
  await sql`
    insert into outbox (lane, conversation_id, channel_id, contact_id, message, status, wamid, due_at, created_at, sent_at, delivered_at)
    select ${lane}, ${id('conversation')}, ${channel}::uuid, ${id('contact')},
      jsonb_build_object('type', 'text', 'body', 'It is on its way ' || md5(m || ' ' || n)), 'delivered', 'wamid.out.' || n || '.' || m,
      ${at}, ${at} - (20 - m) * interval '1 minute' + interval '2 seconds', ${at}, ${at}
    from generate_series(1, ${perSide}::integer) m, ${many}
  `.execute(db);
  await sql`
    insert into cases (lane, conversation_id, node, method, team, status, opened_at, assignee)
    select ${lane}, ${id('conversation')}, 'help', 'agent', 'team-' || n / 10 % 8,
      case when n % 20 = 0 then 'assigned' when n % 10 = 0 then 'requested' else 'resolved' end, ${at},
      case when n % 20 = 0 then 'agent-' || n / 20 % 40 end
    from ${many} where n % 10 = 0 or n % 10 = 1
  `.execute(db);
  await sql`
    insert into message_words (lane, side, id, conversation_id, at, words)
    select lane, 'in', id, conversation_id, received_at, to_tsvector('simple', input ->> 'text') from inbox
    union all
    select lane, 'out', id, conversation_id, created_at, to_tsvector('simple', message ->> 'body') from outbox
  `.execute(db);
  const { rows } = await sql<{ lane: number; ids: string[] }>`
    select lane, array_agg(id::text) as ids from conversations group by lane
  `.execute(db);
  await sql`analyze`.execute(db);
  const began = performance.now();
  for (const { lane: one, ids } of rows) await refreshCards(db, new Map([[one, new Set(ids)]]));
  console.log(`cards for all of them: ${seconds(began)} s`);
  await sql`vacuum analyze`.execute(db);
}

async function measure(db: Kysely<Database>): Promise<void> {
  const who = (isLimited: boolean): PersonCaller => ({
    ...{ kind: 'person', id: 'agent-7', name: 'Agent', email: '', role: 'agent', signInId: '' },
    ...{ rights: new Set(), teams: ['team-1'], isLimitedToTeams: isLimited },
  });
  const page = { order: 'newest' as const, after: null, limit: 50 };
  const list =
    (view: View, isLimited = false) =>
    () =>
      listInbox(db, who(isLimited), { view }, page);
  const { rows } = await sql<{
    lane: number;
    id: string;
  }>`select lane, id from conversations limit 500`.execute(db);
  const some = () => rows[Math.floor(Math.random() * rows.length)] ?? { lane: 0, id: randomUUID() };
  const { rows: last } = await sql<{
    version: string;
  }>`select max(version) as version from conversation_cards`.execute(db);
  const newest = last[0]?.version ?? '0';
  const questions: [string, () => Promise<unknown>][] = [
    ['list: all', list('all')],
    ['list: mine', list('mine')],
    ['list: unassigned', list('unassigned')],
    [
      'list: unassigned, waiting longest',
      () => listInbox(db, who(false), { view: 'unassigned' }, { ...page, order: 'waiting' }),
    ],
    ['list: of a team', () => listInbox(db, who(false), { view: 'team', teams: ['team-3'] }, page)],
    ['list: bot', list('bot')],
    ['list: resolved', list('resolved')],
    ['list: snoozed (none)', list('snoozed')],
    ['list: all, limited to a team', list('all', true)],
    ['list: bot, limited to a team', list('bot', true)],
    ['counts', () => countInbox(db, who(false), {})],
    ['counts, limited to a team', () => countInbox(db, who(true), {})],
    ['thread', () => readThread(db, some(), { before: null, limit: 50 })],
    ['search: a rare word', () => search(db, who(false), 'c4ca4238a0b9', 20)],
    ['search: a word of every message', () => search(db, who(false), 'parcel', 20)],
    ['search: the same, limited to a team', () => search(db, who(true), 'parcel', 20)],
    ['search: the end of a number', () => search(db, who(false), '54321', 20)],
    ['changes: none', () => changesSince(db, newest)],
    ['one card brought up to date', () => refreshCards(db, new Map([[some().lane, new Set([some().id])]]))],
  ];
  console.log('\n| question | median ms | 95 % | worst |\n|---|---|---|---|');
  for (const [name, ask] of questions) {
    const times: number[] = [];
    for (let n = 0; n < rounds; n++) {
      const began = performance.now();
      await ask();
      times.push(performance.now() - began);
    }
    times.sort((one, other) => one - other);
    const at = (part: number) => (times[Math.min(rounds - 1, Math.floor(rounds * part))] ?? 0).toFixed(1);
    console.log(`| ${name} | ${at(0.5)} | ${at(0.95)} | ${at(1)} |`);
  }
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
