import type { Flow } from '@parley/flows/flow.ts';
import { globalPorts } from '@parley/flows/machine.ts';
import { definitionOf } from '@parley/flows/nodes/registry.ts';

/** Something that can lead to a node: the flow's beginning, one of its own ways, or a way out of a node. */
export type Way = { of: 'start' } | { of: 'flow'; port: string } | { of: 'node'; node: string; port: string };

/** What a row stands for: a heading, a node where it is reached first, a way to one told of elsewhere, a way to nowhere. */
type Content = {
  /** The same for the same row of the next state of the flow, as far as there is one. */ key: string;
} & (
  | { is: 'heading'; group: Group }
  | { is: 'node'; node: string; way: Way | null; label: string; follows: boolean }
  | { is: 'reference'; node: string; way: Way; label: string; follows: boolean }
  | { is: 'open'; way: Way; label: string; follows: boolean }
);

export type Group = 'start' | 'anywhere' | 'unreached';

export type OutlineRow = Content & {
  /** The row that it stands under; null at the top. */
  parent: string | null;
  /** From 1, as `aria-level`. */
  level: number;
  /** Which of how many under the same parent, from 1. */
  at: number;
  of: number;
  hasChildren: boolean;
};

/** What leads to where a row is; `follows` when it is all that comes after the row before. */
type Lead = { way: Way | null; to: string | undefined; label: string; follows: boolean };

type Draft = { row: Content; under: Draft[] };

/**
 * The flow as a tree, each row once, parents before what stands under them. A node stands where the shortest way leads to it, wherever else
 * a way leads to it there is a reference. What follows a node with a single way out stands beneath it on the same level, so that a
 * chain reads as a list; where ways part, each stands under the node.
 */
export function outlineOf(flow: Flow): OutlineRow[] {
  const owners = ownersOf(flow);
  const rowsFrom = ({ to, ...by }: Lead): Draft[] => {
    const { way } = by;
    const key = way === null ? `root ${to}` : wayKey(way);
    if (to === undefined) return way ? [{ row: { key, is: 'open', ...by, way }, under: [] }] : [];
    if (owners.get(to) !== key)
      return way ? [{ row: { key, is: 'reference', node: to, ...by, way }, under: [] }] : [];
    const row: Content = { key: `node ${to}`, is: 'node', node: to, ...by };
    const ways = waysOutOf(flow, to);
    const [only, ...more] = ways;
    if (only && more.length === 0) return [{ row, under: [] }, ...rowsFrom({ ...only, follows: true })];
    return [{ row, under: ways.flatMap((one) => rowsFrom({ ...one, follows: false })) }];
  };
  const heading = (group: Group, under: Draft[]): Draft => ({
    row: { key: `group ${group}`, is: 'heading', group },
    under,
  });
  const cutOff = [...owners].flatMap(([node, owner]) =>
    owner === `root ${node}` ? rowsFrom({ way: null, to: node, label: '', follows: false }) : [],
  );
  return numbered([
    heading(
      'start',
      rowsFrom({ way: { of: 'start' }, to: flow.start ?? undefined, label: '', follows: false }),
    ),
    heading(
      'anywhere',
      waysOfFlow(flow).flatMap((one) => rowsFrom({ ...one, follows: false })),
    ),
    ...(cutOff.length > 0 ? [heading('unreached', cutOff)] : []),
  ]);
}

/** A name for a way, to find it by. */
export function wayKey(way: Way): string {
  if (way.of === 'start') return 'way start';
  return way.of === 'flow' ? `way flow ${way.port}` : `way ${way.node} ${way.port}`;
}

type WayOut = { way: Way; to: string | undefined; label: string };

/** The ways out of a node, in their order, each once. */
export function waysOutOf({ nodes, edges }: Flow, node: string): WayOut[] {
  const config = nodes[node];
  const ports = (config && definitionOf(config.type)?.ports(config)) ?? [];
  const first = new Map(ports.toReversed().map((port) => [port.id, port.label]));
  const ids = [...new Set(ports.map(({ id }) => id))];
  return ids.map((port) => {
    const to = Object.hasOwn(edges[node] ?? {}, port) ? edges[node]?.[port] : undefined;
    return { way: { of: 'node', node, port }, to, label: first.get(port)?.trim() || port };
  });
}

/** The flow's own ways; their labels are their ids, a keyword's without what all of those begin with. */
function waysOfFlow({ settings, globals }: Flow): WayOut[] {
  return globalPorts(settings).map((port) => ({
    way: { of: 'flow', port },
    to: Object.hasOwn(globals, port) ? globals[port] : undefined,
    label: port.replace(/^keyword:/, ''),
  }));
}

/** For each node the way under which it stands: the first one that reaches it, near ones before far ones. */
function ownersOf(flow: Flow): Map<string, string> {
  const owners = new Map<string, string>();
  const reach = (roots: { key: string; to: string | undefined }[]) => {
    const queue = [...roots];
    for (const { key, to } of queue) {
      if (to === undefined || owners.has(to) || !Object.hasOwn(flow.nodes, to)) continue;
      owners.set(to, key);
      queue.push(...waysOutOf(flow, to).map((next) => ({ key: wayKey(next.way), to: next.to })));
    }
  };
  reach([
    { key: wayKey({ of: 'start' }), to: flow.start ?? undefined },
    ...waysOfFlow(flow).map(({ way, to }) => ({ key: wayKey(way), to })),
  ]);
  const ids = Object.keys(flow.nodes);
  const led = new Set(
    ids.flatMap((id) => waysOutOf(flow, id).flatMap(({ to }) => (to === id ? [] : (to ?? [])))),
  );
  /* Where a part that is cut off begins comes before what is in the middle of a circle. */
  for (const id of ids.filter((one) => !led.has(one))) reach([{ key: `root ${id}`, to: id }]);
  for (const id of ids) reach([{ key: `root ${id}`, to: id }]);
  return owners;
}

function numbered(drafts: readonly Draft[], parent: string | null = null, level = 1): OutlineRow[] {
  return drafts.flatMap(({ row, under }, index) => [
    { ...row, parent, level, at: index + 1, of: drafts.length, hasChildren: under.length > 0 },
    ...numbered(under, row.key, level + 1),
  ]);
}
