import type { MiddlewareHandler } from 'hono';
import { type ProblemCode, refuse } from './problem.ts';
import { readBody } from './read-body.ts';

const MAX_BYTES = 2 * 1024 * 1024;
const TIMEOUT_MS = 15_000;
const FILES = ['/api/media', '/api/files', '/api/templates/sample'];
/** A machine needs about a dozen levels. */
const MAX_DEPTH = 32;
/** Brackets, commas and so on outside of strings: about how many values there are. The largest flow that we know of has 20,000. */
const MAX_VALUES = 200_000;
/** Names that mean something to JavaScript's objects. No flow needs them, and whatever copies one could be led astray. */
const REFUSED_KEYS = ['__proto__', 'constructor', 'prototype'];

/**
 * Reads a request's JSON, with limits that hold before anything parses it: bytes are counted as they arrive, whatever the headers
 * say. What passes can be stored: well-formed text without U+0000, no name that means something to JavaScript.
 */
export function readJsonBody(): MiddlewareHandler {
  return async (c, next) => {
    const { body } = c.req.raw;
    if (body === null || c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    // A file is read where it is taken, with limits of its own.
    if (c.req.method === 'POST' && FILES.includes(c.req.path)) return next();
    const type = c.req.header('content-type');
    if (type !== undefined && !/^application\/json\s*(;|$)/i.test(type)) refuse('body-not-accepted');
    if (Number(c.req.header('content-length') ?? 0) > MAX_BYTES) refuse('body-too-large', tooLarge);
    const text = await readText(body);
    if (text !== '') {
      const fault = faultOf(text);
      if (fault) refuse(fault.code, { detail: fault.detail });
    }
    // The stream is used up; whoever reads the body after us gets what we have read.
    c.req.raw = new Request(c.req.raw, { body: text });
    return next();
  };
}

const tooLarge = {
  detail: `At most ${MAX_BYTES / 1024 / 1024} MB are accepted.`,
  headers: { connection: 'close' },
};

async function readText(body: ReadableStream<Uint8Array>): Promise<string> {
  const read = await readBody(undefined, body, { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS });
  if (!read.ok) {
    if (read.status === 413) refuse('body-too-large', tooLarge);
    refuse(read.status === 408 ? 'body-too-slow' : 'body-cut-off', { headers: { connection: 'close' } });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(read.bytes);
  } catch {
    return refuse('body-not-json', { detail: 'It is not valid UTF-8.' });
  }
}

type Fault = { code: ProblemCode; detail: string };

function faultOf(text: string): Fault | null {
  const { depth, values } = measure(text);
  if (depth > MAX_DEPTH)
    return { code: 'body-too-deep', detail: `At most ${MAX_DEPTH} levels are accepted.` };
  if (values > MAX_VALUES)
    return { code: 'body-too-many-values', detail: `At most ${MAX_VALUES} values are accepted.` };
  try {
    return unstorable(JSON.parse(text));
  } catch {
    // The parser's message quotes the text, which may hold a secret.
    return { code: 'body-not-json', detail: 'It cannot be parsed.' };
  }
}

/** How deep brackets nest outside strings, and how many values they hold, in one pass that stops as soon as it is too much. */
function measure(text: string): { depth: number; values: number } {
  let open = 0;
  let depth = 0;
  let values = 0;
  let inString = false;
  for (let i = 0; i < text.length && depth <= MAX_DEPTH && values <= MAX_VALUES; i++) {
    const char = text.charAt(i);
    if (inString) {
      if (char === '\\') i++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') {
      depth = Math.max(depth, ++open);
      values++;
    } else if (char === '}' || char === ']') open--;
    else if (char === ',') values++;
  }
  return { depth, values };
}

function unstorable(value: unknown): Fault | null {
  if (typeof value === 'string') return unstorableText(value);
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, element] of Object.entries(value)) {
    if (!Array.isArray(value) && REFUSED_KEYS.includes(key))
      return { code: 'body-not-storable', detail: `A member may not be named “${key}”.` };
    const fault = unstorableText(key) ?? unstorable(element);
    if (fault) return fault;
  }
  return null;
}

function unstorableText(text: string): Fault | null {
  if (text.includes('\0')) return { code: 'body-not-storable', detail: 'Text may not hold U+0000.' };
  if (!text.isWellFormed())
    return { code: 'body-not-storable', detail: 'Text may not hold half a surrogate pair.' };
  return null;
}
