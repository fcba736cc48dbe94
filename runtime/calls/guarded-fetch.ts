import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { TextDecoder } from 'node:util';
import type { CallRequest } from '@parley/flows/turn.ts';
import { Agent, buildConnector, type Dispatcher, request as send } from 'undici';
import { isReachable } from './public-address.ts';

/** What the operator of this Parley opened to the flows that run on it. Without it: the public internet, ports 80 and 443. */
export type Opened = {
  ports?: readonly number[];
  /** Networks in CIDR notation. Link-local and metadata addresses stay closed whatever stands here. */
  addresses?: readonly string[];
  /** Answers DNS questions; the machine's own resolver when left out. */
  resolve?: Resolve;
};
type Resolve = (host: string) => Promise<Address[]>;
type Address = { address: string; family: number };

/** The whole text of an answer of any status, or why there is none, in words for the author of the flow. */
export type Fetched =
  | { ok: true; status: number; contentType: string; text: string }
  | { ok: false; reason: string };
type FetchedBytes =
  | { ok: true; status: number; contentType: string; bytes: Uint8Array }
  | { ok: false; reason: string };

const MAX_REDIRECTS = 3;
const MAX_BYTES = 1024 * 1024;
const MAX_TIME_MS = 30_000;

/**
 * Make one HTTP request for a flow. The only way in which a flow reaches the network: whoever wrote it, and every person who
 * writes to it, may have chosen the address. The name is resolved once, every address it has must be public, and the
 * connection goes to one of exactly these, so that a second answer of the DNS changes nothing. Each redirect is a new
 * request under the same rules. `timeoutMs` is the time for all of it, a slow body included. Never throws.
 */
export async function guardedFetch(request: CallRequest, opened: Opened = {}): Promise<Fetched> {
  const got = await guardedBytes(request, MAX_BYTES, opened);
  if (!got.ok) return got;
  const { bytes, ...answer } = got;
  return { ...answer, text: decoderOf(answer.contentType).decode(bytes) };
}

/** The same for what is no text; `maxBytes` is how large it may be. */
export async function guardedBytes(
  request: CallRequest,
  maxBytes: number,
  opened: Opened = {},
): Promise<FetchedBytes> {
  const deadline = AbortSignal.timeout(Math.max(1, Math.min(request.timeoutMs, MAX_TIME_MS)));
  try {
    return await follow(request, { opened, maxBytes, deadline });
  } catch (error) {
    if (deadline.aborted) return { ok: false, reason: 'timed out' };
    return { ok: false, reason: error instanceof Refused ? error.message : 'not reachable' };
  }
}

/** What the guard will not do; `message` is the reason in `Fetched`. */
class Refused extends Error {}

type Bounds = { opened: Opened; maxBytes: number; deadline: AbortSignal };

async function follow(request: CallRequest, { opened, maxBytes, deadline }: Bounds): Promise<FetchedBytes> {
  let { method, body } = request;
  let headers = sendable(request.headers);
  let url = parseUrl(request.url);
  for (let redirects = 0; ; redirects++) {
    const addresses = await checkedAddresses(url, opened, deadline);
    const agent = agentFor(addresses, opened);
    try {
      const answer = await send(url, { method, body, headers, dispatcher: agent, signal: deadline });
      const next = redirectOf(answer, url);
      if (!next) return await read(answer, maxBytes);
      if (redirects === MAX_REDIRECTS) throw new Refused('too many redirects');
      // As browsers do: 307 and 308 repeat the request, the others ask for the new place.
      if (answer.statusCode < 307 && method !== 'GET') {
        method = 'GET';
        body = null;
        headers = without(headers, (name) => name.startsWith('content-'));
      }
      // Any header may carry a credential, and the new host has no claim on it.
      if (next.origin !== url.origin) headers = without(headers, (name) => !HARMLESS_HEADERS.has(name));
      url = next;
    } finally {
      await agent.destroy();
    }
  }
}

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url) throw new Refused('not a web address');
  return url;
}

/** The addresses of the URL's host, all of them allowed. The URL parser has already turned `0x7f.1` and the like into plain ones. */
async function checkedAddresses(
  url: URL,
  { ports, addresses, resolve }: Opened,
  deadline: AbortSignal,
): Promise<Address[]> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Refused('only http and https are allowed');
  if (url.username !== '' || url.password !== '')
    throw new Refused('a password in the address is not allowed');
  if (url.port !== '' && url.port !== '80' && url.port !== '443' && !ports?.includes(Number(url.port))) {
    throw new Refused('port not allowed');
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const found = family
    ? [{ address: host, family }]
    : await beforeDeadline((resolve ?? resolveHere)(host), deadline);
  if (found.length === 0) throw new Refused('not reachable');
  if (!found.every(({ address }) => isReachable(address, addresses)))
    throw new Refused('address not allowed');
  return found;
}

const resolveHere: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/** DNS questions cannot be called back, so the wait for them is. */
function beforeDeadline<Value>(value: Promise<Value>, deadline: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(deadline.reason);
  if (deadline.aborted) giveUp();
  deadline.addEventListener('abort', giveUp, { once: true });
  return Promise.race([value, promise]).finally(() => deadline.removeEventListener('abort', giveUp));
}

/** Connects to the addresses given and to no other. An agent of our own also means that no proxy setting applies. */
function agentFor(found: Address[], { addresses }: Opened): Agent {
  const [first] = found;
  const answerLookup: LookupFunction = (_host, { all }, callback) => {
    if (all) callback(null, found);
    else callback(null, first?.address ?? '', first?.family);
  };
  const dial = buildConnector({
    lookup: answerLookup,
    timeout: MAX_TIME_MS,
    allowH2: false,
    maxCachedSessions: 0,
  });
  return new Agent({
    pipelining: 0,
    allowH2: false,
    connect: (options, callback) =>
      dial(options, (error, socket) => {
        if (error) return callback(error, null);
        // Whatever happened on the way here, this is the address that the request would go to.
        if (isReachable(socket.remoteAddress ?? '', addresses)) return callback(null, socket);
        socket.destroy();
        callback(new Refused('address not allowed'), null);
      }),
  });
}

function redirectOf({ statusCode, headers }: Dispatcher.ResponseData, url: URL): URL | null {
  const { location } = headers;
  if (![301, 302, 303, 307, 308].includes(statusCode) || typeof location !== 'string') return null;
  const next = URL.parse(location, url.href);
  if (!next) throw new Refused('not a web address');
  return next;
}

/** The body. Compressed bodies are refused: we asked for none, and a small one may unpack to a very large one. */
async function read(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  maxBytes: number,
): Promise<FetchedBytes> {
  const encoding = String(headers['content-encoding'] ?? 'identity');
  if (encoding !== 'identity') throw new Refused('the answer is compressed');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new Refused('the answer is too large');
    chunks.push(chunk);
  }
  const contentType = String(headers['content-type'] ?? '').toLowerCase();
  return { ok: true, status: statusCode, contentType, bytes: Buffer.concat(chunks) };
}

/** By the charset that the answer names, when there is one of that name; else UTF-8. Wrong bytes become U+FFFD. */
function decoderOf(contentType: string): TextDecoder {
  const charset = /;\s*charset="?([\w-]+)/.exec(contentType)?.[1];
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

/** Set by the connection, or understood by a proxy or by a cloud's metadata server: not for a flow to choose. */
const NOT_OURS =
  /^(host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|content-length|accept-encoding|metadata.*|x-aws-.*|x-google-.*|x-forwarded-.*|forwarded)$/;
const HARMLESS_HEADERS = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'content-type',
  'user-agent',
]);

type Headers = { [name: string]: string };

function sendable(headers: Headers): Headers {
  const lowered = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.trim().toLowerCase(), value]),
  );
  const kept = without(lowered, (name) => NOT_OURS.test(name));
  return { 'user-agent': 'Parley', ...kept, 'accept-encoding': 'identity' };
}

function without(headers: Headers, unwanted: (name: string) => boolean): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !unwanted(name)));
}
