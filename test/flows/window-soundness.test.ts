import type { Flow } from '@parley/flows/flow.ts';
import type { Input, PersonInput } from '@parley/flows/input.ts';
import { toMachine } from '@parley/flows/machine.ts';
import { isFreeForm } from '@parley/flows/message.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import { subjectOf } from '@parley/flows/proofs/subject.ts';
import { windowMayBeClosed } from '@parley/flows/proofs/window-may-be-closed.ts';
import { startsUnprompted } from '@parley/flows/proofs/window-ways.ts';
import {
  type Conversation,
  factsOf,
  type Moment,
  makeMove,
  nextTimer,
  quiet,
  shelfOf,
} from '@parley/flows/simulation.ts';
import { WINDOW_MS } from '@parley/flows/window.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryPlausibleFlow } from './arbitrary-sound-flow.ts';

const HOUR_MS = 3600_000;
const contact = { name: 'Ann', phone: '4915112345678', locale: 'en', timezone: 'Europe/Berlin' };
const reopen = { name: 'shall_we_go_on', language: 'en' };

/** Somebody who answers whenever they like, an agent who does, and requests that are answered within the minute. */
const act = fc.record({
  does: fc.constantFrom(
    'say',
    'say',
    'tap',
    'keyword',
    'wait',
    'pass',
    'pass',
    'agent',
    'answer',
    'closing',
    'fail',
    'closed',
  ),
  ms: fc.oneof(
    fc.integer({ min: 0, max: 60_000 }),
    fc.integer({ min: 0, max: 50 * HOUR_MS }),
    fc.constantFrom(WINDOW_MS - 1, WINDOW_MS, WINDOW_MS - HOUR_MS),
  ),
  pick: fc.nat(),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** Times that matter to the window, and a template here and there, in a flow that was drawn without. */
const timed = fc
  .record({
    flow: arbitraryPlausibleFlow(),
    times: fc.array(fc.constantFrom('PT5M', 'PT11H', 'PT23H', 'PT23H59M', 'P2D'), {
      minLength: 12,
      maxLength: 12,
    }),
    named: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
    byDefault: fc.constantFrom(true, false, false),
    globals: fc.subarray(['window-closing', 'window-closed', 'escalation']),
    hasAgent: fc.boolean(),
    to: fc.nat(),
    startsUnprompted: fc.boolean(),
    atClosing: fc.constantFrom('nothing', 'say', 'node'),
    isNeverQuiet: fc.boolean(),
  })
  .map(({ flow, times, named, byDefault, globals, hasAgent, to, startsUnprompted, ...drawn }): Flow => {
    const nodes = Object.entries(flow.nodes).map(([id, node], at): [string, NodeConfig] => {
      const isTimed = 'silentAfter' in node && node.silentAfter !== undefined;
      const takesTime = isTimed || ['wait', 'escalation', 'request'].includes(node.type);
      return [
        id,
        {
          ...node,
          ...(isTimed && { silentAfter: times[at % 12] }),
          ...(node.type === 'wait' &&
            node.until.kind === 'duration' && { until: { kind: 'duration', duration: times[at % 12] } }),
          ...(takesTime && named[at % 12] && { reopen }),
        } as NodeConfig,
      ];
    });
    const ids = Object.keys(flow.nodes);
    const quiet = drawn.isNeverQuiet && { quiet: false as const };
    const atClosing =
      drawn.atClosing === 'say'
        ? { say: 'Anything else?', ...quiet }
        : { node: ids[to % ids.length] ?? '', ...quiet };
    const window = {
      ...{ startsUnprompted, ...(byDefault && { reopen }) },
      ...(drawn.atClosing !== 'nothing' && { atClosing }),
    };
    const wired = globals.map((port, at) => [
      port,
      port === 'escalation' ? 'person' : ids[(to + at) % ids.length],
    ]);
    const escalation = { keywords: { en: ['agent'] }, maxTurns: 3 };
    const person = { ...flow.nodes.person, type: 'escalation', contact: { method: 'agent' } } as NodeConfig;
    return {
      ...flow,
      nodes: {
        ...Object.fromEntries(nodes),
        ...(hasAgent && { person: { ...person, ...(named[0] && { reopen }) } }),
      },
      edges: { ...flow.edges, ...(hasAgent && { person: { resolved: ids[to % ids.length] ?? 'bye' } }) },
      settings: { ...flow.settings, escalation, window },
      globals: { ...flow.globals, ...Object.fromEntries(wired) },
    };
  });

test('a flow without window-may-be-closed says nothing free-form with the window closed, whenever anybody answers', () => {
  let sound = 0;
  let templates = 0;
  fc.assert(
    fc.property(timed, fc.array(act, { minLength: 5, maxLength: 25 }), (flow, acts) => {
      const machine = toMachine(flow);
      const subject = subjectOf(machine, flow);
      if (windowMayBeClosed(subject).length > 0) return;
      sound += 1;
      const shelf = shelfOf([machine]);
      let conversation = quiet(contact, Date.UTC(2026, 2, 28, 20));
      const check = (moments: readonly Moment[]) => {
        for (const { happened } of moments) {
          for (const one of happened) {
            if (one.type !== 'message') continue;
            expect(one.refused).toBeNull();
            if (
              !isFreeForm(one.message) &&
              one.message.type === 'template' &&
              one.message.name === reopen.name
            )
              templates += 1;
          }
        }
      };
      const move = (made: Parameters<typeof makeMove>[2]) => {
        const moved = makeMove(shelf, conversation, made);
        conversation = moved.conversation;
        check(moved.moments);
      };
      /* Timer by timer, since a request that one sets off is answered before the next. */
      const passTime = (ms: number) => {
        const until = conversation.now + ms;
        for (
          let next = nextTimer(conversation);
          next && next.dueAt <= until;
          next = nextTimer(conversation)
        ) {
          move({ do: 'wait' });
          answerInTime(conversation, move);
        }
        move({ do: 'pass', ms: until - conversation.now });
      };
      const unprompted = startsUnprompted(subject);
      move({ do: 'begin', flow: flow.id, locale: 'en', unprompted });
      for (const one of acts) {
        if (!conversation.session) break;
        answerInTime(conversation, move);
        for (const made of movesOf(one, conversation)) {
          if (made.do === 'pass') passTime(made.ms);
          else move(made);
        }
      }
    }),
    { numRuns: 500 },
  );
  /* The test says something only where there were such flows, and windows that closed on them. */
  expect(sound).toBeGreaterThan(40);
  expect(templates).toBeGreaterThan(20);
});

type Made = Parameters<typeof makeMove>[2];

/** Time does not pass while a request is under way, but for the half of a minute that it may take. */
function answerInTime({ session }: Conversation, move: (made: Made) => void): void {
  if (session?.state.call == null || session.state.heldBack) return;
  const input: Input = { type: 'call.done', call: session.state.call, status: 200, body: {} };
  move({ do: 'pass', ms: 30_000 });
  move({ do: 'tell', input });
}

function movesOf({ does, ms, pick }: Act, conversation: Conversation): Made[] {
  const isOpen = factsOf(conversation).windowClosesAt !== null;
  const say = (input: PersonInput): Made[] => [{ do: 'say', input }];
  switch (does) {
    case 'say':
      return say({ type: 'text', text: ['Ann', '5', '???', 'Option A'][pick % 4] ?? '' });
    case 'keyword':
      return say({ type: 'text', text: ['back', 'agent'][pick % 2] ?? '' });
    case 'tap':
      return say({ type: 'choice', id: `option${pick % 4}` });
    case 'wait':
      return [{ do: 'wait' }];
    case 'pass':
      return [{ do: 'pass', ms }];
    case 'agent':
      return [
        { do: 'pass', ms: ms + (pick % 2) * 25 * HOUR_MS },
        { do: 'tell', input: { type: 'agent.resolved' } },
      ];
    /* Told at once, while nothing else can have happened: of a message that was refused. */
    case 'fail':
      return [
        { do: 'say', input: { type: 'text', text: '???' } },
        { do: 'tell', input: { type: 'send.failed', reason: 'refused' } },
      ];
    case 'closing':
      return isOpen ? [{ do: 'tell', input: { type: 'window.closing' } }] : [];
    case 'closed':
      return isOpen ? [] : [{ do: 'tell', input: { type: 'window.closed' } }];
    default:
      return [];
  }
}
