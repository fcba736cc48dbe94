import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Channel } from '../channel/channels.ts';
import type { Database } from '../db/tables.ts';
import type { GraphClient } from '../whatsapp/graph-client.ts';
import type { GraphTemplate } from '../whatsapp/graph-template-list.ts';

export type SyncDeps = {
  db: Kysely<Database>;
  /** The client that speaks for a number: the demo number's is another. */
  graphOf: (channel: Pick<Channel, 'phoneNumberId' | 'provider'>) => Pick<GraphClient, 'getTemplates'>;
};

/** One business account, and the number whose token reads it. */
export type Account = { businessAccountId: string; channel: Channel };

export type Synced = { ok: true; templates: number; unreadable: number } | { ok: false; problem: string };

/** Accounts of our numbers, each with a number that may speak for it. */
export function accountsOf(channels: readonly Channel[]): Account[] {
  const accounts = new Map<string, Account>();
  for (const channel of channels) {
    const { businessAccountId } = channel;
    if (businessAccountId === null) continue;
    const known = accounts.get(businessAccountId);
    if (!known || (known.channel.status === 'stopped' && channel.status === 'active')) {
      accounts.set(businessAccountId, { businessAccountId, channel });
    }
  }
  return [...accounts.values()];
}

/** An event in Meta's list may be as much as this older than our clock says: both clocks count whole seconds, and differ. */
export const CLOCKS_DIFFER = "interval '1 minute'";

/** Reads an account's templates from Meta and makes the store the same; what Meta does not have any more goes, drafts stay. */
export async function syncTemplates(
  { db, graphOf }: SyncDeps,
  { businessAccountId, channel }: Account,
): Promise<Synced> {
  const { rows } = await sql<{ at: Date }>`
    insert into template_syncs (business_account_id) values (${businessAccountId})
    on conflict (business_account_id) do update set tried_at = clock_timestamp()
    returning tried_at as at
  `.execute(db);
  const startedAt = rows[0]?.at ?? new Date();
  const read = await graphOf(channel).getTemplates({ businessAccountId, accessToken: channel.accessToken });
  if (!read.ok) {
    const problem =
      read.outcome === 'refused'
        ? [read.failure.happened, read.failure.details].filter(Boolean).join(' ')
        : `WhatsApp did not answer: ${read.reason}.`;
    await db
      .updateTable('template_syncs')
      .set({ problem })
      .where('business_account_id', '=', businessAccountId)
      .execute();
    return { ok: false, problem };
  }
  await db.transaction().execute(async (tx) => {
    await put(tx, businessAccountId, read.templates, startedAt);
    await tx
      .updateTable('template_syncs')
      .set({ synced_at: startedAt, problem: null })
      .where('business_account_id', '=', businessAccountId)
      .execute();
  });
  return { ok: true, templates: read.templates.length, unreadable: read.unreadable };
}

async function put(
  tx: Kysely<Database>,
  businessAccountId: string,
  templates: readonly GraphTemplate[],
  startedAt: Date,
): Promise<void> {
  const rows = templates
    .toSorted((one, other) => (one.name + one.language < other.name + other.language ? -1 : 1))
    .map((template) => ({
      id: randomUUID(),
      name: template.name,
      language: template.language,
      template_id: template.templateId,
      category: template.category,
      coming_category: template.comingCategory ?? null,
      status: template.status,
      reason: template.reason ?? null,
      quality: template.quality ?? null,
      parameter_format: template.parameterFormat,
      components: JSON.stringify(template.components),
    }));
  const since = sql`${startedAt}::timestamptz - ${sql.raw(CLOCKS_DIFFER)}`;
  // An event that came while the list was being read is newer than the list. A template whose definition has come back has no draft that
  // was submitted; one that was being written meanwhile stays.
  await sql`
    insert into templates as t (
      id, business_account_id, name, language, template_id, category, coming_category, status, reason, quality,
      parameter_format, components, status_at, quality_at, category_at, components_at
    )
    select r.id, ${businessAccountId}, r.name, r.language, r.template_id, r.category, r.coming_category, r.status, r.reason,
      r.quality, r.parameter_format, r.components::json, ${since}, ${since}, ${since}, ${since}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
      id uuid, name text, language text, template_id text, category text, coming_category text, status text, reason text,
      quality text, parameter_format text, components text
    )
    on conflict (business_account_id, name, language) do update set
      template_id = excluded.template_id,
      category = case when t.category_at > ${startedAt} then t.category else excluded.category end,
      asked_category = case when t.category_at > ${startedAt} then t.asked_category
        -- Of one whose definition was not known, or that was deleted and made anew, the category before says nothing.
        when t.template_id is distinct from excluded.template_id or t.components::text = '[]' then null
        else nullif(coalesce(t.asked_category, t.category), excluded.category) end,
      coming_category = case when t.category_at > ${startedAt} then t.coming_category else excluded.coming_category end,
      status = case when t.status_at > ${startedAt} then t.status else excluded.status end,
      reason = case when t.status_at > ${startedAt} then t.reason else excluded.reason end,
      reason_details = case
        when t.status_at > ${startedAt} or t.status = excluded.status then t.reason_details
      end,
      quality = case when t.quality_at > ${startedAt} then t.quality else excluded.quality end,
      parameter_format = excluded.parameter_format,
      components = excluded.components,
      status_at = greatest(t.status_at, excluded.status_at),
      quality_at = greatest(t.quality_at, excluded.quality_at),
      category_at = greatest(t.category_at, excluded.category_at),
      components_at = greatest(t.components_at, excluded.components_at),
      updated_at = clock_timestamp()
    where (t.template_id, t.category, t.coming_category, t.status, t.reason, t.quality, t.parameter_format, t.components::text)
      is distinct from
      (excluded.template_id, excluded.category, excluded.coming_category, excluded.status, excluded.reason, excluded.quality,
        excluded.parameter_format, excluded.components::text)
  `.execute(tx);
  const ids = templates.map(({ templateId }) => templateId);
  await sql`
    delete from templates
    where business_account_id = ${businessAccountId} and template_id is not null
      and template_id <> all(${ids}::text[]) and created_at < ${startedAt}
      and (submitted_at is null or submitted_at < ${startedAt})
  `.execute(tx);
}
