import { readFile } from 'node:fs/promises';
import { validate } from '@parley/flows/validate.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DatabaseServer, startServer } from '../setup/database-server.ts';
import { growingFlow } from './growth.ts';
import { median, tableLines } from './report.ts';
import { DIALOGUE, startFloor, startRuntime } from './subjects.ts';
import { usageOf } from './usage.ts';
import { hireWorld, type World } from './world-process.ts';

/* That the benchmark measures what it says; not how fast anything is. */

let server: DatabaseServer;
let world: World;
beforeAll(async () => {
  [server, world] = await Promise.all([startServer(), hireWorld()]);
});
afterAll(async () => {
  world.dismiss();
  await server.stop();
});

test('the dialogue can be published, and so can its longer forms', async () => {
  expect(validate(JSON.parse(await readFile(DIALOGUE, 'utf8')))).toEqual([]);
  const longer = await growingFlow(100);
  expect(Object.keys(longer.states)).toHaveLength(100);
  /* Nobody goes through all of it: that it may say too much at once is a warning. */
  expect(validate(longer).filter(({ code }) => code !== 'many-messages')).toEqual([]);
});

test('people who go through the dialogue with Parley get every reply once and in order', async () => {
  const subject = await startRuntime({ server, graphUrl: world.graphUrl });
  try {
    const found = await world.run({
      ...{ order: 'saturate', target: subject.target, people: 10, seconds: 2, thinkMs: 50 },
    });
    expect(found).toMatchObject({ lost: 0, doubled: 0, outOfOrder: 0, refused: 0 });
    expect(found.turns).toBeGreaterThan(10);
    expect(found.p99).toBeGreaterThan(found.p50);
    expect(usageOf(subject.pid).cpuSeconds).toBeGreaterThan(0);
  } finally {
    await subject.stop();
  }
});

test('a floor keeps up with its people at a given rate, and what it says is no dialogue', async () => {
  const subject = await startFloor('durable', server, world.graphUrl);
  try {
    const paced = { order: 'pace', people: 10, seconds: 1, perSecond: 20 } as const;
    const found = await world.run({ ...paced, target: subject.target });
    expect(found).toMatchObject({ lost: 0, doubled: 0, outOfOrder: 0, refused: 0 });
    expect(found.turns).toBeGreaterThan(10);
    const target = { ...subject.target, speaks: 'dialogue' as const };
    expect((await world.run({ ...paced, target })).outOfOrder).toBeGreaterThan(0);
  } finally {
    await subject.stop();
  }
});

test('a table is Markdown with columns of one width', () => {
  const table = { title: 'Who', columns: ['', 'n'], rows: [['first', '10']] };
  expect(tableLines(table)).toEqual(['## Who', '', '|       | n  |', '| ----- | -- |', '| first | 10 |']);
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1])).toBe(2.5);
});
