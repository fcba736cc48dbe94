import type { Flow } from '../flow.ts';
import { firstDifference } from '../machine.ts';
import { definitionOf, type NodeConfig } from '../nodes/registry.ts';
import { refused } from './applied.ts';
import { own } from './record.ts';

/** Reads what is to be a node as it would be read from a file; fields that are undefined count as not there. */
export function readNode(config: unknown): { ok: true; node: NodeConfig } | { ok: false; reason: string } {
  const json = plainJson(config);
  const type = typeof json === 'object' && json !== null && 'type' in json ? String(json.type) : '';
  const definition = definitionOf(type);
  if (!definition) return refused(`“${type}” is not a type of node.`);
  const parsed = definition.schema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refused(`${issue?.path.map(String).join('.') || 'node'}: ${issue?.message ?? 'not valid'}`);
  }
  /* A schema leaves `__proto__` out without a word. */
  const lost = firstDifference(json, parsed.data, []);
  return lost ? refused(`${lost.join('.')} cannot be a name here.`) : { ok: true, node: parsed.data };
}

/** The value as a file would have it; undefined for what no file can have. */
export function plainJson(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return undefined;
  }
}

/** Ids of a node's ways out. */
export function portsOf(node: NodeConfig | undefined): string[] {
  const ports = node && definitionOf(node.type)?.ports(node);
  return ports ? [...new Set(ports.map(({ id }) => id))] : [];
}

/** What the node's type is called. */
export function titleOf(node: NodeConfig): string {
  return definitionOf(node.type)?.title ?? node.type;
}

export const nodeOf = ({ nodes }: Flow, id: string): NodeConfig | undefined => own(nodes, id);

const ID_MAX = 64;

/**
 * Makes ids that no node has, from the ones wished for: `menu`, `menu2`, `menu3`; each only once. Nor has a translation
 * without a node a path that begins with one, so that a new node does not speak somebody else's words.
 */
export function freshNodeIds({ nodes, settings }: Flow): (wished: string) => string {
  const taken = new Set(Object.keys(nodes));
  for (const texts of Object.values(settings.texts ?? {})) {
    for (const path of Object.keys(texts)) taken.add(path.split('.', 1)[0] ?? '');
  }
  const counts = new Map<string, number>();
  return (wished) => {
    const stem = wished.replace(/\d+$/, '') || wished;
    let id = wished;
    for (let count = counts.get(stem) ?? 2; taken.has(id); count += 1) {
      id = `${stem.slice(0, ID_MAX - String(count).length)}${count}`;
      counts.set(stem, count + 1);
    }
    taken.add(id);
    return id;
  };
}
