import { randomUUID } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import { recordConsents } from '../consent/consents.ts';
import { acknowledgeIdentity, verifyIdentity } from '../contact/doubts.ts';
import { eraseContact } from '../contacts/erase.ts';
import { exportContact } from '../contacts/export.ts';
import type { Database } from '../db/tables.ts';
import { type AuditAction, audit } from '../people/audit.ts';
import * as routes from './contact-routes.ts';
import { contactJson } from './contact-schemas.ts';
import { foundContact } from './found-contact.ts';
import { facts } from './session.ts';
import { whoActs } from './who-acts.ts';

/** What is done to one person that stands in the audit log: consents, identity, export, erasure. */
export function contactPerson({ db }: { db: Kysely<Database> }) {
  const note = (tx: Kysely<Database>, c: Context, action: AuditAction, id: string, details = {}) =>
    audit(tx, { who: c.get('caller'), action, subject: { kind: 'contact', id }, details, from: facts(c) });

  return new OpenAPIHono()
    .openapi(routes.eraseOne, async (c) => {
      const { id } = await foundContact(db, c, c.req.valid('param').id);
      await eraseContact(db, id, (tx) => note(tx, c, 'contact-erased', id));
      return c.json({ erased: true as const }, 200);
    })
    .openapi(routes.exportOne, async (c) => {
      const contact = await foundContact(db, c, c.req.valid('param').id);
      await note(db, c, 'contact-exported', contact.id);
      return c.json({ ...(await exportContact(db, contact)) }, 200);
    })
    .openapi(routes.recordOne, async (c) => {
      const { id } = await foundContact(db, c, c.req.valid('param').id);
      const { at, ...said } = c.req.valid('json');
      const caller = c.get('caller');
      await db.transaction().execute(async (tx) => {
        await recordConsents(tx, [
          {
            ...{ ...said, contactId: id, recordedBy: caller.id },
            at: at === undefined ? new Date() : new Date(at),
            source: `by-hand:${randomUUID()}`,
          },
        ]);
        const { purpose, granted, via } = said;
        await note(tx, c, 'consent-recorded', id, { purpose, granted, via });
      });
      return c.json({ recorded: true as const }, 201);
    })
    .openapi(routes.confirmOne, async (c) => {
      const { id } = await foundContact(db, c, c.req.valid('param').id);
      const { isVerified = true } = c.req.valid('json') ?? {};
      await db.transaction().execute(async (tx) => {
        const settle = isVerified ? verifyIdentity : acknowledgeIdentity;
        if (await settle(tx, id, whoActs(c, undefined)))
          await note(tx, c, 'contact-identity-confirmed', id, { isVerified });
      });
      return c.json(contactJson(await foundContact(db, c, id)), 200);
    });
}
