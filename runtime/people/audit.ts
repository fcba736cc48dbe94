import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Caller } from './caller.ts';

/** Everything that is written down for ever. The web app has words for each. */
export const AUDIT_ACTIONS = [
  'signed-in',
  'sign-in-failed',
  'signed-out',
  'sign-in-ended',
  'password-changed',
  'password-link-made',
  'second-factor-added',
  'second-factor-removed',
  'person-added',
  'person-changed',
  'person-disabled',
  'person-enabled',
  'invitation-made',
  'invitation-withdrawn',
  'team-made',
  'team-changed',
  'team-removed',
  'key-made',
  'key-revoked',
  'flow-published',
  'flow-rolled-back',
  'file-added',
  'template-submitted',
  'template-deleted',
  'template-fallback-set',
  'number-added',
  'number-changed',
  'number-flows-changed',
  'conversation-taken',
  'conversation-handed-back',
  'contact-exported',
  'contact-erased',
  'contacts-merged',
  'contact-identity-confirmed',
  'contacts-imported',
  'consent-recorded',
  'consent-overridden',
  'broadcast-scheduled',
  'broadcast-paused',
  'broadcast-resumed',
  'broadcast-cancelled',
  'broadcast-tested',
  'settings-changed',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who did it: `system` is Parley itself, `nobody` a stranger who has not signed in. */
export type AuditActor =
  | Pick<Caller, 'kind' | 'id' | 'name'>
  | { kind: 'system' }
  | { kind: 'nobody'; name: string };

export type AuditEntry = {
  who: AuditActor;
  action: AuditAction;
  /** What it was done to: a kind in the singular (`person`, `flow`), its id and its name at that time. */
  subject: { kind: string; id: string | null; name?: string | null };
  /** What else is worth knowing, as JSON. Never a secret, nor what a customer wrote. */
  details?: { [member: string]: unknown };
  /** Where the request came from. */
  from?: { address: string; requestId: string };
};

/** Writes down what somebody did, in the transaction in which it is done. The database refuses to change or delete what stands there. */
export async function audit(tx: Kysely<Database>, entry: AuditEntry): Promise<void> {
  const { who, action, subject, details = {}, from } = entry;
  await tx
    .insertInto('audit_log')
    .values({
      ...actorOf(who),
      action,
      subject_kind: subject.kind,
      subject_id: subject.id,
      subject_name: subject.name ?? null,
      details: JSON.stringify(details),
      address: from?.address ?? null,
      request_id: from?.requestId ?? null,
    })
    .execute();
}

function actorOf(who: AuditActor) {
  if (who.kind === 'system') return { actor_kind: who.kind, actor_id: null, actor_name: 'Parley' };
  if (who.kind === 'nobody') return { actor_kind: who.kind, actor_id: null, actor_name: who.name };
  return { actor_kind: who.kind, actor_id: who.id, actor_name: who.name };
}

export type AuditLine = {
  id: string;
  at: Date;
  actor: { kind: 'person' | 'key' | 'system' | 'nobody'; id: string | null; name: string };
  action: string;
  subject: { kind: string; id: string | null; name: string | null };
  details: { [member: string]: unknown };
  address: string | null;
};

export type AuditFilter = {
  action?: string | undefined;
  actorId?: string | undefined;
  subjectKind?: string | undefined;
  subjectId?: string | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
};

/** What was written down, the newest first. `before` is the id of the last line that the caller has. */
export async function listAudit(
  db: Kysely<Database>,
  filter: AuditFilter,
  { before, limit }: { before: string | null; limit: number },
): Promise<{ lines: AuditLine[]; next: string | null }> {
  const { action, actorId, subjectKind, subjectId, since, until } = filter;
  let query = db
    .selectFrom('audit_log')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (action !== undefined) query = query.where('action', '=', action);
  if (actorId !== undefined) query = query.where('actor_id', '=', actorId);
  if (subjectKind !== undefined) query = query.where('subject_kind', '=', subjectKind);
  if (subjectId !== undefined) query = query.where('subject_id', '=', subjectId);
  if (since !== undefined) query = query.where('at', '>=', since);
  if (until !== undefined) query = query.where('at', '<', until);
  if (before !== null) query = query.where('id', '<', before);
  const rows = await query.execute();
  const lines = rows.slice(0, limit).map((row) => ({
    id: row.id,
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    subject: { kind: row.subject_kind, id: row.subject_id, name: row.subject_name },
    details: row.details,
    address: row.address,
  }));
  return { lines, next: rows.length > limit ? (lines.at(-1)?.id ?? null) : null };
}
