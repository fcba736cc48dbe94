import { type Agent, hasRoom } from './availability.ts';

/**
 * Who gets the next case: of those who are there and have room, the one after whoever got the last one, or the one with the fewest
 * conversations. Null when it is nobody. `except` has had it already.
 */
export function chooseAgent(
  agents: readonly Agent[],
  how: 'round-robin' | 'least-busy',
  { last, except }: { last: string | null; except: string | null },
): string | null {
  const free = agents
    .filter((agent) => hasRoom(agent) && agent.id !== except)
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  // Who comes after the last one comes first.
  const inTurn = [...free.filter(({ id }) => last !== null && id > last), ...free].filter(
    (agent, n, all) => all.indexOf(agent) === n,
  );
  if (how === 'round-robin') return inTurn[0]?.id ?? null;
  const least = Math.min(...inTurn.map(({ load }) => load));
  return inTurn.find(({ load }) => load === least)?.id ?? null;
}
