import { afterEach, expect, test } from 'vitest';
import { manualClock } from '../clock.ts';
import { setUp, tearDown } from '../test-bench.ts';

afterEach(tearDown);

async function talking(options: Parameters<typeof setUp>[0] = {}) {
  const bench = await setUp(options);
  await bench.phone.text('hi');
  bench.receiver.received.length = 0;
  return bench;
}

const buttons = (...titles: string[]) => ({
  type: 'button',
  body: { text: 'Choose' },
  action: { buttons: titles.map((title) => ({ type: 'reply', reply: { id: `id-${title}`, title } })) },
});

test('a tap on a button answers with its id and title, and names the message', async () => {
  const { receiver, graph, phone } = await talking();
  const { json } = await graph.interactive(buttons('Yes', 'No'));
  await phone.tap('Yes');
  expect(receiver.messages()).toMatchObject([
    {
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: 'id-Yes', title: 'Yes' } },
      context: { from: '15550100001', id: json.messages?.[0]?.id },
    },
  ]);
});

test('a tap on a row answers with its description too', async () => {
  const { receiver, graph, phone } = await talking();
  const rows = [
    { id: 'r1', title: 'Tea', description: 'hot' },
    { id: 'r2', title: 'Water' },
  ];
  await graph.interactive({
    type: 'list',
    body: { text: 'Drinks' },
    action: { button: 'Open', sections: [{ rows }] },
  });
  await phone.tap('r1');
  await phone.tap('Water');
  expect(receiver.messages().map(({ interactive }) => interactive)).toEqual([
    { type: 'list_reply', list_reply: rows[0] },
    { type: 'list_reply', list_reply: rows[1] },
  ]);
});

test('a tap on a template is a message of type button, with the payload or else the label', async () => {
  const template = {
    name: 'ask',
    language: 'en',
    components: [
      { type: 'BODY' as const, text: 'Coming?' },
      {
        type: 'BUTTONS' as const,
        buttons: [
          { type: 'QUICK_REPLY', text: 'Yes' },
          { type: 'QUICK_REPLY', text: 'No' },
        ],
      },
    ],
  };
  const { receiver, graph, phone } = await setUp({ templates: [template] });
  const payload = {
    type: 'button',
    sub_type: 'quick_reply',
    index: 0,
    parameters: [{ type: 'payload', payload: 'P' }],
  };
  const { json } = await graph.template({ name: 'ask', language: { code: 'en' }, components: [payload] });
  await phone.tap('Yes');
  await phone.tap('No');
  const id = json.messages?.[0]?.id;
  expect(receiver.messages()).toMatchObject([
    { type: 'button', button: { text: 'Yes', payload: 'P' }, context: { id } },
    { type: 'button', button: { text: 'No', payload: 'No' }, context: { id } },
  ]);
});

test('the newest message with the option is tapped, an older one only on request', async () => {
  const { receiver, graph, phone } = await talking();
  const first = (await graph.interactive(buttons('Yes', 'Maybe'))).json.messages?.[0]?.id ?? '';
  const second = (await graph.interactive(buttons('Yes'))).json.messages?.[0]?.id;
  await graph.text('a text after that');
  await phone.tap('Yes');
  await phone.tap('Maybe');
  await phone.tapOn(first, 'Yes');
  expect(receiver.messages().map(({ context }) => (context as { id: string }).id)).toEqual([
    second,
    first,
    first,
  ]);
});

test('what is not on the screen cannot be tapped, and the error shows the screen', async () => {
  const { graph, phone } = await talking();
  await graph.interactive(buttons('Yes'));
  await expect(phone.tap('No')).rejects.toThrow(
    /nothing on the screen offers "No"[\s\S]*Choose[\s\S]*\[Yes\]/,
  );
  await expect(phone.tapOn('wamid.none', 'Yes')).rejects.toThrow('does not offer');
});

test('a link opens and tells the business nothing', async () => {
  const { receiver, graph, phone } = await talking();
  await graph.interactive({
    type: 'cta_url',
    body: { text: 'Shop' },
    action: { name: 'cta_url', parameters: { display_text: 'Go', url: 'https://shop.example' } },
  });
  expect(phone.open('Go')).toBe('https://shop.example');
  await expect(phone.tap('Go')).rejects.toThrow('tells the business nothing');
  expect(receiver.messages()).toEqual([]);
});

test('a form is answered with JSON in a string, its token included', async () => {
  const { receiver, graph, phone } = await talking();
  const parameters = { flow_message_version: '3', flow_id: '7', flow_cta: 'Book', flow_token: 'T' };
  await graph.interactive({ type: 'flow', body: { text: 'When?' }, action: { name: 'flow', parameters } });
  await phone.sendForm({ day: 'Monday' });
  expect(receiver.messages()).toMatchObject([
    {
      interactive: {
        type: 'nfm_reply',
        nfm_reply: { name: 'flow', response_json: '{"flow_token":"T","day":"Monday"}' },
      },
    },
  ]);
});

test('a place asked for comes as the answer, one sent unasked does not', async () => {
  const { receiver, graph, phone } = await talking();
  await phone.sendLocation({ latitude: 1, longitude: 2 });
  const { json } = await graph.interactive({
    type: 'location_request_message',
    body: { text: 'Where are you?' },
    action: { name: 'send_location' },
  });
  await phone.sendLocation({ latitude: 1, longitude: 2, name: 'Home' });
  const [unasked, asked] = receiver.messages();
  expect(unasked).not.toHaveProperty('context');
  expect(asked).toMatchObject({ location: { name: 'Home' }, context: { id: json.messages?.[0]?.id } });
});

test('every other kind of message has the shape WhatsApp reports', async () => {
  const { receiver, graph, phone } = await talking();
  const { json } = await graph.text('hello');
  await phone.sendVideo();
  await phone.sendAudio({ voice: true });
  await phone.sendDocument({ filename: 'bill.pdf', caption: 'my bill' });
  await phone.sendSticker();
  await phone.sendContactCard({ name: 'Bo', phone: '+1 555', waId: '1555' });
  await phone.sendOrder([{ productId: 'a', quantity: 2, price: 3.5, currency: 'EUR' }], 'fast please');
  await phone.sendReaction('👍');
  await phone.sendReaction(null);
  await phone.sendUnsupported('poll');
  await phone.comeFromAd('I saw your ad', { sourceId: '42', clickId: 'C' });
  await phone.text('look', { forwarded: 'often' });
  await phone.text('is it there?', { aboutProduct: 'a' });
  await phone.openChat();
  const id = json.messages?.[0]?.id;
  expect(receiver.messages().filter(({ type }) => type !== 'system')).toMatchObject([
    { type: 'video', video: { mime_type: 'video/mp4', id: expect.any(String) } },
    { type: 'audio', audio: { mime_type: 'audio/ogg; codecs=opus', voice: true } },
    {
      type: 'document',
      document: { filename: 'bill.pdf', caption: 'my bill', mime_type: 'application/pdf' },
    },
    { type: 'sticker', sticker: { mime_type: 'image/webp' } },
    {
      type: 'contacts',
      contacts: [{ name: { formatted_name: 'Bo' }, phones: [{ phone: '+1 555', wa_id: '1555' }] }],
    },
    {
      type: 'order',
      order: {
        catalog_id: '300000000000001',
        text: 'fast please',
        product_items: [{ product_retailer_id: 'a', quantity: 2, item_price: 3.5, currency: 'EUR' }],
      },
    },
    { type: 'reaction', reaction: { message_id: id, emoji: '👍' } },
    { type: 'reaction', reaction: { message_id: id } },
    { type: 'unsupported', errors: [{ code: 131051 }], unsupported: { type: 'poll' } },
    { type: 'text', referral: { source_id: '42', source_type: 'ad', ctwa_clid: 'C' } },
    { type: 'text', context: { frequently_forwarded: true } },
    { type: 'text', context: { referred_product: { product_retailer_id: 'a' } } },
    { type: 'request_welcome' },
  ]);
});

test('a change of number is reported without contacts, and the chat goes on under the new one', async () => {
  const { receiver, graph, phone } = await talking();
  await phone.changeNumber('15550003333');
  const value = receiver.received[0]?.json.entry[0]?.changes[0]?.value;
  expect(value).not.toHaveProperty('contacts');
  expect(value?.messages).toMatchObject([
    { from: '15550001111', type: 'system', system: { type: 'user_changed_number', wa_id: '15550003333' } },
  ]);
  await phone.text('new number, same me');
  expect(receiver.messages().at(-1)).toMatchObject({ from: '15550003333' });
  await graph.send({ to: '15550003333', text: { body: 'noted' } });
  expect((await phone.next()).text).toBe('noted');
});

test('messages are handed out one after the other, and all stay on the screen', async () => {
  const { graph, phone } = await talking();
  const early = phone.next();
  await graph.text('one');
  expect((await early).text).toBe('one');
  const both = phone.next(2);
  await graph.text('two');
  await graph.text('three');
  expect((await both).map(({ text }) => text)).toEqual(['two', 'three']);
  await graph.text('four');
  expect(phone.unread.map(({ text }) => text)).toEqual(['four']);
  expect(phone.messages).toHaveLength(4);
});

test('a wait that fails leaves the next message to the next one who asks', async () => {
  const { graph, phone } = await talking();
  await expect(phone.receive(1)).rejects.toThrow('within 1 ms');
  await graph.text('late');
  expect((await phone.next()).text).toBe('late');
});

test('reading the chat reports every message as read, once', async () => {
  const { emulator, receiver, graph, phone } = await talking();
  await graph.text('one');
  await graph.text('two');
  await emulator.settled();
  await phone.read();
  await phone.read();
  expect(receiver.statuses().map(({ status }) => status)).toEqual([
    'sent',
    'delivered',
    'sent',
    'delivered',
    'read',
    'read',
  ]);
  expect(phone.messages.every(({ readAt }) => readAt !== null)).toBe(true);
});

test('without read receipts nothing is ever read', async () => {
  const { emulator, receiver, graph, phone } = await talking();
  emulator.phone('15550001111', { readReceipts: false });
  await graph.text('one');
  await emulator.settled();
  await phone.read();
  expect(receiver.statuses().map(({ status }) => status)).toEqual(['sent', 'delivered']);
});

test('to who has blocked the business a message stays sent', async () => {
  const { emulator, receiver, graph, phone } = await talking();
  phone.block();
  expect((await graph.text('hello?')).status).toBe(200);
  await emulator.settled();
  expect(phone.messages).toEqual([]);
  expect(receiver.statuses().map(({ status }) => status)).toEqual(['sent']);
});

test('to a phone that is off messages come when it is on again', async () => {
  const { emulator, receiver, graph, phone } = await talking();
  phone.switchOff();
  await graph.text('later');
  await emulator.settled();
  expect(phone.messages).toEqual([]);
  await phone.switchOn();
  expect(phone.messages.map(({ text }) => text)).toEqual(['later']);
  expect(receiver.statuses().map(({ status }) => status)).toEqual(['sent', 'delivered']);
});

test.each([
  ['none', []],
  ['sent', ['sent']],
  ['read', ['sent', 'delivered', 'read']],
] as const)('statuses go by themselves up to %s', async (autoStatuses, expected) => {
  const { emulator, receiver, graph } = await talking({ autoStatuses });
  await graph.text('x');
  await emulator.settled();
  expect(receiver.statuses().map(({ status }) => status)).toEqual(expected);
});

test('any status can be reported by hand, in any order', async () => {
  const { emulator, receiver, graph } = await talking({ autoStatuses: 'none' });
  const { json } = await graph.text('x');
  const wamid = json.messages?.[0]?.id ?? '';
  await emulator.status(wamid, 'read');
  await emulator.status(wamid, 'sent');
  await emulator.status(wamid, 'failed', 131053);
  expect(receiver.statuses()).toMatchObject([
    { status: 'read' },
    { status: 'sent' },
    { status: 'failed', errors: [{ code: 131053 }] },
  ]);
});

test('the typing bubble shows for 25 seconds or until the next message, and marks as read', async () => {
  const { emulator, graph, phone } = await talking({ clock: manualClock(0) });
  const message_id = await phone.text('hello');
  const read = { messaging_product: 'whatsapp', status: 'read', message_id };
  const messages = `${emulator.phoneNumberId}/messages`;
  expect((await graph.call('POST', messages, read)).json).toEqual({ success: true });
  expect(phone.isTyping).toBe(false);
  await graph.call('POST', messages, { ...read, typing_indicator: { type: 'text' } });
  expect(phone.isTyping).toBe(true);
  emulator.clock.advance(25_000);
  expect(phone.isTyping).toBe(false);
  await graph.call('POST', messages, { ...read, typing_indicator: { type: 'text' } });
  await graph.text('answer');
  expect(phone.isTyping).toBe(false);
  expect(emulator.readMarks.map(({ wamid, typing }) => [wamid, typing])).toEqual([
    [message_id, false],
    [message_id, true],
    [message_id, true],
  ]);
  expect((await graph.call('POST', messages, { ...read, message_id: 'wamid.none' })).json.error?.code).toBe(
    131009,
  );
});

test('messages inside a free entry point say so, and only those carry a conversation', async () => {
  const { emulator, receiver, graph, phone } = await setUp({ clock: manualClock(0) });
  await phone.text('hi');
  await graph.text('ordinary');
  await phone.comeFromAd('from the ad');
  await graph.text('free');
  await emulator.settled();
  const [ordinary, , free] = receiver.statuses();
  expect(ordinary).toMatchObject({ pricing: { type: 'free_customer_service', category: 'service' } });
  expect(ordinary).not.toHaveProperty('conversation');
  expect(free).toMatchObject({
    pricing: { type: 'free_entry_point' },
    conversation: { origin: { type: 'referral_conversion' } },
  });
});
