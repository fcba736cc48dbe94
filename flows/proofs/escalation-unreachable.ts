import type { Problem } from '../problem.ts';
import { contactGame } from './contact-game.ts';
import { escalatingAt } from './escalations.ts';
import { exampleTo, lengthTo, type Position } from './graph.ts';
import { ANY_TEXT } from './step-words.ts';
import type { Subject } from './subject.ts';
import { type Point, turnsNeeded } from './turns-game.ts';

/**
 * From every state where the contact can be waiting, the contact alone reaches a person within `escalation.maxTurns` turns: by an option
 * that is offered, a keyword, or free text. Nothing else is counted on: no timer, no agent, no opening hours, no condition on data and no
 * answer of a request may be needed, so all of their outcomes must do. Ending the session or starting another flow is not reaching a person.
 * Timers and the platform may move a session between two turns; wherever they move it to, the same is asked.
 * Source: WhatsApp Business Messaging Policy, ways to a person must be clear and direct; how many turns that is, the flow says.
 *
 * Nothing is said while no way to a person counts at all: that is `escalation-missing`.
 */
export function escalationUnreachable(subject: Subject): Problem[] {
  const { graph, machine, settings, ways } = subject;
  if (!graph) return [];
  const isPerson = ({ place }: Position) => escalatingAt(place, machine)?.refusals.length === 0;
  if (!graph.positions.some(isPerson)) return [];

  const { goal, points, waiting } = contactGame(subject, graph, isPerson);
  const turns = turnsNeeded(points, goal);
  const { maxTurns } = settings.escalation;
  const within = maxTurns === 1 ? 'one turn' : `${maxTurns} turns`;

  const nearest = new Map<string, { position: Position; point: Point }>();
  for (const [position, point] of waiting) {
    if ((turns.get(point) ?? Infinity) <= maxTurns) continue;
    const known = nearest.get(position.place.node);
    if (known && lengthTo(known.position, ways) <= lengthTo(position, ways)) continue;
    nearest.set(position.place.node, { position, point });
  }
  return [...nearest].map(([node, { position, point }]) => {
    const { example, path } = exampleTo(position, ways);
    return {
      code: 'escalation-unreachable',
      level: 'error',
      node,
      message: `From “${node}” the contact alone cannot be sure to reach a person within ${within}. Lead there by an option, by “Anything else”, or by words that work everywhere.`,
      example: [...example, ...inVain(point, maxTurns, turns)],
      path,
    };
  });
}

/** So many turns of a contact who does not find a person, by free text where it is heard, and what happens on them. */
function inVain(from: Point, turnsLeft: number, turns: ReadonlyMap<Point, number>): string[] {
  const move = from.ways.find(({ words }) => words === ANY_TEXT) ?? from.ways[0];
  if (turnsLeft === 0 || !move) return [];
  const example = move.words === null ? [] : [move.words];
  const seen = new Set<Point>();
  let point = move.to;
  while (point.chooses === 'others' && !seen.has(point)) {
    seen.add(point);
    const way = point.ways.find(({ to }) => (turns.get(to) ?? Infinity) > turnsLeft - 1);
    if (!way) break;
    if (way.words !== null) example.push(way.words);
    point = way.to;
  }
  if (point.ways.length === 0) return [...example, 'and there it ends'];
  return [...example, ...inVain(point, turnsLeft - 1, turns)];
}
