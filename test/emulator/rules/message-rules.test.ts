import { afterEach, beforeEach, expect, test } from 'vitest';
import { setUp, tearDown } from '../test-bench.ts';

let graph: Awaited<ReturnType<typeof setUp>>['graph'];
beforeEach(async () => {
  const bench = await setUp({ pairRate: false });
  graph = bench.graph;
  await bench.phone.text('hi');
});
afterEach(tearDown);

/** 200, or the code of the refusal. */
async function verdict(message: Record<string, unknown>): Promise<number> {
  const { status, json } = await graph.send(message);
  return json.error?.code ?? status;
}

const link = 'https://files.example/a';
const name = { formatted_name: 'Guest Two', first_name: 'Guest' };

test.each<[string, Record<string, unknown>]>([
  ['text', { type: 'text', text: { body: 'x'.repeat(4096), preview_url: true } }],
  ['text without a type', { text: { body: 'hi' } }],
  ['image', { type: 'image', image: { link, caption: 'x'.repeat(1024) } }],
  ['video', { type: 'video', video: { link, caption: 'clip' } }],
  ['audio', { type: 'audio', audio: { link, voice: true } }],
  ['document', { type: 'document', document: { link, caption: 'bill', filename: 'bill.pdf' } }],
  ['sticker', { type: 'sticker', sticker: { link } }],
  [
    'location',
    { type: 'location', location: { latitude: 52.5, longitude: '13.4', name: 'Café', address: 'Street 1' } },
  ],
  [
    'contacts',
    {
      type: 'contacts',
      contacts: [{ name, phones: [{ phone: '+1 555', wa_id: '1555' }], birthday: '1999-01-23' }],
    },
  ],
  ['a quoted reply', { type: 'text', text: { body: 'x' }, context: { message_id: 'wamid.X' } }],
  ['512 characters of callback data', { text: { body: 'x' }, biz_opaque_callback_data: 'x'.repeat(512) }],
])('%s is accepted', async (_name, message) => {
  expect(await verdict(message)).toBe(200);
});

test.each<[string, number, Record<string, unknown>]>([
  ['text of 4097 characters', 100, { type: 'text', text: { body: 'x'.repeat(4097) } }],
  ['empty text', 100, { type: 'text', text: { body: '' } }],
  ['text without a body', 131008, { type: 'text', text: {} }],
  ['a message without its object', 100, { type: 'image' }],
  ['an unknown type', 100, { type: 'poll', poll: {} }],
  ['an unexpected key', 100, { type: 'text', text: { body: 'x', markdown: true } }],
  ['no product', 100, { type: 'text', text: { body: 'x' }, messaging_product: undefined }],
  ['no recipient', 100, { type: 'text', text: { body: 'x' }, to: undefined }],
  ['a recipient that is no number', 131009, { type: 'text', text: { body: 'x' }, to: 'Guest' }],
  ['the business itself as recipient', 131021, { type: 'text', text: { body: 'x' }, to: '+1 555-010-0001' }],
  [
    '513 characters of callback data',
    100,
    { text: { body: 'x' }, biz_opaque_callback_data: 'x'.repeat(513) },
  ],
  ['neither id nor link', 100, { type: 'image', image: {} }],
  ['both id and link', 100, { type: 'image', image: { id: '1', link } }],
  ['a link that is no web address', 131009, { type: 'image', image: { link: 'ftp://files.example/a' } }],
  ['an unknown media id', 100, { type: 'image', image: { id: '123' } }],
  ['a caption of 1025 characters', 131009, { type: 'image', image: { link, caption: 'x'.repeat(1025) } }],
  ['a caption on audio', 100, { type: 'audio', audio: { link, caption: 'x' } }],
  ['a caption on a sticker', 100, { type: 'sticker', sticker: { link, caption: 'x' } }],
  ['a location without longitude', 131008, { type: 'location', location: { latitude: 1 } }],
  ['a latitude beyond the pole', 131009, { type: 'location', location: { latitude: 91, longitude: 1 } }],
  ['a contact without a name', 131008, { type: 'contacts', contacts: [{ phones: [] }] }],
  [
    'a contact with a formatted name alone',
    131009,
    { type: 'contacts', contacts: [{ name: { formatted_name: 'A' } }] },
  ],
  ['258 contacts', 100, { type: 'contacts', contacts: Array.from({ length: 258 }, () => ({ name })) }],
  [
    'a birthday in another notation',
    131009,
    { type: 'contacts', contacts: [{ name, birthday: '23.1.1999' }] },
  ],
  [
    'a reaction that quotes',
    100,
    {
      type: 'reaction',
      reaction: { message_id: 'wamid.X', emoji: '👍' },
      context: { message_id: 'wamid.X' },
    },
  ],
])('%s is refused with %i', async (_name, code, message) => {
  expect(await verdict(message)).toBe(code);
});

test('a refusal has the shape and the place that WhatsApp gives', async () => {
  const { status, json } = await graph.interactive({
    type: 'button',
    body: { text: 'Choose' },
    action: { buttons: [{ type: 'reply', reply: { id: 'a', title: 'x'.repeat(21) } }] },
  });
  expect(status).toBe(400);
  expect(json).toEqual({
    error: {
      message: '(#131009) Parameter value is not valid',
      type: 'OAuthException',
      code: 131009,
      error_data: {
        messaging_product: 'whatsapp',
        details:
          "interactive['action']['buttons'][0]['reply']['title']: " +
          'Button title length invalid. Min length: 1, Max length: 20',
      },
      fbtrace_id: expect.any(String),
    },
  });
});

test('a body that is not JSON, or no object, is refused and not a crash', async () => {
  for (const body of ['{', '[]', '"x"', 'null']) {
    const { status, json } = await graph.call('POST', '100000000000001/messages', body);
    expect([status, json.error?.code]).toEqual([400, 100]);
  }
});

test('JSON that does not say it is JSON is not read', async () => {
  const { emulator } = await setUp();
  const response = await fetch(`${emulator.url}/v25.0/${emulator.phoneNumberId}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${emulator.accessToken}`, 'content-type': 'text/plain' },
    body: JSON.stringify({ messaging_product: 'whatsapp', to: '1555', text: { body: 'x' } }),
  });
  expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 100 } }]);
});
