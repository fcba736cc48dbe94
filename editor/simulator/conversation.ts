import { currentNode } from '@parley/flows/event.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { moveOf } from '@parley/flows/flow-test/moves.ts';
import type { Recording } from '@parley/flows/flow-test/record.ts';
import type { FlowTest } from '@parley/flows/flow-test.ts';
import { toMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { definitionOf } from '@parley/flows/nodes/registry.ts';
import {
  type Contact,
  type Conversation,
  type Moment,
  type Move,
  makeMove,
  quiet,
  type Shelf,
  shelfOf,
} from '@parley/flows/simulation.ts';
import { transcriptOf } from '@parley/flows/transcript.ts';

/** How a conversation begins. */
export type Beginning = {
  contact: Contact;
  /** Milliseconds since 1970. */
  now: number;
  /** The node to begin at; null for the flow's own beginning. */
  node: string | null;
  /** What the person writes first; null when the business begins, which finds the 24-hour window closed. */
  opening: string | null;
};

/** One move and what came of it. `problem`: why the turn failed; the conversation then stays where it was. */
export type Step = { move: Move; moments: Moment[]; problem: string | null; after: Conversation };

/** A conversation as its steps, so that one can be taken back and all of them played again. */
export type Talk = { flowId: string; beginning: Beginning; steps: Step[] };

/** What the canvas lights: the ports taken by the last move, and the node that the session stands at. */
export type LitPath = { taken: { node: string; port: string }[]; at: string | null };

/** The flow ready to run, or why a draft cannot run yet. */
export type Runnable = { ok: true; shelf: Shelf } | { ok: false; reason: 'no-start' | string };

/** Loads the flow as it stands, beside those that it starts. A draft may be unfinished: what cannot run is told, never thrown. */
export function runnable(flow: Flow, started: readonly FlowMachine[] = []): Runnable {
  if (flow.start === null && Object.keys(flow.nodes).length === 0) return { ok: false, reason: 'no-start' };
  try {
    const { start, ...rest } = flow;
    /* Without a beginning it can still be tried from a node. */
    return {
      ok: true,
      shelf: shelfOf([toMachine({ ...rest, start: start ?? Object.keys(flow.nodes)[0] ?? null })], started),
    };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

/** A conversation that has just begun. */
export function begun(shelf: Shelf, flowId: string, beginning: Beginning): Talk {
  const { contact, node, opening } = beginning;
  const move: Move = {
    do: 'begin',
    flow: flowId,
    locale: contact.locale,
    unprompted: opening === null,
    ...(node !== null && { node }),
  };
  return continued(shelf, { flowId, beginning, steps: [] }, move);
}

/** The conversation one move further. Pure. */
export function continued(shelf: Shelf, talk: Talk, move: Move): Talk {
  const before = standingOf(talk);
  try {
    const { conversation: after, moments } = makeMove(shelf, before, move);
    return { ...talk, steps: [...talk.steps, { move, moments, problem: null, after }] };
  } catch (error) {
    const step: Step = { move, moments: [], problem: reasonOf(error), after: before };
    return { ...talk, steps: [...talk.steps, step] };
  }
}

/** Without its last move; the first one stays. */
export function oneBack(talk: Talk): Talk {
  return talk.steps.length > 1 ? { ...talk, steps: talk.steps.slice(0, -1) } : talk;
}

/** The same moves with the flow as it is now, or from another beginning (another language, another name). */
export function playedAgain(shelf: Shelf, talk: Talk, beginning: Beginning): Talk {
  const [, ...steps] = talk.steps;
  return steps.reduce(
    (played, { move }) => continued(shelf, played, withCall(played, move)),
    begun(shelf, talk.flowId, beginning),
  );
}

/** A call is named after its turn; an answer played again is for the call that waits now. */
function withCall(talk: Talk, move: Move): Move {
  const call = standingOf(talk).session?.state.call;
  if (move.do !== 'tell' || !call) return move;
  const { input } = move;
  return input.type === 'call.done' || input.type === 'call.failed'
    ? { ...move, input: { ...input, call } }
    : move;
}

/** The conversation as it was after so many moves; the first one stays. */
export function cutAt(talk: Talk, steps: number): Talk {
  return steps >= talk.steps.length ? talk : { ...talk, steps: talk.steps.slice(0, Math.max(1, steps)) };
}

/** The conversation of a test, as far as it can be had. */
export function talkOfTest(shelf: Shelf, flowId: string, test: FlowTest): Talk {
  const { contact, now, node = null, opening = null } = test;
  let talk = begun(shelf, flowId, { contact, now: Date.parse(now), node, opening });
  for (const step of test.steps) {
    const move = moveOf(step, standingOf(talk));
    if (!move) break;
    talk = continued(shelf, talk, move);
  }
  return talk;
}

/** What a test of this conversation is made from. */
export function recordingOf({ beginning, steps }: Talk): Recording {
  return { ...beginning, moves: steps.slice(1).map(({ move }) => move) };
}

export function standingOf({ beginning, steps }: Talk): Conversation {
  return steps.at(-1)?.after ?? quiet(beginning.contact, beginning.now);
}

/** The node that the session stands at, as far as it is one of this flow. */
function nodeAt(talk: Talk): string | null {
  const { session } = standingOf(talk);
  return session?.flow === talk.flowId ? currentNode(session.state) : null;
}

/** What the last move took, or, `isWhole`, all that was taken on the way there. */
export function litPath(talk: Talk, { isWhole = false } = {}): LitPath {
  const taken = talk.steps
    .slice(isWhole ? 0 : -1)
    .flatMap(({ moments }) => moments)
    .flatMap(({ path }) => path)
    .flatMap(({ flow, node, port }) => (flow === talk.flowId ? [{ node, port }] : []));
  return { taken, at: nodeAt(talk) };
}

/** The request whose answer the session waits for; null when it waits for none. */
export function waitingRequest(talk: Talk) {
  const { session } = standingOf(talk);
  const call = session?.state.call ?? null;
  if (call === null) return null;
  const asked = talk.steps
    .flatMap(({ moments }) => moments.flatMap(({ happened }) => happened))
    .findLast((one) => one.type === 'effect' && one.effect.type === 'call' && one.effect.call === call);
  return asked?.type === 'effect' && asked.effect.type === 'call' ? asked.effect : null;
}

/** The last answer given by hand to this node's request, to be given again. */
export function lastAnswer(talk: Talk, node: string): { status: number; body: unknown } | null {
  const told = talk.steps.findLast(
    ({ move }) =>
      move.do === 'tell' && move.input.type === 'call.done' && move.input.call.startsWith(`${node}#`),
  );
  return told?.move.do === 'tell' && told.move.input.type === 'call.done' ? told.move.input : null;
}

/** What the contact has written so far, the newest first, each text once. */
export function saidTexts({ beginning, steps }: Talk): string[] {
  const said = steps.flatMap(({ move }) =>
    move.do === 'say' && move.input.type === 'text' ? [move.input.text] : [],
  );
  return [...new Set([...said.toReversed(), ...(beginning.opening === null ? [] : [beginning.opening])])];
}

/** The variables of the session, or of the last one that ran. */
export function lastValues({ steps, flowId }: Talk): { [name: string]: unknown } {
  const last = steps.findLast(({ after }) => after.session?.flow === flowId);
  return last?.after.session?.state.context.vars ?? {};
}

/** The names of the fields that the form of a node is asked for. */
export function formFields(flow: Flow, nodeId: string): string[] {
  const node = flow.nodes[nodeId];
  return node?.type === 'form' ? node.fields.map(({ field }) => field) : [];
}

/** A node in words, for lists of nodes: its type and how its text begins. */
export function nodeWords(flow: Flow, nodeId: string): string {
  const node = flow.nodes[nodeId];
  const definition = node && definitionOf(node.type);
  if (!node || !definition) return nodeId;
  const text = definition.preview(node).text.replace(/\s+/g, ' ').trim();
  return `${definition.title}: ${text === '' ? nodeId : text.slice(0, 60)}`;
}

/** The conversation in the format of the transcripts, which replay it as a test. */
export function exported({ beginning, steps }: Talk): string {
  const { contact, now, opening } = beginning;
  const world = { contact, now, language: '' };
  return transcriptOf(
    world,
    steps.flatMap(({ moments }) => moments),
    opening ?? '(begins)',
  );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
