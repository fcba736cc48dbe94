import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';

const at: [number, number] = [0, 0];
const say = (body: string): Flow['nodes'][string] => ({
  type: 'message',
  at,
  bubbles: [{ id: 'a', message: { type: 'text', body } }],
});
const count: Flow['nodes'][string] = { type: 'set', at, set: [{ variable: 'n', to: 'n + 1.0' }] };
const help: Flow['nodes'][string] = {
  type: 'escalation',
  at,
  text: 'Somebody comes.',
  contact: { method: 'agent', team: 'front' },
};
const ask = {
  type: 'question',
  at,
  body: '{{n}}: {{said}}',
  answer: { kind: 'text' },
  saveAs: 'said',
} as const;

/** The counter, which thinks for three seconds before each answer. */
export const thinking: FlowMachine = flow(
  'thinking',
  {
    ask: { ...ask, retries: 0 },
    count,
    pause: { type: 'wait', at, until: { kind: 'duration', duration: 'PT3S' } },
    help,
  },
  {
    ask: { answered: 'count', other: 'ask' },
    count: { next: 'pause' },
    pause: { elapsed: 'ask' },
    help: { resolved: 'ask' },
  },
);

/** The counter, which says once that it has waited for an hour, and ends. */
export const impatient: FlowMachine = flow(
  'impatient',
  {
    ask: { ...ask, retries: 0, silentAfter: 'PT1H' },
    count,
    tired: say('Too late.'),
    end: { type: 'end', at },
    help,
  },
  {
    ask: { answered: 'count', other: 'ask', silent: 'tired' },
    count: { next: 'ask' },
    tired: { next: 'end' },
    help: { resolved: 'ask' },
  },
);

/** Asks once, and ends with one of two sentences. */
export const oneQuestion: FlowMachine = flow(
  'one-question',
  {
    ask: { ...ask, body: 'Who?', retries: 0, silentAfter: 'PT1H' },
    thanks: say('Thanks, {{said}}.'),
    tired: say('Too late.'),
    end: { type: 'end', at },
    help,
  },
  {
    ask: { answered: 'thanks', other: 'ask', silent: 'tired' },
    thanks: { next: 'end' },
    tired: { next: 'end' },
    help: { resolved: 'ask' },
  },
);

/** A flow with a number and a text, and "human" as the word that leads to the node `help`. */
export function flow(id: string, nodes: Flow['nodes'], edges: Flow['edges']): FlowMachine {
  return toMachine({
    id,
    start: Object.keys(nodes)[0] ?? null,
    nodes,
    edges,
    globals: 'help' in nodes ? { escalation: 'help' } : {},
    settings: {
      name: id,
      locales: ['en'],
      defaultLocale: 'en',
      variables: [
        { name: 'n', type: 'number', default: 0 },
        { name: 'said', type: 'text', maxLength: 200, default: '' },
      ],
      escalation: { keywords: { en: ['human'] }, maxTurns: 2 },
      // An agent may take longer than the window is open.
      window: { reopen: { name: 'come_back', language: 'en' } },
    },
  });
}
