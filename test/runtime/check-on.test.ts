import path from 'node:path';
import { Readable } from 'node:stream';
import { check } from '@parley/runtime/commands/check.ts';
import { changesUntil } from '@parley/runtime/commands/rule-changes.ts';
import { expect, test } from 'vitest';

const sample = path.join(import.meta.dirname, '../../flows/examples/cafe-orders.machine.json');

async function checked(...args: string[]) {
  const printed: string[] = [];
  const code = await check.run(args, {
    input: Readable.from([]),
    isScreen: false,
    print: (line) => printed.push(line),
    complain: (line) => printed.push(line),
    env: {},
  });
  return { code, printed };
}

test('parley check --on says what another day would refuse, and which rules change until then', async () => {
  const { code, printed } = await checked('--json', '--on', '2028-03-01', sample);
  expect(code).toBe(0);
  expect(JSON.parse(printed.join(''))).toMatchObject({
    on: '2028-03-01',
    files: [{ publishable: true, problems: [] }],
  });
  const past = await checked('--on', '2023-04-19', sample);
  expect(past.printed.join('\n')).toContain('messagingLimit.scope: number → portfolio');
  await expect(checked('--on', '2027-02-30', sample)).rejects.toThrow('not a day');
});

test('the rules that change between two days come in their order', () => {
  expect(changesUntil('2027-06-01', '2026-11-22').map(({ day, rule }) => `${day} ${rule}`)).toEqual([
    '2027-01-21 graph.v21.0',
    '2027-05-20 graph.v22.0',
  ]);
  expect(changesUntil('2027-01-01', '2026-11-22')).toEqual([]);
});
