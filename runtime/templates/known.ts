import type { KnownTemplates } from '@parley/flows/proofs/subject.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { listFallbacks, listTemplates } from './store.ts';

/** What flows are checked against; null until the list of an account has been read once: then nothing can be said. */
export async function knownTemplates(db: Kysely<Database>): Promise<KnownTemplates | null> {
  const synced = await db
    .selectFrom('template_syncs')
    .select('business_account_id')
    .where('synced_at', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  if (!synced) return null;
  const [templates, fallbacks] = [await listTemplates(db), await listFallbacks(db)];
  // Accounts may have templates of one name: the one that can be sent says what is right.
  const list = templates.toSorted((one, other) => rank(one.status) - rank(other.status));
  return {
    list,
    fallbacks: Object.fromEntries(fallbacks.map(({ for: name, ...fallback }) => [name, fallback])),
  };
}

const rank = (status: string) => (status === 'APPROVED' ? 0 : 1);
