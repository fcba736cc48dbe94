import { withClosingRenamed } from '../at-closing.ts';
import type { Flow } from '../flow.ts';
import { targetOf } from '../machine.ts';
import { NodeId } from '../machine-schema.ts';
import { definitionOf } from '../nodes/registry.ts';
import { type Applied, counted, done, noSuchNode, refused } from './applied.ts';
import type { ChangeOf, Exit } from './change.ts';
import { freshNodeIds, nodeOf, portsOf, readNode, titleOf } from './node.ts';
import { own, put, withKeys, without } from './record.ts';
import { withNodeRenamedInTests, withOptionRenamedInTests } from './tests.ts';
import { withoutTextsOf, withTextsFollowing, withTextsMoved } from './texts.ts';
import { edgesOf, faultOfExit, rewired, splice, wired, withEdges } from './wiring.ts';

export function add(flow: Flow, { from, ...change }: ChangeOf<'add'>): Applied {
  const fault = from ? faultOfExit(flow, from) : null;
  if (fault) return fault;
  const added = withNew(flow, change);
  if (!added.ok) return added;
  return done(added.name, from ? wired(added.flow, from, added.id) : added.flow);
}

export function insert(flow: Flow, { edge, ...change }: ChangeOf<'insert'>): Applied {
  const added = withNew(flow, change);
  if (!added.ok) return added;
  const spliced = splice(added.flow, { kind: 'splice', node: added.id, edge });
  return spliced.ok ? { ...spliced, name: added.name } : spliced;
}

type New = Pick<ChangeOf<'add'>, 'type' | 'at' | 'id' | 'config'>;

/** The first node of a flow is where it begins. */
function withNew(flow: Flow, { type, at, id: wished, config }: New) {
  const blank = definitionOf(type)?.blank;
  const read = readNode({ ...(config ?? blank ?? {}), type, at });
  if (!read.ok) return read;
  const id = wished ?? freshNodeIds(flow)(type);
  const fault = faultOfNewId(flow, id);
  if (fault) return fault;
  const start = Object.keys(flow.nodes).length === 0 ? id : flow.start;
  const name = `Add “${titleOf(read.node)}”`;
  return { ok: true as const, id, name, flow: { ...flow, start, nodes: put(flow.nodes, id, read.node) } };
}

function faultOfNewId(flow: Flow, id: string) {
  const parsed = NodeId.safeParse(id);
  if (!parsed.success) return refused(`“${id}” cannot be an id: ${parsed.error.issues[0]?.message ?? ''}.`);
  return nodeOf(flow, id) ? refused(`There is a node “${id}” already.`) : null;
}

export function remove(flow: Flow, change: ChangeOf<'remove'>): Applied {
  const gone = new Set(change.nodes);
  for (const id of gone) if (!nodeOf(flow, id)) return noSuchNode(id);
  const healed = groupsOf(flow, gone).reduce((next, group) => heal(next, group, flow), flow);
  const left = withEdges(
    { ...healed, nodes: without(healed.nodes, (id) => gone.has(id)) },
    ({ node, to }) => !gone.has(to) && (node === null || !gone.has(node)),
  );
  const start = left.start !== null && gone.has(left.start) ? null : left.start;
  return done(`Delete ${counted(gone.size, 'node')}`, withoutTextsOf({ ...left, start }, gone));
}

/** The nodes in groups that hang together. */
function groupsOf(flow: Flow, ids: ReadonlySet<string>): Set<string>[] {
  const neighbours = new Map<string, string[]>();
  for (const { node, to } of edgesOf(flow)) {
    if (node === null || !ids.has(node) || !ids.has(to)) continue;
    neighbours.set(node, [...(neighbours.get(node) ?? []), to]);
    neighbours.set(to, [...(neighbours.get(to) ?? []), node]);
  }
  const groups: Set<string>[] = [];
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) continue;
    const group = new Set([id]);
    for (const member of group) for (const next of neighbours.get(member) ?? []) group.add(next);
    for (const member of group) seen.add(member);
    groups.push(group);
  }
  return groups;
}

/**
 * Joins what led into the group to where the group led, when there is one of each. A way of the flow itself (a
 * keyword's) is never joined: who asks for a person must not silently come to what followed. Nor is an edge back to
 * where it came from.
 */
function heal(flow: Flow, group: ReadonlySet<string>, before: Flow): Flow {
  const crossing = edgesOf(before);
  const ins = crossing.filter(({ node, to }) => group.has(to) && (node === null || !group.has(node)));
  const outs = new Set(
    crossing.filter(({ node, to }) => node !== null && group.has(node) && !group.has(to)).map(({ to }) => to),
  );
  const [target, ...others] = outs;
  if (target === undefined || others.length > 0) return flow;
  const isStart = before.start !== null && group.has(before.start);
  if (isStart) return ins.length === 0 ? { ...flow, start: target } : flow;
  const [only, ...more] = ins;
  if (!only || only.node === null || more.length > 0 || only.node === target) return flow;
  return wired(flow, { node: only.node, port: only.port }, target);
}

export function replace(flow: Flow, { node: id, config, renamed }: ChangeOf<'replace'>): Applied {
  const before = nodeOf(flow, id);
  if (!before) return noSuchNode(id);
  const read = readNode(config);
  if (!read.ok) return read;
  const after = read.node;
  const ports = new Set(portsOf(after));
  if (
    renamed &&
    (!portsOf(before).includes(renamed.from) || !ports.has(renamed.to) || ports.has(renamed.from))
  ) {
    return refused(`“${renamed.from}” is not renamed to “${renamed.to}” in this node.`);
  }
  const moved = renamed ? withExitMoved(flow, { node: id, port: renamed.from }, renamed.to) : flow;
  const dropped = Object.entries(own(moved.edges, id) ?? {})
    .filter(([port]) => !ports.has(port))
    .map(([port, to]) => ({ node: id, port, to }));
  const kept = rewired(
    moved,
    dropped.map((edge) => ({ ...edge, to: null })),
  );
  const tested = renamed ? withOptionRenamedInTests(kept, id, renamed.from, renamed.to) : kept;
  const next = { ...tested, nodes: put(tested.nodes, id, after) };
  const name = before.type === after.type ? `Edit “${id}”` : `Turn “${id}” into “${titleOf(after)}”`;
  const followed = withTextsFollowing(next, id, { before, after, isRenamed: renamed !== undefined });
  return done(name, followed, dropped);
}

function withExitMoved(flow: Flow, { node, port }: Exit, to: string): Flow {
  const target = targetOf(flow, node, port);
  if (target === undefined) return flow;
  return rewired(flow, [
    { node, port, to: null },
    { node, port: to, to: target },
  ]);
}

/** Edges, the flow's own ways, the start, translations and tests go by the new id. Nothing else names a node. */
export function rename(flow: Flow, { node: from, to }: ChangeOf<'rename'>): Applied {
  if (!nodeOf(flow, from)) return noSuchNode(from);
  const fault = from === to ? null : faultOfNewId(flow, to);
  if (fault) return fault;
  const renamed = (id: string) => (id === from ? to : id);
  const inPorts = (ports: { [port: string]: string }) =>
    Object.fromEntries(Object.entries(ports).map(([port, target]) => [port, renamed(target)]));
  const next: Flow = {
    ...flow,
    start: flow.start === null ? null : renamed(flow.start),
    nodes: withKeys(flow.nodes, renamed),
    edges: Object.fromEntries(Object.entries(flow.edges).map(([id, ports]) => [renamed(id), inPorts(ports)])),
    globals: inPorts(flow.globals),
    settings: withClosingRenamed(flow.settings, renamed),
  };
  if (from === to) return done(`Rename “${from}” to “${to}”`, next);
  const followed = withNodeRenamedInTests(withTextsMoved(next, from, to), from, to);
  return done(`Rename “${from}” to “${to}”`, followed);
}
