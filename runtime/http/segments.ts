import { randomUUID } from 'node:crypto';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import { countContacts, listContacts } from '../contacts/contacts.ts';
import { changeField, listFields, makeField, removeField } from '../contacts/fields.ts';
import { listSegments, removeSegment, saveSegment } from '../contacts/segments.ts';
import type { Database } from '../db/tables.ts';
import { signatureOf } from '../people/caller.ts';
import { ContactJson, contactJson, FieldJson, FieldKey, QueryJson } from './contact-schemas.ts';
import { answer, body, problems } from './documented.ts';
import { refuse } from './problem.ts';

const tags = ['Contacts'];
const SegmentName = z.string().trim().min(1).max(80);
const SegmentJson = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    query: QueryJson,
    madeBy: z.string().nullable(),
    updatedAt: z.iso.datetime(),
  })
  .openapi('Segment');
const Given = z.strictObject({ name: SegmentName, query: QueryJson });
const Done = z.strictObject({ done: z.literal(true) });
const SegmentParams = z.strictObject({ id: z.uuid() });
const FieldParams = z.strictObject({ id: FieldKey });

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

const fields = createRoute({
  method: 'get',
  path: '/contact-fields',
  tags,
  summary: 'List fields of contacts',
  responses: {
    200: answer('In the order in which they were made.', z.strictObject({ fields: z.array(FieldJson) })),
  },
});
const makeOne = createRoute({
  method: 'post',
  path: '/contact-fields',
  tags,
  summary: 'Add a field to contacts',
  request: { body: body(FieldJson) },
  responses: { 201: answer('The field.', FieldJson), ...problems('field-exists') },
});
const changeOne = createRoute({
  method: 'patch',
  path: '/contact-fields/{id}',
  tags,
  summary: 'Change a field of contacts',
  request: { params: FieldParams, body: body(FieldJson.pick({ label: true, choices: true })) },
  responses: { 200: answer('It is changed.', Done), ...problems('field-not-found') },
});
const removeOne = createRoute({
  method: 'delete',
  path: '/contact-fields/{id}',
  tags,
  summary: 'Remove a field of contacts',
  description: 'With what contacts have in it.',
  request: { params: FieldParams },
  responses: { 200: answer('It is gone.', Done), ...problems('field-not-found') },
});

const done = { done: true as const };

/** Segments, and the fields that they ask about. */
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
    })
    .openapi(fields, async (c) => c.json({ fields: await listFields(db) }, 200))
    .openapi(makeOne, async (c) => {
      const field = c.req.valid('json');
      if (!(await makeField(db, field))) refuse('field-exists');
      return c.json(field, 201);
    })
    .openapi(changeOne, async (c) => {
      if (!(await changeField(db, c.req.valid('param').id, c.req.valid('json')))) refuse('field-not-found');
      return c.json(done, 200);
    })
    .openapi(removeOne, async (c) => {
      if (!(await removeField(db, c.req.valid('param').id))) refuse('field-not-found');
      return c.json(done, 200);
    });
}
