import { edit } from '@parley/flows/edit.ts';
import { splitText } from '@parley/flows/fixes/split.ts';
import { fixesFor } from '@parley/flows/fixes.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import type { Problem } from '@parley/flows/problem.ts';
import { validate } from '@parley/flows/validate.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryFlow } from './arbitrary-flow.ts';

const at: [number, number] = [0, 0];
const hello = {
  type: 'message' as const,
  at,
  bubbles: [{ id: 'a', message: { type: 'text' as const, body: 'Hello' } }],
};
const ask = { type: 'buttons' as const, at, body: 'Go on?', buttons: [{ id: 'yes', title: 'Yes' }] };
const person = {
  type: 'escalation' as const,
  at,
  text: 'One moment.',
  contact: { method: 'agent' as const },
};

/** A flow without any problem: it asks, ends, and hands over whoever asks for a person. */
function sound(): Flow {
  return {
    id: 'fixable',
    settings: {
      name: 'Fixable',
      locales: ['en', 'ru'],
      defaultLocale: 'en',
      variables: [],
      escalation: { keywords: { en: ['agent'], ru: ['человек'] }, maxTurns: 2 },
      texts: {
        ru: {
          'ask.body': 'Дальше?',
          'ask.buttons.yes.title': 'Да',
          person: 'Сейчас.',
          'person.body': 'Сейчас.',
        },
      },
    },
    start: 'ask',
    nodes: { ask, person, end: { type: 'end', at: [400, 0] } },
    edges: { ask: { yes: 'end', other: 'person' }, person: { resolved: 'end' } },
    globals: { escalation: 'person' },
  };
}

type Broken = { name: string; code: string; kinds: string[]; broken: (flow: Flow) => Flow };

const CASES: Broken[] = [
  {
    name: 'four buttons become a list',
    code: 'whatsapp-limit',
    kinds: ['to-list'],
    broken: withNode('ask', {
      ...ask,
      buttons: ['yes', 'b', 'c', 'd'].map((id) => ({ id, title: `Title ${id}` })),
    }),
  },
  {
    name: 'a bubble that is too long becomes two, or is shortened',
    code: 'whatsapp-limit',
    kinds: ['split-text', 'shorten'],
    broken: (flow) => ({
      ...flow,
      start: 'long',
      nodes: {
        ...flow.nodes,
        long: {
          ...hello,
          bubbles: [{ id: 'a', message: { type: 'text', body: 'Some words. '.repeat(500) } }],
        },
      },
      edges: { ...flow.edges, long: { next: 'ask' } },
    }),
  },
  {
    name: 'a question that is too long is begun in a message before it',
    code: 'whatsapp-limit',
    kinds: ['split-text', 'shorten'],
    broken: (flow) => untranslated(withNode('ask', { ...ask, body: 'Some words. '.repeat(100) })(flow)),
  },
  {
    name: 'values in a title get an end',
    code: 'whatsapp-limit',
    kinds: ['shorten'],
    broken: (flow) => ({
      ...withNode('ask', { ...ask, buttons: [{ id: 'yes', title: 'Yes, {{name}}' }] })(flow),
      settings: {
        ...flow.settings,
        variables: [{ name: 'name', type: 'text', maxLength: 100, default: 'x' }],
      },
    }),
  },
  {
    name: 'a node that is cut off is taken away',
    code: 'unreachable',
    kinds: ['delete-node'],
    broken: (flow) => ({ ...flow, nodes: { ...flow.nodes, alone: { type: 'end', at } } }),
  },
  {
    name: 'a node that is cut off is led to',
    code: 'unreachable',
    kinds: ['connect-here', 'delete-node'],
    broken: (flow) => ({
      ...flow,
      nodes: { ...flow.nodes, alone: { type: 'end', at } },
      edges: { ...flow.edges, ask: { other: 'person' } },
    }),
  },
  {
    name: 'a language without words for a person gets some',
    code: 'keyword-missing',
    kinds: ['add-words'],
    broken: withSettings({ escalation: { keywords: { en: ['agent'] }, maxTurns: 2 } }),
  },
  {
    name: 'a flow without a person gets one',
    code: 'escalation-missing',
    kinds: ['add-hand-over'],
    broken: (flow) => ({
      ...flow,
      settings: {
        ...flow.settings,
        escalation: { keywords: {}, maxTurns: 2 },
        locales: ['en'],
        texts: undefined,
      },
      nodes: { ask, end: { type: 'end', at } },
      edges: { ask: { yes: 'end', other: 'ask' } },
      globals: {},
    }),
  },
  {
    name: 'a person who is missed is led to from everywhere',
    code: 'escalation-unreachable',
    kinds: ['lead-to-person'],
    broken: (flow) => ({
      ...flow,
      settings: { ...flow.settings, escalation: { keywords: {}, maxTurns: 1 } },
      nodes: { ...flow.nodes, again: { ...ask, body: 'Again?' } },
      edges: { ...flow.edges, ask: { yes: 'again', other: 'person' }, again: { yes: 'end', other: 'again' } },
      globals: {},
    }),
  },
  {
    name: 'a way that leads nowhere ends, or leads to a person',
    code: 'dead-end',
    kinds: ['add-end', 'lead-to-person'],
    broken: (flow) => ({ ...flow, edges: { ...flow.edges, ask: { other: 'person' } } }),
  },
  {
    name: 'whatever else is written leads to a person, asks again, or ends',
    code: 'dead-end',
    kinds: ['lead-to-person', 'ask-again', 'add-end'],
    broken: (flow) => ({ ...flow, edges: { ...flow.edges, ask: { yes: 'end' } } }),
  },
  {
    name: 'a keyword without a way gets one, or goes',
    code: 'dead-end',
    kinds: ['lead-to-person', 'drop-word'],
    broken: withSettings({ keywords: { menu: { en: ['menu'] } } }),
  },
  {
    name: 'a variable that is read unset gets a default, or is set before',
    code: 'unset-variable',
    kinds: ['give-default', 'set-before'],
    broken: (flow) => ({
      ...withNode('ask', { ...ask, body: 'Go on, {{name}}?' })(flow),
      settings: { ...flow.settings, variables: [{ name: 'name', type: 'text', maxLength: 20 }] },
    }),
  },
  {
    name: 'a name that nothing has becomes a variable',
    code: 'expression-type',
    kinds: ['declare'],
    broken: withNode('ask', { ...ask, body: 'Go on, {{name}}?' }),
  },
  {
    name: 'one of two equal titles gets a number',
    code: 'same-title',
    kinds: ['retitle'],
    broken: withNode('ask', { ...ask, buttons: [...ask.buttons, { id: 'b', title: 'yes' }] }),
  },
  {
    name: 'a missing translation is begun with the text itself',
    code: 'texts-missing',
    kinds: ['copy-text'],
    broken: (flow) => {
      const { 'ask.body': _, ...ru } = flow.settings.texts?.ru ?? {};
      return { ...flow, settings: { ...flow.settings, texts: { ru } } };
    },
  },
  {
    name: 'a flow begins where nothing leads to',
    code: 'no-start',
    kinds: ['start-here'],
    broken: (flow) => ({ ...flow, start: null }),
  },
  {
    name: 'a keyword that opts out goes',
    code: 'keyword-taken',
    kinds: ['drop-word'],
    broken: withSettings({
      escalation: { keywords: { en: ['agent', 'stop'], ru: ['человек'] }, maxTurns: 2 },
    }),
  },
  {
    name: 'a duration of one’s own becomes one that can be read',
    code: 'bad-duration',
    kinds: ['write-instead'],
    broken: withNode('ask', { ...ask, silentAfter: '2 hours' }),
  },
  {
    name: 'a time of one’s own becomes one that can be read',
    code: 'bad-time',
    kinds: ['write-instead'],
    broken: withSettings({
      window: { atClosing: { handOver: 'person', quiet: { from: '21:00', to: '9.5' } } },
    }),
  },
  {
    name: 'a node that hands over is chosen for a window that closes',
    code: 'closing-node',
    kinds: ['lead-to-person'],
    broken: withSettings({ window: { atClosing: { handOver: 'nobody' } } }),
  },
  {
    name: 'what a node says when the window closes need not be in the settings',
    code: 'closing-wired',
    kinds: ['drop-closing'],
    broken: (flow) => ({
      ...withSettings({ window: { atClosing: { handOver: 'person' } } })(flow),
      globals: { ...flow.globals, 'window-closing': 'person' },
    }),
  },
  {
    name: 'a least number above the greatest is swapped with it',
    code: 'bad-answer',
    kinds: ['swap-limits'],
    broken: withNode('person', {
      ...{
        type: 'question',
        at,
        body: 'How many?',
        saveAs: 'count',
        retries: 1,
        answer: { kind: 'number', min: 9, max: 1 },
      },
    }),
  },
  {
    name: 'a name with a slip in it is written right, or declared',
    code: 'expression-type',
    kinds: ['write-instead', 'declare'],
    broken: (flow) => ({
      ...withNode('ask', { ...ask, body: 'Go on, {{guets}}?' })(flow),
      settings: {
        ...untranslated(flow).settings,
        variables: [{ name: 'guest', type: 'text', maxLength: 20, default: '' }],
      },
    }),
  },
  {
    name: 'an address without https:// gets it',
    code: 'bad-url',
    kinds: ['write-instead'],
    broken: (flow) => ({
      ...flow,
      start: 'look',
      nodes: {
        ...flow.nodes,
        look: { type: 'request', at, method: 'GET', url: 'example.com/orders', save: [] },
      },
      edges: { ...flow.edges, look: { answered: 'ask', failed: 'ask' } },
    }),
  },
  {
    name: 'a request that is repeated without a pause gets one',
    code: 'endless-loop',
    kinds: ['add-wait'],
    broken: (flow) => ({
      ...flow,
      start: 'look',
      nodes: {
        ...flow.nodes,
        look: { type: 'request', at, method: 'GET', url: 'https://example.com/', save: [] },
      },
      edges: { ...flow.edges, look: { answered: 'ask', failed: 'look' } },
    }),
  },
  {
    name: 'a template is called as WhatsApp can',
    code: 'template-name',
    kinds: ['write-instead'],
    broken: withNode('end', { type: 'template', at, name: 'Order ready!', language: 'en' }),
  },
  {
    name: 'a template’s language is written as WhatsApp does',
    code: 'template-language',
    kinds: ['write-instead'],
    broken: withNode('end', { type: 'template', at, name: 'order_ready', language: 'pt-br' }),
  },
  {
    name: 'bubbles with one id get two',
    code: 'duplicate-id',
    kinds: ['new-ids'],
    broken: withNode('end', { ...hello, bubbles: [...hello.bubbles, ...hello.bubbles] }),
  },
];

describe('a quick fix', () => {
  test.each(CASES)('$name', ({ code, kinds, broken }) => {
    const flow = broken(sound());
    const problem = validate(toMachine(flow)).find((one) => one.code === code);
    if (!problem) throw new Error(`the flow has no ${code}: ${JSON.stringify(validate(toMachine(flow)))}`);
    const fixes = fixesFor(flow, problem);
    expect(fixes.map(({ kind }) => kind)).toEqual(kinds);
  });

  test('takes its problem away, adds no error and can be undone, whatever is wrong with the flow', () => {
    fc.assert(
      fc.property(arbitraryFlow(), fc.nat(), (flow, pick) => {
        const before = validate(toMachine(flow));
        const problem = before[pick % Math.max(1, before.length)];
        if (!problem) return;
        for (const { change, about } of fixesFor(flow, problem, before)) {
          const edited = edit(flow, change);
          if (!edited.ok) throw new Error(edited.reason);
          expect(about).not.toBe('');
          const after = validate(toMachine(edited.flow));
          expect(after).not.toContainEqual(expect.objectContaining(nameOf(problem)));
          expect(errorsOf(after)).toBeLessThanOrEqual(errorsOf(before));
          const back = edit(edited.flow, edited.inverse);
          expect(back.ok && back.flow).toEqual(flow);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a text that is too long', () => {
  const scope = { variables: [{ name: 'name', type: 'text' as const, maxLength: 10 }] };
  test('is parted between paragraphs, else sentences, else words, and loses nothing but spaces', () => {
    expect(splitText('One two.\n\nThree four five.', 16, scope)).toEqual(['One two.', 'Three four five.']);
    expect(splitText('One two. Three four five', 15, scope)).toEqual(['One two.', 'Three four five']);
    expect(splitText('one two three', 8, scope)).toEqual(['one two', 'three']);
  });
  test('is parted outside of its values, which count as long as they can be', () => {
    expect(splitText('Dear {{name}}, good day', 16, scope)).toEqual(['Dear {{name}},', 'good day']);
    expect(splitText('unbreakable', 5, scope)).toBeNull();
  });
});

const nameOf = ({ code, node, field, locale, message }: Problem) => ({ code, message, node, field, locale });
const errorsOf = (problems: readonly Problem[]) => problems.filter(({ level }) => level === 'error').length;

function withNode(id: string, node: Flow['nodes'][string]): (flow: Flow) => Flow {
  return (flow) => ({ ...flow, nodes: { ...flow.nodes, [id]: node } });
}

function withSettings(settings: Partial<Flow['settings']>): (flow: Flow) => Flow {
  return (flow) => ({ ...flow, settings: { ...flow.settings, ...settings } });
}

const untranslated = (flow: Flow): Flow => ({
  ...flow,
  settings: { ...flow.settings, locales: ['en'], texts: undefined },
});
