import { check } from './commands/check.ts';
import { db } from './commands/db.ts';
import { doctor } from './commands/doctor.ts';
import { emulator } from './commands/emulator.ts';
import { helpText, usageText } from './commands/help.ts';
import { migrate } from './commands/migrate.ts';
import { publish } from './commands/publish.ts';
import { secrets } from './commands/secrets.ts';
import { simulate } from './commands/simulate.ts';
import { start } from './commands/start.ts';
import { type Command, EXIT, type Terminal, WrongUsage } from './commands/terminal.ts';
import { test } from './commands/test.ts';
import { trace } from './commands/trace.ts';
import { user } from './commands/user.ts';
import { VERSION } from './version.ts';

const COMMANDS: { readonly [name: string]: Command } = {
  start,
  check,
  test,
  publish,
  simulate,
  migrate,
  db,
  doctor,
  trace,
  secrets,
  user,
  emulator,
};

/** Runs `parley …` and returns its exit code. 70 (by convention) is a mistake of Parley's own. */
async function main([name, ...args]: string[], terminal: Terminal): Promise<number> {
  if (name === '--version' || name === '-v') {
    terminal.print(VERSION);
    return EXIT.ok;
  }
  if (name === undefined || name === 'help' || name === '--help' || name === '-h')
    return help(args[0], terminal);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    terminal.complain(`parley has no command “${name}”; parley help lists them.`);
    return EXIT.usage;
  }
  if (args.includes('--help') || args.includes('-h')) return help(name, terminal);
  try {
    return await command.run(args, terminal);
  } catch (error) {
    if (error instanceof WrongUsage) {
      terminal.complain(error.message);
      for (const line of usageText(name, command)) terminal.complain(line);
      return EXIT.usage;
    }
    terminal.complain(
      `Parley has failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return 70;
  }
}

function help(name: string | undefined, terminal: Terminal): number {
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const lines = name !== undefined && command ? usageText(name, command) : helpText(COMMANDS);
  for (const line of lines) terminal.print(line);
  return EXIT.ok;
}

// Whoever reads our lines has read enough (`parley help | head -1`).
process.stdout.on('error', () => process.exit());

process.exitCode = await main(process.argv.slice(2), {
  input: process.stdin,
  isScreen: process.stdout.isTTY === true,
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  env: process.env,
});
