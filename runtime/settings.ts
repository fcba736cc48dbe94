import { existsSync } from 'node:fs';
import { z } from 'zod';

/** One environment variable: how to read it, what a right value is in words and by example, and whether it may be shown. */
export type Setting<T = unknown> = {
  schema: z.ZodType<T, string>;
  must: string;
  example: string;
  isSecret?: true;
};

const setting = <T>(schema: z.ZodType<T, string>, must: string, example: string): Setting<T> => ({
  schema,
  must,
  example,
});
const secret = (schema: z.ZodType<string, string>, must: string, example: string): Setting<string> => ({
  ...setting(schema, must, example),
  isSecret: true,
});

const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .pipe(z.number().min(from).max(to));
const id = z.string().regex(/^\d{5,20}$/);
/** Without blanks, which only come from copying, and could not be sent in a header. */
const key = (atLeast: number) =>
  z
    .string()
    .regex(/^[\x21-\x7e]*$/)
    .min(atLeast);

/** The access token goes to this address with every message. */
const CLOUD_URL = z
  .string()
  .refine(isSafeUrl)
  .refine((url) => !isOnPremises(url))
  .transform((url) => url.replace(/\/+$/, ''));
const CLOUD_URL_MUST =
  'be an https address (http is for this machine and for names without a dot) of the Cloud API. WhatsApp’s On-Premises API (a client of ' +
  'your own, waba.360dialog.io, addresses that end in /v1) was shut down in October 2025: move the number to the Cloud API and give its address';

/** Every variable that Parley reads; the table in README.md says what each is for. */
export const SETTINGS = {
  PORT: setting(wholeNumber(0, 65535), 'be a whole number from 0 to 65535', '3000'),
  HOST: setting(z.string().regex(/^[\w.:-]+$/), 'be an address or a name to listen on', '0.0.0.0'),
  DATABASE_URL: secret(
    z.string().refine((url) => /^postgres(ql)?:\/\/[^/]/.test(url) && URL.canParse(url)),
    'be the address of a PostgreSQL database',
    'postgresql://parley:password@localhost:5432/parley',
  ),
  DATA_DIR: setting(z.string().min(1), 'be a folder', './data'),
  PARLEY_SECRET_BEFORE: secret(
    key(32),
    'be the PARLEY_SECRET that was used until now',
    '<what PARLEY_SECRET was>',
  ),
  PARLEY_SECRET: secret(key(32), 'have 32 characters or more, without spaces', '$(openssl rand -hex 32)'),
  WHATSAPP_GRAPH_URL: setting(CLOUD_URL, CLOUD_URL_MUST, 'https://graph.facebook.com'),
  WHATSAPP_360DIALOG_URL: setting(CLOUD_URL, CLOUD_URL_MUST, 'https://waba-v2.360dialog.io'),
  WHATSAPP_GRAPH_VERSION: setting(z.string().regex(/^v\d{1,2}\.\d$/), 'look like v25.0', 'v25.0'),
  WHATSAPP_PHONE_NUMBER_ID: setting(
    id,
    'be the phone number id that Meta shows, digits only, and not the phone number itself',
    '100000000000001',
  ),
  WHATSAPP_BUSINESS_ACCOUNT_ID: setting(
    id,
    'be the WhatsApp Business Account id, digits only',
    '200000000000001',
  ),
  WHATSAPP_ACCESS_TOKEN: secret(key(8), 'be an access token, without spaces', '<token of a system user>'),
  WHATSAPP_APP_SECRET: secret(
    key(8),
    'be the app secret, without spaces',
    "<from Meta's app dashboard, App settings, Basic>",
  ),
  WHATSAPP_VERIFY_TOKEN: secret(
    key(8),
    'have 8 characters or more, without spaces',
    '<any text of your own, entered at Meta too>',
  ),
  WHATSAPP_THROUGHPUT: setting(wholeNumber(1, 1000), 'be a whole number from 1 to 1000', '80'),
  PARLEY_FLOW: setting(
    z.string().refine(existsSync),
    'be the path of an existing file or folder',
    './flows/cafe.json',
  ),
  PARLEY_ADMIN_EMAIL: setting(z.email(), 'be an email address', 'admin@example.com'),
  PARLEY_ADMIN_PASSWORD: secret(z.string().min(10), 'have 10 characters or more', '<a password>'),
  PARLEY_PUBLIC_URL: setting(
    z
      .string()
      .refine((url) => /^https?:\/\/[^/]+\/*$/.test(url) && URL.canParse(url))
      .transform((url) => url.replace(/\/+$/, '')),
    'be the address that people open, without a path',
    'https://parley.example.com',
  ),
  PARLEY_SMTP_URL: secret(
    z.string().refine((url) => /^smtps?:\/\/[^/]/.test(url) && URL.canParse(url)),
    'be the address of a mail server',
    'smtps://user:password@mail.example.com',
  ),
  PARLEY_MAIL_FROM: setting(
    z.string().regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/),
    'be an email address, with or without a name',
    '"Parley <parley@example.com>"',
  ),
  PARLEY_API_KEY: secret(key(20), 'have 20 characters or more, without spaces', '$(openssl rand -hex 32)'),
  LOG_LEVEL: setting(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    'be trace, debug, info, warn, error, fatal or silent',
    'info',
  ),
} satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;

function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, search, hash } = new URL(text);
  if (username !== '' || search !== '' || hash !== '') return false;
  const isNear = !hostname.includes('.') || hostname === '127.0.0.1';
  return protocol === 'https:' || (protocol === 'http:' && isNear);
}

/** Addresses of the On-Premises API as they were: `/v1` behind the host, or the host that 360dialog had for it. */
function isOnPremises(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { hostname, pathname } = new URL(text);
  return hostname === 'waba.360dialog.io' || /^\/v1(\/|$)/.test(pathname);
}
