import { guardOf } from '@parley/flows/machine.ts';
import { loadMachine, start, transition } from '@parley/flows/transition.ts';
import { expect, test } from 'vitest';
import { flow } from '../runtime/shop.ts';

const at: [number, number] = [0, 0];
const facts = {
  now: Date.UTC(2026, 0, 5, 12),
  contact: { name: '', phone: '', locale: 'en', timezone: 'UTC' },
  windowClosesAt: Date.UTC(2026, 0, 6, 12),
};

test('a path says of each port which variables its node set, and by which of several ways it was taken', () => {
  const machine = flow(
    'taken',
    {
      first: { type: 'set', at, set: [{ variable: 'n', to: '1.0' }] },
      ask: {
        type: 'question',
        at,
        body: 'What?',
        answer: { kind: 'text' },
        saveAs: 'said',
        retries: 0,
      },
      last: { type: 'set', at, set: [{ variable: 'n', to: 'n + 1.0' }] },
      bye: { type: 'end', at },
    },
    { first: { next: 'ask' }, ask: { answered: 'last' }, last: { next: 'bye' } },
  );
  const loaded = loadMachine(machine);
  const begun = start(loaded, facts, '');
  expect(begun.path).toEqual([{ node: 'first', port: 'next', set: { n: 1 } }]);
  const turn = transition(loaded, begun.state, { type: 'text', text: 'this' }, facts);
  expect(turn.path).toEqual([
    { node: 'ask', port: 'answered', set: { said: 'this' } },
    { node: 'last', port: 'next', set: { n: 2 } },
  ]);
  expect(guardOf(machine, { node: 'ask', port: 'answered' })).toMatchObject({ type: 'matches' });
  expect(guardOf(machine, { node: 'last', port: 'next' })).toBeNull();
});

test('a title that is written leads through the same port as a tap, and a value that stays the same is no change', () => {
  const machine = flow(
    'ways',
    {
      menu: {
        type: 'buttons',
        at,
        body: 'Which?',
        buttons: [
          { id: 'a', title: 'One' },
          { id: 'b', title: 'Two' },
        ],
      },
      keep: { type: 'set', at, set: [{ variable: 'n', to: 'n' }] },
      bye: { type: 'end', at },
    },
    { menu: { a: 'keep', b: 'keep', other: 'menu' }, keep: { next: 'bye' } },
  );
  const loaded = loadMachine(machine);
  const { state } = start(loaded, facts, '');
  const turn = transition(loaded, state, { type: 'text', text: 'Two' }, facts);
  expect(turn.path).toEqual([
    { node: 'menu', port: 'b' },
    { node: 'keep', port: 'next' },
  ]);
  expect(guardOf(machine, { node: 'menu', port: 'b' })).toEqual({ type: 'chose', params: { id: 'b' } });
});
