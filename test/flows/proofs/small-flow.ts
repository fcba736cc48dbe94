import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import type { Problem } from '@parley/flows/problem.ts';
import type { FlowSettings } from '@parley/flows/settings.ts';
import { validate } from '@parley/flows/validate.ts';
import { RUSSIAN } from '@parley/flows/words/russian.ts';
import { translator } from '@parley/flows/words/translate-text.ts';

export const at: [number, number] = [0, 0];

type Parts = {
  settings?: Partial<FlowSettings>;
  start?: string | null;
  globals?: Flow['globals'];
};

/** A flow of a few nodes, the first of which it begins with. */
export function smallFlow(nodes: Flow['nodes'], edges: Flow['edges'], parts: Parts = {}): Flow {
  return {
    id: 'small',
    settings: {
      name: 'Small',
      locales: ['en'],
      defaultLocale: 'en',
      variables: [],
      escalation: { keywords: {}, maxTurns: 2 },
      /* Agents take their time, and some waits are long: this goes out first then. */
      window: { reopen: { name: 'shall_we_go_on', language: 'en' } },
      ...parts.settings,
    },
    start: parts.start === undefined ? (Object.keys(nodes)[0] ?? null) : parts.start,
    nodes,
    edges,
    globals: parts.globals ?? {},
  };
}

/**
 * The same, with somewhere to go: `bye` asks whether that was all, and whoever writes “agent” comes to `person`. Nothing is wrong with
 * these, and nothing in them has to be translated.
 */
export function flowWithPerson(nodes: Flow['nodes'], edges: Flow['edges'], parts: Parts = {}): Flow {
  const locales = parts.settings?.locales ?? ['en'];
  const words = Object.fromEntries(
    locales.map((locale) => [locale, [`agent${locale === 'en' ? '' : locale}`]]),
  );
  return smallFlow(
    { ...nodes, person, bye: { ...ask('👋', '👍'), buttons: [{ id: 'ok', title: '👍' }] }, end: bye },
    { ...edges, person: { resolved: 'bye' }, bye: { ok: 'end', other: 'person' } },
    {
      ...parts,
      globals: { escalation: 'person', ...parts.globals },
      settings: { escalation: { keywords: words, maxTurns: 2 }, ...parts.settings },
    },
  );
}

export const person: NodeConfig = {
  type: 'escalation',
  at,
  text: 'A colleague will answer you here.',
  contact: { method: 'agent' },
};
export const bye: NodeConfig = { type: 'end', at };

export const say = (body: string): NodeConfig => ({
  type: 'message',
  at,
  bubbles: [{ id: 'a', message: { type: 'text', body } }],
});

/** Reply buttons whose ids are their titles in small letters. */
export const ask = (body: string, ...titles: string[]): Extract<NodeConfig, { type: 'buttons' }> => ({
  type: 'buttons',
  at,
  body,
  buttons: titles.map((title) => ({ id: title.toLowerCase().replaceAll(' ', '-'), title })),
});

const inRussian = translator(RUSSIAN);

/** All problems of a flow. Fails where one of them cannot be said in the editor's other language. */
export function problemsOf(flow: Flow): Problem[] {
  const problems = validate(toMachine(flow));
  const unsaid = problems.filter(({ message }) => inRussian(message) === null);
  if (unsaid.length > 0) throw new Error(`no words for ${unsaid.map(({ message }) => message).join('\n')}`);
  return problems;
}

export const codesOf = (flow: Flow): string[] => [...new Set(problemsOf(flow).map(({ code }) => code))];

/** The only problem with a code; fails where there is none or another one. */
export function problemOf(flow: Flow, code: string): Problem {
  const [problem, ...more] = problemsOf(flow).filter((one) => one.code === code);
  if (!problem || more.length > 0)
    throw new Error(`expected one ${code}, found ${JSON.stringify(problemsOf(flow), null, 2)}`);
  return problem;
}
