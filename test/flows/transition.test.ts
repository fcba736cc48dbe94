import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Flow } from '@parley/flows/flow.ts';
import { type Facts, Input } from '@parley/flows/input.ts';
import { fromMachine, toMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { loadMachine, start, transition } from '@parley/flows/transition.ts';
import type { SessionState } from '@parley/flows/turn.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const now = Date.parse('2026-03-02T09:00:00Z');
const facts: Facts = {
  now,
  contact: { name: 'neighbour', phone: '15550001111', locale: '', timezone: 'Europe/Berlin' },
  windowClosesAt: now + 86_400_000,
};

function example(name: string): FlowMachine {
  const path = join(import.meta.dirname, `../../flows/examples/${name}.machine.json`);
  const read = fromMachine(JSON.parse(readFileSync(path, 'utf8')));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.machine;
}

const examples = ['cafe-orders', 'parcel-support', 'appointment-reminder'].map(example);

function flow(nodes: Flow['nodes'], edges: Flow['edges'], more: Partial<Flow> = {}): FlowMachine {
  return toMachine({
    id: 'small',
    settings: {
      name: 'Small',
      locales: ['en'],
      defaultLocale: 'en',
      variables: [{ name: 'n', type: 'number' }],
      escalation: { keywords: { en: ['agent'] }, maxTurns: 2 },
    },
    start: Object.keys(nodes)[0] ?? null,
    nodes,
    edges,
    globals: {},
    ...more,
  });
}

const at: [number, number] = [0, 0];
const request = {
  type: 'request' as const,
  at,
  method: 'GET' as const,
  url: 'https://example.com',
  save: [],
};

describe('calls', () => {
  const machine = loadMachine(
    flow(
      {
        first: request,
        ask: { type: 'buttons', at, body: 'Again?', buttons: [{ id: 'yes', title: 'Yes' }] },
      },
      { first: { answered: 'ask', failed: 'ask' }, ask: { yes: 'first', other: 'ask' } },
    ),
  );

  test('the answer to an earlier call changes nothing', () => {
    const one = start(machine, facts, '');
    const failed = transition(
      machine,
      one.state,
      { type: 'call.failed', call: one.state.call ?? '', reason: 'slow' },
      facts,
    );
    const again = transition(machine, failed.state, { type: 'choice', id: 'yes' }, facts);
    expect(again.state.call).not.toBe(one.state.call);

    const late = transition(
      machine,
      again.state,
      { type: 'call.done', call: one.state.call ?? '', status: 200, body: {} },
      facts,
    );
    expect(late).toEqual({ state: again.state, effects: [], path: [], held: false, ended: null });
  });

  test('a call that has been answered is no longer waited for', () => {
    const one = start(machine, facts, '');
    const done = transition(
      machine,
      one.state,
      { type: 'call.done', call: one.state.call ?? '', status: 200, body: {} },
      facts,
    );
    expect(done.state).toMatchObject({ value: 'ask', call: null });
  });
});

test('a loop without a wait fails its turn instead of hanging', () => {
  const set = { type: 'set' as const, at, set: [] };
  const machine = loadMachine(flow({ one: set, two: set }, { one: { next: 'two' }, two: { next: 'one' } }));
  expect(() => start(machine, facts, '')).toThrow(/turn of small failed/);
});

test('a message shows variables as they were when it was sent, not as they became', () => {
  const say = {
    type: 'message' as const,
    at,
    bubbles: [{ id: 'a', message: { type: 'text' as const, body: 'n is {{n}}' } }],
  };
  const machine = loadMachine(
    flow(
      {
        before: { type: 'set', at, set: [{ variable: 'n', to: '1' }] },
        say,
        after: { type: 'set', at, set: [{ variable: 'n', to: 'n + 1' }] },
        again: say,
        end: { type: 'end', at },
      },
      { before: { next: 'say' }, say: { next: 'after' }, after: { next: 'again' }, again: { next: 'end' } },
    ),
  );
  const said = start(machine, facts, '').effects.flatMap((effect) =>
    effect.type === 'send' ? [effect.message] : [],
  );
  expect(said).toEqual([
    { type: 'text', body: 'n is 1' },
    { type: 'text', body: 'n is 2' },
  ]);
});

test('a condition later in the same turn sees a value that was set in it', () => {
  const end = (reason: string) => ({ type: 'end' as const, at, reason });
  const machine = loadMachine(
    flow(
      {
        set: { type: 'set', at, set: [{ variable: 'n', to: '3' }] },
        many: { type: 'branch', at, conditions: [{ id: 'yes', when: 'n > 2' }] },
        right: end('right'),
        wrong: end('wrong'),
      },
      { set: { next: 'many' }, many: { yes: 'right', other: 'wrong' } },
    ),
  );
  expect(start(machine, facts, '').ended).toBe('right');
});

test('an edge back to the same node asks again and starts its silence anew', () => {
  const machine = loadMachine(
    flow(
      {
        ask: {
          type: 'buttons',
          at,
          body: 'Yes?',
          buttons: [{ id: 'yes', title: 'Yes' }],
          silentAfter: 'PT1H',
        },
      },
      { ask: { yes: 'ask', other: 'ask', silent: 'ask' } },
    ),
  );
  const { state } = start(machine, facts, '');
  const again = transition(machine, state, { type: 'text', text: 'what?' }, facts);
  expect(again.effects.map(({ type }) => type)).toEqual(['cancel', 'send', 'schedule']);
});

describe('typed answers', () => {
  const machine = loadMachine(
    flow(
      {
        ask: {
          type: 'buttons',
          at,
          body: 'Café?',
          buttons: [
            { id: 'a', title: 'Café au lait' },
            { id: 'b', title: 'Tea' },
          ],
        },
        a: { type: 'end', at, reason: 'a' },
        b: { type: 'end', at, reason: 'b' },
        other: { type: 'end', at, reason: 'other' },
      },
      { ask: { a: 'a', b: 'b', other: 'other' } },
    ),
  );
  test.each([
    ['café au lait', 'a'],
    ['  CAFE  AU LAIT ', 'a'],
    ['cafe au lait!', 'a'],
    ['1', 'a'],
    ['2.', 'b'],
    ['3', 'other'],
    ['0', 'other'],
    ['te', 'other'],
    ['', 'other'],
  ])('“%s” leaves by %s', (text, reason) => {
    const { state } = start(machine, facts, '');
    expect(transition(machine, state, { type: 'text', text }, facts).ended).toBe(reason);
  });

  test('an unknown option id leaves by other', () => {
    const { state } = start(machine, facts, '');
    expect(transition(machine, state, { type: 'choice', id: 'zzz' }, facts).ended).toBe('other');
  });

  test('a tap on a message of an earlier session asks the question again', () => {
    const { state } = start(machine, facts, '');
    const turn = transition(
      machine,
      state,
      { type: 'choice', id: 'a', offeredBy: { node: 'ask', earlierSession: true } },
      facts,
    );
    expect(turn.ended).toBeNull();
    expect(turn.effects).toMatchObject([{ type: 'send', node: 'ask' }]);
  });
});

describe('a conversation that a person holds', () => {
  const [cafe] = examples;
  const machine = loadMachine(cafe as FlowMachine);
  const held = transition(machine, start(machine, facts, '').state, { type: 'text', text: 'agent' }, facts);

  test('is marked as held', () => {
    expect(held.held).toBe(true);
  });

  test.each([
    { type: 'text', text: 'menu' },
    { type: 'choice', id: 'order' },
    { type: 'media', kind: 'image', mediaId: '1' },
    { type: 'window.closing' },
  ] satisfies Input[])('says nothing to %o', (input) => {
    expect(transition(machine, held.state, input, facts)).toMatchObject({
      effects: [],
      state: held.state,
      held: true,
    });
  });

  test('still hears that the contact opts out, and stays with the person', () => {
    const turn = transition(machine, held.state, { type: 'text', text: 'stop' }, facts);
    expect(turn).toMatchObject({ held: true, ended: null, effects: [{ type: 'consent', granted: false }] });
  });
});

describe('on any flow and any input', () => {
  const arbitraryInput = fc.oneof(
    fc.record({
      type: fc.constant('text' as const),
      text: fc.oneof(
        fc.string(),
        fc.constantFrom('1', '2', 'hi', 'agent', 'stop', 'menu', 'RR123456789DE', '5'),
      ),
    }),
    fc.record({
      type: fc.constant('choice' as const),
      id: fc.constantFrom('order', 'visit', 'coffee', 'yes', 'come', 'move', 'person', 'x'),
    }),
    fc.record({
      type: fc.constant('order' as const),
      items: fc.constant([{ productId: 'p', quantity: 1, price: 2, currency: 'EUR' }]),
    }),
    fc.record({ type: fc.constant('form' as const), values: fc.dictionary(fc.string(), fc.jsonValue()) }),
    fc.record({
      type: fc.constant('location' as const),
      latitude: fc.double({ noNaN: true, noDefaultInfinity: true }),
      longitude: fc.double({ noNaN: true, noDefaultInfinity: true }),
    }),
    fc.record({ type: fc.constant('unsupported' as const), kind: fc.string() }),
    fc.record({ type: fc.constant('agent.resolved' as const) }),
    fc.record({ type: fc.constant('window.closed' as const) }),
    fc.record({ type: fc.constant('send.failed' as const), reason: fc.string() }),
    fc.record({
      type: fc.constant('call.done' as const),
      call: fc.constant('CURRENT'),
      status: fc.integer({ min: 200, max: 299 }),
      body: fc.jsonValue(),
    }),
    fc.record({
      type: fc.constant('call.failed' as const),
      call: fc.constant('CURRENT'),
      reason: fc.string(),
    }),
    fc.record({
      type: fc.constant('timer' as const),
      timer: fc.constant('xstate.after.72000000.cafe-orders.welcome'),
    }),
  );

  test('a session resumed from JSON takes the same turn, and every state is plain data', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...examples),
        fc.array(arbitraryInput, { maxLength: 12 }),
        (machine, inputs) => {
          const loaded = loadMachine(machine);
          const other = loadMachine(JSON.parse(JSON.stringify(machine)) as FlowMachine);
          let state: SessionState = start(loaded, facts, '').state;
          for (const raw of inputs) {
            if (state.done) break;
            const input = Input.parse('call' in raw ? { ...raw, call: state.call ?? 'none' } : raw);
            const stored = JSON.parse(JSON.stringify(state)) as SessionState;
            expect(stored).toEqual(state);
            const turn = transition(loaded, state, input, facts);
            expect(transition(other, stored, input, facts)).toEqual(turn);
            state = turn.state;
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

test('the path names each port once, global ones without a node', () => {
  const [cafe] = examples;
  const machine = loadMachine(cafe as FlowMachine);
  const { state } = start(machine, facts, '');
  const lost = transition(machine, state, { type: 'text', text: 'what?' }, facts);
  expect(lost.path).toEqual([
    { node: 'welcome', port: 'other' },
    { node: 'lost', port: 'next' },
  ]);
  const asked = transition(machine, state, { type: 'text', text: 'agent' }, facts);
  expect(asked.path).toEqual([{ node: '', port: 'escalation' }]);
});

test('whoever asks for a person hears by whether somebody is there, and asks once in any case', () => {
  const help = flow(
    {
      help: {
        type: 'escalation',
        at: [0, 0],
        text: 'Somebody comes.',
        contact: {
          method: 'agent',
          team: 'desk',
          otherwise: { text: 'Write to us:', contact: { method: 'email', email: 'desk@example.com' } },
        },
      },
      end: { type: 'end', at: [0, 0] },
    },
    { help: { resolved: 'end' } },
  );
  const machine = loadMachine(help);
  const told = (turn: ReturnType<typeof start>) =>
    turn.effects.map((effect) =>
      effect.type === 'send' && effect.message.type === 'text' ? effect.message.body : effect,
    );
  const agent = { type: 'escalate', node: 'help', method: 'agent', team: 'desk' };
  const elsewhere = ['Write to us:', 'desk@example.com', { type: 'escalate', node: 'help', method: 'email' }];
  const there = start(machine, facts, '');
  expect(told(there)).toEqual([agent, 'Somebody comes.']);
  expect(told(start(machine, { ...facts, absentTeams: ['sales'] }, ''))).toEqual([agent, 'Somebody comes.']);
  const absent = start(machine, { ...facts, absentTeams: ['desk'] }, '');
  expect(told(absent)).toEqual([agent, ...elsewhere]);
  const late = transition(machine, there.state, { type: 'agent.absent' }, facts);
  expect(told(late)).toEqual(elsewhere);
  expect([there, absent, late].map(({ held }) => held)).toEqual([true, true, true]);
  expect(transition(machine, late.state, { type: 'agent.absent' }, facts).effects).toEqual([]);
  expect(transition(machine, late.state, { type: 'agent.resolved' }, facts).ended).toBe('finished');
});
