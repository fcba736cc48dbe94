import { takeApart } from '../placeholders.ts';

/**
 * Names in expressions, found by their letters alone, so that an expression that cannot be read yet is renamed like any
 * other. Whoever renames in expressions that work checks afterwards that they read the same: `faultOfRenaming` does.
 */

const QUOTED = [
  String.raw`"""(?:\\[^]|[^\\])*?(?:"""|$)`,
  String.raw`'''(?:\\[^]|[^\\])*?(?:'''|$)`,
  String.raw`"(?:\\.|[^"\\\n])*"?`,
  String.raw`'(?:\\.|[^'\\\n])*'?`,
];
const RAW = ['"""[^]*?(?:"""|$)', "'''[^]*?(?:'''|$)", '"[^"\\n]*"?', "'[^'\\n]*'?"];
const TOKEN = new RegExp(
  [
    String.raw`(?<space>\s+|//[^\n]*)`,
    `[bB]?[rR][bB]?(?:${RAW.join('|')})`,
    `[bB]?(?:${QUOTED.join('|')})`,
    String.raw`\d\w*(?:\.\d\w*)?`,
    String.raw`(?<name>[A-Za-z_]\w*)`,
    '[^]',
  ].join('|'),
  'g',
);

type Found = { name: string; at: number };

/** Names that stand for a value: no fields, no functions, nothing in quotes. */
function namesIn(source: string): Found[] {
  const found: Found[] = [];
  let before = '';
  let last: Found | null = null;
  for (const match of source.matchAll(TOKEN)) {
    if (match.groups?.space !== undefined) continue;
    const [token] = match;
    if (last && token !== '(') found.push(last);
    last = match.groups?.name !== undefined && before !== '.' ? { name: token, at: match.index } : null;
    before = token;
  }
  if (last) found.push(last);
  return found;
}

/** The expression with names written anew. */
export function renameInExpression(source: string, rename: (name: string) => string): string {
  let written = '';
  let from = 0;
  for (const { name, at } of namesIn(source)) {
    written += source.slice(from, at) + rename(name);
    from = at + name.length;
  }
  return written + source.slice(from);
}

/** The text with names written anew in its placeholders. */
export function renameInText(text: string, rename: (name: string) => string): string {
  if (!text.includes('{{')) return text;
  let written = '';
  let from = 0;
  for (const part of takeApart(text).parts) {
    if (typeof part === 'string') continue;
    written += text.slice(from, part.offset) + renameInExpression(part.source, rename);
    from = part.offset + part.source.length;
  }
  return written + text.slice(from);
}
