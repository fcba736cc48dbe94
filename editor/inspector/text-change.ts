import type { Flow } from '@parley/flows/flow.ts';
import { definitionOf, type NodeConfig } from '@parley/flows/nodes/registry.ts';
import { textsOfNode } from './node-texts.ts';
import { type Path, valueAt, withValueAt } from './path.ts';

/**
 * A node with one of its own texts written anew. `path` is the text's in the translations. Null when the node has no field
 * for it, or none that takes the text.
 */
export function withText(
  flow: Flow,
  nodeId: string,
  node: NodeConfig,
  path: string,
  text: string,
): NodeConfig | null {
  const field = fieldOfText(flow, nodeId, node, path);
  const schema = definitionOf(node.type)?.schema;
  if (!field || !schema) return null;
  const read = schema.safeParse(withValueAt(node, field, text));
  return read.success ? read.data : null;
}

/** Where a text stands in its node; null when in none of its fields. */
function fieldOfText(flow: Flow, nodeId: string, node: NodeConfig, path: string): Path | null {
  for (const [key, text] of textsOfNode(nodeId, node, flow)) {
    if (text.path !== path) continue;
    const field = pathOf(key);
    if (typeof valueAt(node, field) === 'string') return field;
  }
  return null;
}

function pathOf(key: string): Path {
  const steps: unknown = JSON.parse(key);
  const isStep = (step: unknown) => typeof step === 'string' || typeof step === 'number';
  return Array.isArray(steps) ? steps.filter(isStep) : [];
}
