import { randomUUID } from 'node:crypto';
import { createApp } from '@parley/runtime/app.ts';
import type { Opened } from '@parley/runtime/calls/guarded-fetch.ts';
import { createAdapters } from '@parley/runtime/channel/adapters.ts';
import { createChannelCache } from '@parley/runtime/channel/channel-cache.ts';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { createHttpServer } from '@parley/runtime/http/server.ts';
import { createWebhookIntake } from '@parley/runtime/http/webhook.ts';
import type { Work } from '@parley/runtime/inbox/enqueue.ts';
import { createLog } from '@parley/runtime/log.ts';
import { createMetrics } from '@parley/runtime/metrics.ts';
import { secretKey } from '@parley/runtime/secrets.ts';
import { startWork, type WorkDeps } from '@parley/runtime/work.ts';
import type { Kysely } from 'kysely';
import type { DatabasePlace } from '../setup/database.ts';

export type Parley = Awaited<ReturnType<typeof startHere>>;

export type ParleyOptions = {
  /** Where the Graph API is. */
  graphUrl: string;
  /** Where 360dialog's is; nowhere when left out. */
  dialog360Url?: string;
  opened?: Opened;
  /** A free one when left out. */
  port?: number;
  /** As on a database that is spread over several. */
  isDistributed?: boolean;
  /** Done before anything else is. */
  onOpen?: (db: Kysely<Database>) => Promise<unknown>;
  /** Random when left out. */
  apiKey?: string;
  /** Long when left out, however busy the machine is that the tests run on. */
  commitTimeoutMs?: number;
} & Pick<WorkDeps, 'at' | 'pollMs' | 'leaseMs' | 'graceMs'>;

/** What tokens are sealed with in every database of these tests. */
export const SECRET = 'the-secret-that-these-tests-seal-tokens-with';
export const KEY = secretKey(SECRET);

/**
 * A whole Parley on a migrated database: HTTP, inbox, turns, outbox, timers and calls are the product's own. Other than
 * `startParley` it brings no number and no flow, its work can be ended between two steps, and nothing waits long.
 */
export async function startHere(place: DatabasePlace | { dataDir?: undefined }, options: ParleyOptions) {
  const { graphUrl, opened, port = 0, onOpen, at, pollMs = 100, leaseMs, graceMs } = options;
  const { apiKey = randomUUID(), commitTimeoutMs = 30_000, isDistributed } = options;
  const { db, intake, engine, close } = await openDatabase(place);
  await onOpen?.(db);
  const complaints: string[] = [];
  const log = createLog('warn', { write: (line) => complaints.push(line) });
  const channels = createChannelCache({ db: intake, key: KEY });
  const { dialog360Url = 'http://127.0.0.1:9' } = options;
  const adapters = createAdapters({ graphUrl, graphVersion: 'v25.0', dialog360Url });
  const graph = adapters.messages;
  const work = startWork({
    ...{ db, graph, log, opened, at, pollMs, leaseMs, graceMs },
    isAlone: engine === 'pglite',
    // Phones here report what has arrived when the person looks.
    mediaWaitMs: 50,
    channelOf: (channelId) => channels.byId(channelId),
    freshChannelOf: (channelId) => {
      channels.forget();
      return channels.byId(channelId);
    },
  });
  const metrics = createMetrics();
  const wake = (waiting: readonly Work[]) => work.wake(waiting.map(({ lane }) => lane));
  const webhooks = createWebhookIntake({
    ...{ db: intake, channels, metrics, log, at, wake, isDistributed },
    limits: { commitTimeoutMs },
  });
  const app = createApp({
    ...{ db, intake, key: KEY, channels, throughput: 80, engine, version: '0', startedAt: new Date() },
    ...{ metrics, apiKey, log, wake, webhooks, webAppFolder: import.meta.dirname, verifyToken: 'verify' },
    isStopping: () => false,
  });
  const server = createHttpServer(app, webhooks);
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject);
  server.listen(port, '127.0.0.1', listening.resolve);
  await listening.promise;
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;

  return {
    db,
    channels,
    /** Without a slash at the end. */
    url,
    webhookUrl: `${url}/webhooks/whatsapp`,
    /** Every warning and error logged so far, a line each. */
    complaints,
    /** Asks the API as its owner does; throws what it says when it does not agree. */
    async api(method: string, path: string, body?: unknown): Promise<unknown> {
      const response = await fetch(`${url}/api${path}`, {
        method,
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return text === '' ? null : JSON.parse(text);
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await work.stop();
      await adapters.close();
      await close();
    },
  };
}
