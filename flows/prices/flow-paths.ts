import { isFreeForm, type OutboundMessage } from '../message.ts';
import { opensWindow, type Position, type Step } from '../proofs/graph.ts';
import type { Subject } from '../proofs/subject.ts';
import { type Age, ageAfter, isClosed } from '../proofs/window-time.ts';
import { startsUnprompted } from '../proofs/window-ways.ts';
import { reopenAt, reopenByDefault } from '../reopening.ts';

/** Something that is sent on a path. */
export type PathSend = {
  node: string;
  message: OutboundMessage;
  isInWindow: boolean;
  /** Which of the path's turns it belongs to: those of one turn are sent together. */
  turn: number;
};

/** One way through a flow, from its start to where nothing more happens by itself. No place is visited twice. */
export type FlowPath = {
  nodes: string[];
  /** What people do or see happen on it. */
  words: string[];
  sends: PathSend[];
  /** The flow that goes on from there. */
  goesOnIn: string | null;
};

/** Large enough for flows that people draw, and done within a blink. */
const PATHS_MAX = 1_000;
const STEPS_MAX = 20_000;

/**
 * The paths through a flow, each with what is sent on it. The window is open after each word of the contact's and closes when as much time
 * as it takes goes by in silence; what re-opens it is counted in. Of paths that say the same, one is enough. `isComplete` is false where there are more paths than this looks at.
 */
export function pathsOf(subject: Subject): { paths: FlowPath[]; isComplete: boolean } {
  const { graph } = subject;
  const paths: FlowPath[] = [];
  if (!graph) return { paths, isComplete: true };
  let steps = 0;
  let isComplete = true;
  const known = new Set<string>();

  const walk = (position: Position, walked: Walked, visited: ReadonlySet<string>) => {
    if (paths.length >= PATHS_MAX || ++steps > STEPS_MAX) {
      isComplete = false;
      return;
    }
    const here = new Set(visited).add(position.place.id);
    const next = waysOn(position).filter(({ to }) => !here.has(to.place.id));
    if (next.length === 0 || walked.goesOnIn !== null) {
      const { nodes, words, sends, goesOnIn } = walked;
      const told = sends.map(({ node, isInWindow, turn }) => [node, isInWindow, turn]);
      const key = JSON.stringify([nodes, told, goesOnIn]);
      if (!known.has(key)) paths.push({ nodes, words, sends, goesOnIn });
      known.add(key);
      return;
    }
    for (const step of next) walk(step.to, arrive(subject, walked, position, step), here);
  };

  const age: Age = startsUnprompted(subject) ? Infinity : 0;
  const nothing: Walked = { nodes: [], words: [], sends: [], goesOnIn: null, age, turn: 0 };
  walk(graph.start, enter(subject, nothing, graph.start, null, []), new Set());
  return { paths, isComplete };
}

type Walked = FlowPath & { age: Age; turn: number };

/** Not what anybody plans for: failures of the platform, and what is asked a second time. */
const ASIDE: ReadonlySet<string | null> = new Set([
  'send.failed',
  'window.closing',
  'window.closed',
  'again',
  'late',
]);

/** Of several steps to one place, one each for what opens the window and what does not. */
function waysOn({ steps }: Position): Step[] {
  const known = new Set<string>();
  return steps.filter(({ to, by, transition }) => {
    const key = `${to.place.id} ${opensWindow(by)}`;
    if (transition === null || ASIDE.has(by) || known.has(key)) return false;
    known.add(key);
    return true;
  });
}

function arrive(subject: Subject, walked: Walked, from: Position, step: Step): Walked {
  /* A person who is being helped keeps the window open. */
  const bound = step.by === 'agent.resolved' ? 'shortest' : 'longest';
  const after: Walked = {
    ...walked,
    words: step.words === null ? walked.words : [...walked.words, step.words],
    age: ageAfter(walked.age, step, from, bound),
    turn: step.by === null ? walked.turn : walked.turn + 1,
  };
  const ofNode = step.by !== null && /^(after |call\.|agent\.)/.test(step.by) ? from.place.node : null;
  return enter(subject, after, step.to, ofNode, step.transition?.actions ?? []);
}

type Actions = Position['place']['entry'];

function enter(
  { machine }: Subject,
  walked: Walked,
  { place }: Position,
  waited: string | null,
  first: Actions,
): Walked {
  const sends = [...walked.sends];
  let { age, goesOnIn } = walked;
  const { turn } = walked;
  for (const action of [...first, ...place.entry]) {
    if (action.type === 'start') goesOnIn = action.params.flow;
    if (action.type !== 'send') continue;
    const { message } = action.params;
    if (isFreeForm(message) && isClosed(age)) {
      const reopened = (waited === null ? null : reopenAt(machine, waited)) ?? reopenByDefault(machine);
      /* Without a template nothing arrives, and nothing is charged. */
      if (!reopened) continue;
      sends.push({ node: place.node, message: reopened.message, isInWindow: false, turn });
      age = 0;
    }
    sends.push({ node: place.node, message, isInWindow: !isClosed(age), turn });
  }
  const isNew = place.node !== '' && walked.nodes.at(-1) !== place.node;
  const nodes = isNew ? [...walked.nodes, place.node] : walked.nodes;
  return { ...walked, nodes, sends, age, goesOnIn };
}
