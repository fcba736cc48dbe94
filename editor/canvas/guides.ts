/**
 * Where what is moved comes to stand in line with something else: pure geometry, in the canvas's unit. `x` and `y` are the upper left
 * corner.
 */
export type Area = { x: number; y: number; width: number; height: number };

/** A line that is drawn: across the axis, at one place of it, over all that lies on it. */
export type Guide = { axis: Axis; at: number; from: number; to: number };
type Axis = 'x' | 'y';

/** Edges meet edges, and middles middles: a middle on an edge is no order that anybody sees. */
type Kind = 'edge' | 'middle';
type Line = { at: number; from: number; to: number };
/** All lines of what stands still, in order, so that hundreds of them cost a frame nothing. */
export type Lines = { readonly [axis in Axis]: { readonly [kind in Kind]: readonly Line[] } };

const KINDS: readonly Kind[] = ['edge', 'middle'];
/** What is nearer than this is the same place. */
const SAME = 0.5;

/** The lines that something can come to stand on. */
export function linesOf(areas: readonly Area[]): Lines {
  const of = (axis: Axis, kind: Kind) =>
    areas
      .flatMap((area) => placesOf(area, axis, kind).map((at): Line => ({ at, ...extentOf(area, axis) })))
      .sort((one, other) => one.at - other.at);
  const along = (axis: Axis) => ({ edge: of(axis, 'edge'), middle: of(axis, 'middle') });
  return { x: along('x'), y: along('y') };
}

/** How far the nearest line is along one axis, at most `reach` away; null when there is none. */
function nearestLine(area: Area, lines: Lines, axis: Axis, reach: number): number | null {
  const stops = stopsOf(area, lines, axis, reach);
  return stops.reduce<number | null>(
    (best, by) => (best === null || Math.abs(by) < Math.abs(best) ? by : best),
    null,
  );
}

/** How far all lines within reach are. */
const stopsOf = (area: Area, lines: Lines, axis: Axis, reach: number): number[] =>
  KINDS.flatMap((kind) =>
    placesOf(area, axis, kind).flatMap((own) =>
      between(lines[axis][kind], own - reach, own + reach).map(({ at }) => at - own),
    ),
  );

/** The lines that something stands on, each once and as long as it has to be to show what is in line. */
export function guidesOf(area: Area, lines: Lines): Guide[] {
  return (['x', 'y'] as const).flatMap((axis) =>
    KINDS.flatMap((kind) =>
      placesOf(area, axis, kind).flatMap((own): Guide[] => {
        const met = between(lines[axis][kind], own - SAME, own + SAME);
        if (met.length === 0) return [];
        const { from, to } = extentOf(area, axis);
        return [
          {
            axis,
            at: own,
            from: Math.min(from, ...met.map((line) => line.from)),
            to: Math.max(to, ...met.map((line) => line.to)),
          },
        ];
      }),
    ),
  );
}

/** Places that lie on no line lie on the grid. */
const GRID = 20;

/**
 * Where something that is held comes to lie: on the nearest line within `reach`, else so that its first part, at `lead`, is on the grid;
 * `isFree` leaves it where the hand has it. `by` is how far it goes for that, and `guides` what it is in line with then.
 */
export function settled(
  area: Area,
  lines: Lines,
  { lead, reach, isFree }: { lead: Pick<Area, Axis>; reach: number; isFree: boolean },
): { by: Pick<Area, Axis>; guides: Guide[] } {
  const along = (axis: Axis) => {
    if (isFree) return Math.round(lead[axis]) - lead[axis];
    return nearestLine(area, lines, axis, reach) ?? Math.round(lead[axis] / GRID) * GRID - lead[axis];
  };
  const by = { x: along('x'), y: along('y') };
  const there = { ...area, x: area.x + by.x, y: area.y + by.y };
  return { by, guides: isFree ? [] : guidesOf(there, lines) };
}

/**
 * How far a key moves something: `step` along one axis, or less where a line lies on the way, so that no line is stepped over.
 */
export function stepped(area: Area, lines: Lines, axis: Axis, step: number): { by: number; guides: Guide[] } {
  const middle = { ...area, [axis]: area[axis] + step / 2 };
  /* Half a step to either side of its middle is the whole way; where it stands already does not hold it. */
  const near = stopsOf(middle, lines, axis, Math.abs(step) / 2).map((by) => by + step / 2);
  const ahead = near
    .filter((by) => by * Math.sign(step) > SAME)
    .sort((one, other) => Math.abs(one) - Math.abs(other));
  const by = ahead[0] ?? step;
  return { by, guides: guidesOf({ ...area, [axis]: area[axis] + by }, lines) };
}

/** The area around several; null around none. */
export function around(areas: readonly Area[]): Area | null {
  if (areas.length === 0) return null;
  const x = Math.min(...areas.map((area) => area.x));
  const y = Math.min(...areas.map((area) => area.y));
  const width = Math.max(...areas.map((area) => area.x + area.width)) - x;
  const height = Math.max(...areas.map((area) => area.y + area.height)) - y;
  return { x, y, width, height };
}

function placesOf({ x, y, width, height }: Area, axis: Axis, kind: Kind): number[] {
  const [start, length] = axis === 'x' ? [x, width] : [y, height];
  return kind === 'edge' ? [start, start + length] : [start + length / 2];
}

/** From where to where an area reaches across the axis. */
function extentOf({ x, y, width, height }: Area, axis: Axis): { from: number; to: number } {
  return axis === 'x' ? { from: y, to: y + height } : { from: x, to: x + width };
}

/** The lines from one place to another, both included. */
function between(lines: readonly Line[], from: number, to: number): readonly Line[] {
  const first = firstFrom(lines, from);
  let last = first;
  while (last < lines.length && (lines[last]?.at ?? to) <= to) last += 1;
  return lines.slice(first, last);
}

function firstFrom(lines: readonly Line[], from: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.at ?? from) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
