import { OpenAPIHono } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Metrics } from '../metrics.ts';
import { stateMetrics } from '../metrics-gauges.ts';
import { countOpenConversations, readState } from '../metrics-state.ts';
import { inTime, sharedAnswer } from '../shared-answer.ts';
import { checksOf, readDatabaseState } from './readiness.ts';

export type HealthDeps = {
  db: Kysely<Database>;
  /** Where webhooks are stored: whether that works is what `/readyz` asks. `db` when left out. */
  intake?: Kysely<Database>;
  engine: 'postgresql' | 'pglite';
  metrics: Pick<Metrics, 'registry'>;
  /** True from the moment that Parley was told to stop. */
  isStopping: () => boolean;
  /** Told of each question for `/readyz`: somebody sends us requests by its answer. */
  onReadyAsked?: () => void;
  /** For so long the database may think about an answer. */
  patienceMs?: number;
};

/** A database that takes longer than this to say anything is not ready for webhooks either. */
const PATIENCE_MS = 3_000;
/** However many ask, the database is read once in this time. */
const STATE_MS = 1_000;
/** Counting what may be very many. */
const OPEN_MS = 60_000;

/** For whoever watches the process: is it alive, may it be sent requests, how is it doing. */
export function health({
  db,
  intake = db,
  engine,
  metrics: { registry },
  isStopping,
  onReadyAsked,
  patienceMs = PATIENCE_MS,
}: HealthDeps) {
  const now = () => performance.now();
  const databaseState = sharedAnswer(() => readDatabaseState(intake), { keepMs: 0, now });
  const state = sharedAnswer(() => readState(db), { keepMs: STATE_MS, now });
  const open = sharedAnswer(() => countOpenConversations(db), { keepMs: OPEN_MS, now });

  const app = new OpenAPIHono();
  app.get('/healthz', (c) => c.json({ status: 'alive' }, 200));
  app.get('/readyz', async (c) => {
    onReadyAsked?.();
    const stopping = isStopping();
    // A process that stops has something better to do than to ask.
    const [database, waiting] = stopping
      ? [null, null]
      : await Promise.all([inTime(databaseState(), patienceMs), inTime(state(), patienceMs)]);
    const checks = checksOf({ isStopping: stopping, engine, database, state: waiting });
    const isReady = checks.every(({ status }) => status !== 'failed');
    return c.json(
      { status: isReady ? 'ready' : stopping ? 'stopping' : 'not ready', checks },
      isReady ? 200 : 503,
    );
  });
  app.get('/metrics', async (c) => {
    const [waiting, conversations] = await Promise.all([
      inTime(state(), patienceMs),
      inTime(open(), patienceMs),
    ]);
    const text = (await registry.metrics()) + (await stateMetrics(waiting, conversations));
    return c.body(text, 200, { 'content-type': registry.contentType });
  });
  return app;
}
