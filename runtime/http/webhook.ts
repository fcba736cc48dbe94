import { hash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { SECOND_LOOK_MS } from '../channel/channel-cache.ts';
import type { WebhookTimes } from '../channel/webhook-times.ts';
import { createKnownWriters } from '../contact/known-writers.ts';
import { isOutage } from '../db/outage.ts';
import type { Work } from '../inbox/enqueue.ts';
import { groupCommit } from '../inbox/group-commit.ts';
import { eventOf, type KeptEvent } from '../inbox/kept-event.ts';
import { type ReceiveDeps, type Received, receive } from '../inbox/receive.ts';
import type { Log } from '../log.ts';
import { parseWebhook, type WebhookItem } from '../whatsapp/webhook-event.ts';
import { provenSecrets, type WebhookProof } from '../whatsapp/webhook-proof.ts';
import { type BodyLimits, type ReadBody, readBody } from './read-body.ts';

export type IntakeDeps = Omit<ReceiveDeps, 'writers'> & {
  log: Pick<Log, 'debug' | 'warn' | 'info' | 'isLevelEnabled'>;
  /** Told after each commit which conversations have something to do. */
  wake: (work: Work[]) => void;
  /** Told how long the numbers in a request waited for its answer. */
  times?: Pick<WebhookTimes, 'note'>;
  limits?: Partial<WebhookLimits>;
  now?: () => Date;
};

export type WebhookLimits = {
  /** Source: WhatsApp Cloud API, "Webhooks", payload size: up to 3 MB. */
  maxBytes: number;
  bodyTimeoutMs: number;
  /**
   * A body that is not committed so soon after it has come is answered 503, whatever it is that takes so long. The commit may still
   * succeed: Meta's repetition then changes nothing.
   */
  commitTimeoutMs: number;
  /** Wrong verify tokens a minute, from anywhere. */
  wrongTokens: number;
};

const LIMITS: WebhookLimits = {
  maxBytes: 3 * 1024 * 1024,
  bodyTimeoutMs: 10_000,
  commitTimeoutMs: 1_500,
  wrongTokens: 10,
};

const PATH = '/webhooks/whatsapp';

/** A commit that fails later than this has failed because nothing answers, and whoever waited for it has been told so. */
const AT_ONCE_MS = 500;

/** Requests, of which each may bring a thousand items. */
const MOST_AT_ONCE = { maxItems: 200, maxWaiting: 2000 };

const COMPLAIN_EVERY_MS = 1_000;

/** One request's share of a commit. */
type Arrival = { items: WebhookItem[]; events: KeptEvent[] };

/**
 * The address that Meta calls, for all our numbers. What is answered with 200 is committed; what cannot be committed is answered with
 * 503, and Meta brings it again. Nothing is read, stored or told apart before the signature over the raw bytes is right.
 */
export function createWebhookIntake(deps: IntakeDeps): WebhookIntake {
  const limits = { ...LIMITS, ...deps.limits };
  const writers = createKnownWriters();
  const commit = groupCommit<Arrival, Received>(async (arrivals) => {
    const items = arrivals.flatMap((arrival) => arrival.items);
    const events = arrivals.flatMap((arrival) => arrival.events);
    const received = await onceMore(() => receive({ ...deps, writers }, items, events));
    if (received.work.length > 0) deps.wake(received.work);
    return received;
  }, MOST_AT_ONCE);

  const complain = complainer(deps.log);

  const take = async ({ header, read, requestId }: Delivery): Promise<Answer> => {
    const encoding = header('content-encoding') ?? 'identity';
    // Meta sends none, and what a few kilobytes unpack to is not ours to find out.
    if (encoding.trim().toLowerCase() !== 'identity') return { status: 415, close: true };
    if (Number(header('content-length') ?? 0) > limits.maxBytes) return { status: 413, close: true };
    const body = await read({ maxBytes: limits.maxBytes, timeoutMs: limits.bodyTimeoutMs });
    if (!body.ok) return { status: body.status, close: true };
    const patience = patienceOf(limits.commitTimeoutMs);
    const readAt = performance.now();
    try {
      const opening = openEnvelope(deps, body.bytes, {
        signature: header('x-hub-signature-256'),
        partner: header('x-360dialog-signature'),
        authorization: header('authorization'),
      });
      const arrival = await patience.within(opening);
      if (!arrival) return { status: 401 };
      await patience.within(commit([arrival], patience.isOver));
      deps.times?.note(numbersIn(arrival.items), performance.now() - readAt);
      if (deps.log.isLevelEnabled('debug')) traceItems(deps.log, requestId(), arrival.items);
      return { status: 200 };
    } catch (error) {
      complain(error);
      return { status: 503 };
    } finally {
      patience.end();
    }
  };

  return async (delivery) => {
    const startedAt = performance.now();
    const { status, close } = await take(delivery);
    deps.metrics.webhooks.inc({ status });
    if (status === 200) deps.metrics.accept.observe((performance.now() - startedAt) / 1000);
    return {
      status,
      headers: {
        ...(status === 503 && { 'retry-after': '5' }),
        // The rest of a body that nobody reads must not be taken for the next request.
        ...(close && { connection: 'close' }),
      },
    };
  };
}

type DeliveryHeader =
  | 'content-encoding'
  | 'content-length'
  | 'x-hub-signature-256'
  | 'x-360dialog-signature'
  | 'authorization';

/** A webhook request, however the server has it. */
export type Delivery = {
  header(name: DeliveryHeader): string | undefined;
  read(limits: BodyLimits): Promise<ReadBody>;
  /** For the log. */
  requestId(): string;
};

export type WebhookIntake = (
  delivery: Delivery,
) => Promise<{ status: ContentfulStatusCode; headers: { [name: string]: string } }>;

export type WebhookDeps = Pick<IntakeDeps, 'limits' | 'now'> & {
  webhooks: WebhookIntake;
  /** What Meta must show when it verifies the address. */
  verifyToken: string;
};

/** The address in the app: Meta's question whether it is ours, and webhooks. */
export function webhook(deps: WebhookDeps) {
  const isTokenRight = tokenCheck(deps, { ...LIMITS, ...deps.limits });
  return new Hono<{ Bindings: Partial<HttpBindings>; Variables: { requestId?: string } }>()
    .get(PATH, (c) => {
      const {
        'hub.mode': mode,
        'hub.verify_token': token = '',
        'hub.challenge': challenge = '',
      } = c.req.query();
      const verdict = isTokenRight(token);
      if (verdict === 'too-many') return c.text('too many wrong verify tokens', 429, { 'retry-after': '60' });
      // Echoed as it is, so it must be nothing that a browser could make something of. Meta's are digits.
      const isRight = verdict === 'right' && mode === 'subscribe' && /^[\w-]{1,128}$/.test(challenge);
      return isRight ? c.text(challenge) : c.text('forbidden', 403);
    })
    .post(PATH, async (c) => {
      const incoming = c.env?.incoming;
      const { status, headers } = await deps.webhooks({
        header: (name) => c.req.header(name),
        read: (limits) => readBody(incoming, incoming ? null : c.req.raw.body, limits),
        requestId: () => c.get('requestId') ?? '',
      });
      return c.body(null, status, headers);
    });
}

/**
 * Takes webhooks straight from Node's server and leaves everything else to `others`: nine in ten requests are webhooks, and what the app
 * does for all its addresses (routes, headers for browsers, keys) costs more than taking one.
 */
export function webhooksFirst(intake: WebhookIntake, others: RequestListener): RequestListener {
  return (incoming, outgoing) => {
    if (incoming.method !== 'POST' || incoming.url !== PATH) return others(incoming, outgoing);
    const delivery: Delivery = {
      header: (name) => String(incoming.headers[name] ?? '') || undefined,
      read: (limits) => readBody(incoming, null, limits),
      requestId: () => randomUUID(),
    };
    intake(delivery).then(
      ({ status, headers }) => outgoing.writeHead(status, { ...headers, 'content-length': '0' }).end(),
      () => outgoing.writeHead(500, { connection: 'close' }).end(),
    );
  };
}

type Answer = { status: ContentfulStatusCode; close?: boolean };

/** One line for each message and status of a request, so that its id leads to them and they to it. */
function traceItems(log: Pick<Log, 'debug'>, requestId: string | undefined, items: readonly WebhookItem[]) {
  for (const item of items) {
    if (item.kind === 'message' || item.kind === 'status')
      log.debug({ requestId, kind: item.kind, wamid: item.wamid }, 'a webhook brought');
  }
}

/** What a signed body says; null when no app of ours has signed it. */
async function openEnvelope(
  { channels, now = () => new Date() }: IntakeDeps,
  bytes: Uint8Array,
  proof: WebhookProof,
): Promise<Arrival | null> {
  const known = provenSecrets(await channels.all(), bytes, proof);
  // A number or a new secret may have been added by another process a moment ago.
  const signers = known.size > 0 ? known : provenSecrets(await channels.all(SECOND_LOOK_MS), bytes, proof);
  if (signers.size === 0) return null;

  const parsed = parseWebhook(bytes, now());
  if (parsed.kind === 'unreadable') {
    const dedupKey = `unreadable:${hash('sha256', bytes, 'hex')}`;
    return { items: [], events: [{ dedupKey, kind: 'malformed', reason: parsed.reason, body: bytes }] };
  }
  const secretOf = secretsByNumber(await channels.all());
  // Who may speak for one of our numbers may not speak for those of another app.
  const isForeign = (item: WebhookItem) => {
    const secret = 'phoneNumberId' in item && secretOf.get(item.phoneNumberId ?? '');
    return typeof secret === 'string' && !signers.has(secret);
  };
  return {
    items: parsed.items.filter((item) => !isForeign(item)),
    events: parsed.items.filter(isForeign).map((item) => {
      const event = eventOf(item);
      return { ...event, kind: 'foreign-number', dedupKey: `foreign:${event.dedupKey}` };
    }),
  };
}

const byNumber = new WeakMap<readonly Signer[], ReadonlyMap<string, string>>();
type Signer = { phoneNumberId: string; appSecret: string };

/** The same list comes with every webhook for some seconds. */
function secretsByNumber(channels: readonly Signer[]): ReadonlyMap<string, string> {
  const known = byNumber.get(channels);
  if (known) return known;
  const secrets = new Map(channels.map(({ phoneNumberId, appSecret }) => [phoneNumberId, appSecret]));
  byNumber.set(channels, secrets);
  return secrets;
}

/** The ids at WhatsApp of the numbers that a request is about, each once. */
function numbersIn(items: readonly WebhookItem[]): ReadonlySet<string> {
  return new Set(items.flatMap((item) => ('phoneNumberId' in item && item.phoneNumberId) || []));
}

/** Takes the same time for every wrong token. After too many of them nobody gets an answer for the rest of the minute. */
function tokenCheck({ verifyToken, now = () => new Date() }: WebhookDeps, { wrongTokens }: WebhookLimits) {
  const expected = hash('sha256', verifyToken, 'buffer');
  let minute = 0;
  let wrong = 0;
  return (token: string): 'right' | 'wrong' | 'too-many' => {
    const current = Math.floor(now().getTime() / 60_000);
    if (current !== minute) [minute, wrong] = [current, 0];
    if (wrong >= wrongTokens) return 'too-many';
    if (timingSafeEqual(hash('sha256', token, 'buffer'), expected)) return 'right';
    wrong++;
    return 'wrong';
  };
}

/**
 * A connection that was lost (the server was restarted, or ended it) says nothing about the next one, and `receive` does no harm when
 * it is done twice. So Meta need not be asked to come again.
 */
async function onceMore<Result>(work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  try {
    return await work();
  } catch (error) {
    if (!isOutage(error) || performance.now() - startedAt > AT_ONCE_MS) throw error;
    return work();
  }
}

/** One line a second, with how many there were since the last: one for each of hundreds that fail together would help nobody. */
function complainer(log: Pick<Log, 'warn'>): (err: unknown) => void {
  let quietUntil = 0;
  let count = 0;
  return (err) => {
    count++;
    if (performance.now() < quietUntil) return;
    log.warn({ err, count }, 'a webhook was not committed; Meta will bring it again');
    quietUntil = performance.now() + COMPLAIN_EVERY_MS;
    count = 0;
  };
}

/** How long one request waits, for everything together. */
function patienceOf(timeoutMs: number) {
  const late = Promise.withResolvers<never>();
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    late.reject(new Error(`not committed within ${timeoutMs} ms`));
  }, timeoutMs);
  return {
    isOver: () => isOver,
    within: <Result>(work: Promise<Result>): Promise<Result> => Promise.race([work, late.promise]),
    end: () => clearTimeout(timer),
  };
}
