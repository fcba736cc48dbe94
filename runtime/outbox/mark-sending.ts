import { type Kysely, sql } from 'kysely';
import { WINDOW_MS } from '../conversation/window.ts';
import { retried } from '../db/retried-transaction.ts';
import type { Database } from '../db/tables.ts';
import type { Leased } from './leased.ts';

/**
 * Whether a message may leave now.
 * - `go`: it is marked as being sent, `attempts` counts this attempt, and these are the person's addresses.
 * - `behind`: an earlier message of the conversation is still open, in another process or with its fate unknown.
 * - `stopped`: its number must not send.
 * - `closed`: free-form, and the 24-hour window has closed.
 * - `lost`: it is no longer ours to send.
 */
export type Verdict =
  | { verdict: 'go'; attempts: number; waId: string | null; userId: string | null }
  | { verdict: 'behind' | 'stopped' | 'closed' | 'lost' };

/**
 * The last look before messages of one lane leave, and what makes "the request may have left" true in the database before it is
 * true on the network. It alone keeps a conversation in order and sends once, whatever the leases say: a row goes only in the
 * state in which it was leased, with nothing open before it. The database's clock and its newest message decide about the window.
 */
export async function markSending(
  db: Kysely<Database>,
  lane: number,
  messages: readonly Leased[],
  leaseMs: number,
): Promise<Verdict[]> {
  const asked = JSON.stringify(messages.map(({ id, attempts }) => ({ id, attempts })));
  const judge = sql<{
    id: string;
    verdict: Verdict['verdict'];
    attempts: number;
    wa_id: string | null;
    user_id: string | null;
  }>`
    with judged as (
      select o.id, o.attempts, o.contact_id,
        case
          when o.status <> 'queued' or o.attempts <> r.attempts then 'lost'
          when exists (
            select from outbox e
            where e.lane = ${lane} and e.conversation_id = o.conversation_id and e.id < o.id
              and e.status in ('queued', 'sending', 'unknown')
          ) then 'behind'
          when exists (select from channels n where n.id = o.channel_id and n.status = 'stopped') then 'stopped'
          when o.message ->> 'type' <> 'template'
            and (c.last_inbound_at + ${WINDOW_MS}::integer * interval '1 millisecond' > now()) is not true
            then 'closed'
          else 'go'
        end as verdict
      from jsonb_to_recordset(${asked}::jsonb) as r(id bigint, attempts integer)
      join outbox o on o.lane = ${lane} and o.id = r.id
      join conversations c on c.lane = ${lane} and c.id = o.conversation_id
    ), marked as (
      update outbox o
      set status = 'sending', attempts = o.attempts + 1,
        leased_until = now() + ${leaseMs}::integer * interval '1 millisecond'
      from judged j
      where j.verdict = 'go' and o.lane = ${lane} and o.id = j.id
        and o.status = 'queued' and o.attempts = j.attempts
      returning o.id, o.attempts
    )
    select j.id, case when j.verdict = 'go' and m.id is null then 'lost' else j.verdict end as verdict,
      coalesce(m.attempts, j.attempts) as attempts,
      coalesce(
        -- The number that the person wrote from last.
        (select nullif(p.phone, '') from contacts p where p.id = j.contact_id),
        (select max(a.value) from contact_aliases a where a.contact_id = j.contact_id and a.kind = 'wa_id')
      ) as wa_id,
      (select max(a.value) from contact_aliases a where a.contact_id = j.contact_id and a.kind = 'bsuid') as user_id
    from judged j left join marked m on m.id = j.id
  `;
  const { rows } = await retried(() => judge.execute(db));
  const verdicts = new Map(rows.map((row) => [row.id, row]));
  return messages.map(({ id }) => {
    const row = verdicts.get(id);
    if (row?.verdict !== 'go') return { verdict: row?.verdict ?? 'lost' };
    return { verdict: 'go', attempts: row.attempts, waId: row.wa_id, userId: row.user_id };
  });
}
