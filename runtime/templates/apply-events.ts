import { randomUUID } from 'node:crypto';
import { sendabilityOf, statusAfter } from '@parley/flows/templates/status.ts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { type NewNotice, raiseNotice } from '../notices/raise.ts';
import { readTemplateEvent, type TemplateEvent } from '../whatsapp/template-event.ts';
import { REFUSED, WHAT_TO_DO } from './mark-refused.ts';

/** An event as a webhook brought it. `dedupKey` is the same whenever it is repeated. */
export type HeardEvent = { dedupKey: string; raw?: unknown };

type Row = Pick<
  Selectable<Database['templates']>,
  'id' | 'name' | 'language' | 'status' | 'quality' | 'category' | 'business_account_id'
>;

/**
 * Moves the store to what WhatsApp tells of templates, and raises a notice for each event. Told again, or later than a newer event, it
 * changes nothing. Returns how many templates it changed; `incomplete` accounts have one whose definition is to be read.
 */
export async function applyTemplateEvents(
  db: Kysely<Database>,
  events: readonly HeardEvent[],
  receivedAt: Date = new Date(),
): Promise<{ changed: number; incomplete: string[] }> {
  let changed = 0;
  const incomplete = new Set<string>();
  for (const { dedupKey, raw } of events) {
    const event = readTemplateEvent(raw, receivedAt);
    if (!event) continue;
    const isKnown = await db.transaction().execute(async (tx) => {
      if (!(await isOurs(tx, event.businessAccountId))) return true;
      const row = await lockTemplate(tx, event);
      const notice = noticeOf(event, row, dedupKey);
      if (!(await takeOver(tx, notice, row)) && !(await raiseNotice(tx, notice))) return true;
      changed += await write(tx, event, row);
      return row !== null && event.is !== 'components';
    });
    if (!isKnown) incomplete.add(event.businessAccountId);
  }
  return { changed, incomplete: [...incomplete] };
}

async function isOurs(tx: Kysely<Database>, businessAccountId: string): Promise<boolean> {
  const channel = await tx
    .selectFrom('channels')
    .select('id')
    .where('business_account_id', '=', businessAccountId)
    .limit(1)
    .executeTakeFirst();
  return channel !== undefined;
}

async function lockTemplate(tx: Kysely<Database>, event: TemplateEvent): Promise<Row | null> {
  const { businessAccountId, templateId, name, language } = event;
  const row = await tx
    .selectFrom('templates')
    .select(['id', 'name', 'language', 'status', 'quality', 'category', 'business_account_id'])
    .where('business_account_id', '=', businessAccountId)
    .where((row) =>
      row.or([
        row('template_id', '=', templateId ?? ''),
        row.and([row('name', '=', name), row('language', '=', language)]),
      ]),
    )
    .orderBy(sql`template_id is not distinct from ${templateId}`, 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Writes what the event says, if nothing newer has been written. Returns how many rows that changed. */
async function write(tx: Kysely<Database>, event: TemplateEvent, row: Row | null): Promise<number> {
  if (event.is === 'components') return 0;
  const { at } = event;
  if (!row) {
    // Its definition is read with the next look at the list; what it may do now is known already.
    const status = event.is === 'status' ? statusAfter(event.event) : 'PENDING';
    if (status === 'DELETED') return 0;
    await tx
      .insertInto('templates')
      .values({
        id: randomUUID(),
        business_account_id: event.businessAccountId,
        name: event.name,
        language: event.language,
        template_id: event.templateId,
        category:
          event.is === 'category' ? event.category : (event.is === 'status' && event.category) || 'UTILITY',
        status,
        ...(event.is === 'quality' && { quality: event.quality }),
        ...(event.is === 'status' && { status_at: at }),
      })
      .onConflict((conflict) => conflict.columns(['business_account_id', 'name', 'language']).doNothing())
      .execute();
    return 1;
  }
  const update = tx.updateTable('templates').where('id', '=', row.id);
  const touched = { updated_at: sql<Date>`clock_timestamp()` };
  switch (event.is) {
    case 'status': {
      const { event: word, reason, details } = event;
      const set = { status: statusAfter(word), reason, reason_details: details, status_at: at, ...touched };
      const { numUpdatedRows } = await update.set(set).where('status_at', '<=', at).executeTakeFirst();
      return Number(numUpdatedRows);
    }
    case 'quality': {
      const set = { quality: event.quality, quality_at: at, ...touched };
      const { numUpdatedRows } = await update.set(set).where('quality_at', '<=', at).executeTakeFirst();
      return Number(numUpdatedRows);
    }
    case 'category': {
      const set = {
        category: event.category,
        asked_category: askedAfter(event.category),
        coming_category: event.coming,
        category_changes_at: event.changesAt,
        category_at: at,
        ...touched,
      };
      const { numUpdatedRows } = await update.set(set).where('category_at', '<=', at).executeTakeFirst();
      return Number(numUpdatedRows);
    }
  }
}

/**
 * What `asked_category` is when Meta makes a template one of `category`: what it was, until it is that again. Nothing for one whose definition
 * was never read.
 */
const askedAfter = (category: string) => sql<string | null>`case when components::text <> '[]'
  then nullif(coalesce(asked_category, templates.category), ${category}) end`;

/**
 * A message that was refused may have told of this already: its notice becomes that of the event, with what the event says beyond it. Whether
 * there was one.
 */
async function takeOver(tx: Kysely<Database>, notice: NewNotice, row: Row | null): Promise<boolean> {
  const { once, kind, details } = notice;
  if (kind !== 'template-status' || !row) return false;
  const { rows } = await sql`
    update notices set once = ${once}, details = (details::jsonb || ${JSON.stringify(details)}::jsonb)::json
    where id = (
      select id from notices
      where subject_kind = 'template' and subject_id = ${row.id} and starts_with(once, ${REFUSED})
        and details ->> 'status' = ${details?.status} and at > now() - interval '1 hour'
      order by id desc limit 1
    ) and not exists (select from notices where once = ${once})
    returning id
  `.execute(tx);
  return rows.length > 0;
}

/** What people are told. What it hits is added by the template work, as that looks at every flow: see `list-hits.ts`. */
function noticeOf(event: TemplateEvent, row: Row | null, dedupKey: string): NewNotice {
  const name = row?.name ?? event.name;
  const language = row?.language ?? event.language;
  const about = {
    // What every webhook's own notice goes by: this one says more, and comes first.
    once: `webhook:${dedupKey}`,
    subject: { kind: 'template', id: row?.id ?? `${name}/${language}`, name: `${name} (${language})` },
  };
  const details = { name, language, businessAccountId: event.businessAccountId, at: event.at.toISOString() };
  switch (event.is) {
    case 'status': {
      const status = statusAfter(event.event);
      const { reason, details: said, disableDate } = event;
      const stops = sendabilityOf(status) !== 'yes';
      const wasSent = row !== null && sendabilityOf(row.status) === 'yes';
      return {
        ...about,
        kind: 'template-status',
        severity:
          stops && wasSent
            ? 'error'
            : stops && status !== 'PENDING'
              ? 'warning'
              : event.event === 'FLAGGED'
                ? 'warning'
                : 'info',
        whatToDo: stops ? WHAT_TO_DO : '',
        details: { ...details, status, reason, said, disableDate },
      };
    }
    case 'quality': {
      const isWorse = event.quality === 'YELLOW' || event.quality === 'RED';
      return {
        ...about,
        kind: 'template-quality',
        severity: event.quality === 'RED' ? 'error' : isWorse ? 'warning' : 'info',
        whatToDo: isWorse
          ? 'Send it less, and to people who expect it: WhatsApp pauses templates that many people block or report.'
          : '',
        details: { ...details, before: event.before, quality: event.quality },
      };
    }
    case 'category':
      return {
        ...about,
        kind: 'template-category',
        severity: 'warning',
        whatToDo: event.coming
          ? 'It will cost what the other category costs. Ask Meta for a review before then, or change the text.'
          : 'It costs what the new category costs. Look at the flows that send it.',
        details: { ...details, category: event.category, before: event.before, coming: event.coming },
        dueAt: event.changesAt,
      };
    case 'components':
      return { ...about, kind: 'template-components', severity: 'info', details };
  }
}
