import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { forEachDatabase } from '../setup/database.ts';
import { counting, roundabout } from './crash-flows.ts';
import { type Stage, setStage } from './crash-stage.ts';

const PATIENCE_MS = 60_000;
const points = pointsOffered();

forEachDatabase((name, _open, place) => {
  let stage: Stage | undefined;
  afterEach(() => stage?.clear());

  test('killed between any two steps and started again, it answers every message once', {
    timeout: 120_000,
  }, async () => {
    stage = await setStage(await place(), roundabout, { graceMs: 5_000 });
    const { crew } = stage;
    let isOver = false;
    const talks = names('4915000', 6).map((waId) => talk(stageOf(stage), waId, () => isOver));
    // The embedded database is slow to open, and the steps are the same: it is killed at every third.
    const here = name === 'PGlite' ? points.filter((_, n) => n % 3 === 0) : points;
    for (const [n, point] of here.entries()) {
      await crew.start({ point, time: 1 + (n % 3) });
      await crew.died(30_000).catch((cause) => {
        throw new Error(`nothing came by ${point}`, { cause });
      });
    }
    await crew.start();
    isOver = true;
    for (const { heard, said } of await Promise.all(talks)) {
      expect(heard).toEqual(said.map((words, i) => `${i}: ${words}`));
    }
    await expectOnce(stage);
    // A call that nobody knows the end of is made again, up to three times in all.
    const times = [...Map.groupBy(stage.calls, (call) => call).values()].map(({ length }) => length);
    expect(times.filter((count) => count > 3)).toEqual([]);
    expect(times.length).toBeGreaterThan(here.length);
  });

  test('killed at any moment, it counts every message once', { timeout: 120_000 }, async () => {
    stage = await setStage(await place(), () => counting, { graceMs: 5_000 });
    const { crew, emulator } = stage;
    const chance = seeded(20_261_122);
    await crew.start();
    const phones = names('4915100', 20).map((waId) => emulator.phone(waId));
    await Promise.all(phones.map((phone) => phone.text('hello').then(() => phone.receive(PATIENCE_MS))));

    const words = ['one', 'two', 'three', 'four', 'five'];
    const writing = phones.map(async (phone) => {
      for (const word of words) {
        await sleep(chance() * 600);
        await phone.text(word);
      }
    });
    for (let kills = 0; kills < (name === 'PGlite' ? 3 : 5); kills++) {
      await sleep(100 + chance() * 500);
      await crew.kill();
      await crew.start();
    }
    await Promise.all(writing);
    const heardLess = () => phones.filter(({ messages }) => messages.length <= words.length).length;
    await expect.poll(heardLess, { timeout: PATIENCE_MS }).toBe(0);
    await expectOnce(stage);
    for (const { messages } of phones) {
      const heard = messages.map(({ body }) => body.split(': '));
      expect(heard.map(([number]) => number)).toEqual(['0', '1', '2', '3', '4', '5']);
      // A text that had to be brought again may have been overtaken.
      expect(heard.flatMap(([, text]) => text || []).toSorted()).toEqual(words.toSorted());
    }
  });

  test('where no status ever tells, a reply that was on its way goes once more, and it is known', {
    timeout: 60_000,
  }, async () => {
    stage = await setStage(await place(), () => counting, { graceMs: 500, autoStatuses: 'none' });
    const { crew, emulator } = stage;
    const phone = emulator.phone('491520000001');
    await crew.start({ point: 'deliver.after-send', time: 1 });
    await phone.text('hello');
    await crew.died(30_000);
    await crew.start();
    expect((await phone.receive(PATIENCE_MS)).body).toBe('0: ');
    expect((await phone.receive(PATIENCE_MS)).body).toBe('0: ');
    await phone.text('one');
    expect((await phone.receive(PATIENCE_MS)).body).toBe('1: one');
    const outbox = await stage.settle();
    expect(outbox.map(({ resent, attempts }) => ({ resent, attempts }))).toEqual([
      { resent: true, attempts: 2 },
      { resent: false, attempts: 1 },
    ]);
    expect(phone.messages).toHaveLength(3);
  });
});

/** Somebody who writes, waits for the answer and writes again, until it is over. */
async function talk({ emulator }: Stage, waId: string, isOver: () => boolean) {
  const phone = emulator.phone(waId);
  const said: string[] = [];
  do {
    // The words that start a session are no answer in it.
    said.push(said.length === 0 ? '' : `${waId.slice(-2)}-${said.length}`);
    await phone.text(said.at(-1) || 'hello');
    await phone.receive(PATIENCE_MS);
  } while (!isOver());
  return { said, heard: phone.messages.map(({ body }) => body) };
}

function stageOf(stage: Stage | undefined): Stage {
  if (!stage) throw new Error('there is no stage yet');
  return stage;
}

/** In the end WhatsApp was given every message once, and what became of each is known. */
async function expectOnce({ settle, emulator }: Stage): Promise<void> {
  const outbox = await settle();
  const given = emulator.accepted.map(({ callbackData }) => callbackData);
  expect(given.toSorted()).toEqual(outbox.map(({ lane, id }) => `${lane}.${id}`).toSorted());
  expect(outbox.filter(({ status }) => status !== 'delivered')).toEqual([]);
}

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${prefix}${String(n).padStart(5, '0')}`);
}

/**
 * The names of all points between steps that the runtime's code has, whoever has added them. Calls come first: nobody looks after one
 * that its process died over before its time is up, and meanwhile the others have their turn.
 */
function pointsOffered(): string[] {
  const folder = path.join(import.meta.dirname, '../../runtime');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.includes('node_modules'),
  );
  const found = files.flatMap((file) =>
    Array.from(
      readFileSync(path.join(folder, file), 'utf8').matchAll(/\bat\?\.\('([\w.-]+)'\)/g),
      ([, point = '']) => point,
    ),
  );
  const isCall = (point: string) => point.startsWith('calls.');
  // Nobody in this story sends a broadcast or imports a file: `broadcast/` and `contacts/` end those between their steps.
  const ofStory = found.filter((point) => !/^(broadcast|import)\./.test(point));
  return [...ofStory.filter(isCall), ...ofStory.filter((point) => !isCall(point))];
}

/** Numbers from 0 to 1, the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
