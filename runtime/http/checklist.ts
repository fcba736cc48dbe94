import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import { readChecklist, STEPS } from '../checklist/checklist.ts';
import type { Database } from '../db/tables.ts';
import { answer } from './documented.ts';

const StepJson = z
  .strictObject({
    step: z.enum(STEPS),
    state: z.enum(['done', 'open', 'attention']),
    count: z.number().int().openapi({ description: 'How many of what it asks for there are.' }),
  })
  .openapi('ChecklistStep');

const read = createRoute({
  method: 'get',
  path: '/checklist',
  tags: ['Server'],
  summary: 'Read how far it is to go live',
  description: 'Each step is looked up, nobody ticks it off.',
  responses: { 200: answer('In order.', z.strictObject({ steps: z.array(StepJson) })) },
});

/** The steps from nothing to people who are answered. */
export function checklist({ db }: { db: Kysely<Database> }) {
  return new OpenAPIHono().openapi(read, async (c) => c.json({ steps: await readChecklist(db) }, 200));
}
