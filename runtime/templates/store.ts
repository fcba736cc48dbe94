import { randomUUID } from 'node:crypto';
import type { Fallback } from '@parley/flows/templates/choose-template.ts';
import type { KnownTemplate, TemplateContent } from '@parley/flows/templates/definition.ts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { readTemplate } from '../whatsapp/read-template.ts';

/** A template in one language, as it is here: Meta's definition in our words, and what is being written. */
export type StoredTemplate = KnownTemplate & {
  id: string;
  businessAccountId: string;
  /** Meta's id; null for one that Meta has not seen. */
  templateId: string | null;
  category: string;
  /** What was asked for, where Meta has decided otherwise. */
  askedCategory: string | null;
  comingCategory: string | null;
  categoryChangesAt: Date | null;
  /** Why it was rejected or paused: a word of Meta's, and Meta's advice. */
  reason: string | null;
  reasonDetails: string | null;
  /** What is being written and has not been submitted. */
  draft: TemplateContent | null;
  submittedAt: Date | null;
  updatedAt: Date;
};

export async function listTemplates(
  db: Kysely<Database>,
  businessAccountId?: string,
): Promise<StoredTemplate[]> {
  const rows = await db
    .selectFrom('templates')
    .select(COLUMNS)
    .$if(businessAccountId !== undefined, (query) =>
      query.where('business_account_id', '=', businessAccountId ?? ''),
    )
    .orderBy('name')
    .orderBy('language')
    .execute();
  return rows.map(toStored);
}

export async function findTemplate(db: Kysely<Database>, id: string): Promise<StoredTemplate | null> {
  const row = await db.selectFrom('templates').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  return row ? toStored(row) : null;
}

/** Starts a template that Meta has not seen; null when the account has one of this name and language. */
export async function addDraft(
  db: Kysely<Database>,
  {
    businessAccountId,
    name,
    language,
    content,
  }: {
    businessAccountId: string;
    name: string;
    language: string;
    content: TemplateContent;
  },
): Promise<StoredTemplate | null> {
  const row = await db
    .insertInto('templates')
    .values({
      id: randomUUID(),
      business_account_id: businessAccountId,
      name,
      language,
      category: content.category.toUpperCase(),
      status: 'DRAFT',
      draft: JSON.stringify(content),
    })
    .onConflict((conflict) => conflict.columns(['business_account_id', 'name', 'language']).doNothing())
    .returning(COLUMNS)
    .executeTakeFirst();
  return row ? toStored(row) : null;
}

/** Keeps what is being written, or with null lets go of it. Only a template that Meta has not seen changes its name and language. */
export async function saveDraft(
  db: Kysely<Database>,
  id: string,
  draft: TemplateContent | null,
  naming: { name?: string; language?: string } = {},
): Promise<StoredTemplate | null> {
  const row = await db
    .updateTable('templates')
    .set({ draft: draft && JSON.stringify(draft), updated_at: sql`clock_timestamp()`, ...naming })
    .where('id', '=', id)
    .returning(COLUMNS)
    .executeTakeFirst();
  return row ? toStored(row) : null;
}

/** What Meta has made of what was submitted. */
export async function markSubmitted(
  db: Kysely<Database>,
  id: string,
  {
    templateId,
    status,
    category,
    asked,
    components,
    parameterFormat,
  }: {
    templateId: string;
    status: string;
    category: string;
    asked: string;
    components: readonly unknown[];
    parameterFormat: 'POSITIONAL' | 'NAMED';
  },
): Promise<StoredTemplate | null> {
  const row = await db
    .updateTable('templates')
    .set({
      template_id: templateId,
      status,
      category,
      asked_category: asked === category ? null : asked,
      components: JSON.stringify(components),
      parameter_format: parameterFormat,
      draft: null,
      reason: null,
      reason_details: null,
      submitted_at: sql`now()`,
      updated_at: sql`clock_timestamp()`,
    })
    .where('id', '=', id)
    .returning(COLUMNS)
    .executeTakeFirst();
  return row ? toStored(row) : null;
}

export async function removeTemplates(db: Kysely<Database>, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom('templates').where('id', 'in', ids).execute();
}

export type StoredFallback = Fallback & { businessAccountId: string; for: string };

export async function listFallbacks(db: Kysely<Database>): Promise<StoredFallback[]> {
  const rows = await db.selectFrom('template_fallbacks').selectAll().execute();
  return rows.map((row) => ({
    businessAccountId: row.business_account_id,
    for: row.name,
    name: row.fallback_name,
    language: row.fallback_language,
  }));
}

/** Declares what goes out in place of a template that cannot be sent; with nothing in it, nothing does. */
export async function setFallback(
  db: Kysely<Database>,
  businessAccountId: string,
  name: string,
  fallback: Fallback,
): Promise<void> {
  const set = { fallback_name: fallback.name, fallback_language: fallback.language };
  await db
    .insertInto('template_fallbacks')
    .values({ business_account_id: businessAccountId, name, ...set })
    .onConflict((conflict) =>
      conflict
        .columns(['business_account_id', 'name'])
        .doUpdateSet({ ...set, updated_at: sql`clock_timestamp()` }),
    )
    .execute();
}

const COLUMNS = [
  'id',
  'business_account_id',
  'name',
  'language',
  'template_id',
  'category',
  'asked_category',
  'coming_category',
  'category_changes_at',
  'status',
  'reason',
  'reason_details',
  'quality',
  'parameter_format',
  'components',
  'draft',
  'submitted_at',
  'updated_at',
] as const;

type Row = Pick<Selectable<Database['templates']>, (typeof COLUMNS)[number]>;

function toStored(row: Row): StoredTemplate {
  const { category, parameter_format, components, draft } = row;
  const read = readTemplate({ category, parameterFormat: parameter_format, components });
  const isNew = row.template_id === null && draft !== null;
  return {
    id: row.id,
    businessAccountId: row.business_account_id,
    name: row.name,
    language: row.language,
    templateId: row.template_id,
    category,
    askedCategory: row.asked_category,
    comingCategory: row.coming_category,
    categoryChangesAt: row.category_changes_at,
    status: row.status,
    reason: row.reason,
    reasonDetails: row.reason_details,
    quality: row.quality,
    content: isNew ? draft : read.content,
    isWhole: isNew || read.isWhole,
    draft,
    submittedAt: row.submitted_at,
    updatedAt: row.updated_at,
  };
}
