import type { Flow } from '../flow.ts';
import { firstDifference } from '../machine.ts';
import { NodeId } from '../machine-schema.ts';
import { type Applied, done, refused } from './applied.ts';
import type { Part, Patch } from './change.ts';
import { readNode } from './node.ts';
import { own } from './record.ts';
import { readSettings } from './settings.ts';
import { edgesOf, hasEnds, rewired, withGlobal } from './wiring.ts';

/** What makes `to` of `from`. It holds what differs and nothing else, so a long history stays small. */
export function patchBetween(from: Flow, to: Flow, name: string): Patch {
  const exits = new Set([...Object.keys(from.edges), ...Object.keys(to.edges)]);
  const edges = [...exits].flatMap((node) =>
    targetsBetween(own(from.edges, node), own(to.edges, node)).map((part) => ({ node, ...part })),
  );
  return {
    kind: 'patch',
    name,
    nodes: partsBetween(from.nodes, to.nodes, []),
    settings: partsBetween(from.settings, to.settings, []),
    edges,
    globals: targetsBetween(from.globals, to.globals),
    ...(from.start !== to.start && { start: to.start }),
  };
}

export function isEmptyPatch({ nodes, settings, edges, globals, start }: Patch): boolean {
  return [nodes, settings, edges, globals].every((list) => list.length === 0) && start === undefined;
}

type Targets = { [port: string]: string };

function targetsBetween(from: Targets = {}, to: Targets = {}): { port: string; to: string | null }[] {
  if (from === to) return [];
  const ports = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...ports].flatMap((port) => {
    const now = own(to, port);
    return own(from, port) === now ? [] : [{ port, to: now ?? null }];
  });
}

function partsBetween(from: unknown, to: unknown, path: string[]): Part[] {
  if (from === to) return [];
  if (!isRecord(from) || !isRecord(to)) {
    return firstDifference(from, to, []) === null ? [] : [{ path, value: to }];
  }
  const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...keys].flatMap((key): Part[] => {
    const at = [...path, key];
    if (!Object.hasOwn(to, key)) return [{ path: at }];
    return Object.hasOwn(from, key) ? partsBetween(from[key], to[key], at) : [{ path: at, value: to[key] }];
  });
}

/**
 * The flow with what a patch says. Refused when the flow has changed since in a way that leaves an edge without an end,
 * or a bad node.
 */
export function applyPatch(flow: Flow, patch: Patch): Applied {
  const settings =
    patch.settings.length === 0 ? null : readSettings(withParts(flow.settings, patch.settings));
  if (settings && !settings.ok) return settings;
  const nodes = patchedNodes(flow, patch.nodes);
  if (!nodes.ok) return nodes;
  let next: Flow = {
    ...flow,
    nodes: nodes.nodes,
    ...(settings && { settings: settings.settings }),
    ...(patch.start !== undefined && { start: patch.start }),
  };
  next = rewired(next, patch.edges);
  for (const { port, to } of patch.globals) next = withGlobal(next, port, to);
  if (next.start !== null && !Object.hasOwn(next.nodes, next.start)) return STALE;
  return edgesOf(next).every(hasEnds(next)) ? done(patch.name, next) : STALE;
}

const STALE = refused('The flow has changed since, so this cannot be undone or made again.');

function patchedNodes(flow: Flow, parts: readonly Part[]) {
  const patched = withParts(flow.nodes, parts);
  const nodes = new Map(Object.entries(flow.nodes));
  for (const id of new Set(parts.flatMap(({ path }) => path.slice(0, 1)))) {
    if (!Object.hasOwn(patched, id)) {
      nodes.delete(id);
      continue;
    }
    const read = readNode(patched[id]);
    if (!read.ok) return read;
    if (!NodeId.safeParse(id).success) return refused(`“${id}” cannot be an id.`);
    nodes.set(id, read.node);
  }
  return { ok: true as const, nodes: Object.fromEntries(nodes) };
}

type Json = { readonly [key: string]: unknown };

/**
 * Each record on the way is written once, however many parts it has: undoing a rename may touch every text of a flow.
 */
function withParts(record: Json, parts: readonly Part[]): Json {
  const next = new Map(Object.entries(record));
  for (const [key = '', list] of Map.groupBy(parts, ({ path }) => path[0])) {
    for (const { path, value } of list) {
      if (path.length > 1) continue;
      if (value === undefined) next.delete(key);
      else next.set(key, value);
    }
    const deeper = list.flatMap(({ path, ...part }) =>
      path.length > 1 ? [{ ...part, path: path.slice(1) }] : [],
    );
    const inner = next.get(key);
    if (deeper.length > 0) next.set(key, withParts(isRecord(inner) ? inner : {}, deeper));
  }
  return Object.fromEntries(next);
}

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
