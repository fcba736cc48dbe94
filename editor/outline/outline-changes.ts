import type { Change, SingleChange } from '@parley/flows/edit/change.ts';
import { freshNodeIds } from '@parley/flows/edit/node.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { definitionOf } from '@parley/flows/nodes/registry.ts';
import { insertOn, placeBehind } from '../flow/place-behind.ts';
import { type Way, waysOutOf } from './outline-rows.ts';

/** Where a way leads now. */
export function targetOfWay(flow: Flow, way: Way): string | undefined {
  if (way.of === 'start') return flow.start ?? undefined;
  return way.of === 'flow' ? flow.globals[way.port] : flow.edges[way.node]?.[way.port];
}

/** The way leads to that node from now on; to nowhere with null. */
export function lead(way: Way, to: string | null): SingleChange {
  if (way.of === 'start') return { kind: 'start', node: to };
  if (way.of === 'flow') return { kind: 'global', port: way.port, to };
  const { node, port } = way;
  return to === null
    ? { kind: 'disconnect', edges: [{ node, port }] }
    : { kind: 'connect', from: { node, port }, to };
}

/** A new node at the end of a way; where the way leads somewhere already, in between, when the new node leads on. */
export function addOn(flow: Flow, way: Way, type: string): Change {
  const to = targetOfWay(flow, way);
  const config = to === undefined ? undefined : flow.nodes[to];
  const isPassage = definitionOf(type)?.ports(blankOf(type)).length !== 0;
  if (way.of === 'node' && to !== undefined && isPassage) {
    const at: [number, number] = config ? [config.at[0] - 190, config.at[1] + 60] : [0, 0];
    return insertOn(flow, { type, edge: { node: way.node, port: way.port }, at });
  }
  if (way.of === 'node') {
    const { at } = placeBehind(flow, new Set([way.node]), { x: 0, y: 0 });
    return { kind: 'add', type, at, from: { node: way.node, port: way.port } };
  }
  const id = freshNodeIds(flow)(type);
  const at = config ? above(config.at) : placeBehind(flow, new Set(), beside(flow)).at;
  const name = `Add “${definitionOf(type)?.title ?? type}”`;
  const [out] = definitionOf(type)?.ports(blankOf(type)) ?? [];
  const onward: SingleChange[] =
    to !== undefined && out ? [{ kind: 'connect', from: { node: id, port: out.id }, to }] : [];
  return { kind: 'batch', name, changes: [{ kind: 'add', type, at, id }, lead(way, id), ...onward] };
}

/** The way by which something is added behind a node: its first that leads nowhere, else its first. */
export function wayBehind(flow: Flow, node: string): Way | null {
  const ways = waysOutOf(flow, node);
  return (ways.find(({ to }) => to === undefined) ?? ways[0])?.way ?? null;
}

function blankOf(type: string) {
  const blank = definitionOf(type)?.blank;
  if (!blank) throw new Error(`no node type ${type}`);
  return blank;
}

const above = ([x, y]: readonly [number, number]): [number, number] => [x, y - 220];

/** Below everything that is there. */
function beside({ nodes }: Flow): { x: number; y: number } {
  const places = Object.values(nodes).map(({ at }) => at);
  if (places.length === 0) return { x: 0, y: 0 };
  return { x: Math.min(...places.map(([x]) => x)), y: Math.max(...places.map(([, y]) => y)) + 240 };
}
