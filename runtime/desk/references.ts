import { describeMessage } from '@parley/flows/describe.ts';
import type { Input } from '@parley/flows/input.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import { type Kysely, sql } from 'kysely';
import { describeInput } from '../conversation/transcript.ts';
import type { Database } from '../db/tables.ts';

export type Reaction = { emoji: string; by: 'contact' | 'us'; at: Date };
export type Quote = { id: string | null; from: 'contact' | 'us'; kind: string; text: string };

/** What the messages with these `wamid`s said, whoever wrote them; those that are not ours to know are left out. */
export async function quotesOf(db: Kysely<Database>, wamids: readonly string[]): Promise<Map<string, Quote>> {
  if (wamids.length === 0) return new Map();
  const { rows } = await sql<{
    wamid: string;
    id: string;
    side: 'in' | 'out';
    input: Input | null;
    message: OutboundMessage | null;
  }>`
    select source as wamid, id, 'in' as side, input, null::jsonb as message from inbox where source = any(${[...wamids]}::text[])
    union all
    select wamid, id, 'out', null, message from outbox where wamid = any(${[...wamids]}::text[])
  `.execute(db);
  return new Map(
    rows.map(({ wamid, id, side, input, message }) => [
      wamid,
      {
        id: `${side}-${id}`,
        from: side === 'in' ? 'contact' : 'us',
        kind: message?.type ?? (input?.type === 'media' ? input.kind : (input?.type ?? 'unknown')),
        text: message ? describeMessage(message).join('\n') : describeInput(input, null),
      },
    ]),
  );
}

/** A conversation's newest rows among which reactions are looked for. */
const LOOK_BACK = 2_000;

/** The reactions that stand to these messages: of each side the last one, unless it was taken back. */
export async function reactionsOf(
  db: Kysely<Database>,
  { lane, id }: { lane: number; id: string },
  wamids: readonly string[],
): Promise<Map<string, Reaction[]>> {
  if (wamids.length === 0) return new Map();
  const { rows } = await sql<{ wamid: string; by: Reaction['by']; emoji: string | null; at: Date }>`
    select r.input ->> 'messageId' as wamid, 'contact' as by, r.input ->> 'emoji' as emoji, r.received_at as at
    from (
      select i.input, i.received_at from inbox i
      where i.lane = ${lane} and i.conversation_id = ${id} order by i.id desc limit ${LOOK_BACK}
    ) r
    where r.input ->> 'type' = 'reaction' and r.input ->> 'messageId' = any(${[...wamids]}::text[])
    union all
    select o.reacts_to, 'us', nullif(o.message ->> 'body', ''), o.created_at
    from outbox o
    where o.lane = ${lane} and o.conversation_id = ${id} and o.reacts_to = any(${[...wamids]}::text[])
      and o.status not in ('failed', 'cancelled')
    order by at
  `.execute(db);
  const standing = new Map<string, Map<Reaction['by'], Reaction>>();
  for (const { wamid, by, emoji, at } of rows) {
    const ofMessage = standing.get(wamid) ?? new Map<Reaction['by'], Reaction>();
    standing.set(wamid, ofMessage);
    if (emoji === null) ofMessage.delete(by);
    else ofMessage.set(by, { emoji, by, at });
  }
  return new Map([...standing].map(([wamid, ofMessage]) => [wamid, [...ofMessage.values()]]));
}
