import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { everyRow } from './every-row.ts';
import { createRunner } from './run-rows.ts';

/* What of `npm run faults` takes little time: those rows of the fault matrix that say so, each on one database. */

describe('the fault matrix', () => {
  let runner: ReturnType<typeof createRunner>;
  beforeAll(() => {
    runner = createRunner(inject('templates'), 20_261_122);
  });
  afterAll(() => runner.close());

  const short = everyRow.flatMap(({ short: database, ...row }) => (database ? [{ ...row, database }] : []));
  test.each(short)('row $number: $name, on $database', async ({ database, ...row }) => {
    expect((await runner.run(row, database)).problem).toBeNull();
  });
});

test('no number is given to two rows', () => {
  const numbers = everyRow.map(({ number }) => number);
  expect(numbers).toEqual([...new Set(numbers)]);
});
