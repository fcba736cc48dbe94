import { afterEach, beforeEach, expect, test } from 'vitest';
import { setUp, tearDown } from '../test-bench.ts';

let graph: Awaited<ReturnType<typeof setUp>>['graph'];
beforeEach(async () => {
  const number = { phoneNumberId: '1', displayPhoneNumber: '+1 555 010 0001', wabaId: '2', catalogId: 'C' };
  const bench = await setUp({ pairRate: false, numbers: [{ ...number, products: ['a', 'b'] }] });
  graph = bench.graph;
  await bench.phone.text('hi');
});
afterEach(tearDown);

async function verdict(interactive: unknown): Promise<number> {
  const { status, json } = await graph.interactive(interactive);
  return json.error?.code ?? status;
}

const body = { text: 'Choose' };
const long = (length: number) => 'x'.repeat(length);
const image = { type: 'image', image: { link: 'https://files.example/a.jpg' } };
const heading = { type: 'text', text: 'Menu' };

const button = (id: string, title = id) => ({ type: 'reply', reply: { id, title } });
const buttons = (list: unknown[], more = {}) => ({
  type: 'button',
  body,
  action: { buttons: list },
  ...more,
});
const row = (id: string, more = {}) => ({ id, title: `Row ${id}`.slice(0, 24), ...more });
const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => row(String(from + index)));
const list = (sections: unknown[], more = {}) => ({
  type: 'list',
  body,
  action: { button: 'Open', sections },
  ...more,
});
const urlAction = { name: 'cta_url', parameters: { display_text: 'Go', url: 'https://shop.example' } };
const items = (ids: string[]) => ids.map((id) => ({ product_retailer_id: id }));
const products = (sections: unknown[], more = {}) => ({
  type: 'product_list',
  header: heading,
  body,
  action: { catalog_id: 'C', sections },
  ...more,
});
const form = (parameters = {}, more = {}) => ({
  type: 'flow',
  body,
  action: {
    name: 'flow',
    parameters: { flow_message_version: '3', flow_id: '7', flow_cta: 'Book', ...parameters },
  },
  ...more,
});
const card = (card_index: number, more = {}) => ({
  card_index,
  type: 'cta_url',
  header: image,
  action: urlAction,
  ...more,
});
const carousel = (cards: unknown[], more = {}) => ({ type: 'carousel', body, action: { cards }, ...more });

test.each<[string, unknown]>([
  ['three buttons with a picture above', buttons([button('a'), button('b'), button('c')], { header: image })],
  [
    'buttons with a heading and a footer',
    buttons([button('a')], { header: heading, footer: { text: long(60) } }),
  ],
  ['a button with long id and title', buttons([button(long(256), long(20))])],
  ['a list of ten rows', list([{ rows: rows(10) }])],
  ['a list with 4096 characters of text', list([{ rows: rows(1) }], { body: { text: long(4096) } })],
  [
    'a list of titled sections',
    list([
      { title: 'A', rows: rows(5) },
      { title: 'B', rows: rows(5, 5) },
    ]),
  ],
  ['a row with everything', list([{ rows: [row(long(200), { title: long(24), description: long(72) })] }])],
  ['a link', { type: 'cta_url', body, header: image, footer: body, action: urlAction }],
  ['a request for a location', { type: 'location_request_message', body, action: { name: 'send_location' } }],
  ['a product', { type: 'product', action: { catalog_id: 'C', product_retailer_id: 'a' } }],
  [
    'a product with text',
    { type: 'product', body, footer: body, action: { catalog_id: 'C', product_retailer_id: 'a' } },
  ],
  ['a list of products, one known', products([{ title: 'A', product_items: items(['a', 'x']) }])],
  ['the catalogue', { type: 'catalog_message', body, footer: body, action: { name: 'catalog_message' } }],
  [
    'a form',
    form({
      flow_token: 't',
      flow_action: 'navigate',
      flow_action_payload: { screen: 'S', data: { a: '1' } },
    }),
  ],
  ['a carousel of links', carousel([card(0), card(1, { body: { text: 'two\nlines' } })])],
  [
    'a carousel of quick replies',
    carousel(
      [0, 1].map((index) =>
        card(index, {
          action: { buttons: [{ type: 'quick_reply', quick_reply: { id: `more-${index}`, title: 'More' } }] },
        }),
      ),
    ),
  ],
  [
    'a carousel of products',
    carousel(
      [0, 1].map((card_index) => {
        return { card_index, type: 'product', action: { product_retailer_id: 'a', catalog_id: 'C' } };
      }),
    ),
  ],
])('%s is accepted', async (_name, interactive) => {
  expect(await verdict(interactive)).toBe(200);
});

test.each<[string, number, unknown]>([
  ['four buttons', 131009, buttons(['a', 'b', 'c', 'd'].map((id) => button(id)))],
  ['no button', 131009, buttons([])],
  ['two buttons of one id', 131009, buttons([button('a', 'A'), button('a', 'B')])],
  ['two buttons of one title', 131009, buttons([button('a', 'A'), button('b', 'A')])],
  ['a button title of 21', 131009, buttons([button('a', long(21))])],
  ['a button without a title', 131009, buttons([button('a', '')])],
  ['a button id of 257', 131009, buttons([button(long(257), 'A')])],
  ['a button id with a space at its end', 131009, buttons([button('a ', 'A')])],
  ['buttons without text', 131008, buttons([button('a')], { body: undefined })],
  ['buttons with 1025 characters of text', 131009, buttons([button('a')], { body: { text: long(1025) } })],
  ['a footer of 61', 131009, buttons([button('a')], { footer: { text: long(61) } })],
  ['a heading of 61', 131009, buttons([button('a')], { header: { type: 'text', text: long(61) } })],
  [
    'a caption in the header',
    100,
    buttons([button('a')], { header: { type: 'image', image: { ...image.image, caption: 'x' } } }),
  ],
  [
    'eleven rows over two sections',
    131009,
    list([
      { title: 'A', rows: rows(6) },
      { title: 'B', rows: rows(5, 6) },
    ]),
  ],
  [
    'eleven sections',
    131009,
    list(Array.from({ length: 11 }, (_, at) => ({ title: 'A', rows: rows(1, at) }))),
  ],
  [
    'one row id in two sections',
    131009,
    list([
      { title: 'A', rows: rows(1) },
      { title: 'B', rows: rows(1) },
    ]),
  ],
  ['several sections, one untitled', 131008, list([{ title: 'A', rows: rows(1) }, { rows: rows(1, 1) }])],
  ['a section title of 25', 131009, list([{ title: long(25), rows: rows(1) }])],
  ['a row title of 25', 131009, list([{ rows: [row('a', { title: long(25) })] }])],
  ['a row description of 73', 131009, list([{ rows: [row('a', { description: long(73) })] }])],
  ['a row id of 201', 131009, list([{ rows: [row(long(201))] }])],
  [
    'a list button of 21',
    131009,
    list([{ rows: rows(1) }], { action: { button: long(21), sections: [{ rows: rows(1) }] } }),
  ],
  ['a list with a picture above', 131009, list([{ rows: rows(1) }], { header: image })],
  ['a list with 4097 characters of text', 131009, list([{ rows: rows(1) }], { body: { text: long(4097) } })],
  [
    'a link label of 21',
    131009,
    {
      type: 'cta_url',
      body,
      action: { ...urlAction, parameters: { ...urlAction.parameters, display_text: long(21) } },
    },
  ],
  [
    'a link to no web page',
    131009,
    {
      type: 'cta_url',
      body,
      action: { ...urlAction, parameters: { display_text: 'Go', url: 'shop.example' } },
    },
  ],
  [
    'a footer on a request for a location',
    100,
    { type: 'location_request_message', body, footer: body, action: { name: 'send_location' } },
  ],
  [
    'a header on a product',
    100,
    { type: 'product', header: heading, action: { catalog_id: 'C', product_retailer_id: 'a' } },
  ],
  [
    'a product of another catalogue',
    131009,
    { type: 'product', action: { catalog_id: 'D', product_retailer_id: 'a' } },
  ],
  ['an unknown product', 131009, { type: 'product', action: { catalog_id: 'C', product_retailer_id: 'x' } }],
  ['products without a heading', 131008, products([{ product_items: items(['a']) }], { header: undefined })],
  ['products with a picture above', 131009, products([{ product_items: items(['a']) }], { header: image })],
  [
    '31 products',
    131009,
    products([
      { title: 'A', product_items: items(Array(16).fill('a')) },
      { title: 'B', product_items: items(Array(15).fill('b')) },
    ]),
  ],
  ['products, none of them known', 131009, products([{ product_items: items(['x', 'y']) }])],
  ['a form with id and name', 131009, form({ flow_name: 'book' })],
  ['a form button of 21', 131009, form({ flow_cta: long(21) })],
  ['a form button with an emoji', 131009, form({ flow_cta: 'Book 🚗' })],
  ['a form of another version', 131009, form({ flow_message_version: '2' })],
  ['a form with empty data', 131009, form({ flow_action_payload: { screen: 'S', data: {} } })],
  ['one card', 131009, carousel([card(0)])],
  ['eleven cards', 131009, carousel(Array.from({ length: 11 }, (_, index) => card(index)))],
  [
    'cards of different kinds',
    131009,
    carousel([
      card(0),
      { card_index: 1, type: 'product', action: { product_retailer_id: 'a', catalog_id: 'C' } },
    ]),
  ],
  ['a carousel with a header', 100, carousel([card(0), card(1)], { header: image })],
  ['a card with three line breaks', 131009, carousel([card(0), card(1, { body: { text: '1\n2\n3\n4' } })])],
  ['an unknown kind', 131009, { type: 'slider', body, action: {} }],
])('%s is refused with %i', async (_name, code, interactive) => {
  expect(await verdict(interactive)).toBe(code);
});

test('a number without a catalogue can send no products', async () => {
  const bench = await setUp({ numbers: [{ phoneNumberId: '1', displayPhoneNumber: '+1 555', wabaId: '2' }] });
  await bench.phone.text('hi');
  const { json } = await bench.graph.interactive({
    type: 'catalog_message',
    body,
    action: { name: 'catalog_message' },
  });
  expect(json.error?.code).toBe(131009);
});
