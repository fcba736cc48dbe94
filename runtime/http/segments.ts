import { randomUUID } from 'node:crypto';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import { countContacts, listContacts } from '../contacts/contacts.ts';
import { listSegments, removeSegment, saveSegment } from '../contacts/segments.ts';
import type { Database } from '../db/tables.ts';
import { signatureOf } from '../people/caller.ts';
import { ContactJson, contactJson, QueryJson, SegmentJson } from './contact-schemas.ts';
import { answer, body, problems } from './documented.ts';
import { refuse } from './problem.ts';

const tags = ['Contacts'];
const SegmentName = z.string().trim().min(1).max(80);
const Given = z.strictObject({ name: SegmentName, query: QueryJson });
const Done = z.strictObject({ done: z.literal(true) });
const SegmentParams = z.strictObject({ id: z.uuid() });

const list = createRoute({
  method: 'get',
  path: '/segments',
  tags,
  summary: 'List segments',
  responses: { 200: answer('By name.', z.strictObject({ segments: z.array(SegmentJson) })) },
});
const make = createRoute({
  method: 'post',
  path: '/segments',
  tags,
  summary: 'Make a segment',
  request: { body: body(Given) },
  responses: { 201: answer('Its id.', z.strictObject({ id: z.uuid() })), ...problems('segment-exists') },
});
const change = createRoute({
  method: 'put',
  path: '/segments/{id}',
  tags,
  summary: 'Change a segment',
  request: { params: SegmentParams, body: body(Given) },
  responses: { 200: answer('It is changed.', Done), ...problems('segment-exists') },
});
const remove = createRoute({
  method: 'delete',
  path: '/segments/{id}',
  tags,
  summary: 'Remove a segment',
  request: { params: SegmentParams },
  responses: { 200: answer('It is gone; contacts stay.', Done), ...problems('segment-not-found') },
});
const preview = createRoute({
  method: 'post',
  path: '/segments/preview',
  tags,
  summary: 'Who belongs to a segment',
  request: { body: body(z.strictObject({ query: QueryJson })) },
  responses: {
    200: answer(
      'How many, and the ten that were added last.',
      z.strictObject({ count: z.number().int(), sample: z.array(ContactJson) }),
    ),
  },
});

const done = { done: true as const };

/** Named questions about contacts. */
export function segments({ db }: { db: Kysely<Database> }) {
  return new OpenAPIHono()
    .openapi(list, async (c) => {
      const all = await listSegments(db);
      return c.json(
        { segments: all.map((one) => ({ ...one, updatedAt: one.updatedAt.toISOString() })) },
        200,
      );
    })
    .openapi(preview, async (c) => {
      const { query } = c.req.valid('json');
      const caller = c.get('caller');
      const count = await countContacts(db, caller, { query });
      const page = await listContacts(db, caller, { query, after: null, limit: 10 });
      return c.json({ count, sample: page.contacts.map(contactJson) }, 200);
    })
    .openapi(make, async (c) => {
      const id = randomUUID();
      const madeBy = signatureOf(c.get('caller'), undefined);
      if (!(await saveSegment(db, { id, madeBy, ...c.req.valid('json') }))) refuse('segment-exists');
      return c.json({ id }, 201);
    })
    .openapi(change, async (c) => {
      const madeBy = signatureOf(c.get('caller'), undefined);
      const { id } = c.req.valid('param');
      if (!(await saveSegment(db, { id, madeBy, ...c.req.valid('json') }))) refuse('segment-exists');
      return c.json(done, 200);
    })
    .openapi(remove, async (c) => {
      if (!(await removeSegment(db, c.req.valid('param').id))) refuse('segment-not-found');
      return c.json(done, 200);
    });
}
