import { configured } from './configured.ts';
import { type Command, EXIT, readArgs } from './terminal.ts';

/** `parley migrate`: brings the database up to this version without starting anything. `start` does the same by itself. */
export const migrate: Command = {
  args: '',
  summary: 'Bring the database up to this version. Starting does it too.',
  details: ['--json   one object: engine, applied'],
  async run(args, terminal) {
    const { values } = readArgs(args, {});
    const config = configured(terminal);
    if (!config) return EXIT.usage;
    const { openDatabase } = await import('../db/connect.ts');
    const { migrate: migrateDatabase } = await import('../db/migrate.ts');
    try {
      const { unhurried, engine, close } = await openDatabase({
        url: config.databaseUrl,
        dataDir: config.dataDir,
      });
      try {
        const { applied } = await migrateDatabase(unhurried);
        if (values.json) terminal.print(JSON.stringify({ engine, applied }));
        else if (applied.length === 0) terminal.print('The database is up to date.');
        else terminal.print(`Applied ${applied.join(', ')}.`);
        return EXIT.ok;
      } finally {
        await close();
      }
    } catch (error) {
      terminal.complain(error instanceof Error ? error.message : String(error));
      return EXIT.unavailable;
    }
  },
};
