/** Ids of the newest row of the inbox, the outbox and the events that something has come to. */
export type Place = [inbox: string, outbox: string, event: string];

/**
 * How far one lane has been looked through. Every row is looked at twice: soon after it was written, and once more when no transaction
 * that was given an earlier id can still be open.
 */
export type Progress = {
  /** Everything up to here has been looked at for the second time. */
  from: Place;
  /** The second look goes up to here: all of it had its ids when it was last `looked_at`. */
  to: Place;
  /** Everything up to here has been looked at once. */
  seen: Place;
  /** It is time for the second look. */
  isDue: boolean;
};

/** How long a row may stay unseen after its id was given, in seconds: as long as its transaction can take. */
export const SETTLED_S = 30;

/** Where the next look begins. */
export function startOf({ from, seen, isDue }: Progress): Place {
  return isDue ? from : seen;
}

/**
 * The progress after a look that began at `startOf`. `isFull`: there may be more rows behind those that it reached. `isOld`: they were
 * all written so long ago that there can be no others among them, so that an old database is not looked through twice.
 */
export function progressAfter(
  { from, to, seen, isDue }: Progress,
  { reached, isFull, isOld }: { reached: Place; isFull: boolean; isOld: boolean },
): Progress {
  const known = latest(seen, reached);
  if (isFull && isOld) return { from: latest(from, reached), to: latest(to, reached), seen: known, isDue };
  if (!isDue) return { from, to, seen: known, isDue };
  const isOver = !isFull || isSamePlace(latest(to, reached), reached);
  if (!isOver) return { from: earliest(to, reached), to, seen: known, isDue };
  return { from: to, to: known, seen: known, isDue: false };
}

/** Whether they stand at the same places. */
export function isSame(one: Progress, other: Progress | null): boolean {
  return (
    other !== null &&
    isSamePlace(one.from, other.from) &&
    isSamePlace(one.to, other.to) &&
    isSamePlace(one.seen, other.seen)
  );
}

function isSamePlace(one: Place, other: Place): boolean {
  return one.every((id, n) => id === other[n]);
}

const latest = (one: Place, other: Place) => byId(one, other, (a, b) => a > b);
const earliest = (one: Place, other: Place) => byId(one, other, (a, b) => a < b);

function byId(one: Place, other: Place, isTaken: (a: bigint, b: bigint) => boolean): Place {
  const pick = (a: string, b: string) => (isTaken(BigInt(a), BigInt(b)) ? a : b);
  return [pick(one[0], other[0]), pick(one[1], other[1]), pick(one[2], other[2])];
}
