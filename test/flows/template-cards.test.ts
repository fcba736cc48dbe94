import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import { filledFaults, parameterFaults } from '@parley/flows/templates/check-parameters.ts';
import type { KnownTemplate, TemplateContent } from '@parley/flows/templates/definition.ts';
import type { TemplateMessage } from '@parley/flows/templates/needs.ts';
import { valuesFor } from '@parley/flows/templates/node-values.ts';
import { loadMachine, start, transition } from '@parley/flows/transition.ts';
import { validate } from '@parley/flows/validate.ts';
import { expect, test } from 'vitest';
import { flow } from '../runtime/shop.ts';

const at: [number, number] = [0, 0];
const media = { link: 'https://example.com/{{n}}/tea.png' };
const facts = {
  now: Date.UTC(2026, 11, 24, 12),
  contact: { name: '', phone: '', locale: 'en', timezone: 'Europe/Berlin' },
  windowClosesAt: Date.UTC(2026, 11, 25, 12),
};

const card = (text: string) => ({
  header: { type: 'image' as const },
  body: { text, samples: {} },
  buttons: [
    { type: 'quick-reply' as const, title: 'Take it' },
    { type: 'url' as const, title: 'More', url: 'https://tea.example/{{1}}' },
  ],
});
const content: TemplateContent = {
  ...{ category: 'marketing', places: 'positional', buttons: [] },
  body: { text: 'New teas for {{1}} are here.', samples: {} },
  offer: { text: 'Sale', ends: true },
  cards: [card('Now {{1}} off.'), card('Only today.')],
};
const known: KnownTemplate = {
  ...{ name: 'new_teas', language: 'en', status: 'APPROVED', quality: null, content, isWhole: true },
};

const values = valuesFor({ content }, {});
const message: TemplateMessage = {
  ...{ type: 'template', name: 'new_teas', language: 'en', ...values },
  body: [{ text: 'you' }],
  cards: (values.cards ?? []).map((one, place) => ({
    ...one,
    header: { type: 'image', media: { link: media.link } },
    body: one.body?.map(() => ({ text: '{{n}} %' })),
    buttons: one.buttons?.map((button) =>
      button.type === 'url' ? { ...button, text: `tea-${place}` } : button,
    ),
  })),
};
const node: NodeConfig = { ...message, type: 'template', at };

test('choosing a template with cards and an offer makes values for each, and what was written stays', () => {
  expect(values).toEqual({
    body: [{ text: '' }],
    offerEnds: { kind: 'after', duration: 'PT48H' },
    cards: [
      {
        header: { type: 'image', media: {} },
        body: [{ text: '' }],
        buttons: [
          { type: 'quick-reply', index: 0, id: 'card_1_reply_1', title: 'Take it' },
          { type: 'url', index: 1, text: '' },
        ],
      },
      {
        header: { type: 'image', media: {} },
        buttons: [
          { type: 'quick-reply', index: 0, id: 'card_2_reply_1', title: 'Take it' },
          { type: 'url', index: 1, text: '' },
        ],
      },
    ],
  });
  expect(valuesFor({ content }, message)).toEqual({
    ...values,
    ...message,
    type: undefined,
    name: undefined,
    language: undefined,
  });
  expect(parameterFaults(content, message)).toEqual([]);
});

test.each<[string, Partial<TemplateMessage>, string]>([
  ['no end of the offer', { offerEnds: undefined }, 'offerEnds'],
  ['a card too few', { cards: message.cards?.slice(1) }, 'cards'],
  [
    'a card without the value of its text',
    { cards: message.cards?.map(({ body: _, ...one }) => one) },
    'cards.0.body',
  ],
  [
    'a video for a picture',
    { cards: message.cards?.map((one) => ({ ...one, header: { ...one.header, type: 'video' } })) },
    'cards.0.header',
  ],
  [
    'a card without its address',
    { cards: message.cards?.map((one) => ({ ...one, buttons: [] })) },
    'cards.0.buttons',
  ],
])('%s is a fault', (_what, change, field) => {
  expect(parameterFaults(content, { ...message, ...change })[0]?.field).toBe(field);
});

test('a template without cards and offer takes neither, and a card’s text has a limit of its own', () => {
  const { offer: _o, cards: _c, ...plain } = content;
  expect(parameterFaults(plain, message).map(({ field }) => field)).toEqual(['offerEnds', 'cards']);
  const long = {
    ...message,
    cards: message.cards?.map((one) => ({ ...one, body: one.body && [{ text: 'x'.repeat(160) }] })),
  };
  expect(filledFaults(content, long)).toMatchObject([{ field: 'cards.0.body' }]);
});

test('each card’s quick reply is a way out; texts and files are filled in, and the offer ends at an instant', () => {
  const edges = { sale: { card_1_reply_1: 'bye', card_2_reply_1: 'bye', other: 'bye' } };
  const machine = flow('sale', { sale: node, bye: { type: 'end', at } }, edges);
  const wrong = validate(machine, { templates: { list: [known], fallbacks: {} } });
  expect(wrong.filter(({ node: where, level }) => where === 'sale' && level === 'error')).toEqual([]);
  const loaded = loadMachine(machine);
  const begun = start(loaded, facts, '');
  const [sent] = begun.effects.flatMap((effect) => (effect.type === 'send' ? [effect.message] : []));
  expect(sent).toMatchObject({
    offerEnds: { kind: 'moment', at: '2026-12-26T12:00:00.000Z' },
    cards: [
      { header: { media: { link: 'https://example.com/0/tea.png' } }, body: [{ text: '0 %' }] },
      { header: { media: { link: 'https://example.com/0/tea.png' } } },
    ],
  });
  const taken = transition(
    loaded,
    begun.state,
    { type: 'choice', id: 'card_2_reply_1', title: 'Take it' },
    facts,
  );
  expect(taken.path).toEqual([{ node: 'sale', port: 'card_2_reply_1' }]);
  /* Both cards have this button, so whoever types it has tapped neither. */
  const typed = transition(loaded, begun.state, { type: 'text', text: 'take it' }, facts);
  expect(typed.path).toEqual([{ node: 'sale', port: 'other' }]);
});

test('a time without an offset is the contact’s own; what is no time, and an id that two cards have, are errors', () => {
  const endingAt = (end: string) => {
    const sale = { ...node, offerEnds: { kind: 'moment' as const, at: end } };
    return flow('sale', { sale, bye: { type: 'end', at } }, { sale: { other: 'bye' } });
  };
  const [effect] = start(loadMachine(endingAt('2026-12-24T18:00')), facts, '').effects;
  expect(effect).toMatchObject({ message: { offerEnds: { at: '2026-12-24T17:00:00.000Z' } } });
  const fieldsOf = (machine: ReturnType<typeof flow>) =>
    validate(machine).flatMap(({ node: where, code, field }) =>
      where === 'sale' && code === 'whatsapp-limit' ? [field] : [],
    );
  expect(fieldsOf(endingAt('2026-12-24T18:00'))).toEqual([]);
  expect(fieldsOf(endingAt('on Sunday'))).toEqual(['offerEnds']);
  const [first] = message.cards ?? [];
  const twice: NodeConfig = { ...node, ...(first && { cards: [first, first] }) };
  expect(fieldsOf(flow('sale', { sale: twice }, {}))).toEqual([expect.stringContaining('cards.1.buttons')]);
});
