import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Broadcast } from './broadcasts.ts';

export type KnownTemplate = { status: string; category: string; quality: string };

/** What WhatsApp told last of the template that a broadcast sends; null for a flow, and where nothing is known of it here. */
export async function templateOf(
  db: Kysely<Database>,
  { content, numberId }: Pick<Broadcast, 'content' | 'numberId'>,
): Promise<KnownTemplate | null> {
  if (content.kind !== 'template') return null;
  const row = await db
    .selectFrom('templates')
    .innerJoin('channels', 'channels.business_account_id', 'templates.business_account_id')
    .select(['templates.status', 'templates.category', 'templates.quality'])
    .where('channels.id', '=', numberId)
    .where('templates.name', '=', content.message.name)
    .where('templates.language', '=', content.message.language)
    .executeTakeFirst();
  return row ? { status: String(row.status), category: row.category, quality: String(row.quality) } : null;
}

/** Whether a broadcast sends marketing itself. Where nobody knows its template, what people have agreed to tells. */
export function isMarketing(
  { content, purpose }: Pick<Broadcast, 'content' | 'purpose'>,
  template: KnownTemplate | null,
): boolean {
  if (content.kind !== 'template') return false;
  return template ? template.category.toLowerCase() === 'marketing' : purpose === 'marketing';
}
