import { WINDOW_MS } from '@parley/flows/window.ts';
import type { Kysely } from 'kysely';
import { type ConsentNeeded, templateRefusal } from '../consent/template-rule.ts';
import { retried } from '../db/retried-transaction.ts';
import { statement } from '../db/statement.ts';
import type { Database } from '../db/tables.ts';
import type { Leased } from './leased.ts';
import type { Refusals } from './outcome.ts';

/**
 * Whether a message may leave now.
 * - `go`: it is marked as being sent, `attempts` counts this attempt, and these are the person's addresses.
 * - `behind`: an earlier message of the conversation is still open, in another process or with its fate unknown.
 * - `stopped`: its number must not send.
 * - `closed`: free-form, and the 24-hour window has closed.
 * - `identity`: somebody else may be at the contact's number now; see `consent/told-by-whatsapp.ts`.
 * - `opted-out`: a template, and the person wants no messages, or none of its kind.
 * - `no-consent`: a template outside the window, for which nobody has the person's consent; see `consent/template-rule.ts`.
 * - `marketing-held`: marketing, which WhatsApp has held back from the person lately; see `learn-of-refusals.ts`.
 * - `lost`: it is no longer ours to send.
 */
export type Verdict =
  | {
      verdict: 'go';
      attempts: number;
      /** How often it was refused before. */
      refusals: Refusals;
      waId: string | null;
      userId: string | null;
      /** The messages that it quotes, or puts a reaction to. */
      replyTo: string | null;
      reactsTo: string | null;
    }
  | {
      verdict:
        | 'behind'
        | 'stopped'
        | 'closed'
        | 'identity'
        | 'opted-out'
        | 'no-consent'
        | 'marketing-held'
        | 'lost';
    };

/**
 * The last look before messages of one lane leave, and what makes "the request may have left" true in the database before it is
 * true on the network. It alone keeps a conversation in order and sends once, whatever the leases say: a row goes only in the
 * state in which it was leased, with nothing open before it. The database's clock and its newest message decide about the window.
 */
export async function markSending(
  db: Kysely<Database>,
  lane: number,
  messages: readonly (Leased & { needs?: ConsentNeeded | null })[],
  leaseMs: number,
): Promise<Verdict[]> {
  const asked = JSON.stringify(messages.map(({ id, attempts, needs = null }) => ({ id, attempts, needs })));
  const rows = await retried(() => judge(db, lane, asked, leaseMs));
  const verdicts = new Map(rows.map((row) => [row.id, row]));
  return messages.map(({ id }) => {
    const row = verdicts.get(id);
    if (row?.verdict !== 'go') return { verdict: row?.verdict ?? 'lost' };
    const { attempts, failures, slowed, wa_id, user_id, reply_to, reacts_to } = row;
    const quoting = { replyTo: reply_to, reactsTo: reacts_to };
    return {
      verdict: 'go',
      attempts,
      refusals: { failures, slowed },
      waId: wa_id,
      userId: user_id,
      ...quoting,
    };
  });
}

const TEMPLATE_REFUSAL = templateRefusal({
  contact: 'o.contact_id',
  needs: 'r.needs',
  isOpen: `c.last_inbound_at + ${WINDOW_MS}::integer * interval '1 millisecond' > now()`,
  hasWritten: 'c.last_inbound_at is not null',
  // Broadcasts have looked at the consents for their own purpose.
  isAllowed: `o.allowed_because is not null or o.once like 'broadcast%' or (
    select s.started_by ->> 'allowedBecause' from sessions s where s.lane = $1 and s.id = o.session_id
  ) is not null`,
});

const judge = statement<{
  id: string;
  verdict: Verdict['verdict'];
  attempts: number;
  failures: number;
  slowed: number;
  wa_id: string | null;
  user_id: string | null;
  reply_to: string | null;
  reacts_to: string | null;
}>(`
  with judged as (
    select o.id, o.attempts, p.phone, a.wa_id, a.user_id,
      case
        when o.status <> 'queued' or o.attempts <> r.attempts then 'lost'
        when o.id > (
          select e.id from outbox e
          where e.lane = $1 and e.conversation_id = o.conversation_id and e.open order by e.id limit 1
        ) then 'behind'
        when exists (select from channels n where n.id = o.channel_id and n.status = 'stopped') then 'stopped'
        when o.message ->> 'type' <> 'template'
          and (c.last_inbound_at + ${WINDOW_MS}::integer * interval '1 millisecond' > now()) is not true
          then 'closed'
        when p.identity_changed_at is not null then 'identity'
        when r.needs = 'marketing' and p.marketing_held_until > now() then 'marketing-held'
        -- Who wants no messages gets none that they have not written for.
        when o.message ->> 'type' = 'template' then coalesce(${TEMPLATE_REFUSAL}, 'go')
        else 'go'
      end as verdict
    from jsonb_to_recordset($2::jsonb) as r(id bigint, attempts integer, needs text)
    cross join lateral (select * from outbox m where m.lane = $1 and m.id = r.id limit 1) o
    cross join lateral (
      select v.last_inbound_at from conversations v where v.lane = $1 and v.id = o.conversation_id limit 1
    ) c
    cross join lateral (
      select w.phone, w.identity_changed_at, w.marketing_held_until from contacts w where w.id = o.contact_id limit 1
    ) p
    -- Both in one look at the person's own rows: asked for the greatest of a kind, PostgreSQL may read everybody's.
    cross join lateral (
      select max(w.value) filter (where w.kind = 'wa_id') as wa_id, max(w.value) filter (where w.kind = 'bsuid') as user_id
      from contact_aliases w where w.contact_id = o.contact_id
    ) a
  ), marked as (
    update outbox o
    set status = 'sending', attempts = o.attempts + 1,
      leased_until = now() + $3::integer * interval '1 millisecond'
    from judged j
    where j.verdict = 'go' and o.lane = $1 and o.id = j.id
      and o.status = 'queued' and o.attempts = j.attempts
    returning o.id, o.attempts, o.failures, o.slowed, o.reply_to, o.reacts_to,
      -- The number that the person wrote from last.
      coalesce(nullif(j.phone, ''), j.wa_id) as wa_id, j.user_id
  )
  select id, 'go' as verdict, attempts, failures, slowed, wa_id, user_id, reply_to, reacts_to from marked
  union all
  select id, verdict, attempts, 0, 0, null, null, null, null from judged where verdict <> 'go'
`);
