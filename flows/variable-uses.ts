import { renameInExpression } from './edit/names.ts';
import { expressionsIn, translationsByNode, writingsIn } from './edit/references.ts';
import type { Flow } from './flow.ts';
import { toMachine, transitionsOf } from './machine.ts';
import type { StateConfig } from './machine-schema.ts';
import { definitionOf } from './nodes/registry.ts';

/** Nodes that store something in a variable, and nodes that read it, in the order of the flow. */
export type Uses = { setIn: string[]; readIn: string[] };

/** Where each declared variable is used; translations count as their node's. */
export function variableUses(flow: Flow): Map<string, Uses> {
  const uses = new Map(
    flow.settings.variables.map(({ name }): [string, Uses] => [name, { setIn: [], readIn: [] }]),
  );
  const { states } = toMachine(fullyWired(flow));
  const translated = translationsByNode(flow.settings.texts);
  for (const [id, node] of Object.entries(flow.nodes)) {
    const { names, expressions } = writingsIn(node);
    const set = setIn(states[id]);
    /* A name in a field of its own is where something is stored, or else what rows are taken from. */
    const read = new Set(names.filter((name) => !set.has(name)));
    for (const source of [...expressions, ...(translated.get(id) ?? []).flatMap(expressionsIn)]) {
      renameInExpression(source, (name) => {
        read.add(name);
        return name;
      });
    }
    for (const name of set) uses.get(name)?.setIn.push(id);
    for (const name of read) uses.get(name)?.readIn.push(id);
  }
  return uses;
}

/** An answer is stored on the way out, so a way that leads nowhere yet would show nothing. */
function fullyWired(flow: Flow): Flow {
  const edges = Object.entries(flow.nodes).map(([id, node]) => {
    const ports = definitionOf(node.type)?.ports(node) ?? [];
    return [id, Object.fromEntries(ports.map((port) => [port.id, id]))] as const;
  });
  return { ...flow, edges: Object.fromEntries(edges) };
}

function setIn(state: StateConfig | undefined): Set<string> {
  if (!state) return new Set();
  const actions = [
    ...[state, ...Object.values(state.states ?? {})].flatMap(({ entry }) => entry ?? []),
    ...transitionsOf(state).flatMap((transition) => transition.actions ?? []),
  ];
  return new Set(
    actions.flatMap((action) =>
      action.type === 'set' && 'variable' in action.params ? [action.params.variable] : [],
    ),
  );
}
