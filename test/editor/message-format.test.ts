import { type Block, formatText, type Inline } from '@parley/editor/message/format-text.ts';
import { describe, expect, test } from 'vitest';

/** A short way to write what came of a text: marks as tags, one line each. */
function read(text: string, chips = false): string[] {
  return formatText(text, chips).map(blockText);
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'line':
      return partsText(block.parts);
    case 'quote':
      return `quote(${block.lines.map(partsText).join(' | ')})`;
    case 'bullets':
      return `bullets(${block.items.map(partsText).join(' | ')})`;
    case 'numbers':
      return `numbers ${block.start}(${block.items.map(partsText).join(' | ')})`;
    case 'mono':
      return `mono(${block.text.replaceAll('\n', '⏎')})`;
  }
}

function partsText(parts: Inline[]): string {
  return parts.map(partText).join('');
}

function partText(part: Inline): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'bold':
    case 'italic':
    case 'strike':
      return `${part.type}(${partsText(part.parts)})`;
    case 'code':
      return `code(${part.text})`;
    case 'link':
      return `link(${part.url})`;
    case 'chip':
      return `chip(${part.source})`;
  }
}

describe('WhatsApp’s formatting', () => {
  test.each([
    ['*bold* _italic_ ~gone~ `code`', ['bold(bold) italic(italic) strike(gone) code(code)']],
    ['*all _of ~it~_*', ['bold(all italic(of strike(it)))']],
    ['(*in brackets*), *at the end*.', ['(bold(in brackets)), bold(at the end).']],
    ['*a*b* and _a_b', ['bold(a*b) and _a_b']],
    ['one\n\nthree', ['one', '', 'three']],
    ['- a\n- *b*\n* c', ['bullets(a | bold(b) | c)']],
    ['3. c\n4. d', ['numbers 3(c | d)']],
    ['> said\n> again\nanswer', ['quote(said | again)', 'answer']],
    ['```let x\n  = 1```\nafter', ['mono(let x⏎  = 1)', 'after']],
    ['see ```x``` here', ['see code(x) here']],
    ['More at https://example.com/a_b_c?d=*e*. Bye', ['More at link(https://example.com/a_b_c?d=*e)*. Bye']],
    ['', ['']],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each([
    'snake_case_name and 2*3*4',
    '*open',
    'a * spaced * b',
    '>no quote',
    '**',
    '``` ```',
    'a *b\nc* d',
    '-5 degrees',
    'https://',
    '>',
  ])('leaves %j as it was written', (text) => {
    expect(read(text).join('\n')).toBe(text);
  });

  test('keeps every letter of any text, and ends', () => {
    const marks = ['*', '_', '~', '`', '```', ' ', 'a', '\n', '{{', '}}', '> ', '- ', 'https://x'];
    let seed = 7;
    const next = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed;
    };
    for (let round = 0; round < 400; round += 1) {
      const text = Array.from({ length: 30 }, () => marks[next() % marks.length]).join('');
      const letters = (from: string) => from.replace(/[^ahtps:/x]/g, '');
      const shown = formatText(text, false).map(plain).join('\n');
      expect(letters(shown)).toBe(letters(text));
    }
  });
});

describe('placeholders', () => {
  test('are chips when asked for, also within formatting, and nothing inside them is read', () => {
    expect(read('*Hi {{ name }}*, {{ a * b * c }}!', true)).toEqual([
      'bold(Hi chip(name)), chip(a * b * c)!',
    ]);
    expect(read('https://example.com/{{ id }}', true)).toEqual(['link(https://example.com/)chip(id)']);
  });

  test('stand as they are in a message that has been filled: a value may look like one', () => {
    expect(read('Hi {{ name }}')).toEqual(['Hi {{ name }}']);
  });
});

/** What is left to read of a block, marks aside. */
function plain(block: Block): string {
  switch (block.type) {
    case 'line':
      return block.parts.map(plainPart).join('');
    case 'mono':
      return block.text;
    case 'quote':
      return block.lines.map((line) => line.map(plainPart).join('')).join('\n');
    default:
      return block.items.map((item) => item.map(plainPart).join('')).join('\n');
  }
}

function plainPart(part: Inline): string {
  if ('parts' in part) return part.parts.map(plainPart).join('');
  return part.type === 'chip' ? part.source : part.text;
}
