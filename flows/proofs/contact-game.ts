import type { Transition } from '../machine-schema.ts';
import { takeable } from './candidates.ts';
import { keywordsOf, movesAt } from './contact-moves.ts';
import { counterHolds } from './counters.ts';
import type { Graph, Position } from './graph.ts';
import { decisionsAt } from './happenings.ts';
import { always, onEvent } from './place.ts';
import { labelsOf, wordsForEvent } from './step-words.ts';
import type { Subject } from './subject.ts';
import type { Point, Way } from './turns-game.ts';

/**
 * The flow as a game of the contact against everything that they have no hand in. `waiting` has the points at which it is their turn. A
 * point of theirs without any way is one where the session is over or hangs.
 */
export function contactGame(
  subject: Subject,
  graph: Graph,
  isGoal: (position: Position) => boolean,
): { goal: Point; points: Point[]; waiting: Map<Position, Point> } {
  const goal: Point = { chooses: 'others', ways: [] };
  const over: Point = { chooses: 'contact', ways: [] };
  const waiting = new Map<Position, Point>();
  const moves: Point[] = [];
  const keywords = keywordsOf(subject);
  const labels = labelsOf(subject.flow);
  const arrivals = new Map<Position, Point>();
  for (const position of graph.positions) {
    const isOver = position.place.kind === 'ends';
    arrivals.set(position, isGoal(position) ? goal : isOver ? over : { chooses: 'others', ways: [] });
  }
  const arrivalAfter = (position: Position, transition: Transition): Point => {
    const to = graph.after(position, transition);
    return (to && arrivals.get(to)) ?? over;
  };

  for (const [position, arrival] of arrivals) {
    const { place, counters } = position;
    if (arrival === goal || arrival === over || place.node === '') continue;
    const { happenings, rests } = decisionsAt(
      place,
      always(place),
      (guard) => counterHolds(guard, counters),
      labels,
    );
    for (const { transition, words } of happenings)
      arrival.ways.push({ to: arrivalAfter(position, transition), words });
    if (!rests) continue;
    if (place.kind === 'held') arrival.ways.push({ to: goal, words: null });
    else if (place.kind === 'calls') arrival.ways.push(...answers(position));
    else arrival.ways.push({ to: contactAt(position), words: null });
  }
  return { goal, points: [...arrivals.values(), ...waiting.values(), ...moves], waiting };

  /** Either may come, and one of them will: requests have a time limit. */
  function answers(position: Position): Way[] {
    return (['call.done', 'call.failed'] as const).flatMap((event) =>
      takeable(onEvent(position.place, event), (guard) => counterHolds(guard, position.counters)).map(
        (transition) => ({
          to: transition ? arrivalAfter(position, transition) : over,
          words: wordsForEvent(event, transition ?? { target: '' }, {
            node: position.place.node,
            labels,
            settings: subject.settings,
          }),
        }),
      ),
    );
  }

  function contactAt(position: Position): Point {
    const point: Point = { chooses: 'contact', ways: [] };
    waiting.set(position, point);
    point.ways = movesAt(position, subject, keywords).map(({ words, transitions }) => {
      /* What nobody reacts to leaves the contact where they are. */
      const outcomes = transitions.map((transition) => ({
        to: transition ? arrivalAfter(position, transition) : point,
        words: null,
      }));
      const move: Point = { chooses: 'others', ways: outcomes };
      moves.push(move);
      return { to: move, words };
    });
    return point;
  }
}
