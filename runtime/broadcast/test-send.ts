import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { ensureConversation } from '../conversation/start-flow.ts';
import type { Database } from '../db/tables.ts';
import { enqueue } from '../inbox/enqueue.ts';
import type { Broadcast } from './broadcasts.ts';
import { fillTemplate, type Person } from './content.ts';

export type Tested =
  | { ok: true; lane: number; wakes: 'deliver' | 'turns' }
  | { ok: false; reason: 'opted-out' | 'empty-value' };

/** Sends what a broadcast says to one number of somebody of ours. Consent is not asked for, but a withdrawal stands. */
export async function testSend(db: Kysely<Database>, broadcast: Broadcast, phone: string): Promise<Tested> {
  const { numberId, content, purpose } = broadcast;
  const { lane, id } = await ensureConversation(db, numberId, phone);
  const { rows } = await sql<Person & { contact_id: string; refused: boolean }>`
    select c.id as contact_id, c.name, c.phone, c.username, c.fields,
      (select not k.granted from consents k
        where k.contact_id = c.id and k.purpose in (${purpose}, '*') order by k.at desc, k.id desc limit 1) is true as refused
    from conversations v join contacts c on c.id = v.contact_id
    where v.lane = ${lane} and v.id = ${id}
  `.execute(db);
  const [person] = rows;
  if (!person) throw new Error(`the conversation ${id} of lane ${lane} has no contact`);
  if (person.refused) return { ok: false, reason: 'opted-out' };
  const once = `broadcast-test:${randomUUID()}`;
  if (content.kind === 'flow') {
    const source = `start:${id}:${once}`;
    const start = { lane, conversationId: id, sessionId: null, kind: 'start' as const, input: null };
    await enqueue(db, [{ ...start, source, raw: { flowId: content.flow, allowedBecause: once } }]);
    return { ok: true, lane, wakes: 'turns' };
  }
  const message = fillTemplate(content.message, person);
  if (!message) return { ok: false, reason: 'empty-value' };
  await db
    .insertInto('outbox')
    .values({
      ...{ lane, conversation_id: id, channel_id: numberId, contact_id: person.contact_id, once },
      message: JSON.stringify(message),
    })
    .execute();
  return { ok: true, lane, wakes: 'deliver' };
}
