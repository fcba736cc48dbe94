import { OpenAPIHono } from '@hono/zod-openapi';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Metrics } from '../metrics.ts';

export type HealthDeps = {
  db: Kysely<Database>;
  metrics: Pick<Metrics, 'registry'>;
  /** True from the moment that Parley was told to stop. */
  isStopping: () => boolean;
};

/** A database that takes longer than this to say anything is not ready for webhooks either. */
const PATIENCE_MS = 3_000;

/** For whoever watches the process: is it alive, may it be sent requests, how is it doing. */
export function health({ db, metrics: { registry }, isStopping }: HealthDeps) {
  const app = new OpenAPIHono();
  app.get('/healthz', (c) => c.json({ status: 'alive' }, 200));
  app.get('/readyz', async (c) => {
    if (isStopping()) return c.json({ status: 'stopping' }, 503);
    // The app only listens once the migrations are done, so a database that answers is one that can be worked with.
    return (await answers(db))
      ? c.json({ status: 'ready' }, 200)
      : c.json({ status: 'the database does not answer' }, 503);
  });
  app.get('/metrics', async (c) =>
    c.body(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  );
  return app;
}

/** Whether the database answers in good time. */
async function answers(db: Kysely<Database>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), PATIENCE_MS);
  const asked = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([asked, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
