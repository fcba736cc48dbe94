import { takeApart } from '@parley/flows/placeholders.ts';

/** A piece of one line of a message as WhatsApp shows it. `chip` is a placeholder that has no value yet. */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'bold' | 'italic' | 'strike'; parts: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'link'; text: string; url: string }
  | { type: 'chip'; source: string };

/** A message's text from top to bottom. An empty line is a `line` without parts. */
export type Block =
  | { type: 'line'; parts: Inline[] }
  | { type: 'quote'; lines: Inline[][] }
  | { type: 'bullets'; items: Inline[][] }
  | { type: 'numbers'; start: number; items: Inline[][] }
  | { type: 'mono'; text: string };

/**
 * Takes a text apart as WhatsApp formats it: `*bold*`, `_italic_`, `~strike~`, code, monospace, lists, quotes and addresses. What is not
 * closed, or stands within a word, stays as it was written. With `chips` the `{{ }}` placeholders become chips and nothing inside them is
 * read as formatting; without, a text is shown as it stands. Pure and total.
 * Source: WhatsApp, “How to format your messages”.
 */
export function formatText(text: string, chips: boolean): Block[] {
  const written: Written = { text, holes: chips ? holesOf(text) : new Map() };
  const blocks: Block[] = [];
  let at = 0;
  while (at <= text.length) {
    const mono = text.startsWith(FENCE, at) ? monoAt(written, at) : null;
    if (mono) {
      blocks.push({ type: 'mono', text: mono.text });
      if (mono.end >= text.length) break;
      at = text.charAt(mono.end) === '\n' ? mono.end + 1 : mono.end;
      continue;
    }
    const end = lineEnd(written, at);
    addLine(blocks, written, at, end);
    at = end + 1;
  }
  return blocks;
}

/** The text, and the placeholders in it: by where each begins, its expression and where it ends. */
type Written = { text: string; holes: Map<number, { source: string; end: number }> };

const FENCE = '```';
const MARKS: { [mark: string]: 'bold' | 'italic' | 'strike' } = { '*': 'bold', _: 'italic', '~': 'strike' };
const WORD = /[\p{L}\p{N}]/u;
const ADDRESS = /^https?:\/\/[^\s<>"]+/i;
const BULLET = /^[-*•] (?=\S)/;
const NUMBER = /^(\d{1,3})\. (?=\S)/;
const QUOTE = /^> (?=\S)/;

function holesOf(text: string): Written['holes'] {
  const holes: Written['holes'] = new Map();
  let at = 0;
  for (const part of takeApart(text).parts) {
    if (typeof part === 'string') {
      at += part.length;
      continue;
    }
    const end = text.indexOf('}}', part.offset + part.source.length) + 2;
    holes.set(at, { source: part.source, end });
    at = end;
  }
  return holes;
}

function lineEnd(written: Written, from: number): number {
  return find(written, from, written.text.length, (at) => written.text.charAt(at) === '\n');
}

/** The first place from `from` that is right and not within a placeholder; `to` when there is none. */
function find({ holes }: Written, from: number, to: number, isRight: (at: number) => boolean): number {
  let at = from;
  while (at < to) {
    const hole = holes.get(at);
    if (hole) at = hole.end;
    else if (isRight(at)) return at;
    else at += 1;
  }
  return to;
}

function addLine(blocks: Block[], written: Written, from: number, to: number): void {
  const line = written.text.slice(from, to);
  const last = blocks.at(-1);
  const quote = QUOTE.exec(line)?.[0].length;
  if (quote !== undefined) {
    const parts = inlines(written, from + quote, to, '');
    if (last?.type === 'quote') last.lines.push(parts);
    else blocks.push({ type: 'quote', lines: [parts] });
    return;
  }
  const bullet = BULLET.exec(line)?.[0].length;
  if (bullet !== undefined) {
    const parts = inlines(written, from + bullet, to, '');
    if (last?.type === 'bullets') last.items.push(parts);
    else blocks.push({ type: 'bullets', items: [parts] });
    return;
  }
  const number = NUMBER.exec(line);
  if (number) {
    const parts = inlines(written, from + number[0].length, to, '');
    if (last?.type === 'numbers') last.items.push(parts);
    else blocks.push({ type: 'numbers', start: Number(number[1]), items: [parts] });
    return;
  }
  blocks.push({ type: 'line', parts: inlines(written, from, to, '') });
}

function monoAt({ text }: Written, at: number): { text: string; end: number } | null {
  const from = at + FENCE.length;
  const close = text.indexOf(FENCE, from);
  const inside = close === -1 ? '' : text.slice(from, close);
  if (inside.trim() === '') return null;
  return { text: inside.replace(/^\n|\n$/g, ''), end: close + FENCE.length };
}

/** `within` holds the marks that are open around this piece: none of them begins again inside itself. */
function inlines(written: Written, from: number, to: number, within: string): Inline[] {
  const { text, holes } = written;
  const parts: Inline[] = [];
  let plainFrom = from;
  let at = from;
  const add = (part: Inline, end: number) => {
    if (at > plainFrom) parts.push({ type: 'text', text: text.slice(plainFrom, at) });
    parts.push(part);
    at = end;
    plainFrom = end;
  };
  while (at < to) {
    const hole = holes.get(at);
    const found = hole
      ? { part: { type: 'chip' as const, source: hole.source }, end: hole.end }
      : (codeAt(written, at, to) ??
        markedAt(written, at, from, to, within) ??
        addressAt(written, at, from, to));
    if (found) add(found.part, found.end);
    else at += 1;
  }
  if (to > plainFrom) parts.push({ type: 'text', text: text.slice(plainFrom, to) });
  return parts;
}

type Found = { part: Inline; end: number } | null;

function codeAt({ text }: Written, at: number, to: number): Found {
  if (text.charAt(at) !== '`') return null;
  const mark = text.startsWith(FENCE, at) ? FENCE : '`';
  const close = text.indexOf(mark, at + mark.length);
  const inside = close === -1 || close + mark.length > to ? '' : text.slice(at + mark.length, close);
  return inside.trim() === '' ? null : { part: { type: 'code', text: inside }, end: close + mark.length };
}

function markedAt(written: Written, at: number, from: number, to: number, within: string): Found {
  const { text } = written;
  const mark = text.charAt(at);
  const type = MARKS[mark];
  if (type === undefined || within.includes(mark) || !opensAt(text, at, from, to)) return null;
  const close = find(written, at + 1, to, (end) => text.charAt(end) === mark && closesAt(text, end, at, to));
  if (close === to) return null;
  return { part: { type, parts: inlines(written, at + 1, close, within + mark) }, end: close + 1 };
}

function opensAt(text: string, at: number, from: number, to: number): boolean {
  const isAfterWord = at > from && WORD.test(text.charAt(at - 1));
  return !isAfterWord && at + 1 < to && !/\s/.test(text.charAt(at + 1));
}

function closesAt(text: string, end: number, at: number, to: number): boolean {
  const isBeforeWord = end + 1 < to && WORD.test(text.charAt(end + 1));
  return !isBeforeWord && end > at + 1 && !/\s/.test(text.charAt(end - 1));
}

function addressAt({ text, holes }: Written, at: number, from: number, to: number): Found {
  const first = text.charAt(at);
  if ((first !== 'h' && first !== 'H') || (at > from && WORD.test(text.charAt(at - 1)))) return null;
  const hole = [...holes.keys()].find((start) => start > at && start < to) ?? to;
  const address = ADDRESS.exec(text.slice(at, hole))?.[0].replace(/[.,;:!?)*_~'”»]+$/, '');
  return address === undefined || /:\/*$/.test(address)
    ? null
    : { part: { type: 'link', text: address, url: address }, end: at + address.length };
}
