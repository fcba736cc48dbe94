import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@parley/runtime/db/tables.ts';
import { createGraphClient } from '@parley/runtime/whatsapp/graph-client.ts';
import { startWork } from '@parley/runtime/work.ts';
import { type Kysely, sql } from 'kysely';

export type Surroundings = {
  graphUrl: string;
  phoneNumberId: string;
  accessToken: string;
  /** Of this machine, opened to calls. */
  port: number;
};

/** Does the work of the runtime until there is none left, with leases and patience short enough to wait for. */
export async function workUntilDone(
  db: Kysely<Database>,
  { graphUrl, phoneNumberId, accessToken, port }: Surroundings,
  at?: (point: string) => void,
): Promise<void> {
  const errors: unknown[] = [];
  const keep = (fields: { err?: unknown }) => {
    errors.push(fields.err);
  };
  const graph = createGraphClient({ baseUrl: graphUrl, version: 'v25.0' });
  const work = startWork({
    db,
    graph,
    log: { warn: keep, error: keep },
    channelOf: async () => ({ phoneNumberId, accessToken, catalogId: null, throughput: 80 }),
    opened: { ports: [port], addresses: ['127.0.0.0/8'] },
    pollMs: 20,
    leaseMs: 1_000,
    graceMs: 300,
    at,
  });
  while (errors.length === 0 && (await isBusy(db))) await sleep(20);
  await work.stop();
  await graph.close();
  if (errors.length > 0) throw new AggregateError(errors, 'the work met errors');
}

async function isBusy(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ busy: boolean }>`
    select exists (select from inbox where status = 'new')
      or exists (select from outbox where status in ('queued', 'sending', 'unknown'))
      or exists (select from timers) or exists (select from calls) as busy
  `.execute(db);
  return rows[0]?.busy ?? false;
}
