import { parseArgs } from 'node:util';
import { everyRow } from './every-row.ts';
import { prepareTemplates } from './hall.ts';
import { mixOf } from './mix.ts';
import type { Row } from './row.ts';
import { createRunner, lineOf } from './run-rows.ts';

const HELP = `Usage: npm run faults -- [row …] [options]

Runs the fault matrix against real processes, and says of each row whether it held.

  --seed S       what chance is made from; printed, so that a run can be repeated
  --short        only what is part of npm test
  --on DATABASE  PostgreSQL or PGlite alone
  --mix SECONDS  a random mix of faults for so long, instead of rows
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    short: { type: 'boolean', default: false },
    on: { type: 'string' },
    mix: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));

if (values.help) process.stdout.write(HELP);
else process.exitCode = await main();

async function main(): Promise<number> {
  const wanted = chosen();
  if (wanted.length === 0 || !Number.isSafeInteger(seed) || Number.isNaN(Number(values.mix ?? 0))) {
    process.stderr.write(HELP);
    return 2;
  }
  const { templates, close } = await prepareTemplates();
  const runner = createRunner(templates, seed);
  const count = { held: 0, failed: 0 };
  try {
    for (const { row, database } of wanted) {
      const result = await runner.run(row, database);
      count[result.problem === null ? 'held' : 'failed'] += 1;
      console.log(lineOf(result));
    }
  } finally {
    await runner.close();
    await close();
  }
  console.log(`seed ${seed}`);
  console.log(`${count.held} held, ${count.failed} failed`);
  return count.failed === 0 ? 0 : 1;
}

/** Which rows to run, and on which databases. */
function chosen(): { row: Row; database: Row['on'][number] }[] {
  if (values.mix !== undefined) {
    const row = mixOf(Number(values.mix), (line) => console.log(`    ${line}`));
    return row.on.map((database) => ({ row, database }));
  }
  const numbers = positionals.map(Number);
  const rows = everyRow.filter(({ number }) => numbers.length === 0 || numbers.includes(number));
  return rows.flatMap((row) => {
    const databases = values.short ? (row.short ? [row.short] : []) : row.on;
    return databases
      .filter((database) => (values.on ?? database) === database)
      .map((database) => ({ row, database }));
  });
}
