import { type Kysely, sql } from 'kysely';
import { isWorse, type ReadingOfNumber } from '../channel/readings.ts';
import { EVERY_LANE } from '../db/lane.ts';
import type { Database } from '../db/tables.ts';
import { ruleFor } from '../whatsapp/graph-error-codes.ts';
import type { Broadcast } from './broadcasts.ts';

/** Something that stops a broadcast before a person does. */
export type Seen = { why: string; details: { [member: string]: unknown } };

/** What speaks against going on with a broadcast; null: nothing. */
export async function brakeOf(db: Kysely<Database>, broadcast: Broadcast): Promise<Seen | null> {
  return (await told(db, broadcast)) ?? (await read(db, broadcast)) ?? (await failing(db, broadcast));
}

/** Templates and numbers in these states, and accounts to which this happens, do not go on as before. */
const BAD_QUALITY = ['YELLOW', 'RED'];
const BAD_TEMPLATE = ['PAUSED', 'DISABLED', 'FLAGGED', 'REJECTED', 'DELETED', 'PENDING_DELETION', 'LOCKED'];
const BAD_NUMBER = ['FLAGGED', 'DOWNGRADE'];
const BAD_ACCOUNT = ['ACCOUNT_VIOLATION', 'ACCOUNT_RESTRICTION', 'DISABLED_UPDATE', 'ACCOUNT_DELETED'];

/**
 * What WhatsApp has told since the broadcast was started or resumed. Source: WhatsApp Cloud API, webhooks `message_template_quality_update`,
 * `message_template_status_update`, `phone_number_quality_update`, `account_update`.
 */
async function told(db: Kysely<Database>, { id, content }: Broadcast): Promise<Seen | null> {
  const template = content.kind === 'template' ? content.message : null;
  const { rows } = await sql<{ field: string; event: string | null; score: string | null }>`
    select e.field, e.value ->> 'event' as event, e.value ->> 'new_quality_score' as score
    from broadcasts b
    join channels n on n.id = b.channel_id
    cross join lateral (
      select w.id, w.field, w.raw -> 'value' as value, w.raw ->> 'entryId' as account from webhook_events w
      where w.kind in ('template-event', 'number-event', 'account-event') and w.id > b.events_to
      order by w.id desc limit 500
    ) e
    where b.id = ${id}
      and (n.business_account_id is null or e.account is null or e.account = n.business_account_id)
      and case e.field
        when 'message_template_quality_update' then e.value ->> 'message_template_name' = ${template?.name ?? null}
          and e.value ->> 'message_template_language' = ${template?.language ?? null}
          and e.value ->> 'new_quality_score' = any(${BAD_QUALITY}::text[])
        when 'message_template_status_update' then e.value ->> 'message_template_name' = ${template?.name ?? null}
          and e.value ->> 'message_template_language' = ${template?.language ?? null}
          and e.value ->> 'event' = any(${BAD_TEMPLATE}::text[])
        when 'phone_number_quality_update' then e.value ->> 'event' = any(${BAD_NUMBER}::text[])
          and (n.display_phone is null
            or regexp_replace(n.display_phone, '\\D', '', 'g') = regexp_replace(e.value ->> 'display_phone_number', '\\D', '', 'g'))
        when 'account_update' then e.value ->> 'event' = any(${BAD_ACCOUNT}::text[])
        else false
      end
    limit 1
  `.execute(db);
  const [event] = rows;
  return event
    ? { why: WHY[event.field] ?? 'account', details: { event: event.score ?? event.event } }
    : null;
}

const WHY: { [field: string]: string } = {
  message_template_quality_update: 'template-quality',
  message_template_status_update: 'template-status',
  phone_number_quality_update: 'number-quality',
};

/**
 * What looking at the number has found since then, be it that no webhook told of it. A value that is read for the first time counts: nobody
 * knew of it when the broadcast was started. Source: WhatsApp Cloud API, phone numbers, `quality_rating` and `status`.
 */
async function read(db: Kysely<Database>, { id }: Broadcast): Promise<Seen | null> {
  const { rows } = await sql<{ what: ReadingOfNumber; value: string; before: string | null }>`
    select r.what, r.value, (
      select p.value from number_readings p
      where p.channel_id = r.channel_id and p.what = r.what and p.id < r.id order by p.id desc limit 1
    ) as before
    from broadcasts b join number_readings r on r.channel_id = b.channel_id and r.id > b.readings_to
    where b.id = ${id} and r.what in ('quality', 'status')
    order by r.id
  `.execute(db);
  const worse = rows.find(isWorse);
  return worse ? { why: 'number-quality', details: { event: worse.value } } : null;
}

/** A code that means more than this one message. */
const STOPS = new Set(['pause-campaigns', 'pause-template', 'stop-template', 'stop-number']);

/** Errors among the messages that were handed over since the broadcast was started or resumed. */
async function failing(db: Kysely<Database>, { id, brake }: Broadcast): Promise<Seen | null> {
  const { rows } = await sql<{ status: string; code: number | null; count: number }>`
    select o.status, (o.error ->> 'code')::integer as code, count(*)::integer as count
    from broadcasts b
    join broadcast_recipients r on r.lane = any(${EVERY_LANE}::smallint[]) and r.broadcast_id = b.id and r.status = 'sent'
    join outbox o on o.lane = r.lane and o.id = r.outbox_id
    where b.id = ${id} and r.handled_at >= coalesce(b.resumed_at, b.started_at, b.created_at)
      and (o.status in ('sent', 'delivered', 'read', 'failed')
        or (o.status = 'held' and o.error ->> 'reason' = 'template-paused'))
    group by 1, 2
  `.execute(db);
  // Messages wait that were handed over after the start: its template can no longer be sent, whoever found out.
  const held = rows.find(({ status }) => status === 'held');
  if (held) return { why: 'template-status', details: held.code === null ? {} : { code: held.code } };
  const failures = rows.filter(({ status }) => status === 'failed');
  const stop = failures.find(({ code }) => STOPS.has(ruleFor(code ?? undefined)?.policy ?? ''));
  if (stop) return { why: 'refused', details: { code: stop.code } };
  const settled = rows.reduce((sum, { count }) => sum + count, 0);
  const failed = failures.reduce((sum, { count }) => sum + count, 0);
  const isTooMuch = settled >= brake.atLeast && failed / settled >= brake.errorShare;
  return isTooMuch ? { why: 'errors', details: { failed, settled } } : null;
}
