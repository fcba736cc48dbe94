import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Beginning,
  begun,
  continued,
  exported,
  lastAnswer,
  lastValues,
  litPath,
  oneBack,
  playedAgain,
  runnable,
  standingOf,
  type Talk,
  waitingRequest,
} from '@parley/editor/simulator/conversation.ts';
import { entriesOf } from '@parley/editor/simulator/entries.ts';
import { describeMessage } from '@parley/flows/describe.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { fromMachine } from '@parley/flows/machine.ts';
import type { Move, Shelf } from '@parley/flows/simulation.ts';
import { describe, expect, test } from 'vitest';

const cafe = readExample('cafe-orders');
const parcels = readExample('parcel-support');

const NOW = Date.parse('2026-03-02T09:00:00Z');
const HOUR_MS = 3_600_000;
const beginning: Beginning = {
  contact: { name: 'Guest', phone: '15550102345', locale: 'en', timezone: 'Europe/Berlin' },
  now: NOW,
  node: null,
  opening: 'Hello',
};

function readExample(id: string): Flow {
  const path = join(import.meta.dirname, `../../flows/examples/${id}.machine.json`);
  const read = fromMachine(JSON.parse(readFileSync(path, 'utf8')));
  if (!read.ok) throw new Error(`${id} is no flow`);
  return read.flow;
}

function shelfFor(flow: Flow): Shelf {
  const run = runnable(flow);
  if (!run.ok) throw new Error(run.reason);
  return run.shelf;
}

function talkTo(flow: Flow, moves: Move[], from: Beginning = beginning): Talk {
  const shelf = shelfFor(flow);
  return moves.reduce((talk, move) => continued(shelf, talk, move), begun(shelf, flow.id, from));
}

const write = (text: string): Move => ({ do: 'say', input: { type: 'text', text } });
const tap = (id: string, node: string): Move => ({
  do: 'say',
  input: { type: 'choice', id, offeredBy: { node, earlierSession: false } },
});

/** The bot's messages in the thread, each by its first line. */
const heard = (talk: Talk) =>
  entriesOf(talk).flatMap((entry) => (entry.type === 'message' ? [describeMessage(entry.message)[0]] : []));

describe('a conversation in the simulator', () => {
  test('lights the ports of the last move and the node where it stands', () => {
    const talk = talkTo(cafe, [tap('order', 'welcome')]);
    expect(litPath(talk)).toEqual({ taken: [{ node: 'welcome', port: 'order' }], at: 'menu' });
  });

  test('takes a step back, with its timers and variables, but not the first', () => {
    const before = talkTo(cafe, [tap('order', 'welcome')]);
    const talk = continued(shelfFor(cafe), before, tap('coffee', 'menu'));
    expect(lastValues(talk)).toMatchObject({ category: 'coffee' });
    expect(oneBack(talk)).toEqual(before);
    expect(oneBack(oneBack(oneBack(talk))).steps).toHaveLength(1);
  });

  test('begins at any node', () => {
    const talk = talkTo(cafe, [], { ...beginning, node: 'menu' });
    expect(litPath(talk).at).toBe('menu');
    expect(heard(talk)).toEqual(['*What we have*']);
  });

  test('plays the same moves again in another language, and with an edited flow', () => {
    const talk = talkTo(cafe, [tap('order', 'welcome')]);
    const russian = { ...beginning, contact: { ...beginning.contact, locale: 'ru' } };
    const again = playedAgain(shelfFor(cafe), talk, russian);
    expect(litPath(again)).toEqual(litPath(talk));
    expect(heard(again).join()).toMatch(/[а-я]/);

    const { menu } = cafe.nodes;
    if (menu?.type !== 'list') throw new Error('the menu is a list');
    const edited = {
      ...cafe,
      nodes: { ...cafe.nodes, menu: { ...menu, header: undefined, body: 'New words' } },
    };
    expect(heard(playedAgain(shelfFor(edited), talk, beginning)).at(-1)).toBe('New words');
  });

  test('fires what is due on the way when the clock is moved, and closes the window', () => {
    const talk = talkTo(cafe, [{ do: 'pass', ms: 24 * HOUR_MS }]);
    const entries = entriesOf(talk);
    expect(entries.filter(({ type }) => type === 'passed').map((entry) => 'ms' in entry && entry.ms)).toEqual(
      [20 * HOUR_MS, 4 * HOUR_MS],
    );
    expect(entries.filter(({ type }) => type === 'message')).toHaveLength(2);
    expect(standingOf(talk).now).toBe(NOW + 24 * HOUR_MS);
  });

  test('does not deliver a free-form message while the window is closed, and the flow hears of it', () => {
    const { window: _, ...settings } = cafe.settings;
    const withoutTemplate = { ...cafe, settings };
    const talk = talkTo(withoutTemplate, [], { ...beginning, opening: null });
    const [message] = entriesOf(talk).filter((entry) => entry.type === 'message');
    expect(message).toMatchObject({ node: 'welcome', isRefused: true });
    const told = entriesOf(talk).flatMap((entry) => (entry.type === 'said' ? [entry.input] : []));
    expect(told).toEqual([{ type: 'send.failed', node: 'welcome', reason: 'window-closed' }]);
  });

  test('asks for the answer of a request, and remembers it for the next one', () => {
    const talk = talkTo(parcels, [write('RR123456789DE')]);
    const request = waitingRequest(talk);
    expect(request?.request.url).toContain('RR123456789DE');
    if (!request) throw new Error('no request');
    const failed: Move = {
      do: 'tell',
      input: { type: 'call.done', call: request.call, status: 404, body: {} },
    };
    const after = continued(shelfFor(parcels), talk, failed);
    expect(waitingRequest(after)).toBeNull();
    expect(lastAnswer(after, request.node)).toMatchObject({ status: 404 });
  });

  test('an answer given by hand is still one when the conversation is played again, a turn later', () => {
    const talk = talkTo(parcels, [write('RR123456789DE')]);
    const call = waitingRequest(talk)?.call ?? '';
    const done: Move = { do: 'tell', input: { type: 'call.done', call, status: 404, body: {} } };
    const whole = continued(shelfFor(parcels), talk, done);
    const [first, ...rest] = whole.steps;
    const guess = talkTo(parcels, [write('no number')]).steps[1];
    if (!first || !guess) throw new Error('no steps');
    const later = playedAgain(shelfFor(parcels), { ...whole, steps: [first, guess, ...rest] }, beginning);
    expect(litPath(later)).toEqual(litPath(whole));
  });

  test('sets a variable to what it can hold only', () => {
    const talk = talkTo(cafe, [{ do: 'set', variable: 'guest', value: 'Guest' }]);
    expect(lastValues(talk)).toMatchObject({ guest: 'Guest' });
    const wrong = continued(shelfFor(cafe), talk, { do: 'set', variable: 'category', value: 'tea' });
    expect(lastValues(wrong)).toEqual(lastValues(talk));
  });

  test('a tap on a message of an earlier session says so', () => {
    const talk = talkTo(cafe, [write('stop'), write('hello')]);
    const earlier = entriesOf(talk).flatMap((entry) => (entry.type === 'message' ? [entry.isEarlier] : []));
    expect(earlier).toContain(true);
    expect(earlier.at(-1)).toBe(false);
  });

  test('a turn that fails is told in words and leaves the conversation where it was', () => {
    const shelf = shelfFor(cafe);
    const talk = begun(shelf, cafe.id, beginning);
    const { session } = standingOf(talk);
    if (!session) throw new Error('no session');
    const lost = { ...standingOf(talk), session: { ...session, state: { ...session.state, value: 'gone' } } };
    const [step] = talk.steps;
    if (!step) throw new Error('no step');
    const broken: Talk = { ...talk, steps: [{ ...step, after: lost }] };
    const after = continued(shelf, broken, write('hi'));
    expect(after.steps.at(-1)?.problem).toMatch(/gone/);
    expect(standingOf(after)).toEqual(lost);
    expect(entriesOf(after).at(-1)).toMatchObject({ type: 'problem' });
  });

  test('is written as a transcript', () => {
    const talk = talkTo(cafe, [tap('order', 'welcome'), { do: 'wait' }]);
    const lines = exported(talk).split('\n');
    expect(lines.slice(0, 5)).toEqual([
      '@ now 2026-03-02T09:00:00.000Z',
      '@ timezone Europe/Berlin',
      '@ name Guest',
      '@ phone 15550102345',
      '@ locale en',
    ]);
    expect(lines.filter((line) => line.startsWith('>'))).toEqual(['> Hello', '> [order]', '> (silence)']);
  });
});

test('an empty draft says that there is nothing to talk to', () => {
  expect(runnable({ ...cafe, start: null, nodes: {}, edges: {}, globals: {} })).toEqual({
    ok: false,
    reason: 'no-start',
  });
});
