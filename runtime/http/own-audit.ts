import type { Context } from 'hono';
import type { OwnDeps } from '../escalation/own.ts';
import { audit } from '../people/audit.ts';
import { facts } from './session.ts';

/** What a request changes about whose a conversation is stands in the audit log, in the name of whoever asks. */
export function auditing(c: Context): NonNullable<OwnDeps['audit']> {
  return (tx, action, id, details) =>
    audit(tx, {
      ...{ who: c.get('caller'), action, details, from: facts(c) },
      subject: { kind: 'conversation', id },
    });
}
