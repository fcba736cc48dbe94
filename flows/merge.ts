import { freshNodeIds, readNode } from './edit/node.ts';
import { own } from './edit/record.ts';
import { readSettings } from './edit/settings.ts';
import { edgesOf, hasEnds } from './edit/wiring.ts';
import { edit } from './edit.ts';
import type { Flow } from './flow.ts';
import { keyedList } from './keyed-list.ts';
import { firstDifference } from './machine.ts';
import type { NodeConfig } from './nodes/registry.ts';

/** Where both have changed the same: a path that begins with the part of the flow, or one that is sound only on one side. */
export type Conflict = { part: 'nodes' | 'settings' | 'edges' | 'globals' | 'start'; path: string[] };

export type Merged = { ok: true; flow: Flow } | { ok: false; conflicts: Conflict[] };

/**
 * What two people have made of one flow, with the changes of both. Refused with the places where they made different things of the same.
 * A place on the canvas is nobody's conflict: mine is kept. A node that both added under one id gets another one on my side. Pure.
 */
export function merge(base: Flow, { mine: given, theirs }: { mine: Flow; theirs: Flow }): Merged {
  const mine = withOwnIds(base, given, theirs);
  const conflicts: Conflict[] = [];
  const both = (part: Conflict['part'], sides: Sides) =>
    merged(sides, [], (path) => conflicts.push({ part, path }));
  const raw = {
    id: base.id,
    nodes: both('nodes', [base.nodes, unmoved(mine, base, theirs), unmoved(theirs, base, mine)]),
    settings: both('settings', [base.settings, mine.settings, theirs.settings]),
    edges: both('edges', [base.edges, mine.edges, theirs.edges]),
    globals: both('globals', [base.globals, mine.globals, theirs.globals]),
    start: both('start', [base.start, mine.start, theirs.start]),
  };
  return conflicts.length > 0 ? { ok: false, conflicts } : sound(raw);
}

/** The flow, when it can be saved: what each side may do for itself need not go together. */
function sound(raw: { id: string } & { [part in Conflict['part']]: unknown }): Merged {
  const settings = readSettings(raw.settings);
  if (!settings.ok) return { ok: false, conflicts: [{ part: 'settings', path: [] }] };
  const conflicts: Conflict[] = [];
  const nodes: [string, NodeConfig][] = [];
  for (const [id, config] of entriesOf(raw.nodes)) {
    const read = readNode(config);
    if (read.ok) nodes.push([id, read.node]);
    else conflicts.push({ part: 'nodes', path: [id] });
  }
  const edges: [string, { [port: string]: string }][] = entriesOf(raw.edges).flatMap(([node, ports]) => {
    const targets = targetsIn(ports);
    return Object.keys(targets).length > 0 ? [[node, targets]] : [];
  });
  const flow: Flow = {
    id: raw.id,
    settings: settings.settings,
    start: typeof raw.start === 'string' ? raw.start : null,
    nodes: Object.fromEntries(nodes),
    edges: Object.fromEntries(edges),
    globals: targetsIn(raw.globals),
  };
  if (flow.start !== null && !Object.hasOwn(flow.nodes, flow.start))
    conflicts.push({ part: 'start', path: [] });
  const isWhole = hasEnds(flow);
  for (const edge of edgesOf(flow)) {
    if (isWhole(edge)) continue;
    const { node, port } = edge;
    conflicts.push(node === null ? { part: 'globals', path: [port] } : { part: 'edges', path: [node, port] });
  }
  return conflicts.length > 0 ? { ok: false, conflicts } : { ok: true, flow };
}

/** Two people who add a node of one type get the same id for it, which says nothing of their intentions. */
function withOwnIds(base: Flow, mine: Flow, theirs: Flow): Flow {
  const fresh = freshNodeIds({ ...mine, nodes: { ...theirs.nodes, ...mine.nodes } });
  let next = mine;
  for (const id of Object.keys(mine.nodes)) {
    if (Object.hasOwn(base.nodes, id) || !Object.hasOwn(theirs.nodes, id)) continue;
    if (isEqual(own(mine.nodes, id), own(theirs.nodes, id))) continue;
    const renamed = edit(next, { kind: 'rename', node: id, to: fresh(id) });
    if (renamed.ok) next = renamed.flow;
  }
  return next;
}

/** Nodes that the other side has removed stand where they stood: who only moves a node does not hold on to it. */
function unmoved(flow: Flow, base: Flow, other: Flow): Flow['nodes'] {
  const nodes = Object.entries(flow.nodes).map(([id, config]): [string, NodeConfig] => {
    const was = own(base.nodes, id);
    return was && !Object.hasOwn(other.nodes, id) ? [id, { ...config, at: was.at }] : [id, config];
  });
  return Object.fromEntries(nodes);
}

type Sides = [base: unknown, mine: unknown, theirs: unknown];

/** The value with both changes; `undefined` stands for what is not there. */
function merged([base, mine, theirs]: Sides, path: string[], clash: (path: string[]) => void): unknown {
  if (isEqual(mine, theirs) || isEqual(base, theirs)) return mine;
  if (isEqual(base, mine)) return theirs;
  const lists = [keyedList(base ?? []), keyedList(mine), keyedList(theirs)] as const;
  const [before, ours, others] = lists;
  if (before && ours && others) return mergedList([before, ours, others], path, clash);
  const was = base ?? {};
  if (isRecord(mine) && isRecord(theirs) && isRecord(was)) {
    const keys = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
    const fields = [...keys].flatMap((key): [string, unknown][] => {
      const value = merged([own(was, key), own(mine, key), own(theirs, key)], [...path, key], clash);
      return value === undefined ? [] : [[key, value]];
    });
    return Object.fromEntries(fields);
  }
  if (!(path.length === 2 && path[1] === 'at')) clash(path);
  return mine;
}

type Members = ReadonlyMap<string, unknown>;

/** Members of both, in the order of whoever changed it; who adds keeps the member in front. */
function mergedList(
  [base, mine, theirs]: [Members, Members, Members],
  path: string[],
  clash: (path: string[]) => void,
) {
  const values = new Map<string, unknown>();
  for (const key of new Set([...theirs.keys(), ...mine.keys()])) {
    const value = merged([base.get(key), mine.get(key), theirs.get(key)], [...path, key], clash);
    if (value !== undefined) values.set(key, value);
  }
  const isReordered = (list: Members) => {
    const shared = [...list.keys()].filter((key) => base.has(key));
    const were = [...base.keys()].filter((key) => list.has(key));
    return shared.some((key, at) => key !== were[at]);
  };
  if (isReordered(mine) && isReordered(theirs)) clash(path);
  const [first, second] = isReordered(mine) ? [mine, theirs] : [theirs, mine];
  const order = [...first.keys()];
  let before: string | undefined;
  for (const key of second.keys()) {
    if (!first.has(key)) order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, key);
    before = key;
  }
  return order.filter((key) => values.has(key)).map((key) => values.get(key));
}

function targetsIn(value: unknown): { [port: string]: string } {
  const targets = entriesOf(value).flatMap(([port, to]) =>
    typeof to === 'string' ? [[port, to] as const] : [],
  );
  return Object.fromEntries(targets);
}

const entriesOf = (value: unknown): [string, unknown][] => (isRecord(value) ? Object.entries(value) : []);
const isEqual = (one: unknown, other: unknown) => firstDifference(one, other, []) === null;
const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
