/** The end of a message about an unknown name: `; did you mean …?`, or a full stop when no known name comes near. */
export function suggest(name: string, known: Iterable<string>): string {
  let best: string | undefined;
  // One slip in three letters: a short name must be right but for its capitals.
  let bestDistance = Math.floor(name.length / 3) + 1;
  for (const candidate of known) {
    const distance =
      candidate.toLowerCase() === name.toLowerCase() ? 0 : editDistance(name, candidate, bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best === undefined ? '.' : `; did you mean \`${best}\`?`;
}

/** Letters to insert, remove, replace, or swap with their neighbour; `limit` or more counts as `limit`. */
function editDistance(one: string, other: string, limit: number): number {
  if (Math.abs(one.length - other.length) >= limit) return limit;
  let before: number[] = [];
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      let distance = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (swapped && row > 1) distance = Math.min(distance, (before[column - 2] ?? 0) + 1);
      current.push(distance);
    }
    [before, previous] = [previous, current];
  }
  return previous[other.length] ?? limit;
}
