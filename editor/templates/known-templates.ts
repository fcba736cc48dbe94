import type { KnownTemplates } from '@parley/flows/proofs/subject.ts';
import { listTemplates } from './templates-api.ts';

/** What flows are checked against in the browser; null where nothing is known, as before the account's list was read. */
export async function knownTemplates(): Promise<KnownTemplates | null> {
  const answer = await listTemplates();
  if (!answer.ok || !answer.body.accounts.some(({ syncedAt }) => syncedAt !== null)) return null;
  const { templates, fallbacks } = answer.body;
  const rank = ({ status }: { status: string }) => (status === 'APPROVED' ? 0 : 1);
  return {
    list: templates.toSorted((one, other) => rank(one) - rank(other)),
    fallbacks: Object.fromEntries(fallbacks.map(({ for: name, ...fallback }) => [name, fallback])),
  };
}
