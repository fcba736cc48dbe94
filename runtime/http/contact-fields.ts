import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import { changeField, listFields, makeField, removeField, useOfField } from '../contacts/fields.ts';
import type { Database } from '../db/tables.ts';
import { FieldJson, FieldKey, FieldUseJson } from './contact-schemas.ts';
import { answer, body, problems } from './documented.ts';
import { refuse } from './problem.ts';

const tags = ['Contacts'];
const Done = z.strictObject({ done: z.literal(true) });
const FieldParams = z.strictObject({ id: FieldKey });
const done = { done: true as const };

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
const useOfOne = createRoute({
  method: 'get',
  path: '/contact-fields/{id}/use',
  tags,
  summary: 'What removing a field of contacts would hit',
  request: { params: FieldParams },
  responses: { 200: answer('Where it is used.', FieldUseJson), ...problems('field-not-found') },
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

/** What a business knows of its contacts beside name and number. */
export function contactFields({ db }: { db: Kysely<Database> }) {
  return new OpenAPIHono()
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
    .openapi(useOfOne, async (c) => {
      const use = await useOfField(db, c.req.valid('param').id);
      return use ? c.json(use, 200) : refuse('field-not-found');
    })
    .openapi(removeOne, async (c) => {
      if (!(await removeField(db, c.req.valid('param').id))) refuse('field-not-found');
      return c.json(done, 200);
    });
}
