import { afterEach, expect, test } from 'vitest';
import { manualClock } from './clock.ts';
import { setUp, tearDown } from './test-bench.ts';

afterEach(tearDown);

const number = { phoneNumberId: '1', displayPhoneNumber: '+1 555', wabaId: '2' };

test('one person can be sent 45 messages at once, then one in six seconds', async () => {
  const { emulator, graph, phone } = await setUp({ clock: manualClock(0), autoStatuses: 'none' });
  await phone.text('hi');
  for (let count = 0; count < 45; count += 1) expect((await graph.text('x')).status).toBe(200);
  expect((await graph.text('x')).json.error).toMatchObject({ code: 131056 });
  emulator.clock.advance(5999);
  expect((await graph.text('x')).status).toBe(400);
  emulator.clock.advance(1);
  expect((await graph.text('x')).status).toBe(200);
  expect((await graph.text('x')).json.error).toMatchObject({ code: 131056 });
  // What was borrowed is paid back at the same pace.
  emulator.clock.advance(45 * 6000);
  for (let count = 0; count < 45; count += 1) expect((await graph.text('x')).status).toBe(200);
  expect((await graph.text('x')).status).toBe(400);
});

test('the pair rate of one person does not touch another', async () => {
  const { emulator, graph, phone } = await setUp({ clock: manualClock(0), autoStatuses: 'none' });
  await phone.text('hi');
  await emulator.phone('15550002222').text('hi');
  for (let count = 0; count < 46; count += 1) await graph.text('x');
  expect((await graph.send({ to: '15550002222', text: { body: 'x' } })).status).toBe(200);
});

test('the pair rate can be lifted', async () => {
  const { graph, phone } = await setUp({
    clock: manualClock(0),
    pairRate: false,
    autoStatuses: 'none',
    numbers: [{ ...number, throughput: Number.POSITIVE_INFINITY }],
  });
  await phone.text('hi');
  for (let count = 0; count < 100; count += 1) expect((await graph.text('x')).status).toBe(200);
});

test('a number has a throughput, in and out together', async () => {
  const { emulator, graph, phone } = await setUp({
    clock: manualClock(0),
    pairRate: false,
    autoStatuses: 'none',
    numbers: [{ ...number, throughput: 5 }],
  });
  await phone.text('hi');
  for (let count = 0; count < 4; count += 1) expect((await graph.text('x')).status).toBe(200);
  expect((await graph.text('x')).json.error).toMatchObject({ code: 130429 });
  emulator.clock.advance(200);
  expect((await graph.text('x')).status).toBe(200);
  expect((await graph.text('x')).status).toBe(400);
});

test('a refused message uses up nothing', async () => {
  const { graph, phone } = await setUp({ clock: manualClock(0), autoStatuses: 'none' });
  await phone.text('hi');
  for (let count = 0; count < 60; count += 1) await graph.text('');
  expect((await graph.text('x')).status).toBe(200);
});
