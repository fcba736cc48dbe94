import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { type Config, readConfig } from '../config.ts';
import type { Database } from '../db/tables.ts';
import { forgetSecretBefore, keptSecret, renewSecret } from '../generated-secret.ts';
import { secretKey } from '../secrets.ts';
import { configured } from './configured.ts';
import { type Command, EXIT, type ExitCode, readArgs, type Terminal, WrongUsage } from './terminal.ts';

/** `parley secrets rotate`: another PARLEY_SECRET, and everything sealed anew with it. */
export const secrets: Command = {
  args: 'rotate',
  summary: 'Seal tokens and second factors with another PARLEY_SECRET.',
  details: [
    '--json   one object: renewed, unreadable; or problem',
    'With PARLEY_SECRET in the environment: give every process the new one, and the old one as PARLEY_SECRET_BEFORE, start them again, run this',
    'once, and take PARLEY_SECRET_BEFORE away. Where Parley made the secret itself: stop Parley and run this; it makes the new one.',
    'It may be interrupted and run again. Everybody signs in again.',
  ],
  async run(args, terminal) {
    const { values, positionals } = readArgs(args, {});
    if (positionals.length !== 1 || positionals[0] !== 'rotate')
      throw new WrongUsage('secrets knows one thing to do: rotate.');
    const config = configured(terminal);
    if (!config) return EXIT.usage;
    const { openDatabase } = await import('../db/connect.ts');
    const { migrate } = await import('../db/migrate.ts');
    try {
      const { db, unhurried, close } = await openDatabase({
        url: config.databaseUrl,
        dataDir: config.dataDir,
      });
      try {
        await migrate(unhurried);
        return await rotate(config, db, values.json, terminal);
      } finally {
        await close();
      }
    } catch (error) {
      return refused(error instanceof Error ? error.message : String(error), values.json, terminal);
    }
  },
};

async function rotate(
  config: Config,
  db: Kysely<Database>,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const isOurs = keptSecret(config.dataDir, 'PARLEY_SECRET') === config.secret;
  if (isOurs) {
    if (await isRunning(db))
      return refused('Parley runs with the old secret: stop it first.', json, terminal);
    renewSecret(config.dataDir, 'PARLEY_SECRET', () => randomBytes(32).toString('base64url'));
  }
  const renewed = readConfig(terminal.env);
  if ('problem' in renewed) return refused(renewed.problem, json, terminal);
  const { secret, secretBefore } = renewed;
  if (secretBefore === undefined) {
    return refused('Set PARLEY_SECRET_BEFORE to the secret that was used until now.', json, terminal);
  }
  const { rotateSecrets } = await import('../secrets-rotation.ts');
  const before = secretKey(secretBefore);
  const done = await rotateSecrets(db, { ...secretKey(secret), before });
  if (done.unreadable.length === 0 && isOurs) forgetSecretBefore(config.dataDir, 'PARLEY_SECRET');
  if (json) terminal.print(JSON.stringify(done));
  else {
    terminal.print(`Sealed anew: ${done.renewed}.`);
    for (const place of done.unreadable) terminal.complain(`Neither secret opens ${place}: set it again.`);
    if (!isOurs && done.unreadable.length === 0)
      terminal.print('PARLEY_SECRET_BEFORE is not needed any more: take it away.');
  }
  return done.unreadable.length > 0 ? EXIT.unavailable : EXIT.ok;
}

/** Whether a process has been seen within the last seconds: it could not open what is sealed anew. */
async function isRunning(db: Kysely<Database>): Promise<boolean> {
  const seen = await db
    .selectFrom('processes')
    .select('seen_at')
    .orderBy('seen_at', 'desc')
    .executeTakeFirst();
  return seen !== undefined && Date.now() - seen.seen_at.getTime() < SEEN_MS;
}
const SEEN_MS = 15_000;

function refused(problem: string, json: boolean, terminal: Terminal): ExitCode {
  if (json) terminal.print(JSON.stringify({ problem }));
  else terminal.complain(problem);
  return EXIT.unavailable;
}
