import { afterEach, expect, test } from 'vitest';
import { graphCaller } from '../graph-caller.ts';
import { setUp, tearDown } from '../test-bench.ts';
import type { TemplateOptions } from './templates.ts';

afterEach(tearDown);

const reminder: TemplateOptions = {
  name: 'reminder',
  language: 'en',
  components: [
    { type: 'HEADER', format: 'TEXT', text: 'For {{1}}' },
    { type: 'BODY', text: 'See you on {{1}} at {{2}}.' },
    { type: 'FOOTER', text: 'Dental practice' },
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'QUICK_REPLY', text: 'I will come' },
        { type: 'QUICK_REPLY', text: 'Change' },
        { type: 'URL', text: 'Map', url: 'https://map.example/{{1}}' },
      ],
    },
  ],
};
const text = (value: string) => ({ type: 'text', text: value });
const header = (...parameters: unknown[]) => ({ type: 'header', parameters });
const body = (...values: string[]) => ({ type: 'body', parameters: values.map(text) });
const button = (index: number, sub_type: string, parameter: unknown) => {
  return { type: 'button', sub_type, index: String(index), parameters: [parameter] };
};
const map = button(2, 'url', text('berlin'));
const good = [header(text('Guest')), body('Monday', '9:00'), map];
const sent = (components: unknown[], more = {}) => ({
  name: 'reminder',
  language: { code: 'en' },
  components,
  ...more,
});

async function verdict(template: TemplateOptions, message: unknown, version = 'v25.0'): Promise<number> {
  const { emulator } = await setUp({ templates: [template] });
  const { status, json } = await graphCaller(emulator, version).template(message);
  return json.error?.code ?? status;
}

test('a template goes to somebody who never wrote, and shows filled in', async () => {
  const { graph, phone } = await setUp({ templates: [reminder] });
  const { json } = await graph.template(
    sent([...good, button(0, 'quick_reply', { type: 'payload', payload: 'yes' })]),
  );
  expect(json.messages).toEqual([{ id: expect.any(String), message_status: 'accepted' }]);
  const message = await phone.next();
  expect(message.text).toBe(
    [
      '*For Guest*',
      'See you on Monday at 9:00.',
      '_Dental practice_',
      '[I will come] [Change] [Map → https://map.example/berlin]',
    ].join('\n'),
  );
  expect(message.options.map(({ kind, id }) => [kind, id])).toEqual([
    ['quick-reply', 'yes'],
    ['quick-reply', 'Change'],
    ['link', 'Map'],
  ]);
});

test.each<[string, number, unknown]>([
  ['an unknown name', 132001, sent(good, { name: 'remind' })],
  ['another form of the language', 132001, sent(good, { language: { code: 'en_US' } })],
  ['too few body parameters', 132000, sent([header(text('Guest')), body('Monday'), map])],
  ['too many body parameters', 132000, sent([header(text('Guest')), body('a', 'b', 'c'), map])],
  ['no header parameter', 132000, sent([body('Monday', '9:00'), map])],
  [
    'a picture for a text header',
    132012,
    sent([header({ type: 'image', image: { link: 'https://a.example/a' } }), body('a', 'b'), map]),
  ],
  [
    'named parameters for positional ones',
    132012,
    sent([
      header(text('Guest')),
      { type: 'body', parameters: [{ ...text('a'), parameter_name: 'day' }, text('b')] },
      map,
    ]),
  ],
  ['an empty parameter', 132018, sent([header(text('Guest')), body('Monday', ''), map])],
  ['a new line in a parameter', 132018, sent([header(text('Guest')), body('Mon\nday', 'b'), map])],
  ['a tab in a parameter', 132018, sent([header(text('A\tna')), body('Monday', 'b'), map])],
  ['five spaces in a parameter', 132018, sent([header(text('Guest')), body('Mon     day', 'b'), map])],
  ['a text too long once filled in', 132005, sent([header(text('Guest')), body('x'.repeat(1020), 'b'), map])],
  ['a heading too long once filled in', 132005, sent([header(text('x'.repeat(57))), body('a', 'b'), map])],
  ['no value for the link', 131008, sent([header(text('Guest')), body('a', 'b')])],
  ['a button of another kind', 132012, sent([...good, button(1, 'url', text('x'))])],
  [
    'a parameter of another kind',
    132012,
    sent([header(text('Guest')), body('a', 'b'), button(2, 'url', { type: 'payload', payload: 'x' })]),
  ],
  [
    'a button beyond the last',
    131009,
    sent([...good, button(3, 'quick_reply', { type: 'payload', payload: 'x' })]),
  ],
  ['one button twice', 131009, sent([...good, map])],
  ['one component twice', 131009, sent([...good, body('a', 'b')])],
  ['an unknown component', 131009, sent([{ type: 'footer', parameters: [] }])],
])('%s is refused with %i', async (_name, code, message) => {
  expect(await verdict(reminder, message)).toBe(code);
});

test('four spaces in a parameter pass, and older Graph versions say 100 for a bad one', async () => {
  expect(await verdict(reminder, sent([header(text('A    na')), body('a', 'b'), map]))).toBe(200);
  expect(await verdict(reminder, sent([header(text('Guest')), body('a', '\n'), map]), 'v22.0')).toBe(100);
});

test('a template that is not found answers with HTTP 404', async () => {
  const { graph } = await setUp();
  expect((await graph.template(sent([]))).status).toBe(404);
});

test('paused, disabled and unapproved templates each have a code of their own', async () => {
  const bare = { name: 'reminder', language: 'en', components: [{ type: 'BODY' as const, text: 'Hello' }] };
  expect(await verdict({ ...bare, status: 'PAUSED' }, sent([]))).toBe(132015);
  expect(await verdict({ ...bare, status: 'DISABLED' }, sent([]))).toBe(132016);
  expect(await verdict({ ...bare, status: 'PENDING' }, sent([]))).toBe(132001);
  expect(await verdict(bare, sent([]))).toBe(200);
});

test('pausing a template is reported and takes effect', async () => {
  const { emulator, receiver, graph } = await setUp({
    templates: [{ ...reminder, components: [{ type: 'BODY', text: 'Hi' }] }],
  });
  await emulator.setTemplateStatus('reminder', 'en', 'PAUSED');
  expect(receiver.received[0]?.json.entry[0]).toMatchObject({
    time: expect.any(Number),
    changes: [
      {
        field: 'message_template_status_update',
        value: { event: 'PAUSED', message_template_name: 'reminder' },
      },
    ],
  });
  expect((await graph.template(sent([]))).json.error?.code).toBe(132015);
});

const named: TemplateOptions = {
  name: 'reminder',
  language: 'en',
  parameter_format: 'NAMED',
  components: [{ type: 'BODY', text: 'See you on {{day}} at {{time}}.' }],
};

test('named parameters come in any order, and all of them', async () => {
  const parameter = (parameter_name: string, value: string) => ({ ...text(value), parameter_name });
  const { graph, phone } = await setUp({ templates: [named] });
  await graph.template(
    sent([{ type: 'body', parameters: [parameter('time', '9:00'), parameter('day', 'Monday')] }]),
  );
  expect((await phone.next()).body).toBe('See you on Monday at 9:00.');
  expect(await verdict(named, sent([body('Monday', '9:00')]))).toBe(132012);
  expect(
    await verdict(
      named,
      sent([{ type: 'body', parameters: [parameter('day', 'a'), parameter('hour', 'b')] }]),
    ),
  ).toBe(132012);
});

test('a media header needs a file of its kind', async () => {
  const template: TemplateOptions = {
    name: 'reminder',
    language: 'en',
    components: [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'Look' },
    ],
  };
  const link = { link: 'https://files.example/a' };
  expect(await verdict(template, sent([header({ type: 'image', image: link })]))).toBe(200);
  expect(await verdict(template, sent([header({ type: 'video', video: link })]))).toBe(132012);
  expect(await verdict(template, sent([]))).toBe(132012);
});

test('a one-time code goes in twice, is short, and never to a user id', async () => {
  const template: TemplateOptions = {
    name: 'reminder',
    language: 'en',
    category: 'AUTHENTICATION',
    components: [
      { type: 'BODY', text: '*{{1}}* is your code.' },
      { type: 'BUTTONS', buttons: [{ type: 'OTP', text: 'Copy code' }] },
    ],
  };
  const code = (value: string) => [body(value), button(0, 'url', text(value))];
  expect(await verdict(template, sent(code('123456')))).toBe(200);
  expect(await verdict(template, sent([body('123456')]))).toBe(131008);
  expect(await verdict(template, sent(code('1'.repeat(16))))).toBe(132018);

  const { graph } = await setUp({ templates: [template] });
  const { json } = await graph.send({
    to: undefined,
    recipient: 'US.1234567890',
    type: 'template',
    template: sent(code('1')),
  });
  expect(json.error?.code).toBe(131062);
});

test('an offer ends in the future, in milliseconds', async () => {
  const template: TemplateOptions = {
    name: 'reminder',
    language: 'en',
    components: [
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Sale', has_expiration: true } },
      { type: 'BODY', text: 'Buy' },
    ],
  };
  const offer = (expiration_time_ms: number) => ({
    type: 'limited_time_offer',
    parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms } }],
  });
  expect(await verdict(template, sent([offer(Date.now() + 60_000)]))).toBe(200);
  expect(await verdict(template, sent([offer(Math.floor(Date.now() / 1000) + 60)]))).toBe(131009);
  expect(await verdict(template, sent([]))).toBe(131008);
});

test('a carousel has as many cards as its template, each complete', async () => {
  const card = {
    components: [
      { type: 'HEADER' as const, format: 'IMAGE' },
      { type: 'BODY' as const, text: 'Only {{1}}' },
      { type: 'BUTTONS' as const, buttons: [{ type: 'QUICK_REPLY', text: 'Buy' }] },
    ],
  };
  const template: TemplateOptions = {
    name: 'reminder',
    language: 'en',
    components: [
      { type: 'BODY', text: 'New' },
      { type: 'CAROUSEL', cards: [card, card] },
    ],
  };
  const image = { type: 'image', image: { link: 'https://files.example/a.png' } };
  const filled = (card_index: number, price: string) => ({
    card_index,
    components: [header(image), body(price)],
  });
  const cards = (...list: unknown[]) => sent([{ type: 'carousel', cards: list }]);
  expect(await verdict(template, cards(filled(0, '1'), filled(1, '2')))).toBe(200);
  expect(await verdict(template, cards(filled(0, '1')))).toBe(132000);
  expect(await verdict(template, cards(filled(0, '1'), { card_index: 1, components: [header(image)] }))).toBe(
    132000,
  );
});
