/**
 * A game that asks how fast the contact can come to a goal although everything else (data, answers of requests, opening hours) goes
 * against them. At the contact's points they choose one way, which takes a turn; at all others, somebody else chooses.
 */
export type Point = { chooses: 'contact' | 'others'; ways: Way[] };
export type Way = { to: Point; words: string | null };

/**
 * Turns that the contact needs from each point at most, if they play well. A point is missing when they cannot be sure to come to the goal,
 * which also means: when the others could go round in circles. Backward from the goal, in time proportional to the ways.
 */
export function turnsNeeded(points: readonly Point[], goal: Point): Map<Point, number> {
  const leadingTo = new Map<Point, Point[]>();
  const unsure = new Map<Point, number>();
  for (const point of points) {
    unsure.set(point, point.ways.length);
    for (const { to } of point.ways) {
      const before = leadingTo.get(to);
      if (before) before.push(point);
      else leadingTo.set(to, [point]);
    }
  }
  const turns = new Map([[goal, 0]]);
  let now = [goal];
  for (let next: Point[] = []; now.length > 0; now = next, next = []) {
    /* `now` grows while it is walked: what the others choose takes no turn. */
    for (const point of now) {
      const needed = turns.get(point) ?? 0;
      for (const before of leadingTo.get(point) ?? []) {
        if (turns.has(before)) continue;
        const left = (unsure.get(before) ?? 0) - 1;
        unsure.set(before, left);
        if (before.chooses === 'others' && left > 0) continue;
        /* Points come in the order of their turns, so the last of several ways is the longest, and the first of several choices the shortest. */
        const costs = before.chooses === 'contact' ? 1 : 0;
        turns.set(before, needed + costs);
        (costs === 1 ? next : now).push(before);
      }
    }
  }
  return turns;
}
