import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '@parley/flows/edit/change.ts';
import { edit } from '@parley/flows/edit.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { acceptedAsItIs, recordTest } from '@parley/flows/flow-test/record.ts';
import { runFlowTest, runFlowTests } from '@parley/flows/flow-test/run.ts';
import { FlowTest } from '@parley/flows/flow-test.ts';
import type { PersonInput } from '@parley/flows/input.ts';
import { fromMachine, toMachine } from '@parley/flows/machine.ts';
import { optionsOf } from '@parley/flows/message.ts';
import {
  type Moment,
  type Move,
  makeMove,
  nextTimer,
  quiet,
  type Shelf,
  shelfOf,
} from '@parley/flows/simulation.ts';
import { flowsStartedBy } from '@parley/flows/started-flows.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const examples = ['cafe-orders', 'parcel-support', 'appointment-reminder'].map(example);
const [cafe] = examples;
if (!cafe) throw new Error('no example');

const contact = { name: 'Guest', phone: '15550102345', locale: 'en', timezone: 'Europe/Berlin' };
const now = Date.parse('2026-03-02T09:00:00Z');

function example(id: string): Flow {
  const file = join(import.meta.dirname, `../../flows/examples/${id}.machine.json`);
  const read = fromMachine(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.ok) throw new Error(`${id} is no flow`);
  return read.flow;
}

/** A conversation in which a person taps, types, waits and so on, by the numbers of chance. */
function talk(flow: Flow, chances: readonly number[]) {
  const shelf = shelfOf([toMachine(flow)]);
  const moves: Move[] = [];
  const begin: Move = { do: 'begin', flow: flow.id, locale: 'en', unprompted: false };
  let { conversation, moments } = makeMove(shelf, quiet(contact, now), begin);
  for (const chance of chances) {
    const possible = movesFrom(conversation, moments);
    const move = possible[chance % possible.length];
    if (!move) break;
    const moved = makeMove(shelf, conversation, move);
    moves.push(move);
    conversation = moved.conversation;
    moments = [...moments, ...moved.moments];
  }
  return { shelf, moves };
}

function movesFrom(conversation: ReturnType<typeof quiet>, moments: readonly Moment[]): Move[] {
  const call = conversation.session?.state.call;
  if (call) {
    return [
      { do: 'tell', input: { type: 'call.done', call, status: 200, body: { id: '7', open: true } } },
      { do: 'tell', input: { type: 'call.failed', call, reason: 'timeout' } },
    ];
  }
  const taps = moments.flatMap(({ happened }) =>
    happened.flatMap((one) =>
      one.type === 'message'
        ? optionsOf(one.message).map(({ id, title }): PersonInput => {
            const offeredBy = { node: one.node, earlierSession: false };
            return { type: 'choice', id, title, offeredBy };
          })
        : [],
    ),
  );
  return [
    ...taps.slice(-4).map((input): Move => ({ do: 'say', input })),
    { do: 'say', input: { type: 'text', text: 'Guest' } },
    { do: 'say', input: { type: 'text', text: 'help' } },
    { do: 'say', input: { type: 'location', latitude: 52.5, longitude: 13.4 } },
    ...(nextTimer(conversation) ? [{ do: 'wait' } as const] : []),
    { do: 'pass', ms: 25 * 3_600_000 },
    ...(conversation.held ? [{ do: 'tell', input: { type: 'agent.resolved' } } as const] : []),
    { do: 'set', variable: 'guest', value: 'Berta' },
  ];
}

function recorded(flow: Flow, chances: readonly number[]): { shelf: Shelf; saved: FlowTest } {
  const { shelf, moves } = talk(flow, chances);
  return { shelf, saved: recordTest(shelf, 'Talk', { contact, now, opening: 'Hello', node: null, moves }) };
}

function made(flow: Flow, change: Change): Flow {
  const edited = edit(flow, change);
  if (!edited.ok) throw new Error(edited.reason);
  return edited.flow;
}

const chances = fc.array(fc.nat(), { maxLength: 12 });

test('any conversation saved as a test passes on the flow that it was had with, out of a file too', () => {
  fc.assert(
    fc.property(fc.constantFrom(...examples), chances, (flow, numbers) => {
      const { shelf, saved } = recorded(flow, numbers);
      expect(runFlowTest(shelf, saved)).toEqual({ name: 'Talk', ok: true });
      const kept = made(flow, { kind: 'keep-test', test: saved });
      const file = fromMachine(JSON.parse(JSON.stringify(toMachine(kept))));
      if (!file.ok) throw new Error(file.problems[0]?.message);
      expect(runFlowTests(file.machine)).toEqual([{ name: 'Talk', ok: true }]);
    }),
    { numRuns: 150 },
  );
});

test('what is accepted as it is passes, whatever was expected before', () => {
  fc.assert(
    fc.property(fc.constantFrom(...examples), chances, chances, (flow, numbers, others) => {
      const { saved } = recorded(flow, numbers);
      const { shelf, saved: other } = recorded(flow, others);
      const mixed = {
        ...other,
        expects: saved.expects,
        end: saved.end,
        steps: [...other.steps, ...saved.steps],
      };
      expect(runFlowTest(shelf, acceptedAsItIs(shelf, mixed)).ok).toBe(true);
    }),
    { numRuns: 60 },
  );
});

describe('a test of the café, in which somebody asks for a person', () => {
  const tap: Move = {
    do: 'say',
    input: { type: 'choice', id: idOf('Talk to us'), title: 'Talk to us' },
  };
  const shelf = shelfOf([toMachine(cafe)]);
  const saved = recordTest(shelf, 'Help', { contact, now, opening: 'Hi', node: null, moves: [tap] });

  test('says which step differs, with what was expected and what came', () => {
    const node = cafe.start ?? '';
    const config = JSON.parse(JSON.stringify(cafe.nodes[node]).replace('Would you like', 'Do you want'));
    const changed = shelfOf([toMachine(made(cafe, { kind: 'replace', node, config }))]);
    const result = runFlowTest(changed, saved);
    expect(result).toMatchObject({
      ok: false,
      step: 0,
      found: {
        of: 'said',
        expected: { match: 'exact', text: expect.stringContaining('Would you like') },
        got: { text: expect.stringContaining('Do you want') },
      },
    });
    expect(runFlowTest(changed, acceptedAsItIs(changed, saved)).ok).toBe(true);
  });

  test('takes other words where an expectation is loosened, and keeps it loose', () => {
    const [first, ...rest] = saved.expects;
    if (!first) throw new Error('it says nothing');
    const loose = { ...saved, expects: [{ ...first, match: 'contains' as const, text: 'order' }, ...rest] };
    expect(runFlowTest(shelf, loose).ok).toBe(true);
    expect(acceptedAsItIs(shelf, loose)).toEqual(loose);
    const wrong = { ...saved, expects: [{ ...first, match: 'contains' as const, text: 'pizza' }, ...rest] };
    expect(runFlowTest(shelf, wrong).ok).toBe(false);
    const any = { ...saved, expects: [{ ...first, match: 'any' as const, text: 'pizza' }, ...rest] };
    expect(runFlowTest(shelf, any).ok).toBe(true);
  });

  test('tells a message too many, one too few, another end and another value', () => {
    const found = (changed: FlowTest) => {
      const result = runFlowTest(shelf, changed);
      return result.ok ? null : { step: result.step, of: result.found.of };
    };
    expect(found({ ...saved, expects: [] })).toEqual({ step: 0, of: 'said' });
    const [step] = saved.steps;
    if (!step) throw new Error('it has no step');
    const more = { what: 'message' as const, match: 'any' as const, text: '' };
    expect(found({ ...saved, steps: [{ ...step, expects: [...step.expects, more] }] })).toEqual({
      step: 1,
      of: 'said',
    });
    expect(found({ ...saved, end: null })).toEqual({ step: 2, of: 'end' });
    expect(found({ ...saved, variables: { guest: 'Somebody' } })).toEqual({ step: 2, of: 'variable' });
    const answer = { do: 'answer' as const, status: 200, body: null, expects: [] };
    expect(found({ ...saved, steps: [answer] })).toEqual({ step: 1, of: 'broken' });
  });

  test('goes on to pass when its node is renamed, and its option', () => {
    const kept = made(cafe, { kind: 'keep-test', test: saved });
    const at = saved.end ?? '';
    const renamed = made(kept, { kind: 'rename', node: at, to: 'somebody' });
    expect(runFlowTests(toMachine(renamed))).toEqual([{ name: 'Help', ok: true }]);
  });

  test('is refused by the schema with a field too many, and by the flow with a name that is taken', () => {
    expect(FlowTest.safeParse({ ...saved, color: 'red' }).success).toBe(false);
    const kept = made(cafe, { kind: 'keep-test', test: saved });
    const two = made(kept, { kind: 'keep-test', test: { ...saved, name: 'Other' } });
    expect(edit(two, { kind: 'rename-test', from: 'Help', to: 'Other' })).toMatchObject({ ok: false });
    expect(edit(kept, { kind: 'keep-test', test: { ...saved, name: ' ' } })).toMatchObject({ ok: false });
    const left = made(two, { kind: 'remove-tests', names: ['Help', 'Other'] });
    expect(left.settings).not.toHaveProperty('tests');
  });
});

describe('a test of a flow that starts another one', () => {
  const other = toMachine(example('parcel-support'));
  const front = toMachine({
    ...cafe,
    id: 'front',
    settings: { ...cafe.settings, texts: undefined, tests: undefined },
    start: 'over',
    nodes: { over: { type: 'start', at: [0, 0], flow: other.id } },
    edges: {},
    globals: {},
  });
  const both = shelfOf([front], [other]);
  const moves: Move[] = [{ do: 'say', input: { type: 'text', text: 'Hm?' } }];
  const saved = recordTest(both, 'Over', { contact, now, opening: 'Hello', node: null, moves });
  const kept = { ...front, meta: { flow: { ...front.meta.flow, tests: [saved] } } };

  test('goes on in the other one, and ends at a node of it', () => {
    expect(saved.expects.length).toBeGreaterThan(0);
    expect(saved.end).toMatch(new RegExp(`^${other.id}:.`));
    expect(runFlowTests(kept, [other])).toEqual([{ name: 'Over', ok: true }]);
    const changed = { ...saved, end: saved.end?.replace(/:.*/, ':elsewhere') ?? null };
    expect(runFlowTest(both, changed)).toMatchObject({ ok: false, found: { of: 'end', got: saved.end } });
  });

  test('fails, saying so, where the other one is not there, and where they start each other without end', () => {
    const [missing] = runFlowTests(kept);
    expect(missing).toMatchObject({ ok: false, step: 0, found: { of: 'broken' } });
    expect(JSON.stringify(missing)).toContain(`“${other.id}” is not there`);
    const back = {
      ...front,
      id: other.id,
      states: JSON.parse(JSON.stringify(front.states).replaceAll(other.id, 'front')),
    };
    expect(JSON.stringify(runFlowTests(kept, [back]))).toContain('start each other without end');
  });

  test('finds all flows that are started, on the way of others too, each once', async () => {
    const third = { ...front, id: 'third' };
    const asked: string[] = [];
    const far = { ...front, states: JSON.parse(JSON.stringify(front.states).replaceAll(other.id, 'third')) };
    const found = await flowsStartedBy(far, (id) => {
      asked.push(id);
      return id === 'third' ? third : null;
    });
    expect(found.map(({ id }) => id)).toEqual(['third']);
    expect(asked).toEqual(['third', other.id]);
  });
});

/** The option's id by its title, in the café's first message. */
function idOf(title: string): string {
  const { moments } = makeMove(shelfOf([toMachine(example('cafe-orders'))]), quiet(contact, now), {
    do: 'begin',
    flow: 'cafe-orders',
    locale: 'en',
    unprompted: false,
  });
  const [option] = moments.flatMap(({ happened }) =>
    happened.flatMap((one) =>
      one.type === 'message' ? optionsOf(one.message).filter((each) => each.title === title) : [],
    ),
  );
  if (!option) throw new Error(`nothing is called ${title}`);
  return option.id;
}
