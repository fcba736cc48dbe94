import { readFile } from 'node:fs/promises';
import { fromMachine, toMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import { LANES } from '@parley/runtime/db/lane.ts';
import { sql } from 'kysely';
import { DIALOGUE } from './subjects.ts';

/** Conversations that were: each with its contact, an ended session, ten messages in and ten out. */
export async function storeConversations(
  place: { url: string } | { dataDir: string },
  count: number,
): Promise<void> {
  const { unhurried: db, close } = await openDatabase(place);
  const uuid = (prefix: string) => sql.raw(`md5('${prefix}' || n)::uuid`);
  const lane = sql.raw(`(n % ${LANES})`);
  const people = sql`from generate_series(1, ${count}) n cross join (select id from channels order by id limit 1) c`;
  const messages = sql`${people} cross join generate_series(1, 10) m`;
  const past = sql.raw("now() - interval '30 days' + n * interval '1 second'");
  try {
    await sql`insert into contacts (id, name, phone) select ${uuid('p')}, 'Somebody', '4899' || n ${people}`.execute(
      db,
    );
    await sql`
      insert into contact_aliases (kind, value, contact_id) select 'wa_id', '4899' || n, ${uuid('p')} ${people}
    `.execute(db);
    await sql`
      insert into conversations (lane, id, channel_id, contact_id, last_inbound_at)
      select ${lane}, ${uuid('c')}, c.id, ${uuid('p')}, ${past} ${people}
    `.execute(db);
    await sql`
      insert into sessions (lane, id, conversation_id, flow_id, version, state, started_by, ended_at, ended_reason)
      select ${lane}, ${uuid('s')}, ${uuid('c')}, 'dialogue', 1, '{}', '{}', ${past}, 'ended' ${people}
    `.execute(db);
    await sql`
      insert into inbox
        (lane, source, kind, channel_id, contact_id, conversation_id, session_id, input, raw, sent_at, status, done_at)
      select ${lane}, 'wamid.stored.' || n || '.' || m, 'message', c.id, ${uuid('p')}, ${uuid('c')}, ${uuid('s')},
        '{"type":"text","text":"Hello"}', '{"message":{"type":"text","text":{"body":"Hello"}}}', ${past}, 'done', ${past}
      ${messages}
    `.execute(db);
    await sql`
      insert into outbox
        (lane, conversation_id, session_id, channel_id, contact_id, node, message, status, attempts, wamid, sent_at)
      select ${lane}, ${uuid('c')}, ${uuid('s')}, c.id, ${uuid('p')}, 'topic', '{"type":"text","body":"Good day!"}',
        'delivered', 1, 'wamid.out.stored.' || n || '.' || m, ${past}
      ${messages}
    `.execute(db);
    // What a server has done long before it has so many.
    await sql`analyze`.execute(db);
  } finally {
    await close();
  }
}

/** The dialogue with more nodes, so that there are `count` in all: messages that follow where a person has given the contact back. */
export async function growingFlow(count: number): Promise<FlowMachine> {
  const read = fromMachine(JSON.parse(await readFile(DIALOGUE, 'utf8')));
  if (!read.ok) throw new Error(`the dialogue cannot be read: ${JSON.stringify(read)}`);
  const { flow } = read;
  const more = Array.from(
    { length: Math.max(0, count - Object.keys(flow.nodes).length) },
    (_, n) => `more${n}`,
  );
  const next = (n: number) => more[n] ?? 'done';
  return toMachine({
    ...flow,
    settings: { ...flow.settings, window: { reopen: { name: 'come_back', language: 'en' } } },
    nodes: {
      ...flow.nodes,
      ...Object.fromEntries(
        more.map((id, n) => [
          id,
          {
            type: 'message' as const,
            at: [(n % 20) * 300, 600 + Math.floor(n / 20) * 200] as [number, number],
            bubbles: [{ id: 'a', message: { type: 'text' as const, body: `Message ${n}` } }],
          },
        ]),
      ),
    },
    edges: {
      ...flow.edges,
      person: { resolved: next(0) },
      ...Object.fromEntries(more.map((id, n) => [id, { next: next(n + 1) }])),
    },
  });
}
