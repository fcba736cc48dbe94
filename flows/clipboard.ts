import { nodeOf } from './edit/node.ts';
import { readPieceNodes } from './edit/paste.ts';
import { Piece } from './edit/piece.ts';
import { own } from './edit/record.ts';
import { namesUsedBy } from './edit/references.ts';
import { ownerOf } from './edit/texts.ts';
import type { Flow } from './flow.ts';

/** Longest text that is looked at, in UTF-16 code units. */
export const CLIPBOARD_MAX = 8_000_000;

/**
 * The nodes as plain JSON text, to be pasted into this flow or another. Ids that the flow does not have are left out.
 */
export function copy(flow: Flow, nodeIds: readonly string[]): string {
  return JSON.stringify(pieceOf(flow, nodeIds), null, 1);
}

/** The nodes with all that goes with them; what `duplicate` pastes without a clipboard. */
export function pieceOf(flow: Flow, nodeIds: readonly string[]): Piece {
  const ids = new Set(nodeIds.filter((id) => nodeOf(flow, id)));
  const nodes = [...ids].flatMap((id) => {
    const config = nodeOf(flow, id);
    return config ? [{ id, config }] : [];
  });
  const texts = Object.entries(flow.settings.texts ?? {}).flatMap(([locale, of]) =>
    Object.entries(of).flatMap(([path, text]) => (ids.has(ownerOf(path)) ? [{ locale, path, text }] : [])),
  );
  const translated = Map.groupBy(texts, ({ path }) => ownerOf(path));
  const used = new Set(
    nodes.flatMap(({ id, config }) => [
      ...namesUsedBy(
        config,
        (translated.get(id) ?? []).map(({ text }) => text),
      ),
    ]),
  );
  return {
    format: 'parley/nodes',
    version: 1,
    nodes,
    edges: nodes.flatMap(({ id }) =>
      Object.entries(own(flow.edges, id) ?? {}).flatMap(([port, to]) =>
        ids.has(to) ? [{ node: id, port, to }] : [],
      ),
    ),
    variables: flow.settings.variables.filter(({ name }) => used.has(name)),
    texts,
  };
}

export type ReadPiece = { ok: true; piece: Piece } | { ok: false; reason: string };

/**
 * Reads what somebody has copied, wherever it comes from. Anything but a piece of a flow, whole and within limits, is
 * refused.
 */
export function readClipboard(text: string): ReadPiece {
  if (text.length > CLIPBOARD_MAX) return refusedAs('The clipboard holds too much.');
  let hasPrototype = false;
  let json: unknown;
  try {
    json = JSON.parse(text, (key, value: unknown) => {
      if (key === '__proto__') hasPrototype = true;
      return value;
    });
  } catch {
    return refusedAs('The clipboard holds no nodes.');
  }
  if (!isMarked(json)) return refusedAs('The clipboard holds no nodes.');
  if (hasPrototype) return refusedAs('“__proto__” cannot be a name here.');
  if (json.version !== 1) return refusedAs('These nodes were copied from a newer Parley.');
  const parsed = Piece.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refusedAs(`${issue?.path.map(String).join('.') || 'clipboard'}: ${issue?.message ?? 'not valid'}`);
  }
  const read = readPieceNodes(parsed.data);
  return read.ok ? { ok: true, piece: parsed.data } : read;
}

const refusedAs = (reason: string): ReadPiece => ({ ok: false, reason });

function isMarked(json: unknown): json is { format: string; version?: unknown } {
  return typeof json === 'object' && json !== null && 'format' in json && json.format === 'parley/nodes';
}
