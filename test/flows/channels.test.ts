import { CAPABILITIES, type FlowChannel } from '@parley/flows/channel-capabilities.ts';
import { validate } from '@parley/flows/validate.ts';
import { expect, test } from 'vitest';
import { flow } from '../runtime/shop.ts';

const at: [number, number] = [0, 0];
const shop = flow(
  'shop',
  {
    tea: { type: 'product', at, productId: 'tea-1' },
    bye: { type: 'message', at, bubbles: [{ id: 'a', message: { type: 'text', body: 'Bye' } }] },
  },
  { tea: { ordered: 'bye' } },
);
const number = (change: Partial<FlowChannel> = {}): FlowChannel => ({
  ...{ name: '+1 555 0100', can: CAPABILITIES, others: [] },
  ...change,
});
const problemsOf = (channels: FlowChannel[], machine = shop) =>
  validate(machine, { channels }).filter(({ code }) => ['channel-cannot', 'start-word-taken'].includes(code));

test('a product on a number whose connection lacks products is an error at the node, with what to do instead', () => {
  const without = number({ can: CAPABILITIES.filter((capability) => capability !== 'product') });
  expect(problemsOf([number(), without])).toEqual([
    {
      code: 'channel-cannot',
      level: 'error',
      node: 'tea',
      message:
        'The number +1 555 0100 cannot send this kind of message (product). Use a message with a picture and a link to the product.',
    },
  ]);
});

test('nothing is said of numbers that can do everything, or of which nothing is known', () => {
  expect(problemsOf([])).toEqual([]);
  expect(problemsOf([number(), number({ can: null })])).toEqual([]);
});

test('a word that starts another flow on the same number is an error that names both', () => {
  const settings = { ...shop.meta.flow, name: 'Shop', triggers: { keywords: { en: ['Order', 'tea'] } } };
  const machine = { ...shop, meta: { ...shop.meta, flow: settings } };
  const other = { flow: 'Support', words: ['help', ' ORDER! '] };
  const found = problemsOf([number({ others: [other] }), number({ others: [] })], machine);
  expect(found).toMatchObject([{ code: 'start-word-taken', level: 'error', field: 'triggers.keywords' }]);
  expect(found[0]?.message).toContain('“Order” would start both “Shop” and “Support”');
});
