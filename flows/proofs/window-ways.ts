import { isFreeForm } from '../message.ts';
import { reopenAt, reopenByDefault } from '../reopening.ts';
import type { Position, Step } from './graph.ts';
import type { Subject } from './subject.ts';
import { type Age, ageAfter, type Bound, isClosed } from './window-time.ts';

/**
 * A way on which a session comes to a position, and how long ago the contact wrote last by then. `cover` says what becomes of a turn that
 * wants to say something with the window closed: `none`, it tries in vain; `reopened`, a template goes out first and the turn waits for the
 * answer; `dropped`, nothing (a message that fails while something waits already).
 */
export type Way = {
  position: Position;
  age: Age;
  cover: Cover;
  before: { way: Way; step: Step } | null;
};
type Cover = 'none' | 'reopened' | 'dropped';

/** More different ages than this at one position are a circle: as long as you like. */
const AGES_MAX = 60;

/**
 * The ways that matter: for each position those with the longest age (or the shortest), fewest steps first. A session that may begin without
 * a word of the contact begins with the window closed.
 */
export function waysThroughTime(subject: Subject, bound: Bound): Way[] {
  const { graph, machine } = subject;
  if (!graph) return [];
  const hasDefault = reopenByDefault(machine) !== null;
  const ways: Way[] = [];
  const known = new Map<string, { age: Age; count: number }>();
  const ids = new Map(graph.positions.map((position, at) => [position, at]));

  const add = ({ position, age, cover, before }: Way) => {
    const isAtRisk = isClosed(age) && saysFreely(position);
    if (isAtRisk && cover === 'dropped') return;
    const open: Age = isAtRisk && cover === 'reopened' ? 0 : age;
    const key = `${ids.get(position)} ${cover}`;
    const last = known.get(key);
    if (last && (bound === 'longest' ? open <= last.age : open >= last.age)) return;
    const count = (last?.count ?? 0) + 1;
    const settled = bound === 'longest' && count > AGES_MAX ? Infinity : open;
    known.set(key, { age: settled, count });
    ways.push({ position, age: settled, cover, before });
  };

  const begins: Age = startsUnprompted(subject) ? Infinity : 0;
  const startCover: Cover = hasDefault ? 'reopened' : 'none';
  if (bound === 'shortest' || begins === 0)
    add({ position: graph.start, age: 0, cover: startCover, before: null });
  else add({ position: graph.start, age: begins, cover: startCover, before: null });

  /* `ways` grows while it is walked. */
  for (const way of ways) {
    for (const step of way.position.steps) {
      const age = ageAfter(way.age, step, way.position, bound);
      const cover = coverOf(step, way, subject, hasDefault);
      add({ position: step.to, age, cover, before: { way, step } });
      if (cover !== 'reopened' || !isClosed(age)) continue;
      /* While the turn waits for the contact, the template may fail, and the flow hears of that. */
      for (const failing of failuresAt(way.position))
        add({ position: failing.to, age: Infinity, cover: 'dropped', before: { way, step: failing } });
    }
  }
  return ways;
}

/** Within a turn the cover stays; the flow's own transitions, and a failure, have the flow's template alone. */
function coverOf(step: Step, { position, cover }: Way, { machine }: Subject, hasDefault: boolean): Cover {
  if (step.by === null) return cover;
  const isOfNode =
    step.by.startsWith('after ') || step.by.startsWith('call.') || step.by === 'agent.resolved';
  const own = isOfNode && reopenAt(machine, position.place.node) !== null;
  return own || hasDefault ? 'reopened' : 'none';
}

function failuresAt({ steps }: Position): Step[] {
  const all = [...steps, ...steps.flatMap(({ transition, to }) => (transition === null ? to.steps : []))];
  return all.filter(({ by }) => by === 'send.failed');
}

/** Whether a session says something free-form on its way in, or goes over to another flow, which may. */
export function saysFreely({ place }: Position): boolean {
  return place.entry.some(
    (action) => action.type === 'start' || (action.type === 'send' && isFreeForm(action.params.message)),
  );
}

/** A flow that begins with a template is there to be started without a word of the contact, whether or not it says so. */
export function startsUnprompted({ flow, settings }: Subject): boolean {
  const first = flow.start === null ? undefined : flow.nodes[flow.start];
  return settings.window?.startsUnprompted ?? first?.type === 'template';
}
