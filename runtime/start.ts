import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from './app.ts';
import { startBackground } from './broadcast/background.ts';
import { type Address, createAdapters } from './channel/adapters.ts';
import { createChannelCache } from './channel/channel-cache.ts';
import { listChannels, openChannels } from './channel/channels.ts';
import { ensureFirstChannel } from './channel/first-channel.ts';
import { watchNumbersRegularly } from './channel/watch-numbers.ts';
import { createWebhookTimes } from './channel/webhook-times.ts';
import type { Config } from './config.ts';
import { type OpenDatabase, openDatabase } from './db/connect.ts';
import { isDistributed } from './db/distribute.ts';
import { migrate } from './db/migrate.ts';
import { countRegularly } from './db/statistics.ts';
import { tidyRegularly } from './db/tidy.ts';
import { ensureDemoNumber, retireDemoNumber } from './demo-number.ts';
import { heardBy } from './desk/changes.ts';
import { startDesk } from './desk/desk.ts';
import { createLive } from './desk/live.ts';
import { sendAlarmLettersRegularly } from './escalation/send-alarm-letters.ts';
import { createSentFiles } from './files/sent-files.ts';
import { tidyFilesRegularly } from './files/tidy-files.ts';
import { createHttpServer } from './http/server.ts';
import { createWebhookIntake } from './http/webhook.ts';
import type { Work } from './inbox/enqueue.ts';
import type { Log } from './log.ts';
import { createMediaStore } from './media/media-store.ts';
import { countPool, countProcess, createMetrics } from './metrics.ts';
import { tellRegularly } from './notices/tell.ts';
import { ensureFirstPerson } from './people/first-person.ts';
import { createMail } from './people/mail.ts';
import { setupToken } from './people/one-time-token.ts';
import { isAnybodyThere } from './people/people.ts';
import { installFlowFiles, installSample } from './publishing/flows-at-start.ts';
import { registerSecret, type SecretKey, secretKey } from './secrets.ts';
import { createTelemetry } from './telemetry.ts';
import { createTemplateBooks } from './templates/books.ts';
import { startTemplateWork } from './templates/template-work.ts';
import { VERSION } from './version.ts';
import { startWork } from './work.ts';

export type StartOptions = {
  log: Log;
  /** Where the web app was built to. */
  webAppFolder?: string;
};

export type Started = {
  /** Where it listens, without a slash at the end. */
  url: string;
  engine: OpenDatabase['engine'];
  /** The address of the page that creates the first administrator; null once there is a person. */
  setupLink: string | null;
  /** The sample flow's name, while Parley is on its demo number. */
  sample: string | null;
  /** Says so to whoever watches, stops accepting, finishes what is under way and closes everything. Takes 25 seconds at most. */
  stop(): Promise<void>;
};

/** Whoever has asked `/readyz` within this time sends us requests by its answer. */
const WATCHED_MS = 60_000;
/**
 * So long they are still taken, while `/readyz` says that we are stopping: a balancer that asks every second or two and wants to hear
 * it twice has noticed by then, and nobody is turned away. Nothing waits for a watcher who is not there.
 */
const ANNOUNCE_MS = 5_000;
/** Requests under way get so long to finish; what they stored is safe in any case. */
const REQUESTS_WITHIN_MS = 3_000;
const SAMPLE = path.join(import.meta.dirname, '../flows/examples/cafe-orders.machine.json');
const WEB_APP = path.join(import.meta.dirname, '../editor/dist');

/**
 * Starts everything: database, schema, numbers, flows, work, HTTP. It listens once all of it is there. Throws one clear sentence when
 * something is in the way, with everything closed again; `FlowsRefused` for flow files with errors.
 */
export async function startParley(config: Config, options: StartOptions): Promise<Started> {
  const { secretBefore = '' } = config;
  const secrets = [config.apiKey, config.secret, secretBefore, config.verifyToken, config.mail?.url ?? ''];
  for (const secret of secrets) registerSecret(secret);
  const database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
  try {
    await migrate(database.unhurried);
    const key = secretKey(config.secret, config.secretBefore);
    const sample = await prepare(config, database, key);
    await ensureFirstPerson(database.db, config.admin);
    return await serve(config, options, { database, key, sample });
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The first number and the flows that the operator or, failing that, the demo brings. Returns the sample's name. */
async function prepare(config: Config, { db }: OpenDatabase, key: SecretKey): Promise<string | null> {
  const { firstNumber, throughput, flowPath } = config;
  // Another PARLEY_SECRET than before is found now, and not with the first webhook.
  await openChannels(db, key);
  const first = firstNumber ? await ensureFirstChannel(db, key, firstNumber, throughput) : null;
  const demoId = first ? null : await ensureDemoNumber(db, key, throughput);
  if (demoId === null) await retireDemoNumber(db, key);
  if (flowPath !== undefined) {
    const [oldest] = await listChannels(db);
    await installFlowFiles(db, flowPath, first?.channelId ?? demoId ?? oldest?.id ?? null);
    return null;
  }
  return demoId === null ? null : installSample(db, SAMPLE, demoId);
}

type Prepared = { database: OpenDatabase; key: SecretKey; sample: string | null };

async function serve(config: Config, options: StartOptions, prepared: Prepared): Promise<Started> {
  const { log, webAppFolder = WEB_APP } = options;
  const { database, key, sample } = prepared;
  const { db, intake, engine, close } = database;
  const metrics = createMetrics();
  countProcess(metrics);
  countPool(metrics, database.poolUse);
  const wake = (waiting: readonly Work[]) => work.wake(waiting.map(({ lane }) => lane));
  const desk = startDesk({ db, log, wake });
  const live = createLive({ db, log });
  const telemetry = heardBy(createTelemetry(metrics, log), desk);
  const channels = createChannelCache({ db: intake, key });
  const adapters = createAdapters(config);
  const graph = adapters.messages;
  const mail = config.mail ? createMail(config.mail) : undefined;
  const { publicUrl } = config;
  const alarmLetters = mail && publicUrl !== undefined ? { db, mail, publicUrl, log } : null;
  const books = createTemplateBooks(db);
  const graphOf = (channel: Address) => adapters.of(channel).messages;
  const work = startWork({
    db,
    graph,
    templates: books,
    files: createSentFiles({ db, graph }),
    channelOf: (channelId) => channels.byId(channelId),
    freshChannelOf: (channelId) => {
      channels.forget();
      return channels.byId(channelId);
    },
    log,
    telemetry,
    isAlone: engine === 'pglite',
    writesLetters: alarmLetters !== null,
  });
  const templateWork = startTemplateWork({
    ...{ db, channels, books, log, graphOf },
    deliver: (lanes) => work.deliver(lanes),
    wake: (lanes) => work.wake(lanes),
  });
  const stopBackground = startBackground({
    db,
    log,
    deliver: (lanes) => work.deliver(lanes),
    wake: (lanes) => work.wake(lanes),
  });
  const times = createWebhookTimes(db, log);
  const stopWatching = watchNumbersRegularly({
    ...{ db, channels, log },
    graphOf: (channel) => adapters.of(channel).numbers,
  });
  const stopTelling = tellRegularly({ db, key, mail, log });
  const stopLetters = alarmLetters ? sendAlarmLettersRegularly(alarmLetters) : async () => {};
  const stopTidying = engine === 'pglite' ? tidyRegularly(db, log) : () => {};
  const stopTidyingFiles = tidyFilesRegularly(db, log);
  const stopCounting = countRegularly(db, log);
  let isStopping = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  /** Who gives work first, and last what it is done with. */
  const stopServices = async () => {
    stopTidying();
    await Promise.all([
      stopTidyingFiles(),
      stopCounting(),
      stopWatching(),
      stopTelling(),
      stopLetters(),
      times.stop(),
    ]);
    await stopBackground();
    await templateWork.stop();
    await work.stop();
    await desk.stop();
    await adapters.close();
  };
  try {
    const webhooks = createWebhookIntake({
      ...{ db: intake, channels, metrics, telemetry, log, wake, times },
      isDistributed: engine === 'postgresql' && (await isDistributed(db)),
      onTemplatesChanged: (readAgain) => templateWork.poke(readAgain),
    });
    const app = createApp({
      db,
      intake,
      webhooks,
      key,
      channels,
      throughput: config.throughput,
      engine,
      version: VERSION,
      startedAt: new Date(),
      wake,
      deliver: (lanes) => work.deliver(lanes),
      templates: { graphOf, poke: (readAgain) => templateWork.poke(readAgain) },
      desk,
      live,
      graph,
      shopOf: (channel) => adapters.of(channel).shop,
      atWhatsApp: {
        graphOf: (channel) => adapters.of(channel).numbers,
        dialog360: adapters.dialog360,
        send: (number, message) => graph.send(number, message),
      },
      store: createMediaStore(path.join(config.dataDir, 'media')),
      metrics,
      isStopping: () => isStopping,
      onReadyAsked: () => {
        askedAt = performance.now();
      },
      apiKey: config.apiKey,
      publicUrl: config.publicUrl,
      adminEmail: config.admin?.email,
      mail,
      log,
      webAppFolder,
      verifyToken: config.verifyToken,
    });
    const server = createHttpServer(app, webhooks);
    const isNobodyThere = !(await isAnybodyThere(db));
    const url = await listen(server, config);
    return {
      url,
      engine,
      setupLink: isNobodyThere ? `${config.publicUrl ?? url}/#setup=${setupToken(key)}` : null,
      sample,
      stop: async () => {
        isStopping = true;
        // From now on every answer is the last one on its connection, so that few are cut in the end.
        server.prependListener('request', (_request, response) => {
          response.setHeader('connection', 'close');
        });
        if (performance.now() - askedAt < WATCHED_MS) await sleep(ANNOUNCE_MS);
        await live.stop();
        await closeServer(server);
        await stopServices();
        await close();
      },
    };
  } catch (error) {
    await stopServices();
    throw error;
  }
}

async function listen(server: Server, { host, port }: Config): Promise<string> {
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject);
  server.listen(port, host, listening.resolve);
  try {
    await listening.promise;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reasons: { [code: string]: string } = {
      EADDRINUSE: `Port ${port} on ${host} is taken by another program. Stop that one, or choose another with PORT.`,
      EACCES: `Parley may not listen on port ${port}. Choose one above 1023 with PORT.`,
      EADDRNOTAVAIL: `This machine has no address ${host} to listen on. Choose another with HOST.`,
    };
    const reason = reasons[String(code)] ?? `Parley cannot listen on ${host}:${port} (${String(code)}).`;
    throw new Error(reason, { cause: error });
  }
  const { port: actual } = server.address() as AddressInfo;
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${actual}`;
}

/** No new connections; requests under way may finish, and then whoever is still connected is cut off. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    server.closeAllConnections();
  }, REQUESTS_WITHIN_MS);
  await closed;
  clearTimeout(timer);
}
