import type { z } from 'zod';
import { type Refusal, refusal } from '../graph/graph-error.ts';
import { GraphMessage, ReadMark } from './message-rules.ts';

type Parsed =
  | { kind: 'message'; message: GraphMessage }
  | { kind: 'read'; mark: ReadMark }
  | { kind: 'refused'; refusal: Refusal };

/** Reads the body of `POST /messages`; the first broken rule decides the error. */
export function parseMessage(body: unknown): Parsed {
  if (!isObject(body))
    return { kind: 'refused', refusal: refusal(100, 'The request body must be a JSON object.') };

  if ('status' in body) {
    const read = ReadMark.safeParse(body);
    return read.success ? { kind: 'read', mark: read.data } : refused(read.error, body);
  }
  // Without a type WhatsApp takes a message to be text.
  const typed = 'type' in body ? body : { ...body, type: 'text' };
  const parsed = GraphMessage.safeParse(typed);
  return parsed.success ? { kind: 'message', message: parsed.data } : refused(parsed.error, typed);
}

function refused(error: z.ZodError, body: object): Parsed {
  const [first] = error.issues;
  if (!first) throw new Error('zod refused a message without saying why', { cause: error });
  return { kind: 'refused', refusal: toRefusal(first, body) };
}

/**
 * Which of WhatsApp's three codes for a bad request: 100 for the outer fields, text and unexpected keys, 131008 for
 * something missing further inside, 131009 for a value that will not do.
 */
function toRefusal(issue: z.core.$ZodIssue, body: object): Refusal {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  const name = nameOf(path);

  if (issue.code === 'custom') {
    const code = typeof issue.params?.code === 'number' ? issue.params.code : outer(path) ? 100 : 131009;
    return refusal(code, path.length > 0 && code !== 100 ? `${name}: ${issue.message}` : issue.message);
  }
  if (issue.code === 'unrecognized_keys') {
    return refusal(
      100,
      `Unexpected key ${issue.keys.map((key) => `"${key}"`).join(', ')} on param "${name}".`,
    );
  }
  if (valueAt(body, path) === undefined) {
    return path.length <= 1
      ? refusal(100, `The parameter ${name} is required.`)
      : refusal(131008, `Required parameter is missing: ${name}`);
  }
  return refusal(outer(path) ? 100 : 131009, `Param ${name} is not valid. ${issue.message}`);
}

function outer(path: (string | number)[]): boolean {
  return path.length <= 1 || path[0] === 'text';
}

/** `interactive['action']['buttons'][0]`: how WhatsApp names a place in a message. */
function nameOf(path: (string | number)[]): string {
  const [first, ...rest] = path;
  if (first === undefined) return 'message';
  return String(first) + rest.map((key) => (typeof key === 'number' ? `[${key}]` : `['${key}']`)).join('');
}

function valueAt(body: unknown, path: (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) ? Reflect.get(value, key) : undefined), body);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
