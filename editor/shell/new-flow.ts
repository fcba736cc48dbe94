import { escalationWords } from '@parley/flows/escalation-words.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { fromMachine, toMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { type Needs, needsOf } from '@parley/flows/needs.ts';
import type { Problem } from '@parley/flows/problem.ts';
import { validate } from '@parley/flows/validate.ts';

/** Where the language of flows is needed to make a new one: fetched when the dialog asks for it. */

const CYRILLIC: { [letter: string]: string } = Object.fromEntries(
  [...'абвгдеёжзийклмнопрстуфхцчшщъыьэюя'].map((letter, at) => [
    letter,
    'a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch  y  e yu ya'.split(' ')[at] ?? '',
  ]),
);

/** An id made of a name, of letters that every address can hold, and none of those that are taken. */
export function freeId(name: string, taken: readonly string[]): string {
  const latin = [...name.toLowerCase()].map((letter) => CYRILLIC[letter] ?? letter).join('');
  const plain = latin
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const stem = (/^[a-z]/.test(plain) ? plain : `flow-${plain}`).slice(0, 56).replace(/-+$/, '');
  let id = stem;
  for (let at = 2; taken.includes(id); at += 1) id = `${stem}-${at}`;
  return id;
}

/** What a blank flow says, in its own language: the one that is known here and that the browser asks for first. */
const FIRST_TEXTS: { readonly [language: string]: { hello: string; person: string } } = {
  en: { hello: 'Hello!', person: 'I am handing you over to a colleague.' },
  ru: { hello: 'Здравствуйте!', person: 'Передаю вас коллеге.' },
  de: { hello: 'Hallo!', person: 'Ich gebe Sie an eine Kollegin oder einen Kollegen weiter.' },
  es: { hello: '¡Hola!', person: 'Le paso con una persona de nuestro equipo.' },
  fr: { hello: 'Bonjour !', person: 'Je vous passe un collègue.' },
  it: { hello: 'Buongiorno!', person: 'La passo a un collega.' },
  pt: { hello: 'Olá!', person: 'Vou transferir você para um colega.' },
  tr: { hello: 'Merhaba!', person: 'Sizi bir çalışma arkadaşıma aktarıyorum.' },
  uk: { hello: 'Вітаю!', person: 'Передаю вас колезі.' },
  id: { hello: 'Halo!', person: 'Saya alihkan Anda ke rekan saya.' },
};

/**
 * A flow with a greeting and, reached by its words from everywhere, a way to a person. What comes after the greeting is left
 * to draw. `languages` are those that the browser asks for, the first one first.
 */
export function blankMachine(
  { name, id }: { name: string; id: string },
  languages: readonly string[],
): FlowMachine {
  const wanted = languages.map((tag) => tag.split('-')[0]?.toLowerCase() ?? '');
  const locale = wanted.find((language) => Object.hasOwn(FIRST_TEXTS, language)) ?? 'en';
  const { hello = '', person = '' } = FIRST_TEXTS[locale] ?? {};
  return toMachine({
    id,
    settings: {
      name,
      locales: [locale],
      defaultLocale: locale,
      variables: [],
      escalation: { keywords: { [locale]: [...escalationWords(locale)] }, maxTurns: 2 },
    },
    start: 'welcome',
    nodes: {
      welcome: {
        type: 'message',
        at: [80, 160],
        bubbles: [{ id: 'a', message: { type: 'text', body: hello } }],
      },
      person: { type: 'escalation', at: [80, 480], text: person, contact: { method: 'agent' } },
      done: { type: 'end', at: [460, 480] },
    },
    edges: { person: { resolved: 'done' } },
    globals: { escalation: 'person' },
  });
}

/** The flows that come with Parley. Each file is fetched when it is chosen. */
export const SAMPLES = {
  'cafe-orders': () => import('@parley/flows/examples/cafe-orders.machine.json'),
  'parcel-support': () => import('@parley/flows/examples/parcel-support.machine.json'),
  'appointment-reminder': () => import('@parley/flows/examples/appointment-reminder.machine.json'),
} as const;
export type SampleId = keyof typeof SAMPLES;

export async function readSample(id: SampleId): Promise<ReadFile> {
  const { default: json } = await SAMPLES[id]();
  return readMachine(json);
}

export type ReadFile =
  | { ok: true; flow: Flow; needs: Needs; problems: Problem[] }
  /** `json`: no JSON at all; `foreign`: not a machine of Parley's, for these reasons. */
  | { ok: false; why: 'json' | 'foreign'; reasons: string[] };

/** Reads a machine file; nothing in it is run or asked for. */
export function readMachineFile(text: string): ReadFile {
  try {
    return readMachine(JSON.parse(text));
  } catch {
    return { ok: false, why: 'json', reasons: [] };
  }
}

function readMachine(json: unknown): ReadFile {
  const read = fromMachine(json);
  if (!read.ok) return { ok: false, why: 'foreign', reasons: read.problems.map(({ message }) => message) };
  return { ok: true, flow: read.flow, needs: needsOf(read.flow), problems: validate(read.machine) };
}

/** The same flow under a name and an id of its own. A flow that begins itself anew goes on to begin itself. */
export function machineOf(flow: Flow, { name, id }: { name: string; id: string }): FlowMachine {
  const nodes = Object.entries(flow.nodes).map(([nodeId, node]) =>
    node.type === 'start' && node.flow === flow.id
      ? ([nodeId, { ...node, flow: id }] as const)
      : ([nodeId, node] as const),
  );
  return toMachine({
    ...flow,
    id,
    nodes: Object.fromEntries(nodes),
    settings: { ...flow.settings, name },
  });
}
