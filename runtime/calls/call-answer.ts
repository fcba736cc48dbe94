import type { PlatformInput } from '@parley/flows/input.ts';
import { readJsonText, storableText } from '../whatsapp/storable-json.ts';
import type { Fetched } from './guarded-fetch.ts';

/** Deeper JSON than any expression or mapping looks into. */
const MAX_DEPTH = 32;

type CallInput = Extract<PlatformInput, { type: 'call.done' | 'call.failed' }>;

/**
 * What an answer is to the session that waits for it. Only 2xx is done: a flow that asks whether something was booked must not
 * take "404" for yes; it sees `call.failed` with the reason "status 404". JSON comes as the value that it stands for, an empty
 * body as null, everything else as text.
 */
export function callInput(call: string, fetched: Fetched): CallInput {
  const failed = (reason: string): CallInput => ({ type: 'call.failed', call, reason });
  if (!fetched.ok) return failed(fetched.reason);
  const { status, contentType, text } = fetched;
  if (status < 200 || status > 299) return failed(`status ${status}`);
  const done = (body: unknown): CallInput => ({ type: 'call.done', call, status, body });
  if (text.trim() === '') return done(null);
  if (contentType !== '' && !/\bjson\b/.test(contentType)) return done(storableText(text));
  const json = readJsonText(text);
  if (json.ok)
    return depthOf(json.value) > MAX_DEPTH ? failed('the answer is nested too deeply') : done(json.value);
  // Nobody said that it is JSON.
  return contentType === '' ? done(storableText(text)) : failed('the answer is not valid JSON');
}

/** `readJsonText` bounds the depth already, so this may recurse. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
