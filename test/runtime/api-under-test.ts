import { randomUUID } from 'node:crypto';
import { type AppDeps, createApp } from '@parley/runtime/app.ts';
import { createChannelCache } from '@parley/runtime/channel/channel-cache.ts';
import { type OpenDatabase, openDatabase } from '@parley/runtime/db/connect.ts';
import { migrate } from '@parley/runtime/db/migrate.ts';
import { createWebhookIntake } from '@parley/runtime/http/webhook.ts';
import type { Work } from '@parley/runtime/inbox/enqueue.ts';
import { createLog } from '@parley/runtime/log.ts';
import type { MediaStore } from '@parley/runtime/media/media-store.ts';
import { createMetrics } from '@parley/runtime/metrics.ts';
import { secretKey } from '@parley/runtime/secrets.ts';
import { createTelemetry } from '@parley/runtime/telemetry.ts';

export const API_KEY = 'a-key-for-tests-only-0001';

/** What an answer held, read once. */
export type Answered = { status: number; headers: Headers; text: string; json: Record<string, unknown> };

/** A database of its own for tests of what does not depend on the kind of database. */
export async function openInMemory(): Promise<OpenDatabase> {
  const opened = await openDatabase({});
  await migrate(opened.db);
  return opened;
}

/** The whole app over one database, without a port. */
export function apiUnderTest(
  { db, engine }: OpenDatabase,
  more: { webAppFolder?: string; store?: MediaStore } & Pick<
    AppDeps,
    'atWhatsApp' | 'publicUrl' | 'shopOf' | 'opened'
  > = {},
) {
  const woken: Work[] = [];
  const logged: Record<string, unknown>[] = [];
  const log = createLog('debug', { write: (line) => void logged.push(JSON.parse(line)) });
  const key = secretKey('a secret of at least thirty-two characters');
  const metrics = createMetrics();
  let isStopping = false;
  const channels = createChannelCache({ db, key });
  const wake = (work: Work[]) => woken.push(...work);
  const telemetry = createTelemetry(metrics, log);
  const app = createApp({
    db,
    engine,
    key,
    channels,
    webhooks: createWebhookIntake({ db, channels, metrics, telemetry, log, wake }),
    throughput: 80,
    version: '0.0.0-test',
    startedAt: new Date(),
    wake,
    metrics,
    isStopping: () => isStopping,
    // However busy the machine is that the tests run on.
    patienceMs: 60_000,
    apiKey: API_KEY,
    log,
    verifyToken: randomUUID(),
    webAppFolder: more.webAppFolder ?? '/nowhere',
    ...(more.store && { store: more.store }),
    ...(more.atWhatsApp && { atWhatsApp: more.atWhatsApp }),
    ...(more.shopOf && { shopOf: more.shopOf }),
    ...(more.opened && { opened: more.opened }),
    ...(more.publicUrl !== undefined && { publicUrl: more.publicUrl }),
  });

  const send = async (path: string, init: RequestInit = {}): Promise<Answered> => {
    const response = await app.request(path, init);
    const text = await textOf(response);
    const isJson = text !== '' && /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} };
  };

  return {
    app,
    key,
    woken,
    logged,
    /** As it is given. */
    send,
    /** With the API key, and a body as JSON. */
    call: (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
      send(path, {
        method,
        headers: {
          authorization: `Bearer ${API_KEY}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
    beginToStop: () => {
      isStopping = true;
    },
  };
}

/** Of a stream that does not end by itself what it begins with. */
async function textOf(response: Response): Promise<string> {
  const isEndless = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!isEndless || !response.body) return response.text();
  const reader = response.body.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return new TextDecoder().decode(value);
}
