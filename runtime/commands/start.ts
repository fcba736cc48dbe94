import path from 'node:path';
import type { Config } from '../config.ts';
import { createLog, type Log } from '../log.ts';
import { FlowsRefused } from '../publishing/flows-refused.ts';
import type { Started } from '../start.ts';
import { VERSION } from '../version.ts';
import { configured } from './configured.ts';
import { countInWords, problemLines } from './problem-lines.ts';
import { type Command, EXIT, type ExitCode, readArgs, type Terminal, WrongUsage } from './terminal.ts';

/** Stopping takes no longer than this: whoever told us to stop kills what is left after thirty seconds. */
const STOP_WITHIN_MS = 25_000;

/** `parley start`: the server, until a signal ends it. */
export const start: Command = {
  args: '',
  summary: 'Start the server. SIGTERM and SIGINT stop it cleanly, a second one at once.',
  details: [
    'Settings are environment variables; ARCHITECTURE.md lists them, parley doctor checks them.',
    '--json   one JSON object for the start, and the log as JSON on standard output too',
  ],
  async run(args, terminal) {
    const { values, positionals } = readArgs(args, {});
    if (positionals.length > 0) throw new WrongUsage(`start takes no arguments, and got ${positionals[0]}.`);
    const config = configured(terminal);
    if (!config) return EXIT.usage;
    // People get three lines on standard output; the log is for machines and goes beside it.
    const write = values.json ? terminal.print : terminal.complain;
    const log = createLog(config.logLevel, { write: (line) => write(line.trimEnd()) });
    logCrashes(log);
    const signalled = firstSignal();
    try {
      // Here, not above: the other commands need nothing of it, and would wait for it.
      const { startParley } = await import('../start.ts');
      const started = await startParley(config, { log });
      const link = linkOf(config, started, terminal);
      if (values.json) {
        const { url, engine, sample, setupLink } = started;
        const dataDir = path.resolve(config.dataDir);
        terminal.print(
          JSON.stringify({
            event: 'started',
            version: VERSION,
            url,
            link,
            setupLink,
            engine,
            dataDir,
            sample,
          }),
        );
      } else for (const line of linesOf(config, started)) terminal.print(line);
      const signal = await signalled;
      log.info({ signal }, 'stopping');
      return await stopped(started, log);
    } catch (error) {
      return explain(error, terminal);
    }
  },
};

/**
 * For programs that drive a browser: the address with the API key, which it keeps to itself. What follows `#` is sent to nobody. Shown on
 * a screen, and once where the key has just been made; a key that the operator has set is not written anywhere.
 */
function linkOf(config: Config, { url }: Started, { env, isScreen }: Terminal): string {
  const isOurs = !env.PARLEY_API_KEY?.trim();
  const mayShow = isOurs && (isScreen || config.generated.includes('PARLEY_API_KEY'));
  return mayShow ? `${url}/#key=${config.apiKey}` : `${url}/`;
}

/** Where, the data folder, how to go to production. */
function linesOf(config: Config, { url, engine, sample, setupLink }: Started): [string, string, string] {
  const folder = path.resolve(config.dataDir);
  const talk = sample === null ? '' : ` (“${sample}” answers there: npx parley emulator)`;
  return [
    // While nobody is there, the page that creates the first administrator.
    `Parley is at ${setupLink ?? `${config.publicUrl ?? url}/`}${talk}`,
    engine === 'pglite'
      ? `Data folder: ${folder} (embedded database: survives a killed process, not a power cut)`
      : `Data folder: ${folder} (secrets; the database is PostgreSQL at DATABASE_URL)`,
    productionLine(config, engine),
  ];
}

function productionLine(config: Config, engine: Started['engine']): string {
  const missing = [
    ...(engine === 'pglite' ? ['DATABASE_URL'] : []),
    ...(config.firstNumber ? [] : ['WHATSAPP_PHONE_NUMBER_ID and its companions']),
  ];
  return missing.length > 0
    ? `For production: set ${missing.join(', ')}, and put HTTPS in front; README.md, “Connect a real number”.`
    : 'For production: put HTTPS in front; README.md, “Connect a real number”. parley doctor checks the rest.';
}

/**
 * The first signal to stop. Listened for from the beginning, so that one which comes while Parley starts is not lost; a second one
 * ends the process at once.
 */
function firstSignal(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let isTold = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isTold) process.exit(signal === 'SIGINT' ? 130 : 143);
      isTold = true;
      resolve(signal);
    });
  }
  return promise;
}

async function stopped(started: Started, log: Log): Promise<ExitCode> {
  const timer = setTimeout(() => {
    // What is accepted is stored, so another process finishes it.
    log.warn('not everything was finished in time');
    process.exit(EXIT.ok);
  }, STOP_WITHIN_MS);
  try {
    await started.stop();
    return EXIT.ok;
  } catch (err) {
    log.error({ err }, 'stopping failed');
    return EXIT.unavailable;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What nobody caught goes through the log, which hides secrets. A throw may have left something half done, so it ends the process, as
 * Node would; what was accepted is stored, and another process or the next start goes on with it. A promise that failed while nobody
 * waited for it leaves nothing half done that the database does not undo: only what it was about has failed.
 */
function logCrashes(log: Log): void {
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'Parley has crashed');
    process.exit(70);
  });
  process.on('unhandledRejection', (err) => {
    log.error({ err }, 'something failed that nobody waited for');
  });
}

function explain(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof FlowsRefused) {
    for (const { file, problems } of error.files) {
      terminal.complain(`${file} was not published: ${countInWords(problems)}`);
      for (const line of problemLines(problems)) terminal.complain(line);
    }
    return EXIT.failed;
  }
  terminal.complain(error instanceof Error ? error.message : String(error));
  return EXIT.unavailable;
}
