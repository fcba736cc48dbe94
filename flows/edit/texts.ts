import type { Flow } from '../flow.ts';
import { toMachine } from '../machine.ts';
import { mapTexts } from '../message-texts.ts';
import type { NodeConfig } from '../nodes/registry.ts';
import { reopenAt } from '../reopening.ts';
import { withKeys, without } from './record.ts';

/** Every locale's translations written anew; a locale stays when all of its translations are gone. */
function withTexts(
  flow: Flow,
  write: (texts: { [path: string]: string }) => { [path: string]: string },
): Flow {
  const { texts } = flow.settings;
  if (!texts) return flow;
  const written = Object.fromEntries(Object.entries(texts).map(([locale, of]) => [locale, write(of)]));
  return { ...flow, settings: { ...flow.settings, texts: written } };
}

/** Whose text a path names. */
export const ownerOf = (path: string) => path.split('.', 1)[0] ?? '';

/** The path with another node in front. */
export const withOwner = (path: string, owner: string) => owner + path.slice(ownerOf(path).length);

export function withoutTextsOf(flow: Flow, nodes: ReadonlySet<string>): Flow {
  return withTexts(flow, (texts) => without(texts, (path) => nodes.has(ownerOf(path))));
}

export function withTextsMoved(flow: Flow, from: string, to: string): Flow {
  return withTexts(flow, (texts) => {
    const kept = without(texts, (path) => ownerOf(path) === to);
    return withKeys(kept, (path) => (ownerOf(path) === from ? withOwner(path, to) : path));
  });
}

/**
 * Translations of a node that now holds something else: those of texts that are no more go. Where `isRenamed`, both
 * hold the same texts in the same order and only ids in their paths differ, so each translation follows its text.
 */
export function withTextsFollowing(
  flow: Flow,
  nodeId: string,
  { before, after, isRenamed }: { before: NodeConfig; after: NodeConfig; isRenamed: boolean },
): Flow {
  if (!flow.settings.texts) return flow;
  const old = textPathsOf(flow, nodeId, before);
  const now = textPathsOf(flow, nodeId, after);
  const follows = isRenamed && old.length === now.length;
  const stays = new Set(now);
  const movedTo = new Map(
    old.map((path, at) => [path, follows ? now[at] : stays.has(path) ? path : undefined]),
  );
  /* Typing changes no path, and a flow has many texts. */
  if ([...movedTo].every(([path, to]) => path === to)) return flow;
  return withTexts(flow, (texts) =>
    Object.fromEntries(
      Object.entries(texts).flatMap(([path, text]) => {
        const to = movedTo.has(path) ? movedTo.get(path) : path;
        return to === undefined ? [] : [[to, text] as const];
      }),
    ),
  );
}

/** The paths by which translations name a node's texts, in the order in which it says them. */
function textPathsOf(flow: Flow, nodeId: string, node: NodeConfig): string[] {
  const alone: Flow = {
    ...flow,
    start: null,
    nodes: Object.fromEntries([[nodeId, node]]),
    edges: {},
    globals: {},
  };
  const machine = toMachine(alone);
  const reopen = reopenAt(machine, nodeId);
  const paths = Object.values(machine.states).flatMap((state) =>
    [state, ...Object.values(state.states ?? {})].flatMap(({ entry }) =>
      (entry ?? []).flatMap((action) => {
        if (action.type === 'escalate') return [`${nodeId}.summary`];
        const found: string[] = [];
        if (action.type !== 'send') return found;
        mapTexts(action.params.message, action.params.key, (text, { path }) => {
          found.push(path);
          return text;
        });
        return found;
      }),
    ),
  );
  if (reopen) {
    mapTexts(reopen.message, reopen.key, (text, { path }) => {
      paths.push(path);
      return text;
    });
  }
  return [...new Set(paths)];
}
