import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import { Limit } from '../conversation/place-in-list.ts';
import type { Database } from '../db/tables.ts';
import { AUDIT_ACTIONS, listAudit } from '../people/audit.ts';
import { answer } from './documented.ts';

const Instant = z.iso.datetime();
const LineJson = z
  .strictObject({
    id: z.string(),
    at: Instant,
    actor: z.strictObject({
      kind: z.enum(['person', 'key', 'system', 'nobody']),
      id: z.string().nullable(),
      name: z.string(),
    }),
    action: z.string(),
    subject: z.strictObject({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
    details: z.looseObject({}),
    address: z.string().nullable(),
  })
  .openapi('AuditLine');

const read = createRoute({
  method: 'get',
  path: '/',
  tags: ['Audit log'],
  summary: 'Read who did what',
  request: {
    query: z.strictObject({
      action: z.enum(AUDIT_ACTIONS).optional(),
      actor: z.string().max(64).optional().openapi({ description: 'The id of a person or of an API key.' }),
      subjectKind: z.string().max(40).optional(),
      subject: z.string().max(200).optional().openapi({ description: 'The id of what it was done to.' }),
      since: Instant.optional(),
      until: Instant.optional(),
      next: z
        .string()
        .regex(/^\d{1,18}$/)
        .optional(),
      limit: Limit,
    }),
  },
  responses: {
    200: answer(
      'The newest first; `next` leads to those before them.',
      z.strictObject({ lines: z.array(LineJson), next: z.string().nullable() }),
    ),
  },
});

/** The audit log, which nobody can change. */
export function auditLog({ db }: { db: Kysely<Database> }) {
  return new OpenAPIHono().openapi(read, async (c) => {
    const { action, actor, subjectKind, subject, since, until, next = null, limit } = c.req.valid('query');
    const filter = {
      action,
      actorId: actor,
      subjectKind,
      subjectId: subject,
      since: since === undefined ? undefined : new Date(since),
      until: until === undefined ? undefined : new Date(until),
    };
    const page = await listAudit(db, filter, { before: next, limit });
    const lines = page.lines.map((line) => ({ ...line, at: line.at.toISOString() }));
    return c.json({ lines, next: page.next }, 200);
  });
}
