import { toMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';

const CYRILLIC: { [letter: string]: string } = Object.fromEntries(
  [...'абвгдеёжзийклмнопрстуфхцчшщъыьэюя'].map((letter, at) => [
    letter,
    'a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch  y  e yu ya'.split(' ')[at] ?? '',
  ]),
);

/** An id made of a name: letters that every address can hold. */
function idOf(name: string): string {
  const latin = [...name.toLowerCase()].map((letter) => CYRILLIC[letter] ?? letter).join('');
  const id = latin
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return /^[a-z]/.test(id) ? id.slice(0, 60) : `flow-${id}`.slice(0, 60).replace(/-$/, '');
}

/** A flow with one message, so that the canvas does not begin empty. It has no way to a person yet, and says so. */
export function newMachine(name: string, firstText: string): FlowMachine {
  return toMachine({
    id: idOf(name),
    settings: {
      name,
      locales: ['en'],
      defaultLocale: 'en',
      variables: [],
      escalation: { keywords: { en: ['agent', 'human'] }, maxTurns: 2 },
    },
    start: 'welcome',
    nodes: {
      welcome: {
        type: 'message',
        at: [80, 160],
        bubbles: [{ id: 'a', message: { type: 'text', body: firstText } }],
      },
    },
    edges: {},
    globals: {},
  });
}
