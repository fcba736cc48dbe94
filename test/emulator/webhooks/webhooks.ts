import type { FaultScript, WebhookContent } from '../faults.ts';
import { type Change, envelope, type Packing, signatureOf, toBytes } from './webhook-body.ts';

/** One POST to the product's webhook, and how its delivery went. */
export type Webhook = {
  field: string;
  /** The envelope, as JSON. */
  body: unknown;
  /** HTTP status of each try; `timeout` or `unreachable` where there was none. */
  tries: (number | 'timeout' | 'unreachable')[];
  /** `lost` ones were dropped by a fault, or nobody is subscribed to the account. */
  state: 'waiting' | 'delivered' | 'failed' | 'lost';
};

type WebhookSettings = {
  url: string | null;
  appSecret: string;
  verifyToken: string;
  /** `ordered`: one at a time, for transcripts; `concurrent`: as WhatsApp does. */
  order: 'ordered' | 'concurrent';
  timeoutMs: number;
  /** Pauses before each retry, in real milliseconds. Empty: only `redeliver` repeats. */
  retryDelaysMs: readonly number[];
};

export type Webhooks = {
  /** Everything reported so far, in order of creation. */
  readonly all: Webhook[];
  settings: WebhookSettings;
  /** Numbers whose webhooks come through a partner instead: to their own address, with their own headers and no signature of Meta's. */
  readonly partners: Map<string, { url: string; headers: Record<string, string> }>;
  /** Report a change. Resolves after the first try; at once while held, or where there is no URL yet. Never rejects. */
  report(change: Change): Promise<void>;
  /** Keep reports back until `release`. */
  hold(): void;
  /** Let go of what was held: in order, in reverse, and all in one POST if packed. */
  release(options?: { order?: 'as-is' | 'reverse'; pack?: Packing }): Promise<void>;
  /** Try again whatever has not been answered 200, oldest first. Returns how many were delivered. */
  redeliver(): Promise<number>;
  /** POST any bytes or JSON, signed unless told otherwise (`false` for no signature, a string for one of your own). */
  post(body: unknown, signature?: string | false): Promise<{ status: number; text: string }>;
  /** WhatsApp's GET handshake. `ok` when the answer is 200 with exactly the challenge. */
  verify(verifyToken?: string): Promise<{ ok: boolean; status: number; text: string }>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  close(): void;
};

export function createWebhooks(
  settings: WebhookSettings,
  faults: FaultScript,
  subscribed: Set<string>,
): Webhooks {
  const all: Webhook[] = [];
  const partners: Webhooks['partners'] = new Map();
  const underWay = new Set<Promise<unknown>>();
  const timers = new Set<NodeJS.Timeout>();
  const closing = new AbortController();
  let held: Change[] | null = null;
  let putAside: Webhook[] = [];
  let tail: Promise<unknown> = Promise.resolve();

  const track = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    const done = () => underWay.delete(work);
    work.then(done, done);
    return work;
  };

  const send = async (
    bytes: Uint8Array,
    signature: string | false,
    partner: { url: string; headers: Record<string, string> } = { url: settings.url ?? '', headers: {} },
  ) => {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'user-agent': 'facebookexternalua',
      ...partner.headers,
    };
    if (signature !== false) headers['x-hub-signature-256'] = signature;
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(settings.timeoutMs)]);
    const response = await fetch(partner.url, {
      method: 'POST',
      body: bytes,
      headers,
      signal,
      redirect: 'manual',
    });
    return { status: response.status, text: await response.text() };
  };

  const attempt = async (webhook: Webhook): Promise<void> => {
    const partner = partners.get(numberIn(webhook.body) ?? '');
    if ((settings.url === null && !partner) || closing.signal.aborted) return;
    const bytes = toBytes(webhook.body);
    const signature = partner ? false : signatureOf(bytes, settings.appSecret);
    const outcome = await send(bytes, signature, partner).then(
      ({ status }) => status,
      (error: unknown) => (isTimeout(error) ? ('timeout' as const) : ('unreachable' as const)),
    );
    webhook.tries.push(outcome);
    // A duplicate that fails does not undo the delivery.
    if (webhook.state === 'delivered') return;
    webhook.state = outcome === 200 ? 'delivered' : 'failed';
    if (webhook.state === 'failed') retryLater(webhook);
  };

  const retryLater = (webhook: Webhook) => {
    const delayMs = settings.retryDelaysMs[webhook.tries.length - 1];
    if (delayMs === undefined || closing.signal.aborted) return;
    later(delayMs, () => (webhook.state === 'failed' ? track(attempt(webhook)) : undefined));
  };

  const later = (ms: number, work: () => unknown) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timer.unref();
    timers.add(timer);
  };

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    if (settings.order === 'concurrent') return track(work());
    const mine = tail.then(work);
    tail = mine;
    return track(mine);
  };

  const deliver = async (webhook: Webhook, content: WebhookContent): Promise<void> => {
    const fault = faults.takeForWebhook(content);
    const late = putAside;
    putAside = [];
    if (fault?.kind === 'drop') webhook.state = 'lost';
    else if (fault?.kind === 'reorder') putAside.push(webhook);
    else if (fault?.kind === 'delay') later(fault.ms, () => track(attempt(webhook)));
    else {
      const copies = fault?.kind === 'duplicate' ? (fault.copies ?? 2) : 1;
      await inTurn(async () => {
        for (let copy = 0; copy < copies; copy += 1) await attempt(webhook);
      });
    }
    for (const other of late) await inTurn(() => attempt(other));
  };

  const create = (changes: Change[], packing?: Packing): Promise<void> => {
    const heard = changes.filter((change) => subscribed.has(change.wabaId));
    const [first] = changes;
    if (!first) return Promise.resolve();
    const isHeard = heard.length > 0;
    const webhook: Webhook = {
      field: first.field,
      body: envelope(isHeard ? heard : changes, packing),
      tries: [],
      state: isHeard ? 'waiting' : 'lost',
    };
    all.push(webhook);
    return isHeard ? deliver(webhook, contentOf(first)) : Promise.resolve();
  };

  return {
    all,
    settings,
    partners,
    report(change) {
      if (held === null) return create([change]);
      held.push(change);
      return Promise.resolve();
    },
    hold() {
      held ??= [];
    },
    async release({ order = 'as-is', pack } = {}) {
      const changes = held ?? [];
      held = null;
      if (order === 'reverse') changes.reverse();
      if (pack) await create(changes, pack);
      else await Promise.all(changes.map((change) => create([change])));
    },
    async redeliver() {
      putAside = [];
      const owed = all.filter(({ state }) => state === 'waiting' || state === 'failed');
      for (const webhook of owed) {
        // By its turn, a try that was under way may have brought it home.
        await inTurn(async () => (webhook.state === 'delivered' ? undefined : attempt(webhook)));
      }
      return owed.filter(({ state }) => state === 'delivered').length;
    },
    async post(body, signature) {
      const bytes = body instanceof Uint8Array ? body : toBytes(body);
      return track(send(bytes, signature ?? signatureOf(bytes, settings.appSecret)));
    },
    async verify(verifyToken = settings.verifyToken) {
      const challenge = String(Math.floor(Math.random() * 1e10));
      const url = new URL(settings.url ?? '');
      url.searchParams.set('hub.mode', 'subscribe');
      url.searchParams.set('hub.challenge', challenge);
      url.searchParams.set('hub.verify_token', verifyToken);
      const response = await fetch(url, {
        signal: AbortSignal.timeout(settings.timeoutMs),
        redirect: 'manual',
      });
      const text = await response.text();
      return { ok: response.status === 200 && text === challenge, status: response.status, text };
    },
    async idle() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    close() {
      closing.abort();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** The number that a webhook is about; one that is about none of its own has none. */
function numberIn(body: unknown): string | undefined {
  const text = JSON.stringify(body);
  return /"phone_number_id":"(\d+)"/.exec(text)?.[1];
}

function contentOf({ field, value }: Change): WebhookContent {
  const [status] = Array.isArray(value.statuses) ? value.statuses : [];
  return {
    field,
    holds: 'messages' in value ? 'messages' : 'statuses' in value ? 'statuses' : 'other',
    status: typeof status?.status === 'string' ? status.status : undefined,
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}
