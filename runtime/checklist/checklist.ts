import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { DEMO_NUMBER } from '../demo-number.ts';

/** The way from nothing to people who are answered, in the order of the guide. */
export const STEPS = [
  'connect',
  'profile',
  'verify',
  'consent',
  'import',
  'template',
  'converse',
  'escalate',
  'watch',
] as const;
export type StepName = (typeof STEPS)[number];
/** `attention`: it was done, and something has gone wrong with it since. */
export type ChecklistStep = { step: StepName; state: 'done' | 'open' | 'attention'; count: number };

type Facts = {
  numbers: number;
  heard: number;
  profiles: number;
  verified: number;
  bad: number;
  consents: number;
  contacts: number;
  templates: number;
  conversations: number;
  escalations: number;
  told: number;
};

/** How far it is, looked up in the database each time: nobody ticks anything off. The demo number counts for nothing. */
export async function readChecklist(db: Kysely<Database>): Promise<ChecklistStep[]> {
  const { rows } = await sql<Facts>`
    with real as (
      select c.id, h.said, c.status from channels c left join number_health h on h.channel_id = c.id
      where c.phone_number_id <> ${DEMO_NUMBER.phoneNumberId}
    )
    select
      (select count(*) from real where status = 'active')::integer as numbers,
      (select count(*) from real where (said ->> 'hasProfile')::boolean)::integer as profiles,
      (select count(*) from real where said ->> 'verification' = 'VERIFIED'
        and said ->> 'nameStatus' in ('APPROVED', 'AVAILABLE_WITHOUT_REVIEW'))::integer as verified,
      (select count(*) from real where said ->> 'quality' in ('YELLOW', 'RED')
        or coalesce(said ->> 'status', 'CONNECTED') <> 'CONNECTED')::integer as bad,
      (select count(*) from real where exists (select from webhook_minutes w where w.channel_id = id))::integer as heard,
      (select count(*) from (select from consents where granted limit 1000) t)::integer as consents,
      (select count(*) from (select from contacts limit 1000) t)::integer as contacts,
      (select count(*) from templates where status = 'APPROVED')::integer as templates,
      (select count(*) from real r where exists (
        select from channel_flows b join flows f on f.id = b.flow_id
        where b.channel_id = r.id and f.published_version is not null
      ) and exists (select from conversations v where v.channel_id = r.id and v.last_inbound_at is not null))::integer
        as conversations,
      (select count(*) from flows f join flow_versions v on v.flow_id = f.id and v.version = f.published_version
        where v.machine::text ~ '"type"\\s*:\\s*"escalation"')::integer as escalations,
      (select count(*) from notice_subscriptions)::integer as told
  `.execute(db);
  const [facts] = rows;
  if (!facts) throw new Error('a statement without a table gave no row');
  const of = (step: StepName, count: number, isWrong = false): ChecklistStep => {
    const state = isWrong ? 'attention' : count > 0 ? 'done' : 'open';
    return { step, state, count };
  };
  const { numbers, heard, profiles, verified, bad, consents, contacts, templates } = facts;
  return [
    // Connected is a number that WhatsApp also tells of what people write to it.
    of('connect', Math.min(numbers, heard)),
    of('profile', profiles),
    of('verify', verified),
    of('consent', consents),
    of('import', contacts),
    of('template', templates),
    of('converse', facts.conversations),
    of('escalate', facts.escalations),
    of('watch', Math.min(facts.told, numbers), bad > 0),
  ];
}
