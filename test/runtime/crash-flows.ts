import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';

const at: [number, number] = [0, 0];
const ask = {
  type: 'question',
  at,
  body: '{{n}}: {{said}}',
  answer: { kind: 'text' },
  saveAs: 'said',
  retries: 0,
} as const;
const count: Flow['nodes'][string] = { type: 'set', at, set: [{ variable: 'n', to: 'n + 1.0' }] };
const help = {
  type: 'escalation',
  at,
  text: 'Somebody comes.',
  contact: { method: 'agent', team: 'front' },
} as const;

/** Says how many texts there were and what the last one was: whatever is lost, repeated or out of order shows in the answers. */
export const counting = flow(
  'counting',
  { ask, count, help },
  {
    ask: { answered: 'count', other: 'ask' },
    count: { next: 'ask' },
    help: { resolved: 'ask' },
  },
);

/** The same; a message that could not be sent counts as a hundred texts, and the answer is given again. */
export const hearing = flow(
  'hearing',
  { ask, count, help, missed: { type: 'set', at, set: [{ variable: 'n', to: 'n + 100.0' }] } },
  {
    ask: { answered: 'count', other: 'ask' },
    count: { next: 'ask' },
    help: { resolved: 'ask' },
    missed: { next: 'ask' },
  },
  { 'send-failed': 'missed' },
);

/**
 * The same, with a second's wait and a call to `origin` between a text and its answer. A call that processes die over again and again
 * is given up in the end; the answer comes all the same.
 */
export function roundabout(origin: string): FlowMachine {
  const nodes: Flow['nodes'] = {
    ask,
    count,
    pause: { type: 'wait', at, until: { kind: 'duration', duration: 'PT1S' } },
    call: {
      type: 'request',
      at,
      method: 'GET',
      url: `${origin}/{{contact.phone}}/{{n}}`,
      timeout: 'PT2S',
      save: [],
    },
    help,
  };
  return flow('roundabout', nodes, {
    ask: { answered: 'count', other: 'ask' },
    count: { next: 'pause' },
    pause: { elapsed: 'call', message: 'call' },
    call: { answered: 'ask', failed: 'ask' },
    help: { resolved: 'ask' },
  });
}

function flow(
  id: string,
  nodes: Flow['nodes'],
  edges: Flow['edges'],
  globals: Flow['globals'] = {},
): FlowMachine {
  return toMachine({
    id,
    start: 'ask',
    nodes,
    edges,
    globals: { escalation: 'help', ...globals },
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
