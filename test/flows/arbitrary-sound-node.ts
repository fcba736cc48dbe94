import type { Media, OutboundMessage } from '@parley/flows/message.ts';
import type { NodeConfig, NodeType } from '@parley/flows/nodes/registry.ts';
import fc, { type Arbitrary } from 'fast-check';

type Config<Type extends NodeType> = Extract<NodeConfig, { type: Type }>;
type Answer = Config<'question'>['answer'];

/** Placeholders over `VARIABLES` of `arbitrary-flow.ts`, each with the longest text that it can become. */
const PLACEHOLDERS: readonly [string, number][] = [
  ['{{city}}', 20],
  ['{{upper(city)}}', 20],
  ['{{age}}', 32],
  ['{{vip}}', 8],
  ['{{size}}', 1],
  ['{{due}}', 80],
  ['{{short(note, 15)}}', 15],
  ['{{note}}', 200],
  ['{{contact.name}}', 60],
  ['{{short(contact.name, 7)}}', 7],
  ['{{money(age, "EUR")}}', 48],
  ['{{age > 3 ? "more" : "few"}}', 4],
  ['{{join(shops, "name", ", ")}}', 15 * 40 + 14 * 2],
];

/** A text that is never empty and never longer than `max`, with as many placeholders as there is room for. */
function text(max: number, begin = 'Ok'): Arbitrary<string> {
  return fc.shuffledSubarray([...PLACEHOLDERS], { maxLength: 6 }).map((some) => {
    let written = begin;
    let longest = begin.length;
    for (const [placeholder, length] of some) {
      if (longest + 1 + length > max) continue;
      written += ` ${placeholder}`;
      longest += 1 + length;
    }
    return written;
  });
}

const at = fc.constant<[number, number]>([0, 0]);
const optional = <T>(arbitrary: Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
/** Leaves out what is undefined, as JSON does. */
const node = <Type extends NodeType>(type: Type, fields: { [field: string]: Arbitrary<unknown> }) =>
  fc
    .record({ type: fc.constant(type), at, ...fields })
    .map((config): Config<Type> => JSON.parse(JSON.stringify(config)));

const media: Arbitrary<Media> = fc.constantFrom({ link: 'https://example.com/{{city}}.png' }, { id: '123' });
const silentAfter = optional(fc.constantFrom('PT20H', 'PT5M'));
const footer = optional(text(60));
const late = optional(fc.constant('follow' as const));
const header = optional(
  fc.oneof(
    fc.record({ type: fc.constant('text' as const), text: text(60) }),
    fc.record({ type: fc.constantFrom('image' as const, 'video' as const), media }),
  ),
);

type ContactCards = Extract<OutboundMessage, { type: 'contacts' }>['contacts'];

const plainMessage: Arbitrary<OutboundMessage> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), body: text(4096) }),
  fc.record({ type: fc.constant('image' as const), media, caption: text(1024) }),
  fc.record({ type: fc.constant('video' as const), media, caption: text(1024) }),
  fc.record({ type: fc.constant('document' as const), media, filename: text(240) }),
  fc.record({ type: fc.constant('audio' as const), media }),
  fc.record({ type: fc.constant('sticker' as const), media }),
  fc.record({
    type: fc.constant('location' as const),
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    name: text(1000),
  }),
  fc.record({
    type: fc.constant('contacts' as const),
    contacts: fc.constant<ContactCards>([{ name: 'Café {{city}}', phones: [{ phone: '+15550001111' }] }]),
  }),
);

/** Options whose titles begin with a letter of their own, so that no values make them equal. */
const options = (max: number, titleMax: number) =>
  fc.integer({ min: 1, max }).chain((count) =>
    fc.tuple(
      ...Array.from({ length: count }, (_, index) =>
        fc.record({
          id: fc.constant(`option${index}`),
          title: text(titleMax, `${String.fromCharCode(65 + index)}x`),
        }),
      ),
    ),
  );

const ANSWERS: readonly { answer: Answer; saveAs: string }[] = [
  { answer: { kind: 'text' }, saveAs: 'city' },
  { answer: { kind: 'text', maxLength: 10 }, saveAs: 'note' },
  { answer: { kind: 'number', min: 1, max: 9 }, saveAs: 'age' },
  { answer: { kind: 'email' }, saveAs: 'note' },
  { answer: { kind: 'phone' }, saveAs: 'note' },
  { answer: { kind: 'date' }, saveAs: 'due' },
  { answer: { kind: 'pattern', pattern: '\\d{3}' }, saveAs: 'city' },
  { answer: { kind: 'one-of', options: ['S', 'M'] }, saveAs: 'size' },
];

const rowsFrom = {
  variable: 'shops',
  id: 'id',
  title: 'name',
  description: 'address',
  more: 'More',
};

const templateButtons = fc.subarray([
  { type: 'quick-reply' as const, index: 0, id: 'come', title: 'I come' },
  { type: 'quick-reply' as const, index: 1, id: 'stay', title: 'I stay' },
  { type: 'url' as const, index: 2, text: 'in-{{city}}' },
  { type: 'copy-code' as const, index: 3, code: 'A{{short(note, 9)}}' },
]);

/** For each type, nodes that have nothing wrong in themselves, over the variables of `arbitrary-flow.ts`. */
export const soundNodes: { readonly [Type in NodeType]: Arbitrary<Config<Type>> } = {
  message: node('message', {
    bubbles: fc
      .array(plainMessage, { minLength: 1, maxLength: 3 })
      .map((messages) => messages.map((message, index) => ({ id: `b${index}`, message }))),
  }),
  buttons: node('buttons', { header, body: text(1024), footer, buttons: options(3, 20), late, silentAfter }),
  list: node('list', {
    header: optional(fc.record({ type: fc.constant('text' as const), text: text(60) })),
    body: text(4096),
    footer,
    button: text(20),
    sections: fc
      .tuple(options(4, 24), text(24), optional(text(72)))
      .map(([rows, title, description]) => [{ title, rows: rows.map((row) => ({ ...row, description })) }]),
    rowsFrom: optional(fc.constant(rowsFrom)),
    saveAs: optional(fc.constantFrom('city', 'note')),
    late,
    silentAfter,
  }),
  question: fc.constantFrom(...ANSWERS).chain(({ answer, saveAs }) =>
    node('question', {
      body: text(4096),
      answer: fc.constant(answer),
      saveAs: fc.constant(saveAs),
      retry: optional(text(4096)),
      retries: fc.integer({ min: 0, max: 3 }),
      silentAfter,
    }),
  ),
  location: node('location', {
    body: text(1024),
    saveLatitude: optional(fc.constant('age')),
    saveAddress: optional(fc.constant('note')),
    silentAfter,
  }),
  form: node('form', {
    header,
    body: text(1024),
    footer,
    title: fc.constantFrom('Open', 'Open {{size}}', 'Open {{vip}}'),
    formId: fc.constant('123'),
    screen: fc.constant('FIRST'),
    data: fc.constant({ city: '{{city}}' }),
    fields: fc.subarray([
      { field: 'name', saveAs: 'city' },
      { field: 'age', saveAs: 'age' },
      { field: 'shops', saveAs: 'shops' },
    ]),
    silentAfter,
  }),
  product: node('product', {
    productId: fc.constant('cake'),
    body: optional(text(1024)),
    footer,
    silentAfter,
  }),
  products: node('products', {
    header: fc.record({ type: fc.constant('text' as const), text: text(60) }),
    body: text(1024),
    footer,
    sections: fc.tuple(text(24), text(24)).map(([one, other]) => [
      { title: one, products: ['cake', 'pie'] },
      { title: other, products: ['tea'] },
    ]),
    saveAs: optional(fc.constant('cart')),
    silentAfter,
  }),
  catalog: node('catalog', { body: text(1024), footer, saveAs: optional(fc.constant('cart')), silentAfter }),
  link: node('link', {
    header,
    body: text(1024),
    footer,
    title: text(20),
    url: fc.constant('https://example.com/shops/{{city}}?name={{contact.name}}'),
  }),
  template: node('template', {
    name: fc.constant('reminder'),
    language: fc.constant('en'),
    header: optional(fc.record({ type: fc.constant('text' as const), text: text(60) })),
    body: fc.array(
      text(1024).map((written) => ({ text: written })),
      { maxLength: 2 },
    ),
    buttons: templateButtons,
    goOn: optional(fc.boolean()),
    late,
    silentAfter,
  }),
  consent: node('consent', {
    purpose: fc.constant('news'),
    body: text(1024),
    agree: text(20, 'Yes'),
    decline: text(20, 'No'),
    silentAfter,
  }),
  branch: node('branch', {
    conditions: fc.subarray(
      [
        { id: 'regular', label: 'a regular', when: 'vip' },
        { id: 'grown', when: 'age > 3' },
        { id: 'roman', when: 'city == "Rome" || size(shops) > 1' },
        { id: 'soon', when: 'hoursBetween(now, due) < 24' },
      ],
      { minLength: 1 },
    ),
  }),
  set: node('set', {
    set: fc.subarray([
      { variable: 'age', to: 'age + 1' },
      { variable: 'city', to: '"Rome"' },
      { variable: 'vip', to: '!vip' },
      { variable: 'note', to: 'note + city' },
      { variable: 'due', to: 'addHours(now, 24)' },
      { variable: 'locale', to: '"en"' },
    ]),
  }),
  wait: node('wait', {
    until: fc.constantFrom<Config<'wait'>['until']>(
      { kind: 'duration', duration: 'PT30M' },
      { kind: 'clock', time: '09:30' },
      { kind: 'before-window-closes', duration: 'PT1H' },
    ),
  }),
  request: node('request', {
    method: fc.constantFrom('GET', 'POST'),
    url: fc.constant('https://example.com/{{city}}'),
    headers: fc.constant({ 'x-name': '{{contact.name}}' }),
    body: optional(fc.constant('{"age": {{age}}, "city": "{{city}}", "shops": {{shops}}}')),
    save: fc.subarray([
      { variable: 'city', from: 'response.body.name' },
      { variable: 'age', from: 'response.status' },
      { variable: 'shops', from: 'response.body.shops' },
      { variable: 'note', from: 'text(response.body.note)' },
    ]),
  }),
  tag: node('tag', { add: fc.constant(['guest']), remove: fc.constant([]) }),
  verified: node('verified', {}),
  escalation: node('escalation', {
    text: text(1024),
    contact: fc.constantFrom<Config<'escalation'>['contact']>(
      { method: 'agent' },
      { method: 'agent', team: 'desk', summary: 'In {{city}}', unansweredAfter: 'PT1H' },
      {
        method: 'agent',
        hours: { timezone: 'Europe/Berlin', open: [{ days: [1, 2, 3], from: '09:00', to: '17:00' }] },
      },
      {
        method: 'agent',
        team: 'desk',
        priority: 'high',
        reason: 'asked for it',
        unansweredAfter: 'PT1H',
        otherwise: { text: 'Nobody is here.', contact: { method: 'email', email: 'help@example.com' } },
      },
      {
        method: 'agent',
        hours: { timezone: 'Europe/Berlin', open: [{ days: [1, 2, 3], from: '09:00', to: '17:00' }] },
        otherwise: {
          text: 'Nobody is here.',
          contact: { method: 'phone', card: { name: 'Café', phones: [{ phone: '+15550001111' }] } },
        },
      },
      { method: 'phone', card: { name: 'Café', phones: [{ phone: '+15550001111' }] } },
      { method: 'email', email: 'help@example.com' },
      { method: 'web-form', url: 'https://example.com/contact?city={{city}}', title: 'Write to us' },
      { method: 'store-visit', latitude: 52.5, longitude: 13.4, name: 'Café', address: 'Mill Lane 1' },
    ),
  }),
  start: node('start', { flow: fc.constant('main') }),
  end: node('end', { reason: optional(fc.constant('done')) }),
};
