import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Config, readConfig } from '@parley/runtime/config.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'parley-config-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const NUMBER = {
  WHATSAPP_PHONE_NUMBER_ID: '100000000000001',
  WHATSAPP_ACCESS_TOKEN: 'EAAG-token',
  WHATSAPP_APP_SECRET: 'app-secret-1',
  WHATSAPP_VERIFY_TOKEN: 'verify-me',
};

function configOf(env: Record<string, string>): Config {
  const config = readConfig({ DATA_DIR: dataDir, ...env });
  if ('problem' in config) throw new Error(config.problem);
  return config;
}

function problemOf(env: Record<string, string>): string {
  const config = readConfig({ DATA_DIR: dataDir, ...env });
  if (!('problem' in config)) throw new Error('was accepted');
  return config.problem;
}

test('nothing has to be set', () => {
  expect(configOf({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: undefined,
    dataDir,
    graphUrl: 'https://graph.facebook.com',
    graphVersion: 'v25.0',
    firstNumber: null,
    throughput: 80,
    flowPath: undefined,
    admin: null,
    logLevel: 'info',
  });
});

test('every variable is read', () => {
  const flow = path.join(dataDir, 'flow.json');
  writeFileSync(flow, '{}');
  const config = configOf({
    ...NUMBER,
    PORT: '8080',
    HOST: '::',
    DATABASE_URL: 'postgres://u:p@db/parley',
    PARLEY_SECRET: 's'.repeat(32),
    PARLEY_SECRET_BEFORE: 'b'.repeat(32),
    WHATSAPP_GRAPH_URL: 'http://localhost:4000/',
    WHATSAPP_GRAPH_VERSION: 'v26.0',
    WHATSAPP_BUSINESS_ACCOUNT_ID: '102290129340398',
    WHATSAPP_THROUGHPUT: '1000',
    PARLEY_FLOW: flow,
    PARLEY_ADMIN_EMAIL: 'admin@example.com',
    PARLEY_ADMIN_PASSWORD: 'correct horse',
    PARLEY_PUBLIC_URL: 'https://parley.example.com/',
    PARLEY_SMTP_URL: 'smtps://user:pass@mail.example.com',
    PARLEY_MAIL_FROM: 'parley@example.com',
    PARLEY_API_KEY: 'k'.repeat(20),
    LOG_LEVEL: 'debug',
  });
  expect(config).toEqual({
    port: 8080,
    host: '::',
    databaseUrl: 'postgres://u:p@db/parley',
    dataDir,
    secret: 's'.repeat(32),
    secretBefore: 'b'.repeat(32),
    graphUrl: 'http://localhost:4000',
    graphVersion: 'v26.0',
    dialog360Url: 'https://waba-v2.360dialog.io',
    firstNumber: {
      phoneNumberId: '100000000000001',
      businessAccountId: '102290129340398',
      accessToken: 'EAAG-token',
      appSecret: 'app-secret-1',
    },
    verifyToken: 'verify-me',
    throughput: 1000,
    flowPath: flow,
    admin: { email: 'admin@example.com', password: 'correct horse' },
    publicUrl: 'https://parley.example.com',
    mail: { url: 'smtps://user:pass@mail.example.com', from: 'parley@example.com' },
    apiKey: 'k'.repeat(20),
    logLevel: 'debug',
    generated: [],
  });
});

test('an empty value counts as none, and blanks around a value do not count', () => {
  expect(configOf({ PORT: '', WHATSAPP_ACCESS_TOKEN: '  ' })).toMatchObject({
    port: 3000,
    firstNumber: null,
  });
  expect(configOf({ PORT: ' 80\n' }).port).toBe(80);
});

describe('secrets of our own', () => {
  test('are made once, kept readable by the owner alone, and found again', () => {
    const first = configOf({});
    expect(first.generated).toEqual(['PARLEY_SECRET', 'WHATSAPP_VERIFY_TOKEN', 'PARLEY_API_KEY']);
    expect(first.secret.length).toBeGreaterThanOrEqual(43);
    expect(first.apiKey).toMatch(/^parley_[\w-]{43}$/);
    expect(new Set([first.secret, first.apiKey, first.verifyToken]).size).toBe(3);

    const files = readdirSync(path.join(dataDir, 'secrets'));
    expect(files.sort()).toEqual(['PARLEY_API_KEY', 'PARLEY_SECRET', 'WHATSAPP_VERIFY_TOKEN']);
    for (const file of files) expect(statSync(path.join(dataDir, 'secrets', file)).mode & 0o777).toBe(0o600);

    expect(configOf({})).toEqual({ ...first, generated: [] });
  });

  test('that are set are not written anywhere', () => {
    configOf({
      PARLEY_SECRET: 's'.repeat(32),
      PARLEY_API_KEY: 'k'.repeat(20),
      WHATSAPP_VERIFY_TOKEN: 'v'.repeat(8),
    });
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test('that cannot be kept stop the start', () => {
    const file = path.join(dataDir, 'a-file');
    writeFileSync(file, '');
    chmodSync(file, 0o600);
    expect(problemOf({ DATA_DIR: file })).toMatch(
      /^DATA_DIR is ".*a-file": it cannot keep secrets \(.+\), for example DATA_DIR=\.\/data$/,
    );
    expect(readFileSync(file, 'utf8')).toBe('');
  });
});

describe('a wrong value stops the start with one line that says what to write instead', () => {
  test.each([
    ['PORT', '80a', 'PORT is "80a": it must be a whole number from 0 to 65535, for example PORT=3000'],
    ['PORT', '65536', 'PORT is "65536": it must be a whole number from 0 to 65535, for example PORT=3000'],
    ['HOST', 'my host', 'HOST is "my host": it must be an address'],
    [
      'WHATSAPP_GRAPH_URL',
      'graph.facebook.com',
      'WHATSAPP_GRAPH_URL is "graph.facebook.com": it must be an https address',
    ],
    ['WHATSAPP_GRAPH_URL', 'http://graph.facebook.com', 'it must be an https address'],
    ['WHATSAPP_GRAPH_URL', 'https://whatsapp.example.com/v1', 'was shut down in October 2025'],
    ['WHATSAPP_360DIALOG_URL', 'https://waba.360dialog.io', 'move the number to the Cloud API'],
    ['WHATSAPP_GRAPH_VERSION', '25', 'WHATSAPP_GRAPH_VERSION is "25": it must look like v25.0'],
    ['WHATSAPP_PHONE_NUMBER_ID', '+49 151', 'digits only, and not the phone number itself'],
    ['WHATSAPP_THROUGHPUT', '0', 'it must be a whole number from 1 to 1000'],
    ['PARLEY_FLOW', './no-such-file.json', 'it must be the path of an existing file or folder'],
    ['PARLEY_ADMIN_EMAIL', 'ada', 'it must be an email address'],
    ['LOG_LEVEL', 'verbose', 'LOG_LEVEL is "verbose": it must be trace, debug, info'],
  ])('%s=%s', (name, value, line) => {
    const problem = problemOf({ [name]: value });
    expect(problem).toContain(line);
    expect(problem).toContain(`, for example ${name}=`);
    expect(problem).not.toContain('\n');
  });

  test.each([
    ['DATABASE_URL', 'mysql://root:hunter2-hunter2@db/parley'],
    ['PARLEY_SECRET', 'hunter2-hunter2'],
    ['WHATSAPP_ACCESS_TOKEN', 'hunter2 hunter2'],
    ['WHATSAPP_APP_SECRET', 'hunter2'],
    ['WHATSAPP_VERIFY_TOKEN', 'hunter2'],
    ['PARLEY_ADMIN_PASSWORD', 'hunter2'],
    ['PARLEY_API_KEY', 'hunter2-hunter2'],
  ])('%s, whose value is not repeated', (name, value) => {
    const problem = problemOf({ [name]: value });
    expect(problem).toMatch(
      new RegExp(`^The value of ${name} cannot be right: it must .+, for example ${name}=`),
    );
    expect(problem).not.toContain('hunter2');
  });
});

test('a name that looks like ours is refused, with the one that was probably meant', () => {
  expect(problemOf({ WHATSAPP_PHONE_ID: '100000000000001' })).toBe(
    'WHATSAPP_PHONE_ID is not a setting of Parley. Did you mean WHATSAPP_PHONE_NUMBER_ID?',
  );
  expect(problemOf({ WHATSAPP_APP_SECRETE: 'x' })).toBe(
    'WHATSAPP_APP_SECRETE is not a setting of Parley. Did you mean WHATSAPP_APP_SECRET?',
  );
  expect(problemOf({ PARLEY_FLOWS: 'x' })).toBe(
    'PARLEY_FLOWS is not a setting of Parley. Did you mean PARLEY_FLOW?',
  );
  expect(problemOf({ PARLEY_SOMETHING_ELSE_ENTIRELY: 'x' })).toBe(
    'PARLEY_SOMETHING_ELSE_ENTIRELY is not a setting of Parley.',
  );
  expect(configOf({ PATH: '/bin', npm_config_x: '1' }).port).toBe(3000);
});

test.each(Object.keys(NUMBER).slice(0, 3))('a number that has only its %s is refused', (name) => {
  const missing = Object.keys(NUMBER).find((other) => other !== name);
  const env = { [name]: NUMBER[name as keyof typeof NUMBER] };
  expect(problemOf(env)).toMatch(
    new RegExp(
      `^${name} is set but ${missing} is not: WHATSAPP_PHONE_NUMBER_ID, WHATSAPP_ACCESS_TOKEN, ` +
        `WHATSAPP_APP_SECRET and WHATSAPP_VERIFY_TOKEN go together, for example ${missing}=`,
    ),
  );
});

test('a business account id without a number is refused, a number without one is not', () => {
  expect(problemOf({ WHATSAPP_BUSINESS_ACCOUNT_ID: '102290129340398' })).toMatch(/go together/);
  expect(configOf(NUMBER).firstNumber?.businessAccountId).toBeUndefined();
});

test('a verify token of one’s own may be set for numbers that are added later', () => {
  expect(configOf({ WHATSAPP_VERIFY_TOKEN: 'verify-me' })).toMatchObject({
    verifyToken: 'verify-me',
    firstNumber: null,
  });
});

test('an administrator’s password needs an address, which is offered on the first page when it stands alone', () => {
  expect(problemOf({ PARLEY_ADMIN_PASSWORD: 'correct horse' })).toBe(
    'PARLEY_ADMIN_PASSWORD is set but PARLEY_ADMIN_EMAIL is not: PARLEY_ADMIN_EMAIL and PARLEY_ADMIN_PASSWORD go ' +
      'together, for example PARLEY_ADMIN_EMAIL=admin@example.com',
  );
  expect(configOf({ PARLEY_ADMIN_EMAIL: 'admin@example.com' }).admin).toEqual({
    email: 'admin@example.com',
    password: null,
  });
});

test('letters need a server, a sender and the address that their links begin with', () => {
  const mail = { PARLEY_SMTP_URL: 'smtp://localhost:25', PARLEY_MAIL_FROM: 'Parley <parley@example.com>' };
  expect(problemOf(mail)).toMatch(/^PARLEY_SMTP_URL is set but PARLEY_PUBLIC_URL is not/);
  expect(configOf({ ...mail, PARLEY_PUBLIC_URL: 'https://parley.example.com/' })).toMatchObject({
    mail: { url: 'smtp://localhost:25', from: 'Parley <parley@example.com>' },
    publicUrl: 'https://parley.example.com',
  });
});
