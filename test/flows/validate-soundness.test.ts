import { currentNode } from '@parley/flows/event.ts';
import type { Flow } from '@parley/flows/flow.ts';
import type { Facts, Input } from '@parley/flows/input.ts';
import { toMachine } from '@parley/flows/machine.ts';
import { type LoadedMachine, loadMachine } from '@parley/flows/transition.ts';
import { blocksPublishing, validate } from '@parley/flows/validate.ts';
import { toGraphMessage } from '@parley/runtime/whatsapp/outbound-message.ts';
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMessage } from '../emulator/rules/parse-message.ts';
import { arbitraryPlausibleFlow, arbitrarySoundFlow } from './arbitrary-sound-flow.ts';
import {
  begin,
  callInputs,
  contactInputs,
  isCalling,
  isHeard,
  isHeld,
  isOver,
  type Played,
  play,
  reachesPerson,
} from './played-session.ts';

/** What publishing proves, tried out: flows without errors are played with people and platforms that do as they like. */

const now = Date.parse('2026-03-02T09:00:00Z');

/** Values at their extremes: as long as they can be, empty, of every script. */
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom('', 'x'.repeat(5000), 'Ж'.repeat(100), '🙂'.repeat(60), 'a\nb\tc', '  ', '{{city}}', 'Ok'),
);

const anyFacts: Arbitrary<Facts> = fc.record({
  now: fc.constant(now),
  contact: fc.record({
    name: anyText,
    phone: fc.constantFrom('4915112345678', ''),
    locale: fc.constantFrom('en', 'ru', ''),
    timezone: fc.constantFrom('Europe/Berlin', 'Pacific/Auckland'),
  }),
  /* Nobody who writes finds it closed; what happens once it has is for window-soundness.test.ts. */
  windowClosesAt: fc.constantFrom(now + 86_400_000, now + 1),
});

const anyBody = fc.oneof(
  fc.record({
    name: anyText,
    note: fc.oneof(anyText, fc.double()),
    shops: fc.array(fc.record({ id: anyText, name: anyText, address: anyText }), { maxLength: 20 }),
  }),
  fc.jsonValue(),
);

const anyOrder: Arbitrary<Input> = fc.record({
  type: fc.constant('order' as const),
  items: fc.array(
    fc.record({
      productId: anyText,
      quantity: fc.integer({ min: 1, max: 1e6 }),
      price: fc.double({ min: 0, max: 1e9, noNaN: true }),
      currency: fc.constantFrom('EUR', 'nonsense'),
    }),
    { maxLength: 3 },
  ),
});

const anyPersonInput: Arbitrary<Input> = fc.oneof(
  anyText.map((text): Input => ({ type: 'text', text })),
  anyOrder,
  fc.constantFrom<Input>(
    { type: 'media', kind: 'image', mediaId: '1' },
    { type: 'location', latitude: 52.5, longitude: 13.4, address: 'Mill Lane 1' },
    { type: 'contact-card', contacts: [] },
    { type: 'unsupported', kind: 'poll' },
    { type: 'choice', id: 'nonsense' },
    { type: 'choice', id: 'option0', offeredBy: { node: 'menu', earlierSession: true } },
  ),
  fc
    .record({ name: anyText, age: fc.oneof(fc.integer(), anyText), shops: fc.jsonValue() })
    .map((values): Input => ({ type: 'form', values })),
);

/** One thing that happens: something that fits, chosen by a number, or something else. */
type Happening = { choice: number; other: Input; isOther: boolean; body: unknown };
const happenings: Arbitrary<Happening[]> = fc.array(
  fc.record({ choice: fc.nat(), other: anyPersonInput, isOther: fc.boolean(), body: anyBody }),
  { minLength: 1, maxLength: 10 },
);

function inputFor(flow: Flow, played: Played, { choice, other, isOther, body }: Happening): Input {
  const fitting: Input[] = [
    ...callInputs(played, [body]),
    ...(isHeld(played) ? [{ type: 'agent.resolved' as const }] : []),
    ...(isCalling(played) ? [] : contactInputs(flow, played)),
    ...played.timers.map((timer): Input => ({ type: 'timer', timer })),
    { type: 'window.closing' },
    { type: 'send.failed', reason: 'gone' },
  ];
  /* The runtime keeps what people write until the answer of a request is there. */
  return isOther && !isCalling(played) ? other : (fitting[choice % fitting.length] ?? other);
}

/** Plays a session to its end or to the end of what happens, and shows every position on the way. */
function journey(
  flow: Flow,
  facts: Facts,
  happening: readonly Happening[],
  look: (played: Played, machine: LoadedMachine, before: Played | null) => void,
): void {
  const machine = loadMachine(toMachine(flow));
  let played = begin(machine, facts);
  look(played, machine, null);
  for (const one of happening) {
    if (isOver(played)) return;
    const before = played;
    played = play(machine, before, inputFor(flow, before, one), facts);
    look(played, machine, before);
  }
}

/** Whether nothing keeps a flow from being published. A condition that ends a loop of requests is beyond the proof, which warns of it. */
function isSafe(flow: Flow): boolean {
  const problems = validate(toMachine(flow));
  return !blocksPublishing(problems) && problems.every(({ code }) => code !== 'endless-loop');
}

test('a flow that is drawn well has no errors', () => {
  fc.assert(
    fc.property(arbitrarySoundFlow(), (flow) => {
      expect(validate(toMachine(flow)).filter(({ level }) => level === 'error')).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

describe('a flow without errors', () => {
  test('never gets stuck: whatever a person sends where they are asked has a consequence', () => {
    fc.assert(
      fc.property(
        arbitrarySoundFlow(),
        anyFacts,
        happenings,
        anyPersonInput,
        (flow, facts, happening, said) => {
          journey(flow, facts, happening, (played, machine) => {
            if (isOver(played)) return;
            if (isCalling(played) || isHeld(played)) return;
            const isPause = flow.nodes[currentNode(played.state)]?.type === 'wait';
            if (isPause) expect(played.timers).not.toEqual([]);
            else expect(isHeard(played, play(machine, played, said, facts)), JSON.stringify(said)).toBe(true);
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  test('sends nothing that WhatsApp would refuse, for any values', () => {
    fc.assert(
      fc.property(arbitrarySoundFlow(), anyFacts, happenings, (flow, facts, happening) => {
        journey(flow, facts, happening, ({ turn }) => {
          for (const effect of turn.effects) {
            if (effect.type !== 'send') continue;
            const graph = toGraphMessage(effect.message, { to: '+4915112345678', catalogId: '1' });
            const parsed = graph.ok ? parseMessage(graph.body) : graph;
            expect(parsed, JSON.stringify(effect.message)).toMatchObject({ kind: 'message' });
          }
        });
      }),
      { numRuns: 200 },
    );
  });

  test('brings the contact to a person in time, from wherever they are', () => {
    fc.assert(
      fc.property(arbitraryPlausibleFlow(), anyFacts, happenings, (flow, facts, happening) => {
        fc.pre(isSafe(flow));
        const turns = flow.settings.escalation.maxTurns;
        journey(flow, facts, happening, (played, machine) => {
          if (isOver(played) || isCalling(played)) return;
          expect(reachesPerson(machine, flow, played, { facts, turns }), currentNode(played.state)).toBe(
            true,
          );
        });
      }),
      { numRuns: 60 },
    );
  });
});

/** Where nothing depends on data, the proof says exactly what trying out says. */
const WITHOUT_DATA = [
  'buttons',
  'question',
  'message',
  'wait',
  'consent',
  'location',
  'product',
  'tag',
] as const;

test('what is said to be out of reach is out of reach', () => {
  const facts: Facts = {
    now,
    contact: { name: 'Ann', phone: '', locale: 'en', timezone: 'UTC' },
    windowClosesAt: now + 86_400_000,
  };
  fc.assert(
    fc.property(arbitraryPlausibleFlow(WITHOUT_DATA), (drawn) => {
      /* In one language, since a word that only some languages have counts for nobody. */
      const settings = { ...drawn.settings, locales: ['en'], texts: {} };
      const nodes = { ...drawn.nodes, person: withoutHours(drawn.nodes.person) };
      const flow: Flow = { ...drawn, settings, nodes };
      const problems = validate(toMachine(flow)).filter(({ code }) => code === 'escalation-unreachable');
      const machine = loadMachine(toMachine(flow));
      const turns = flow.settings.escalation.maxTurns;
      const outOfReach = new Set<string>();
      for (const played of everywhere(machine, flow, facts)) {
        if (!reachesPerson(machine, flow, played, { facts, turns }))
          outOfReach.add(currentNode(played.state));
      }
      expect(problems.map(({ node }) => node).sort()).toEqual([...outOfReach].sort());
    }),
    { numRuns: 40 },
  );
});

function withoutHours(node: Flow['nodes'][string] | undefined): Flow['nodes'][string] {
  const person = { type: 'escalation' as const, at: [0, 0] as [number, number], text: 'Wait.' };
  return node?.type === 'escalation' && node.contact.method !== 'agent'
    ? node
    : { ...person, contact: { method: 'agent' } };
}

/** Every resting position that a session can come to, by trying everything that can happen in each. */
function everywhere(machine: LoadedMachine, flow: Flow, facts: Facts): Played[] {
  const sent = new Set<string>();
  let found: Played[] = [];
  /* Late taps are on messages that have been sent, so they lead further only once those are known. */
  for (let known = -1; known < sent.size; ) {
    known = sent.size;
    found = everywhereKnowing(machine, flow, { facts, sent });
    for (const effect of found.flatMap(({ turn }) => turn.effects))
      if (effect.type === 'send') sent.add(effect.node);
  }
  return found.filter((played) => !isHeld(played));
}

function everywhereKnowing(
  machine: LoadedMachine,
  flow: Flow,
  { facts, sent }: { facts: Facts; sent: ReadonlySet<string> },
): Played[] {
  const found = new Map<string, Played>();
  const queue = [begin(machine, facts)];
  for (const played of queue) {
    const key = JSON.stringify([played.state.value, played.state.context.local, played.timers]);
    if (isOver(played) || found.has(key)) continue;
    found.set(key, played);
    const inputs: Input[] = [
      ...(isHeld(played) ? [{ type: 'agent.resolved' as const }] : contactInputs(flow, played)),
      ...played.timers.map((timer): Input => ({ type: 'timer', timer })),
      { type: 'order', items: [] },
      { type: 'location', latitude: 1, longitude: 1 },
      { type: 'media', kind: 'image', mediaId: '1' },
      { type: 'send.failed', reason: 'gone' },
      ...[...sent].map(
        (node): Input => ({
          type: 'choice',
          id: 'option0',
          offeredBy: { node, earlierSession: false },
        }),
      ),
    ];
    for (const input of inputs) queue.push(play(machine, played, input, facts));
  }
  return [...found.values()];
}
