import pino, { type DestinationStream, type Logger } from 'pino';
import { maskPhone, redact } from './secrets.ts';

/** Without `child`, whose fields pino writes without asking the list below. */
export type Log = Pick<
  Logger,
  'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'level' | 'isLevelEnabled' | 'flush'
>;

/**
 * Fields that a log line may have. Everything else is left out, so that a field added in a hurry cannot carry what somebody
 * wrote, a token or a phone number into the logs: message texts and raw JSON have no name here.
 */
const FIELDS = new Set([
  'action',
  'attempt',
  'attempts',
  'bytes',
  'channelId',
  'code',
  'contactId',
  'conversationId',
  'count',
  'dataDir',
  'durationMs',
  'engine',
  'field',
  'file',
  'flowId',
  'host',
  'inboxId',
  'kind',
  'lane',
  'method',
  'node',
  'outboxId',
  'path',
  'phoneNumberId',
  'port',
  'reason',
  'requestId',
  'sessionId',
  'signal',
  'source',
  'status',
  'timer',
  'url',
  'version',
  'wamid',
]);
const PHONES = new Set(['phone', 'from', 'to', 'waId']);

/** JSON lines on standard output: one line per event, whatever is in it. `err` becomes its type, code, message and stack. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: allowed },
    // `allowed` has taken the error apart already.
    serializers: { err: (error: unknown) => error },
    // The finished line, so that nothing on the way to it can be forgotten.
    hooks: { streamWrite: redact },
  };
  return destination ? pino(options, destination) : pino(options);
}

function allowed(fields: Record<string, unknown>): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'err') shown.err = describe(value);
    else if (PHONES.has(name)) shown[name] = maskPhone(String(value));
    else if (FIELDS.has(name)) shown[name] = plain(value);
  }
  return shown;
}

/** Ids, numbers and short words, no objects: what an object holds cannot be foreseen. */
function plain(value: unknown): string | number | boolean | null {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  return String(value).slice(0, 500);
}

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: plain(error) };
  return {
    type: error.name,
    ...('code' in error ? { code: plain(error.code) } : {}),
    message: error.message.slice(0, 2000),
    stack: error.stack?.slice(0, 4000),
    ...(error.cause === undefined ? {} : { cause: describe(error.cause) }),
  };
}
