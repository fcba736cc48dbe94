import { limitsOf } from '../limits.ts';
import type { Action } from '../machine-schema.ts';
import type { Problem } from '../problem.ts';
import { exampleTo, type Position, type Step } from './graph.ts';
import type { Subject } from './subject.ts';

/**
 * No more messages in a row than go to one person in a minute, unless something is waited for in between: more are lent by WhatsApp up to the
 * burst and then have to be paid back, so that what the contact is told next comes late, and beyond the burst they come one by one. The
 * answer of a request does not count as waiting: the contact has said nothing.
 * Source: WhatsApp Cloud API, “About the platform”, pair rate: one message in 6 seconds, 45 at once.
 */
export function manyMessages(subject: Subject): Problem[] {
  const { graph, ways, scope } = subject;
  if (!graph) return [];
  const { interval, burst } = limitsOf(scope).pair;
  const aMinute = Math.floor(60 / interval);
  const runFrom = runs();
  const starts = new Set([graph.start, ...graph.positions.flatMap(({ steps }) => steps.flatMap(startOf))]);
  const worst = new Map<string, { start: Position; count: number; steps: Step[] }>();
  for (const start of starts) {
    const { count } = runFrom(start);
    if (count <= aMinute) continue;
    const { node, steps } = whereOver(start, aMinute, runFrom);
    if (count > (worst.get(node)?.count ?? 0)) worst.set(node, { start, count, steps });
  }
  return [...worst].map(
    ([node, { start, count, steps }]): Problem => ({
      code: 'many-messages',
      level: 'warning',
      node,
      message:
        count > burst
          ? `Up to ${count} messages are sent here without waiting for the contact. WhatsApp takes ${burst} at once, and then one in ${interval} seconds. Say it in fewer messages, or ask something in between.`
          : `Up to ${count} messages are sent here without waiting for the contact. WhatsApp lets ${aMinute} a minute go to one person, and those beyond hold up what comes next. Say it in fewer messages, or ask something in between.`,
      ...exampleTo(start, ways, { steps }),
    }),
  );
}

/** Where a step leads that something is waited for before. */
const startOf = ({ to, cause }: Step): Position[] => (cause === 'event' ? [to] : []);

const sendsOf = (actions: readonly Action[]) => actions.filter(({ type }) => type === 'send').length;

/** The most that may be sent from a position on until the contact is waited for, and the step on which it goes on. */
type Run = { count: number; next: Step | null };

function runs(): (position: Position) => Run {
  const known = new Map<Position, Run>();
  const runFrom = (position: Position): Run => {
    const before = known.get(position);
    if (before) return before;
    const own = sendsOf(position.place.entry);
    /* Stands for what goes round without waiting, which is a problem of its own. */
    known.set(position, { count: 0, next: null });
    let run: Run = { count: own, next: null };
    for (const next of position.steps) {
      if (next.cause === 'event') continue;
      const count = own + sendsOf(next.transition?.actions ?? []) + runFrom(next.to).count;
      if (count > run.count) run = { count, next };
    }
    known.set(position, run);
    return run;
  };
  return runFrom;
}

/** The node that sends the first message beyond so many, and the steps to it. */
function whereOver(start: Position, limit: number, runFrom: (position: Position) => Run) {
  const steps: Step[] = [];
  let position = start;
  let sent = sendsOf(start.place.entry);
  for (let { next } = runFrom(start); next !== null && sent <= limit; next = runFrom(position).next) {
    steps.push(next);
    position = next.to;
    sent += sendsOf(next.transition?.actions ?? []) + sendsOf(position.place.entry);
  }
  return { node: position.place.node, steps };
}
