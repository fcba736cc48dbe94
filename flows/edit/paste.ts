import type { Flow } from '../flow.ts';
import type { NodeConfig } from '../nodes/registry.ts';
import type { Variable } from '../variables.ts';
import { type Applied, counted, done, refused } from './applied.ts';
import type { ChangeOf } from './change.ts';
import { renameInText } from './names.ts';
import { freshNodeIds, portsOf, readNode } from './node.ts';
import type { Piece } from './piece.ts';
import { own, put } from './record.ts';
import { withNames } from './references.ts';
import { readSettings } from './settings.ts';
import { ownerOf, withOwner } from './texts.ts';
import { rewired } from './wiring.ts';

/**
 * The nodes of a piece under ids that are free, with the edges between them. Variables that the flow lacks are added;
 * one whose name stands for another type here comes under a new name. Translations come along in the languages that the
 * flow speaks. What comes into a flow without nodes brings its beginning: the first node that nothing leads to.
 */
export function paste(flow: Flow, { piece, by }: ChangeOf<'paste'>): Applied {
  const read = readPieceNodes(piece);
  if (!read.ok) return read;
  const fresh = freshNodeIds(flow);
  const ids = new Map([...read.nodes.keys()].map((id) => [id, fresh(id)]));
  const idOf = (id: string) => ids.get(id) ?? id;
  const { added, names } = variablesFor(flow, piece.variables);
  const renamed = (name: string) => names.get(name) ?? name;
  const isSame = [...names].every(([name, now]) => name === now);
  const named = (node: NodeConfig) => (isSame ? node : withNames(node, renamed));
  const nodes = [...read.nodes].map(([id, node]): [string, NodeConfig] => {
    const at: [number, number] = [node.at[0] + by[0], node.at[1] + by[1]];
    return [idOf(id), { ...named(node), at }];
  });
  if (nodes.some(([, { at }]) => !at.every(Number.isFinite))) return refused('A place is two numbers.');
  const next = rewired(
    { ...flow, nodes: { ...flow.nodes, ...Object.fromEntries(nodes) } },
    piece.edges.map(({ node, port, to }) => ({ node: idOf(node), port, to: idOf(to) })),
  );
  const settings = readSettings({
    ...flow.settings,
    ...(added.length > 0 && { variables: [...flow.settings.variables, ...added] }),
    ...textsFor(flow, piece, { idOf, renamed }),
  });
  if (!settings.ok) return settings;
  const first = Object.keys(flow.nodes).length === 0 ? beginningOf(piece) : undefined;
  const start = first === undefined ? flow.start : idOf(first);
  return done(`Paste ${counted(read.nodes.size, 'node')}`, { ...next, start, settings: settings.settings });
}

function beginningOf({ nodes, edges }: Piece): string | undefined {
  const targets = new Set(edges.map(({ to }) => to));
  return (nodes.find(({ id }) => !targets.has(id)) ?? nodes[0])?.id;
}

type PieceNodes = { ok: true; nodes: Map<string, NodeConfig> } | { ok: false; reason: string };

/**
 * The nodes of a piece, read with their own schemas. Refused when an edge has an end that is not there, or an id comes
 * twice.
 */
export function readPieceNodes({ nodes: listed, edges, texts }: Piece): PieceNodes {
  const nodes = new Map<string, NodeConfig>();
  for (const { id, config } of listed) {
    const read = readNode(config);
    if (!read.ok) return refused(`“${id}”: ${read.reason}`);
    if (nodes.has(id)) return refused(`There are two nodes “${id}”.`);
    nodes.set(id, read.node);
  }
  const ports = new Map([...nodes].map(([id, node]) => [id, new Set(portsOf(node))]));
  const loose = edges.find(({ node, port, to }) => !nodes.has(to) || !ports.get(node)?.has(port));
  if (loose) return refused(`The edge from “${loose.node}” by “${loose.port}” has an end that is not there.`);
  const strange = texts.find(({ path }) => !nodes.has(ownerOf(path)));
  return strange ? refused(`The translation “${strange.path}” belongs to no node.`) : { ok: true, nodes };
}

function variablesFor(flow: Flow, brought: readonly Variable[]) {
  const known = new Map(flow.settings.variables.map((variable) => [variable.name, variable.type]));
  const names = new Map<string, string>();
  const added: Variable[] = [];
  for (const variable of brought) {
    if (names.has(variable.name)) continue;
    const type = known.get(variable.name);
    const name =
      type === undefined || type === variable.type ? variable.name : freshName(known, variable.name);
    names.set(variable.name, name);
    if (known.has(name)) continue;
    known.set(name, variable.type);
    added.push({ ...variable, name });
  }
  return { added, names };
}

const NAME_MAX = 40;

function freshName(known: ReadonlyMap<string, unknown>, name: string): string {
  for (let count = 2; ; count += 1) {
    const fresh = `${name.slice(0, NAME_MAX - String(count).length)}${count}`;
    if (!known.has(fresh)) return fresh;
  }
}

function textsFor(
  { settings }: Flow,
  piece: Piece,
  { idOf, renamed }: { idOf: (id: string) => string; renamed: (name: string) => string },
) {
  const spoken = piece.texts.filter(({ locale }) => settings.locales.includes(locale));
  if (spoken.length === 0) return {};
  const byLocale = Map.groupBy(spoken, ({ locale }) => locale);
  let texts = settings.texts ?? {};
  for (const [locale, list] of byLocale) {
    const translations = list.map(({ path, text }) => {
      return [withOwner(path, idOf(ownerOf(path))), renameInText(text, renamed)] as const;
    });
    texts = put(texts, locale, { ...own(texts, locale), ...Object.fromEntries(translations) });
  }
  return { texts };
}
