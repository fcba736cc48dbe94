import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import type { Action } from '@parley/flows/machine-schema.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import { mapTexts } from '@parley/flows/message-texts.ts';
import { definitionOf, type NodeConfig } from '@parley/flows/nodes/registry.ts';
import { limitOf } from '@parley/flows/text-limit.ts';
import { isRecord, type Path, pathKey } from './path.ts';
import { type Field, formFields, type Shape } from './schema.ts';

/** What the contact or an agent reads: where translations keep it, and how long it may be. */
export type NodeText = {
  /** The key in `settings.texts`: `menu.buttons.order.title`. */
  path: string;
  /** Characters that WhatsApp shows; undefined where it sets no limit. */
  limit: number | undefined;
};

/**
 * The texts of a node by their path in its config (`pathKey`). The node is compiled with a mark in place of each text,
 * so this holds for every type of node, however it makes its messages.
 */
export function textsOfNode(nodeId: string, node: NodeConfig, flow: Flow): Map<string, NodeText> {
  const marks = new Map<string, Path>();
  const marked = markedIn(node, formFields(schemaOf(node)), [], marks);
  const alone = { ...flow, start: null, edges: {}, globals: {}, nodes: { [nodeId]: { ...node, ...marked } } };
  const found = new Map<string, NodeText>();
  for (const action of actionsOf(alone, nodeId)) {
    if (action.type === 'escalate') {
      const path = marks.get(action.params.summary ?? '');
      if (path) found.set(pathKey(path), { path: `${nodeId}.summary`, limit: undefined });
    }
    if (action.type !== 'send') continue;
    const { key, message } = action.params;
    mapTexts(message, '', (text, place) => {
      const path = marks.get(text);
      if (path)
        found.set(pathKey(path), { path: `${key}.${place.path}`, limit: limitOf(message.type, place) });
      return text;
    });
  }
  return found;
}

/** What a node sends, each once, with the key of its translations. */
export function messagesOfNode(
  nodeId: string,
  node: NodeConfig,
  flow: Flow,
): { key: string; message: OutboundMessage }[] {
  const alone = { ...flow, start: null, edges: {}, globals: {}, nodes: { [nodeId]: node } };
  const sent = new Map<string, OutboundMessage>();
  for (const action of actionsOf(alone, nodeId)) {
    if (action.type === 'send') sent.set(action.params.key, action.params.message);
  }
  return [...sent].map(([key, message]) => ({ key, message }));
}

function schemaOf(node: NodeConfig) {
  const definition = definitionOf(node.type);
  if (!definition) throw new Error(`there is no node type ${node.type}`);
  return definition.schema;
}

function actionsOf(alone: Flow, nodeId: string): Action[] {
  const state = toMachine(alone).states[nodeId];
  return [state, ...Object.values(state?.states ?? {})].flatMap((one) => one?.entry ?? []);
}

/**
 * Ids are parts of paths and of the machine, so they stay as they are. An optional text counts where there is none yet,
 * so that its field is the same before and after the first letter.
 */
function markedIn(value: unknown, fields: readonly Field[], path: Path, marks: Map<string, Path>) {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    fields.flatMap((field) =>
      field.key !== 'id' && (Object.hasOwn(value, field.key) || field.shape.is === 'text')
        ? [[field.key, marked(value[field.key], field.shape, [...path, field.key], marks)]]
        : [],
    ),
  );
}

function marked(value: unknown, shape: Shape, path: Path, marks: Map<string, Path>): unknown {
  switch (shape.is) {
    case 'text': {
      const mark = `\u0001${marks.size}\u0001`;
      marks.set(mark, path);
      return mark;
    }
    case 'object':
      return isRecord(value) ? { ...value, ...markedIn(value, shape.fields, path, marks) } : value;
    case 'variants': {
      const fields =
        isRecord(value) && shape.variants.find((variant) => variant.value === value[shape.key])?.fields;
      return isRecord(value) && fields ? { ...value, ...markedIn(value, fields, path, marks) } : value;
    }
    case 'list':
      return Array.isArray(value)
        ? value.map((item, at) => marked(item, shape.item.shape, [...path, at], marks))
        : value;
    case 'record':
      return isRecord(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, item]) => [
              key,
              marked(item, shape.item.shape, [...path, key], marks),
            ]),
          )
        : value;
    default:
      return value;
  }
}
