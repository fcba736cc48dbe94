import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import { optOutAnswer } from '@parley/flows/opt-out-words.ts';
import {
  type Conversation,
  type Happening,
  type Move,
  makeMove,
  quiet,
  shelfOf,
} from '@parley/flows/simulation.ts';
import { describe, expect, test } from 'vitest';
import { ask, at, bye, person, say, smallFlow } from './proofs/small-flow.ts';

const HOUR = 3600_000;
const OPTED_OUT = optOutAnswer('ru');
const contact = { name: 'Ann', phone: '4915112345678', locale: 'ru', timezone: 'Europe/Berlin' };
const reopen = { name: 'shall_we_go_on', language: 'en', body: [{ text: 'Dear {{contact.name}}' }] };

/** What is said, in order; a template by its name and language, and what is refused with a cross. */
function said(happened: readonly Happening[]): string[] {
  return happened.flatMap((one) => {
    if (one.type === 'ended') return [`= ${one.reason}`];
    if (one.type === 'effect' && one.effect.type === 'consent') return ['+ opted out'];
    if (one.type !== 'message') return [];
    const { message } = one;
    if (message.type === 'template')
      return [`${message.name} ${message.language} ${message.body?.[0]?.text ?? ''}`];
    return [`${'body' in message ? message.body : message.type}${one.refused ? ' ✗' : ''}`];
  });
}

function talk(flow: Flow) {
  const shelf = shelfOf([toMachine(flow)]);
  let conversation: Conversation = quiet(contact, Date.UTC(2026, 10, 22, 8));
  const move = (made: Move) => {
    const { conversation: after, moments } = makeMove(shelf, conversation, made);
    conversation = after;
    return said(moments.flatMap(({ happened }) => happened));
  };
  return {
    move,
    write: (text: string) => move({ do: 'say', input: { type: 'text', text } }),
    begin: (unprompted = false) => move({ do: 'begin', flow: flow.id, locale: '', unprompted }),
    standing: () => conversation,
  };
}

const twoDays: NodeConfig = { type: 'wait', at, until: { kind: 'duration', duration: 'P2D' }, reopen };
const settings = { locales: ['en', 'ru'], texts: { ru: { 'later.reopen.language': 'ru' } } };
const later = smallFlow(
  { menu: ask('Hi', 'Yes'), later: twoDays, more: ask('Well?', 'Good'), person, end: bye },
  {
    menu: { yes: 'later' },
    later: { elapsed: 'more' },
    more: { good: 'end', other: 'menu' },
    person: { resolved: 'more' },
  },
  {
    settings: { ...settings, window: {}, escalation: { keywords: { en: ['agent'] }, maxTurns: 2 } },
    globals: { escalation: 'person' },
  },
);

describe('what is to be said once the window has closed', () => {
  test('waits for the answer to a template, in the contact’s language, and then is said', () => {
    const { begin, write, move, standing } = talk(later);
    begin();
    write('yes');
    expect(move({ do: 'wait' })).toEqual(['shall_we_go_on ru Dear Ann']);
    expect(standing().session?.state).toMatchObject({
      value: 'later',
      heldBack: { input: { type: 'timer' } },
    });
    expect(move({ do: 'pass', ms: 5 * HOUR })).toEqual([]);
    expect(write('go on')).toEqual(['Well?']);
    expect(standing().session?.state).not.toHaveProperty('heldBack');
    expect(write('good')).toEqual(['= finished']);
  });

  test('is said at once while the window is open, since the contact wrote meanwhile', () => {
    const { begin, write, move } = talk(later);
    begin();
    write('yes');
    move({ do: 'pass', ms: 30 * HOUR });
    write('are you there?');
    expect(move({ do: 'wait' })).toEqual(['Well?']);
  });

  test('gives way to a keyword, and to opting out', () => {
    for (const [word, answer] of [
      ['agent', [person.type === 'escalation' ? person.text : '']],
      ['stop', ['+ opted out', OPTED_OUT, '= opted-out']],
    ] as const) {
      const { begin, write, move } = talk(later);
      begin();
      write('yes');
      move({ do: 'wait' });
      expect(write(word)).toEqual(answer);
    }
  });

  test('gives way to a tap on the message that the session still stands at', () => {
    const menu = { ...ask('Hi', 'Yes'), silentAfter: 'P2D', reopen };
    const flow = smallFlow(
      { menu, good: say('Good'), nudge: say('Hm?'), end: bye },
      {
        menu: { yes: 'good', silent: 'nudge' },
        good: { next: 'end' },
        nudge: { next: 'end' },
      },
    );
    const tapped = talk(flow);
    tapped.begin();
    tapped.move({ do: 'wait' });
    expect(tapped.move({ do: 'say', input: { type: 'choice', id: 'yes' } })).toEqual(['Good', '= finished']);
    const typed = talk(flow);
    typed.begin();
    typed.move({ do: 'wait' });
    expect(typed.write('yes')).toEqual(['Hm?', '= finished']);
  });

  test('after an agent has handed back, too: the conversation is the flow’s again', () => {
    const flow = { ...later, nodes: { ...later.nodes, person: { ...person, reopen } as NodeConfig } };
    const { begin, write, move, standing } = talk(flow);
    begin();
    write('agent');
    move({ do: 'pass', ms: 48 * HOUR });
    expect(move({ do: 'tell', input: { type: 'agent.resolved' } })).toEqual(['shall_we_go_on en Dear Ann']);
    expect(standing().held).toBe(false);
    expect(write('ok')).toEqual(['Well?']);
  });

  test('at the start of a flow, where it names a template for all of its nodes', () => {
    const flow = { ...later, settings: { ...later.settings, window: { reopen, startsUnprompted: true } } };
    const { begin, write } = talk(flow);
    expect(begin(true)).toEqual(['shall_we_go_on en Dear Ann']);
    expect(write('ok')).toEqual(['Hi']);
    const wanting = talk(flow);
    wanting.begin(true);
    expect(wanting.write('agent')).toEqual(['Hi', person.type === 'escalation' ? person.text : '']);
  });

  test('is tried in vain where no template is named, as before', () => {
    const flow = {
      ...later,
      nodes: { ...later.nodes, later: { ...twoDays, reopen: undefined } as NodeConfig },
    };
    const { begin, write, move } = talk(JSON.parse(JSON.stringify(flow)));
    begin();
    write('yes');
    expect(move({ do: 'wait' })).toEqual(['Well? ✗']);
  });

  test('still waits when the template itself fails', () => {
    const flow = { ...later, globals: { ...later.globals, 'send-failed': 'menu' } };
    const { begin, write, move } = talk(flow);
    begin();
    write('yes');
    move({ do: 'wait' });
    expect(move({ do: 'tell', input: { type: 'send.failed', node: 'later', reason: 'paused' } })).toEqual([]);
    expect(write('hello?')).toEqual(['Well?']);
  });
});

describe('a flow that has something to say about the window', () => {
  const flow = smallFlow(
    {
      menu: ask('Hi', 'Yes'),
      deaf: { type: 'wait', at, until: { kind: 'duration', duration: 'P9D' } },
      soon: ask('One more thing?', 'No'),
      end: bye,
    },
    { menu: { yes: 'deaf' }, deaf: { elapsed: 'end' }, soon: { no: 'end' } },
    {
      globals: { 'window-closing': 'soon', 'window-closed': 'end' },
      settings: { window: { closingBefore: 'PT3H' } },
    },
  );

  test('hears that it is about to close, and then that it has closed', () => {
    const { begin, move } = talk(flow);
    begin();
    expect(move({ do: 'pass', ms: 20 * HOUR })).toEqual([]);
    expect(move({ do: 'pass', ms: HOUR })).toEqual(['One more thing?']);
    expect(move({ do: 'pass', ms: 2.9 * HOUR })).toEqual([]);
    expect(move({ do: 'pass', ms: HOUR })).toEqual(['= finished']);
  });

  test('hears it at a later time when the contact has written, also where that moved nothing', () => {
    const { begin, write, move } = talk(flow);
    begin();
    write('yes');
    move({ do: 'pass', ms: 20 * HOUR });
    write('are you there?');
    expect(move({ do: 'pass', ms: 20 * HOUR })).toEqual([]);
    expect(move({ do: 'pass', ms: HOUR })).toEqual(['One more thing?']);
  });

  test('sets no such timer where nothing is wired to it', () => {
    const { begin, standing } = talk({ ...flow, globals: {} });
    begin();
    expect(standing().timers).toEqual({});
  });
});
