import { CAPABILITIES } from '@parley/flows/channel-capabilities.ts';
import { validate } from '@parley/flows/validate.ts';
import { expect, test } from 'vitest';
import { flow } from '../../runtime/shop.ts';

const at: [number, number] = [0, 0];
const number = { name: 'Café', can: CAPABILITIES, others: [] };
const shelf = flow(
  'shelf',
  {
    tea: { type: 'product', at, productId: 'tea' },
    help: { type: 'escalation', at, text: 'Somebody comes.', contact: { method: 'agent' } },
    end: { type: 'end', at },
  },
  { tea: { order: 'end', other: 'help' }, help: { resolved: 'end' } },
  { globals: { escalation: 'help' } },
);

test('a product node on a number without a catalogue must not be published there, and the number is named', () => {
  const codes = (catalogId?: string | null) =>
    validate(shelf, { channels: [{ ...number, ...(catalogId !== undefined && { catalogId }) }] }).filter(
      ({ code }) => code === 'no-catalogue',
    );
  expect(codes(null)).toEqual([
    expect.objectContaining({ level: 'error', node: 'tea', message: expect.stringContaining('Café') }),
  ]);
  expect(codes('77')).toEqual([]);
  expect(codes()).toEqual([]);
});

test('a number whose profile names neither an address nor a website is a warning', () => {
  const found = (hasSupportContact: boolean | null) =>
    validate(shelf, { channels: [{ ...number, hasSupportContact }] }).filter(
      ({ code }) => code === 'profile-no-support-contact',
    );
  expect(found(false)).toMatchObject([{ level: 'warning' }]);
  expect([...found(true), ...found(null)]).toEqual([]);
});

test('a consent says who asks, by the name that WhatsApp shows, in every language', () => {
  const asks = (body: string, russian: string) =>
    flow(
      'asks',
      {
        news: { type: 'consent', at, purpose: 'marketing', body, agree: 'Yes', decline: 'No' },
        help: { type: 'escalation', at, text: 'Somebody comes.', contact: { method: 'agent' } },
        end: { type: 'end', at },
      },
      { news: { agreed: 'end', declined: 'end', other: 'help' }, help: { resolved: 'end' } },
      {
        globals: { escalation: 'help' },
        settings: {
          name: 'asks',
          locales: ['en', 'ru'],
          defaultLocale: 'en',
          variables: [],
          escalation: { keywords: { en: ['human'] }, maxTurns: 2 },
          texts: { ru: { 'news.body': russian } },
        },
      },
    );
  const found = (machine: ReturnType<typeof asks>, businessName: string | null) =>
    validate(machine, { channels: [{ ...number, businessName }] })
      .filter(({ code }) => code === 'consent-names-nobody')
      .map(({ level, node, locale }) => [level, node, locale]);
  expect(found(asks('News from Café Lune?', 'Новости?'), 'Café Lune')).toEqual([['warning', 'news', 'ru']]);
  expect(found(asks('News?', 'Новости от Café Lune?'), 'Café Lune')).toEqual([['warning', 'news', 'en']]);
  expect(found(asks('News?', 'Новости?'), null)).toEqual([]);
});
