import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { keepSecret, keptSecret } from './generated-secret.ts';
import { SETTINGS, type Setting, type SettingName } from './settings.ts';

export type Config = {
  port: number;
  host: string;
  /** Undefined: the embedded database in `dataDir`. */
  databaseUrl: string | undefined;
  dataDir: string;
  /** Encrypts tokens at rest; see secrets.ts. */
  secret: string;
  /** The secret before this one, while there is something sealed with it; see secrets-rotation.ts. */
  secretBefore: string | undefined;
  graphUrl: string;
  graphVersion: string;
  /** 360dialog's Messaging API, for numbers with a key of theirs. */
  dialog360Url: string;
  /** The number that is created at start. */
  firstNumber: FirstNumber | null;
  /** What Meta must show when it verifies the webhook address. */
  verifyToken: string;
  /** Messages a second that WhatsApp grants one number. */
  throughput: number;
  /** A flow file, or a folder of them. */
  flowPath: string | undefined;
  /** The first administrator; without a password the address is only offered where one is created. */
  admin: { email: string; password: string | null } | null;
  /** What people have in their address bar. */
  publicUrl: string | undefined;
  mail: { url: string; from: string } | null;
  apiKey: string;
  logLevel: string;
  /** The secrets that were made just now, because neither the environment nor the data folder had one. */
  generated: SettingName[];
};

export type FirstNumber = {
  phoneNumberId: string;
  businessAccountId: string | undefined;
  accessToken: string;
  appSecret: string;
};

/** `problem` is one line for the person who starts Parley: the variable, its fault, an example. Never a secret's value. */
export type ConfigError = { variable: string; problem: string };

/**
 * Reads the settings from the environment; an empty value counts as none. Secrets of our own that are not set are made once and
 * kept in the data folder. A name that looks like one of ours but is not is refused: a setting that is misspelt must not be
 * silently without effect.
 */
export function readConfig(env: Record<string, string | undefined>): Config | ConfigError {
  const unknown = Object.keys(env).find((name) => /^(PARLEY|WHATSAPP)_/.test(name) && !isSetting(name));
  if (unknown !== undefined) return unknownName(unknown);

  const read: Partial<Values> = {};
  for (const name of NAMES) {
    const problem = readOne(name, env, read);
    if (problem) return problem;
  }
  const incomplete =
    together(read, NUMBER, [
      'WHATSAPP_PHONE_NUMBER_ID',
      'WHATSAPP_ACCESS_TOKEN',
      'WHATSAPP_APP_SECRET',
      'WHATSAPP_BUSINESS_ACCOUNT_ID',
    ]) ??
    together(read, ADMIN, ['PARLEY_ADMIN_PASSWORD']) ??
    together(read, MAIL, ['PARLEY_SMTP_URL', 'PARLEY_MAIL_FROM']);
  if (incomplete) return incomplete;
  return complete(read);
}

type Values = { [Name in SettingName]: z.output<(typeof SETTINGS)[Name]['schema']> };

const NAMES = Object.keys(SETTINGS).filter(isSetting);
const NUMBER: SettingName[] = [
  'WHATSAPP_PHONE_NUMBER_ID',
  'WHATSAPP_ACCESS_TOKEN',
  'WHATSAPP_APP_SECRET',
  'WHATSAPP_VERIFY_TOKEN',
];
const ADMIN: SettingName[] = ['PARLEY_ADMIN_EMAIL', 'PARLEY_ADMIN_PASSWORD'];
/** The links in a letter begin with the public address. */
const MAIL: SettingName[] = ['PARLEY_SMTP_URL', 'PARLEY_MAIL_FROM', 'PARLEY_PUBLIC_URL'];

function isSetting(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

function readOne<Name extends SettingName>(
  name: Name,
  env: Record<string, string | undefined>,
  into: Partial<Values>,
): ConfigError | null {
  const text = env[name]?.trim() ?? '';
  if (text === '') return null;
  const { schema, must, example, isSecret }: Setting = SETTINGS[name];
  const result = schema.safeParse(text);
  if (!result.success) {
    const fault = isSecret ? `The value of ${name} cannot be right` : `${name} is ${JSON.stringify(text)}`;
    return { variable: name, problem: `${fault}: it must ${must}, for example ${name}=${example}` };
  }
  Object.assign(into, { [name]: result.data });
  return null;
}

/** When one of `triggers` is set, all of `needed` must be. */
function together(read: Partial<Values>, needed: SettingName[], triggers: SettingName[]): ConfigError | null {
  const set = triggers.find((name) => read[name] !== undefined);
  const missing = needed.find((name) => read[name] === undefined);
  if (set === undefined || missing === undefined) return null;
  return {
    variable: missing,
    problem:
      `${set} is set but ${missing} is not: ${needed.slice(0, -1).join(', ')} and ${needed.at(-1)} go together, ` +
      `for example ${missing}=${SETTINGS[missing].example}`,
  };
}

function complete(read: Partial<Values>): Config | ConfigError {
  const dataDir = read.DATA_DIR ?? './data';
  const generated: SettingName[] = [];
  const own = (name: 'PARLEY_SECRET' | 'PARLEY_API_KEY' | 'WHATSAPP_VERIFY_TOKEN', prefix = '') => {
    const set = read[name];
    if (set !== undefined) return set;
    const kept = keepSecret(dataDir, name, () => prefix + randomBytes(32).toString('base64url'));
    if (kept.isNew) generated.push(name);
    return kept.value;
  };
  try {
    return {
      port: read.PORT ?? 3000,
      host: read.HOST ?? '127.0.0.1',
      databaseUrl: read.DATABASE_URL,
      dataDir,
      secret: own('PARLEY_SECRET'),
      // One of the environment's is not replaced by one that Parley made, nor the other way about.
      secretBefore:
        read.PARLEY_SECRET_BEFORE ??
        (read.PARLEY_SECRET === undefined ? keptSecret(dataDir, 'PARLEY_SECRET_BEFORE') : undefined),
      graphUrl: read.WHATSAPP_GRAPH_URL ?? 'https://graph.facebook.com',
      graphVersion: read.WHATSAPP_GRAPH_VERSION ?? 'v25.0',
      dialog360Url: read.WHATSAPP_360DIALOG_URL ?? 'https://waba-v2.360dialog.io',
      firstNumber: firstNumberOf(read),
      verifyToken: own('WHATSAPP_VERIFY_TOKEN'),
      throughput: read.WHATSAPP_THROUGHPUT ?? 80,
      flowPath: read.PARLEY_FLOW,
      admin: adminOf(read),
      publicUrl: read.PARLEY_PUBLIC_URL,
      mail: mailOf(read),
      apiKey: own('PARLEY_API_KEY', 'parley_'),
      logLevel: read.LOG_LEVEL ?? 'info',
      generated,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      variable: 'DATA_DIR',
      problem: `DATA_DIR is ${JSON.stringify(dataDir)}: it cannot keep secrets (${reason}), for example DATA_DIR=./data`,
    };
  }
}

function firstNumberOf(read: Partial<Values>): FirstNumber | null {
  const phoneNumberId = read.WHATSAPP_PHONE_NUMBER_ID;
  const accessToken = read.WHATSAPP_ACCESS_TOKEN;
  const appSecret = read.WHATSAPP_APP_SECRET;
  if (phoneNumberId === undefined || accessToken === undefined || appSecret === undefined) return null;
  return { phoneNumberId, businessAccountId: read.WHATSAPP_BUSINESS_ACCOUNT_ID, accessToken, appSecret };
}

function adminOf(read: Partial<Values>): Config['admin'] {
  const email = read.PARLEY_ADMIN_EMAIL;
  return email === undefined ? null : { email, password: read.PARLEY_ADMIN_PASSWORD ?? null };
}

function mailOf(read: Partial<Values>): Config['mail'] {
  const url = read.PARLEY_SMTP_URL;
  const from = read.PARLEY_MAIL_FROM;
  return url === undefined || from === undefined ? null : { url, from };
}

function unknownName(name: string): ConfigError {
  const near = NAMES.map((known) => ({ known, distance: distance(name, known) })).sort(
    (a, b) => a.distance - b.distance,
  )[0];
  const hint = near && near.distance <= name.length / 2 ? ` Did you mean ${near.known}?` : '';
  return { variable: name, problem: `${name} is not a setting of Parley.${hint}` };
}

/** Letters to insert, delete or replace to get from one to the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
