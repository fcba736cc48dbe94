import { constants } from 'node:fs';
import { access, mkdir, readdir, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { blocksPublishing } from '@parley/flows/validate.ts';
import { sql } from 'kysely';
import { openChannels } from '../channel/channels.ts';
import { type Config, readConfig } from '../config.ts';
import { type OpenDatabase, openDatabase } from '../db/connect.ts';
import { DEMO_NUMBER } from '../demo-number.ts';
import { flowFilesAt, readFlowFile } from '../publishing/flow-files.ts';
import { secretKey } from '../secrets.ts';
import { askGraphForNumber, type NumberToAsk } from '../whatsapp/number-at-graph.ts';
import { countInWords } from './problem-lines.ts';

/** What was looked at, how it is, and what to do about it. `note` is worth knowing and stops nothing. */
export type Finding = { subject: string; level: 'ok' | 'note' | 'wrong'; detail: string; advice?: string };

/** Everything that Parley depends on, looked at one after the other; what depends on something broken is left out. */
export async function* findings(env: Record<string, string | undefined>): AsyncGenerator<Finding> {
  yield nodeVersion();
  const config = readConfig(env);
  if ('problem' in config) {
    const advice = `Correct ${config.variable} and run parley doctor again.`;
    yield { subject: 'Settings', level: 'wrong', detail: config.problem, advice };
    return;
  }
  yield { subject: 'Settings', level: 'ok', detail: 'every variable has a valid value' };
  yield await dataFolder(config);
  yield await port(config);
  if (config.flowPath !== undefined) yield await flowFiles(config.flowPath);
  yield* databaseAndNumbers(config);
}

function nodeVersion(): Finding {
  const subject = 'Node';
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 3)) return { subject, level: 'ok', detail: process.version };
  const advice = 'Run npm ci in Parley’s folder: it brings the right Node along. Then use npx parley.';
  return { subject, level: 'wrong', detail: `${process.version} is older than 24.3`, advice };
}

async function dataFolder({ dataDir }: Config): Promise<Finding> {
  const subject = 'Data folder';
  const folder = path.resolve(dataDir);
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    const secrets = await stat(path.join(folder, 'secrets')).catch(() => null);
    if (secrets && (secrets.mode & 0o077) !== 0) {
      const advice = `chmod -R go= ${path.join(folder, 'secrets')}`;
      return { subject, level: 'wrong', detail: `others on this machine can read ${folder}/secrets`, advice };
    }
    return { subject, level: 'ok', detail: `${folder} can be written` };
  } catch (error) {
    const advice =
      'Give the user that runs Parley the right to write there, or set DATA_DIR to another folder.';
    return { subject, level: 'wrong', detail: `${folder} cannot be used (${codeOf(error)})`, advice };
  }
}

async function port({ host, port: wanted }: Config): Promise<Finding> {
  const subject = 'Port';
  const server = createServer();
  const tried = Promise.withResolvers<string | null>();
  server.once('error', (error) => tried.resolve(codeOf(error)));
  server.listen(wanted, host, () => tried.resolve(null));
  const fault = await tried.promise;
  server.close();
  if (fault === null) return { subject, level: 'ok', detail: `${host}:${wanted} is free` };
  if (fault === 'EADDRINUSE' && (await isParleyAt(host, wanted))) {
    return { subject, level: 'note', detail: `Parley is running at ${host}:${wanted}` };
  }
  const advice =
    fault === 'EADDRNOTAVAIL' ? 'Set HOST to an address of this machine.' : 'Set PORT to a free port.';
  return { subject, level: 'wrong', detail: `nothing can listen on ${host}:${wanted} (${fault})`, advice };
}

async function isParleyAt(host: string, wanted: number): Promise<boolean> {
  const near = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const shown = near.includes(':') ? `[${near}]` : near;
  try {
    const answer = await fetch(`http://${shown}:${wanted}/healthz`, { signal: AbortSignal.timeout(2_000) });
    return (await answer.text()) === '{"status":"alive"}';
  } catch {
    return false;
  }
}

async function flowFiles(place: string): Promise<Finding> {
  const subject = 'Flow files';
  const files = await flowFilesAt(place);
  const read = await Promise.all(files.map(readFlowFile));
  const faulty = read.filter(({ problems }) => blocksPublishing(problems));
  if (faulty.length > 0) {
    const detail = faulty.map(({ file, problems }) => `${file} has ${countInWords(problems)}`).join('; ');
    return { subject, level: 'wrong', detail, advice: `parley check ${place} lists them.` };
  }
  return { subject, level: 'ok', detail: `${files.length} at ${place} can be published` };
}

async function* databaseAndNumbers(config: Config): AsyncGenerator<Finding> {
  const subject = 'Database';
  let opened: OpenDatabase;
  try {
    opened = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    if (config.databaseUrl === undefined && detail.includes('in use by another Parley')) {
      const running = 'in use by a running Parley, so it is not looked into';
      yield { subject, level: 'note', detail: running, advice: 'Stop Parley first to have it checked.' };
      yield* numbersAtGraph(config, config.firstNumber ? [config.firstNumber] : []);
      return;
    }
    const advice =
      config.databaseUrl === undefined
        ? 'Set DATA_DIR to another folder, or DATABASE_URL to a PostgreSQL.'
        : 'Is PostgreSQL running there, and does it let this user in from here? DATABASE_URL says where.';
    yield { subject, level: 'wrong', detail, advice };
    return;
  }
  try {
    yield { subject, level: 'ok', detail: `${await engineName(opened)} answers` };
    yield await migrations(opened);
    yield* numbersAtGraph(config, await storedNumbers(opened, config));
  } finally {
    await opened.close();
  }
}

async function engineName({ db, engine }: OpenDatabase): Promise<string> {
  const { rows } = await sql<{
    version: string;
  }>`select current_setting('server_version') as version`.execute(db);
  return engine === 'pglite' ? 'the embedded database' : `PostgreSQL ${rows[0]?.version.split(' ')[0] ?? ''}`;
}

async function migrations({ db }: OpenDatabase): Promise<Finding> {
  const subject = 'Schema';
  const names = await readdir(path.join(import.meta.dirname, '../db/migrations'));
  const known = names.map((name) => path.parse(name).name);
  const table = await sql<{ exists: boolean }>`
    select to_regclass('kysely_migration') is not null as exists`.execute(db);
  const applied = table.rows[0]?.exists
    ? (await sql<{ name: string }>`select name from kysely_migration`.execute(db)).rows.map(
        ({ name }) => name,
      )
    : [];
  const newer = applied.filter((name) => !known.includes(name));
  if (newer.length > 0) {
    const detail = `written by a newer Parley (${newer.join(', ')})`;
    return { subject, level: 'wrong', detail, advice: 'Start the newer version, or restore the backup.' };
  }
  const missing = known.filter((name) => !applied.includes(name)).length;
  if (missing === 0) return { subject, level: 'ok', detail: 'up to date' };
  const advice = 'The next start applies them; parley migrate does it now.';
  return { subject, level: 'note', detail: `${missing} migrations to apply`, advice };
}

/** The numbers in the database; before the first start there are none yet, but perhaps one in the environment. */
async function storedNumbers({ db }: OpenDatabase, config: Config): Promise<NumberToAsk[]> {
  const stored = await openChannels(db, secretKey(config.secret, config.secretBefore)).catch(() => []);
  const { firstNumber } = config;
  if (!firstNumber) return stored;
  return [firstNumber, ...stored.filter(({ phoneNumberId }) => phoneNumberId !== firstNumber.phoneNumberId)];
}

async function* numbersAtGraph(config: Config, numbers: readonly NumberToAsk[]): AsyncGenerator<Finding> {
  const real = numbers.filter(({ phoneNumberId }) => phoneNumberId !== DEMO_NUMBER.phoneNumberId);
  if (real.length === 0) {
    const detail = 'none yet: the demo number answers to parley emulator';
    const advice = 'README.md, “Connect a real number”, says which values to take from Meta.';
    yield { subject: 'Numbers', level: 'note', detail, advice };
  }
  for (const number of real) {
    const subject = `Number ${number.phoneNumberId}`;
    const answered = await askGraphForNumber(config, number);
    yield answered.ok
      ? { subject, level: 'ok', detail: answered.words }
      : { subject, level: 'wrong', detail: answered.reason, advice: answered.advice };
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
