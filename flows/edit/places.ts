import type { Flow } from '../flow.ts';
import { type Applied, counted, done, noSuchNode, refused } from './applied.ts';
import type { Box, ChangeOf } from './change.ts';
import { nodeOf } from './node.ts';

type At = [number, number];

export function move(flow: Flow, { nodes, drawings = [], isTidy }: ChangeOf<'move'>): Applied {
  const placed = placedAt(flow, new Map(nodes.map(({ node, at }) => [node, at])));
  if (!placed.ok) return placed;
  const places = new Map(drawings.map(({ drawing, at }) => [drawing, at]));
  const known = new Set((flow.settings.drawings ?? []).map(({ id }) => id));
  const unknown = [...places.keys()].find((id) => !known.has(id));
  if (unknown !== undefined) return refused(`There is no note or frame “${unknown}”.`);
  if ([...places.values()].some((at) => !isPlace(at))) return NOWHERE;
  const moved = flow.settings.drawings?.map((drawing) => {
    const at = places.get(drawing.id);
    return at ? { ...drawing, at } : drawing;
  });
  const settings = places.size > 0 && moved ? { ...flow.settings, drawings: moved } : flow.settings;
  return done(isTidy ? 'Tidy up' : nameOfMove(nodes.length, drawings.length), { ...placed.flow, settings });
}

const nameOfMove = (nodes: number, drawings: number) =>
  nodes > 0 ? `Move ${counted(nodes, 'node')}` : `Move ${counted(drawings, 'drawing')}`;

/** For each line: which of the two numbers counts, and how far into the box it lies. */
const LINES = {
  left: { axis: 0, part: 0 },
  center: { axis: 0, part: 0.5 },
  right: { axis: 0, part: 1 },
  top: { axis: 1, part: 0 },
  middle: { axis: 1, part: 0.5 },
  bottom: { axis: 1, part: 1 },
} as const;

/** Left and top go to the outermost box, right and bottom likewise, the middle to the middle of all. */
export function align(flow: Flow, { boxes, along }: ChangeOf<'align'>): Applied {
  const { axis, part } = LINES[along];
  const spans = spansOf(flow, boxes, axis);
  if (!spans.ok) return spans;
  const from = Math.min(...spans.list.map(({ start }) => start));
  const to = Math.max(...spans.list.map(({ start, length }) => start + length));
  const line = from + (to - from) * part;
  return spread(
    flow,
    `Align ${counted(boxes.length, 'node')}`,
    spans.list.map(({ node, length }) => ({ node, start: line - length * part })),
    axis,
  );
}

export function distribute(flow: Flow, { boxes, direction }: ChangeOf<'distribute'>): Applied {
  const axis = direction === 'horizontally' ? 0 : 1;
  const spans = spansOf(flow, boxes, axis);
  if (!spans.ok) return spans;
  const sorted = spans.list.toSorted((one, other) => one.start - other.start);
  const from = sorted[0]?.start ?? 0;
  const to = (sorted.at(-1)?.start ?? 0) + (sorted.at(-1)?.length ?? 0);
  const gap = (to - from - sorted.reduce((sum, { length }) => sum + length, 0)) / (sorted.length - 1);
  let next = from;
  const starts = sorted.map(({ node, length }) => {
    const start = next;
    next += length + gap;
    return { node, start };
  });
  return spread(flow, `Distribute ${counted(boxes.length, 'node')}`, starts, axis);
}

type Span = { node: string; start: number; length: number };

function spansOf(flow: Flow, boxes: readonly Box[], axis: 0 | 1) {
  const list: Span[] = [];
  for (const { node, size } of boxes) {
    const config = nodeOf(flow, node);
    if (!config) return noSuchNode(node);
    if (!isPlace(size)) return NOWHERE;
    list.push({ node, start: config.at[axis], length: size[axis] });
  }
  return { ok: true as const, list };
}

/** Places are whole numbers, so that a file is readable. */
function spread(
  flow: Flow,
  name: string,
  starts: readonly { node: string; start: number }[],
  axis: 0 | 1,
): Applied {
  const places = new Map<string, At>();
  for (const { node, start } of starts) {
    const at = nodeOf(flow, node)?.at ?? [0, 0];
    places.set(node, axis === 0 ? [Math.round(start), at[1]] : [at[0], Math.round(start)]);
  }
  const placed = placedAt(flow, places);
  return placed.ok ? done(name, placed.flow) : placed;
}

function placedAt(flow: Flow, places: ReadonlyMap<string, At>) {
  const moved: Flow['nodes'] = {};
  for (const [node, at] of places) {
    const config = nodeOf(flow, node);
    if (!config) return noSuchNode(node);
    if (!isPlace(at)) return NOWHERE;
    /* `+ 0` makes 0 of -0, which JSON does not know. */
    moved[node] = { ...config, at: [at[0] + 0, at[1] + 0] };
  }
  return { ok: true as const, flow: { ...flow, nodes: { ...flow.nodes, ...moved } } };
}

const isPlace = (at: readonly number[]) => at.every(Number.isFinite);
const NOWHERE = refused('A place is two numbers.');
