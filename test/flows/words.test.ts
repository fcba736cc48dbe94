import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RUSSIAN } from '@parley/flows/words/russian.ts';
import { holesOf, translator } from '@parley/flows/words/translate-text.ts';
import { describe, expect, test } from 'vitest';

const FLOWS = join(import.meta.dirname, '../../flows');
/** Where sentences for authors are made. */
const PLACES = ['proofs', 'nodes', 'expression', 'edit', 'fixes'];
const FILES = [
  'expression.ts',
  'render.ts',
  'patterns.ts',
  'edit.ts',
  'machine.ts',
  'channel-capabilities.ts',
  'templates/check-parameters.ts',
];

/** Words for the people that a flow talks to. */
const SAID_TO_CONTACTS = 'fixes/words.ts';

const told = translator(RUSSIAN, new Map([['Anything else', 'Другое']]));

describe('what is said to authors, in Russian', () => {
  test('keeps every value of the English sentence', () => {
    const values = (text: string) =>
      holesOf(text)
        .map(({ name, kind }) => `${kind} ${name}`)
        .filter((hole, at, all) => all.indexOf(hole) === at)
        .sort();
    for (const [english, russian] of Object.entries(RUSSIAN))
      expect(values(russian), english).toEqual(values(english));
  });

  test('has every sentence that stands in the source', () => {
    const known = new Set(
      Object.keys(RUSSIAN).map((english) => english.replaceAll(/\{[a-z]+\}|<[a-z]+>|\[[a-z]+\]/g, '¤')),
    );
    const files = [
      ...PLACES.flatMap((place) => readdirSync(join(FLOWS, place)).map((name) => join(place, name))),
      ...FILES,
    ].filter((file) => file !== SAID_TO_CONTACTS);
    const missing = files.flatMap((file) =>
      sentencesIn(readFileSync(join(FLOWS, file), 'utf8')).filter((sentence) => !known.has(sentence)),
    );
    expect(missing).toEqual([]);
  });

  test('puts values where they belong, our words translated and those of the author as they are', () => {
    expect(
      told('“Anything else” of “ask” leads nowhere, so the conversation would stop there. Connect it.'),
    ).toBe('Выход «Другое» узла «ask» никуда не ведёт, и разговор на нём остановится. Соедините его.');
    expect(told('The title of a button has at most 20 characters, and this one has 31. Shorten it.')).toBe(
      'Название кнопки: не больше 20 знаков, а здесь 31. Сократите.',
    );
    expect(told('`citi` is not a variable; did you mean `city`?')).toBe(
      'Переменной `citi` нет; может быть, `city`?',
    );
    expect(told('There can be at most 3 buttons; there are 4.')).toBe('Кнопок: не больше 3, а здесь 4.');
    expect(told('Delete 3 nodes and 2 more')).toBe('Удалить узлы: 3 и ещё 2');
  });

  test('says nothing of what it does not know', () => {
    expect(told('A sentence that nobody says.')).toBeNull();
    expect(told('toString')).toBeNull();
  });
});

/** Literals that are whole sentences, with `¤` for what is put in. */
function sentencesIn(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  const literals = code.matchAll(/'((?:\\.|[^'\\\n])*)'|`((?:\\.|[^`\\])*)`/g);
  return [...literals]
    .filter(({ index }) => !/(summary|label|description|title|about|doc):\s*$/.test(code.slice(0, index)))
    .map(([, plain, filled]) => unescaped(plain ?? withoutValues(filled ?? '')))
    .filter((text) => /^[A-Z“`¤]/.test(text) && / /.test(text) && /[a-z`”¤)}][.]$/.test(text));
}

function withoutValues(text: string): string {
  let [left, depth] = ['', 0];
  for (let at = 0; at < text.length; at += 1) {
    if (text.startsWith('${', at)) depth += 1;
    else if (depth === 0) left += text[at];
    else if (text[at] === '}' && --depth === 0) left += '¤';
  }
  return left;
}

const unescaped = (text: string) => text.replaceAll(/\\(.)/g, '$1');
