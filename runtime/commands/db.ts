import { type Distributed, distribute, distributeStatements } from '../db/distribute.ts';
import { configured } from './configured.ts';
import { type Command, EXIT, type ExitCode, readArgs, type Terminal, WrongUsage } from './terminal.ts';

/** `parley db distribute`: spreads the tables over the nodes of a Citus cluster. */
export const db: Command = {
  args: 'distribute',
  summary: 'Spread the tables over a Citus cluster, by lane. Once, with Parley stopped.',
  details: [
    '--dry-run   print the statements and change nothing; needs no database',
    '--json      one object: statements, or problem',
    'DATABASE_URL names the coordinator, where the extension citus and the schema (parley migrate) are.',
    'A repeated message is then recognised within its lane: if its contact was merged meanwhile, it may count again.',
  ],
  async run(args, terminal) {
    const { values, positionals } = readArgs(args, { 'dry-run': { type: 'boolean', default: false } });
    if (positionals.length !== 1 || positionals[0] !== 'distribute') {
      throw new WrongUsage('db knows one thing to do: distribute.');
    }
    if (values['dry-run']) return printed(distributeStatements(), values, terminal);
    const config = configured(terminal);
    if (!config) return EXIT.usage;
    if (config.databaseUrl === undefined) {
      return refused('The embedded database cannot be distributed: set DATABASE_URL.', values, terminal);
    }
    const { openDatabase } = await import('../db/connect.ts');
    try {
      const { unhurried, close } = await openDatabase({ url: config.databaseUrl });
      try {
        const done = await distribute(unhurried);
        return done.ok
          ? printed(done.statements, values, terminal)
          : refused(PROBLEMS[done.reason], values, terminal);
      } finally {
        await close();
      }
    } catch (error) {
      return refused(error instanceof Error ? error.message : String(error), values, terminal);
    }
  },
};

const PROBLEMS: { [reason in Extract<Distributed, { ok: false }>['reason']]: string } = {
  'no-extension': 'The database has no Citus: run “create extension citus” on every node first.',
  'not-migrated': 'The database does not have the tables of this version yet: run parley migrate first.',
  'already-distributed': 'The tables are distributed already.',
};

type Wanted = { json: boolean };

function printed(statements: string[], { json }: Wanted, terminal: Terminal): ExitCode {
  if (json) terminal.print(JSON.stringify({ statements }));
  else for (const statement of statements) terminal.print(`${statement};`);
  return EXIT.ok;
}

function refused(problem: string, { json }: Wanted, terminal: Terminal): ExitCode {
  if (json) terminal.print(JSON.stringify({ problem }));
  else terminal.complain(problem);
  return EXIT.unavailable;
}
