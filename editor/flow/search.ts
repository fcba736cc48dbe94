import type { Flow } from '@parley/flows/flow.ts';
import { type NodeWords, nodeWords } from '../node-words.ts';

export type Found = { node: string; title: string; type: string; snippet: string };

const CONTEXT = 32;

/** Nodes in whose id, texts, expressions, variables or translations the words stand, in the flow's order. */
export function searchFlow(flow: Flow, words: string, called: NodeWords = nodeWords.en): Found[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return [];
  return Object.entries(flow.nodes).flatMap(([node, config]) => {
    const title = called.title(config.type);
    const translations = Object.values(flow.settings.texts ?? {}).flatMap((texts) =>
      Object.entries(texts).flatMap(([path, text]) => (path.startsWith(`${node}.`) ? [text] : [])),
    );
    const { type, at: _, ...written } = config;
    const hit = [node, title, ...stringsIn(written), ...translations].find((text) =>
      text.toLowerCase().includes(wanted),
    );
    return hit === undefined ? [] : [{ node, title, type, snippet: snippetOf(hit, wanted) }];
  });
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function snippetOf(text: string, wanted: string): string {
  const at = text.toLowerCase().indexOf(wanted);
  const from = Math.max(0, at - CONTEXT);
  const to = Math.min(text.length, at + wanted.length + CONTEXT);
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
}
