import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { openCases } from '../escalation/cases.ts';
import { seesOnly } from '../people/caller.ts';
import { listFlows } from '../publishing/drafts.ts';
import { answer } from './documented.ts';
import { FlowSummaryJson, flowSummaryJson } from './flow-schemas.ts';
import { NumberJson } from './number-schemas.ts';
import { listNumbers } from './numbers.ts';

export type StatusDeps = {
  db: Kysely<Database>;
  engine: 'postgresql' | 'pglite';
  version: string;
  startedAt: Date;
};

const StatusJson = z
  .strictObject({
    version: z.string(),
    startedAt: z.iso.datetime(),
    database: z.strictObject({ engine: z.enum(['postgresql', 'pglite']) }),
    waiting: z
      .strictObject({ inbox: z.number().int(), outbox: z.number().int() })
      .openapi({ description: 'Events that wait for their turn, and messages that wait to be sent.' }),
    openCases: z
      .number()
      .int()
      .openapi({ description: 'People who wait for a person; 100 means 100 or more.' }),
    numbers: z.array(NumberJson),
    flows: z.array(FlowSummaryJson),
  })
  .openapi('Status');

const read = createRoute({
  method: 'get',
  path: '/status',
  tags: ['Server'],
  summary: 'Read how Parley is doing',
  responses: { 200: answer('Health, numbers and flows.', StatusJson) },
});

/** Everything that the first page of the web app shows, in one answer. */
export function status({ db, engine, version, startedAt }: StatusDeps) {
  return new OpenAPIHono().openapi(read, async (c) => {
    const waiting = await countWaiting(db);
    return c.json(
      {
        version,
        startedAt: startedAt.toISOString(),
        database: { engine },
        waiting,
        openCases: (await openCases(db, 100, { seenBy: seesOnly(c.get('caller')) })).length,
        numbers: await listNumbers(db),
        flows: (await listFlows(db)).map(flowSummaryJson),
      },
      200,
    );
  });
}

async function countWaiting(db: Kysely<Database>) {
  const { rows } = await sql<{ inbox: number; outbox: number }>`
    select
      (select count(*) from inbox where status = 'new')::integer as inbox,
      (select count(*) from outbox where open)::integer as outbox
  `.execute(db);
  return rows[0] ?? { inbox: 0, outbox: 0 };
}
