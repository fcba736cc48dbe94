import type { Change, SingleChange } from '@parley/flows/edit/change.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { definitionOf, type NodeConfig } from '@parley/flows/nodes/registry.ts';
import { textsOfNode } from './node-texts.ts';
import { isRecord, type Path, pathKey, valueAt, withValueAt } from './path.ts';

/** What a control asks for: another value at a place in the node. */
export type Write = {
  path: Path;
  value: unknown;
  /** For a list: where each item stood before, in the new order; null for a new one. */
  order?: readonly (number | null)[];
};

export type Written = { ok: true; change: Change } | { ok: false; reason: string };

/**
 * The change that writes a value into a node, or why it cannot be written. Ways out and translations follow an option
 * whose id changes and an item that moves.
 */
export function writeNode(flow: Flow, nodeId: string, write: Write): Written {
  const before = flow.nodes[nodeId];
  const definition = before && definitionOf(before.type);
  if (!before || !definition) return { ok: false, reason: '' };
  const parsed = definition.schema.safeParse(withValueAt(before, write.path, write.value));
  if (!parsed.success) return { ok: false, reason: parsed.error.issues[0]?.message ?? '' };
  const after = parsed.data;
  const renamed = write.path.at(-1) === 'id' ? renamedPort(definition.ports, before, after) : undefined;
  const replace: SingleChange = { kind: 'replace', node: nodeId, config: after, ...(renamed && { renamed }) };
  const carried = renamed ? [] : carriedTexts(flow, nodeId, { before, after, write });
  const change: Change =
    carried.length > 0
      ? { kind: 'batch', name: `Edit “${nodeId}”`, changes: [replace, ...carried] }
      : replace;
  return { ok: true, change };
}

function renamedPort(
  ports: (node: NodeConfig) => { id: string }[],
  before: NodeConfig,
  after: NodeConfig,
): { from: string; to: string } | undefined {
  const old = ports(before).map(({ id }) => id);
  const now = ports(after).map(({ id }) => id);
  const [from, ...moreGone] = old.filter((id) => !now.includes(id));
  const [to, ...moreNew] = now.filter((id) => !old.includes(id));
  const isOne = from !== undefined && to !== undefined && moreGone.length + moreNew.length === 0;
  return isOne ? { from, to } : undefined;
}

/** Translations whose text is now named by another path. Only a changed id and a changed order rename a text. */
function carriedTexts(
  flow: Flow,
  nodeId: string,
  { before, after, write }: { before: NodeConfig; after: NodeConfig; write: Write },
): SingleChange[] {
  const { texts } = flow.settings;
  if (!texts || (write.path.at(-1) !== 'id' && !write.order)) return [];
  const old = textsOfNode(nodeId, before, flow);
  const now = textsOfNode(nodeId, after, flow);
  const moves = new Map<string, string | null>();
  for (const [key, { path }] of old) {
    const target = now.get(pathKey(movedPath(JSON.parse(key), write)))?.path ?? null;
    if (target !== path) moves.set(path, target);
  }
  if (moves.size === 0) return [];
  return Object.entries(texts).flatMap(([locale, translations]): SingleChange[] => {
    const written = new Map<string, string | null>();
    for (const from of moves.keys()) if (Object.hasOwn(translations, from)) written.set(from, null);
    for (const [from, to] of moves) {
      const text = Object.hasOwn(translations, from) ? translations[from] : undefined;
      if (to !== null && text !== undefined) written.set(to, text);
    }
    if (written.size === 0) return [];
    return [{ kind: 'texts', locale, texts: [...written].map(([path, text]) => ({ path, text })) }];
  });
}

function movedPath(path: Path, { path: list, order }: Write): Path {
  const at = path[list.length];
  const isInside = list.every((step, index) => path[index] === step) && typeof at === 'number';
  if (!order || !isInside) return path;
  return [...list, order.indexOf(at), ...path.slice(list.length + 1)];
}

/** Ids of the items that stand in a list, and of all options of the node: a new one must have another. */
export function takenIds(node: unknown, list: Path): Set<string> {
  const ids = new Set<string>();
  const collect = (value: unknown) => {
    if (Array.isArray(value)) for (const item of value) collect(item);
    else if (isRecord(value)) {
      if (typeof value.id === 'string') ids.add(value.id);
      for (const content of Object.values(value)) if (typeof content === 'object') collect(content);
    }
  };
  collect(valueAt(node, list.slice(0, 1)));
  return ids;
}
