import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';

const at: [number, number] = [0, 0];

/**
 * A front desk: two buttons, a person to talk to, an end. Nothing is wrong with it. With `hours` behind the person, what is said there has a
 * template for when the window has closed.
 */
export function deskFlow({
  id = 'desk',
  body = 'Hello!',
  place = at,
  behindPerson = 'bye',
} = {}): FlowMachine {
  return toMachine({
    id,
    settings: settings('Front desk'),
    start: 'welcome',
    nodes: {
      welcome: {
        type: 'buttons',
        at: place,
        body,
        buttons: [
          { id: 'hours', title: 'Opening hours' },
          { id: 'agent', title: 'Talk to us' },
        ],
      },
      hours: {
        type: 'message',
        at,
        bubbles: [{ id: 'a', message: { type: 'text', body: 'Nine to five.' } }],
      },
      person: {
        type: 'escalation',
        at,
        text: 'One moment.',
        contact: { method: 'agent', team: 'desk' },
        ...(behindPerson !== 'bye' && { reopen: { name: 'still_there', language: 'en' } }),
      },
      bye: { type: 'end', at },
    },
    edges: {
      welcome: { hours: 'hours', agent: 'person', other: 'person' },
      hours: { next: 'bye' },
      person: { resolved: behindPerson },
    },
    globals: { escalation: 'person' },
  });
}

/** The same without a way to a person, which publishing refuses. */
export function lonelyFlow(id = 'desk'): FlowMachine {
  return toMachine({
    id,
    settings: settings('Lonely desk'),
    start: 'welcome',
    nodes: {
      welcome: { type: 'buttons', at, body: 'Hello!', buttons: [{ id: 'ok', title: 'OK' }] },
      bye: { type: 'end', at },
    },
    edges: { welcome: { ok: 'bye', other: 'bye' } },
    globals: {},
  });
}

function settings(name: string): Flow['settings'] {
  return {
    name,
    locales: ['en'],
    defaultLocale: 'en',
    variables: [],
    escalation: { keywords: { en: ['human'] }, maxTurns: 2 },
  };
}
