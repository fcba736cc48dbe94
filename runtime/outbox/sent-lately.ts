import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Leased } from './leased.ts';

/** Enough to know what is owed to a person: 45 borrowed messages are paid back in four and a half minutes. */
const LATELY_MINUTES = 15;
const AT_MOST = 300;

/** How many milliseconds ago messages went to this person on this number, whichever process sent them. */
export async function sentLately(
  db: Kysely<Database>,
  { lane, conversation_id }: Pick<Leased, 'lane' | 'conversation_id'>,
): Promise<number[]> {
  const { rows } = await sql<{ ago_ms: number }>`
    select extract(epoch from clock_timestamp() - coalesce(sent_at, clock_timestamp()))::float8 * 1000 as ago_ms
    from (
      select status, sent_at from outbox
      where lane = ${lane} and conversation_id = ${conversation_id}
      order by id desc
      limit ${AT_MOST}
    ) newest
    where status in ('sending', 'unknown') or sent_at > now() - ${LATELY_MINUTES}::integer * interval '1 minute'
  `.execute(db);
  return rows.map(({ ago_ms }) => Math.max(0, ago_ms));
}
