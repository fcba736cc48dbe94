import { own } from './edit/record.ts';
import type { Flow } from './flow.ts';
import { keyedList } from './keyed-list.ts';
import { firstDifference } from './machine.ts';

/** A value that differs; absent on the side that has none. `path` names members of a list by their id, name or word. */
export type FieldDifference = { path: string[]; before?: unknown; after?: unknown };

export type NodeDifference = {
  node: string;
  /** Its type; of a node that changed it, the new one. */
  type: string;
  /** `moved`: nothing but its place on the canvas is another. */
  is: 'added' | 'removed' | 'changed' | 'moved';
  isMoved: boolean;
  /** What is another in a changed node, its place left out. */
  fields: FieldDifference[];
};

/** Where a way out leads; null where it leads nowhere. `node` is null for a way of the flow itself. */
export type EdgeDifference = {
  node: string | null;
  port: string;
  before: string | null;
  after: string | null;
};

/** A translation; null where there is none. */
export type TextDifference = { locale: string; path: string; before: string | null; after: string | null };

export type FlowDifference = {
  nodes: NodeDifference[];
  edges: EdgeDifference[];
  /** What the flow begins with; null when that is the same. */
  start: { before: string | null; after: string | null } | null;
  settings: FieldDifference[];
  texts: TextDifference[];
};

/** What one flow has otherwise than another. Pure; in the order of the later flow, what is gone at the end. */
export function compare(before: Flow, after: Flow): FlowDifference {
  const { texts: textsBefore, ...settingsBefore } = before.settings;
  const { texts: textsAfter, ...settingsAfter } = after.settings;
  const isSameStart = before.start === after.start;
  return {
    nodes: keysOf(after.nodes, before.nodes).flatMap((node) => nodeBetween(node, before, after)),
    edges: [
      ...keysOf(after.edges, before.edges).flatMap((node) =>
        targetsBetween(node, own(before.edges, node), own(after.edges, node)),
      ),
      ...targetsBetween(null, before.globals, after.globals),
    ],
    start: isSameStart ? null : { before: before.start, after: after.start },
    settings: fieldsBetween(settingsBefore, settingsAfter, []),
    texts: keysOf(textsAfter, textsBefore).flatMap((locale) =>
      textsBetween(locale, own(textsBefore, locale), own(textsAfter, locale)),
    ),
  };
}

export function isSame({ nodes, edges, start, settings, texts }: FlowDifference): boolean {
  return [nodes, edges, settings, texts].every((list) => list.length === 0) && start === null;
}

function nodeBetween(node: string, before: Flow, after: Flow): NodeDifference[] {
  const [was, is] = [own(before.nodes, node), own(after.nodes, node)];
  if (!was || !is) {
    const type = (was ?? is)?.type ?? '';
    return [{ node, type, is: was ? 'removed' : 'added', isMoved: false, fields: [] }];
  }
  if (was === is) return [];
  const { at: from, ...configBefore } = was;
  const { at: to, ...configAfter } = is;
  const isMoved = from[0] !== to[0] || from[1] !== to[1];
  const fields = fieldsBetween(configBefore, configAfter, []);
  if (fields.length === 0 && !isMoved) return [];
  return [{ node, type: is.type, is: fields.length > 0 ? 'changed' : 'moved', isMoved, fields }];
}

type Targets = { readonly [port: string]: string };

function targetsBetween(node: string | null, before: Targets = {}, after: Targets = {}): EdgeDifference[] {
  return keysOf(after, before).flatMap((port) => {
    const [was, is] = [own(before, port) ?? null, own(after, port) ?? null];
    return was === is ? [] : [{ node, port, before: was, after: is }];
  });
}

function textsBetween(locale: string, before: Targets = {}, after: Targets = {}): TextDifference[] {
  return keysOf(after, before).flatMap((path) => {
    const [was, is] = [own(before, path) ?? null, own(after, path) ?? null];
    return was === is ? [] : [{ locale, path, before: was, after: is }];
  });
}

/** What differs within two JSON values, as deep as it can be told. */
function fieldsBetween(before: unknown, after: unknown, path: string[]): FieldDifference[] {
  if (firstDifference(before, after, []) === null) return [];
  const [listBefore, listAfter] = [keyedList(before), keyedList(after)];
  if (listBefore && listAfter) return membersBetween(listBefore, listAfter, path);
  if (!isRecord(before) || !isRecord(after)) return [{ path, before, after }];
  return keysOf(after, before).flatMap((key) => {
    const at = [...path, key];
    if (!Object.hasOwn(before, key)) return [{ path: at, after: after[key] }];
    if (!Object.hasOwn(after, key)) return [{ path: at, before: before[key] }];
    return fieldsBetween(before[key], after[key], at);
  });
}

type Members = ReadonlyMap<string, unknown>;

function membersBetween(before: Members, after: Members, path: string[]): FieldDifference[] {
  const inner = [...new Set([...after.keys(), ...before.keys()])].flatMap((key): FieldDifference[] => {
    const at = [...path, key];
    if (!before.has(key)) return [{ path: at, after: after.get(key) }];
    if (!after.has(key)) return [{ path: at, before: before.get(key) }];
    return fieldsBetween(before.get(key), after.get(key), at);
  });
  const [was, is] = [
    [...before.keys()].filter((key) => after.has(key)),
    [...after.keys()].filter((key) => before.has(key)),
  ];
  const isReordered = was.some((key, at) => key !== is[at]);
  return isReordered ? [...inner, { path, before: [...before.keys()], after: [...after.keys()] }] : inner;
}

function keysOf(first: object = {}, second: object = {}): string[] {
  return [...new Set([...Object.keys(first), ...Object.keys(second)])];
}

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
