import { describeEffect, describeMessage } from '../describe.ts';
import { currentNode } from '../event.ts';
import type { Expectation, FlowTest } from '../flow-test.ts';
import { firstDifference } from '../machine.ts';
import type { FlowMachine } from '../machine-schema.ts';
import {
  type Conversation,
  type Happening,
  type Moved,
  makeMove,
  quiet,
  type Shelf,
  shelfOf,
} from '../simulation.ts';
import { beginningOf, moveOf } from './moves.ts';

/** What a test found. `step` counts the test's steps from 1; 0 is the beginning, and one past the last step is the end. */
export type TestResult = { name: string; ok: true } | { name: string; ok: false; step: number; found: Found };

/** The first thing that differs; texts for a person, null for nothing at all. */
export type Found =
  | { of: 'said'; expected: Expectation | null; got: Said | null }
  | { of: 'end'; expected: string | null; got: string | null }
  | { of: 'variable'; variable: string; expected: unknown; got: unknown }
  /** The conversation cannot go on as it did: the turn failed, or nothing waits for the answer that was given. */
  | { of: 'broken'; reason: string };

/** One thing that the bot did, as expectations name it. */
export type Said = Pick<Expectation, 'what' | 'text'>;

/** A conversation that was had again. `said` has one list for the beginning and one for each step that could be made. */
export type Played = {
  said: Said[][];
  conversation: Conversation;
  /** The variables of the session, or of the last one that ran, and the flow that it was of. */
  values: { [name: string]: unknown };
  flow: string;
  broken: string | null;
};

/** More moments than this are a circle of timers: one test must not keep a server busy. */
const MOMENTS_MAX = 1000;

/**
 * Every test of a flow; `started` are the flows that it may start (`flowsStartedBy`), which run as well. Never throws: a flow that cannot
 * run at all fails all of its tests.
 */
export function runFlowTests(machine: FlowMachine, started: readonly FlowMachine[] = []): TestResult[] {
  const tests = machine.meta.flow.tests ?? [];
  if (tests.length === 0) return [];
  try {
    const shelf = shelfOf([machine], started);
    return tests.map((test) => runFlowTest(shelf, test));
  } catch (error) {
    const found: Found = { of: 'broken', reason: reasonOf(error) };
    return tests.map(({ name }) => ({ name, ok: false, step: 0, found }));
  }
}

/** Has the conversation of a test again with the first flow of the shelf, by the same turns as the simulator. Pure. */
export function runFlowTest(shelf: Shelf, test: FlowTest): TestResult {
  const { name } = test;
  const played = playTest(shelf, test);
  const wanted = [test.expects, ...test.steps.map(({ expects }) => expects)];
  for (const [step, said] of played.said.entries()) {
    const found = differenceIn(wanted[step] ?? [], said);
    if (found) return { name, ok: false, step, found };
  }
  if (played.broken !== null) {
    return { name, ok: false, step: played.said.length, found: { of: 'broken', reason: played.broken } };
  }
  const found = differenceAtEnd(test, played, shelf.flows[0]?.id ?? '');
  return found ? { name, ok: false, step: test.steps.length + 1, found } : { name, ok: true };
}

/** Has the conversation of a test, without comparing anything. It stops where it cannot go on, and says why. */
export function playTest(shelf: Shelf, test: FlowTest): Played {
  let conversation = quiet(test.contact, Date.parse(test.now));
  const [own] = shelf.flows;
  const played: Played = { said: [], conversation, values: {}, flow: own?.id ?? '', broken: null };
  let moments = 0;
  const take = (moved: Moved) => {
    conversation = moved.conversation;
    moments += moved.moments.length;
    const missing = notStarted(moved);
    if (missing !== null) throw new Error(missing);
    played.said.push(moved.moments.flatMap(({ happened }) => happened.flatMap(saidIn)));
    if (conversation.session) {
      played.values = conversation.session.state.context.vars;
      played.flow = conversation.session.flow;
    }
    if (moments > MOMENTS_MAX) throw new Error(`more than ${MOMENTS_MAX} things happen`);
  };
  try {
    take(makeMove(shelf, conversation, beginningOf(test, own?.id ?? '')));
    for (const step of test.steps) {
      const move = moveOf(step, conversation);
      if (!move) throw new Error('no request waits for an answer');
      take(makeMove(shelf, conversation, move));
    }
  } catch (error) {
    played.broken = reasonOf(error);
  }
  return { ...played, conversation };
}

/** Why a flow that was to be started was not; null where none was, or it began. */
function notStarted({ moments }: Moved): string | null {
  for (const { happened } of moments) {
    const at = happened.findIndex((one) => one.type === 'ended' && one.reason === 'started-flow');
    const next = at === -1 ? undefined : happened.find((one, place) => place > at && one.type === 'nothing');
    if (next?.type === 'nothing') return next.reason;
  }
  return null;
}

/**
 * The node that the session stands at; null when none runs any more. One of another flow has that flow's id before it: `parcels:menu`.
 */
export function endOf({ conversation: { session } }: Played, own: string): string | null {
  if (!session) return null;
  const node = currentNode(session.state);
  return session.flow === own ? node : `${session.flow}:${node}`;
}

/** True when what was said is what an expectation asks for. */
export function isMet({ what, match, text }: Expectation, said: Said): boolean {
  if (what !== said.what) return false;
  if (match === 'any') return true;
  return match === 'exact' ? text === said.text : said.text.includes(text);
}

function differenceIn(wanted: readonly Expectation[], said: readonly Said[]): Found | null {
  for (let place = 0; place < Math.max(wanted.length, said.length); place += 1) {
    const expected = wanted[place] ?? null;
    const got = said[place] ?? null;
    if (!expected || !got || !isMet(expected, got)) return { of: 'said', expected, got };
  }
  return null;
}

function differenceAtEnd(test: FlowTest, played: Played, own: string): Found | null {
  const got = endOf(played, own);
  if (got !== test.end) return { of: 'end', expected: test.end, got };
  for (const [variable, expected] of Object.entries(test.variables ?? {})) {
    const value = Object.hasOwn(played.values, variable) ? played.values[variable] : undefined;
    if (firstDifference(expected, value, []) !== null)
      return { of: 'variable', variable, expected, got: value };
  }
  return null;
}

/** What a turn does that a test compares: not its timers, as what they lead to is compared, nor its end, which the next step shows. */
function saidIn(happening: Happening): Said[] {
  if (happening.type === 'message') {
    const text = describeMessage(happening.message).join('\n');
    return [{ what: happening.refused === null ? 'message' : 'undelivered', text }];
  }
  if (happening.type !== 'effect') return [];
  const { effect } = happening;
  if (effect.type === 'schedule' || effect.type === 'end') return [];
  const text = describeEffect(effect);
  return text === null ? [] : [{ what: 'effect', text }];
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
