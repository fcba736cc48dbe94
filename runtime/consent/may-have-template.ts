import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { type ConsentRefusal, consentNeededFor, templateRefusal } from './template-rule.ts';

type Asked = {
  contactId: string;
  channelId: string;
  template: { name: string; language: string };
  /** The person may be written to freely. */
  isOpen: boolean;
  /** The person has written in this conversation. */
  hasWritten: boolean;
  /** An administrator has given a reason to send without a consent. */
  isAllowed: boolean;
};

/** Why a template must not go to somebody, before it is put into the outbox; sending looks again. Null: it may. */
export async function refusalOfTemplate(
  db: Kysely<Database>,
  { contactId, channelId, template, isOpen, hasWritten, isAllowed }: Asked,
): Promise<ConsentRefusal | null> {
  const known = await db
    .selectFrom('templates')
    .innerJoin('channels', 'channels.business_account_id', 'templates.business_account_id')
    .select('templates.category')
    .where('channels.id', '=', channelId)
    .where('templates.name', '=', template.name)
    .where('templates.language', '=', template.language)
    .executeTakeFirst();
  const rule = templateRefusal({
    contact: 'a.contact',
    needs: 'a.needs',
    isOpen: 'a.is_open',
    hasWritten: 'a.has_written',
    isAllowed: 'a.is_allowed',
  });
  const { rows } = await sql<{ refusal: ConsentRefusal | null }>`
    select ${sql.raw(rule)} as refusal
    from (
      select ${contactId}::uuid as contact, ${consentNeededFor(known?.category)}::text as needs,
        ${isOpen}::boolean as is_open, ${hasWritten}::boolean as has_written, ${isAllowed}::boolean as is_allowed
    ) a
  `.execute(db);
  return rows[0]?.refusal ?? null;
}
