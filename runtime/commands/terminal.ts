import type { Readable } from 'node:stream';
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** What a command has to do with the world outside. */
export type Terminal = {
  input: Readable & { isTTY?: boolean };
  /** Standard output is a person's screen, not a file or a collector of logs. */
  isScreen: boolean;
  /** Prints one line on standard output: results. */
  print(line: string): void;
  /** Prints one line on standard error: what went wrong. */
  complain(line: string): void;
  env: Record<string, string | undefined>;
};

/** How `parley` ends, so that a script can tell why. The help text explains them. */
export const EXIT = {
  ok: 0,
  /** The flow has errors, or a check failed. */
  failed: 1,
  /** The command was not given what it needs. */
  usage: 2,
  /** Something outside said no: server, database, port, or a conflict with what somebody else did. */
  unavailable: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export type Command = {
  /** After the name, as the usage shows it. */
  args: string;
  /** One sentence. */
  summary: string;
  /** Options and whatever else must be known, a line each. */
  details: string[];
  run(args: string[], terminal: Terminal): Promise<ExitCode>;
};

/** The person's mistake in calling a command. `main` prints it with the command's usage and ends with 2. */
export class WrongUsage extends Error {}

/** Reads arguments as `util.parseArgs` does, every command knowing `--json`. Throws `WrongUsage`. */
export function readArgs<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { ...options, json: { type: 'boolean', default: false } },
    });
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
