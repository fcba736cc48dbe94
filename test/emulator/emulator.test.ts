import { afterEach, expect, test } from 'vitest';
import { manualClock } from './clock.ts';
import { startEmulator } from './emulator.ts';
import { setUp, tearDown } from './test-bench.ts';

afterEach(tearDown);

test('a person writes, the product answers, the person sees it and the product hears of its statuses', async () => {
  const { emulator, receiver, graph, phone } = await setUp();
  const question = await phone.text('Are you open?');
  expect(receiver.messages()).toMatchObject([
    { id: question, type: 'text', text: { body: 'Are you open?' } },
  ]);

  const { status, json } = await graph.text('Until six.');
  expect(status).toBe(200);
  expect(json).toEqual({
    messaging_product: 'whatsapp',
    contacts: [{ input: '15550001111', wa_id: '15550001111' }],
    messages: [{ id: expect.stringMatching(/^wamid\.[A-Za-z0-9+/=]+$/) }],
  });
  expect(await phone.next()).toMatchObject({ type: 'text', text: 'Until six.' });
  await emulator.settled();
  expect(receiver.statuses()).toMatchObject([
    { id: json.messages?.[0]?.id, status: 'sent' },
    { id: json.messages?.[0]?.id, status: 'delivered' },
  ]);
});

test('the envelope names the account, the number and the person', async () => {
  const { receiver, phone } = await setUp({ clock: manualClock(1_790_000_000_123) });
  await phone.text('hi');
  expect(receiver.received[0]?.json).toEqual({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '200000000000001',
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '15550100001', phone_number_id: '100000000000001' },
              contacts: [{ profile: { name: 'Guest' }, wa_id: '15550001111', user_id: phone.person.userId }],
              messages: [
                {
                  from: '15550001111',
                  from_user_id: phone.person.userId,
                  id: expect.stringMatching(/^wamid\./),
                  timestamp: '1790000000',
                  type: 'text',
                  text: { body: 'hi' },
                },
              ],
            },
          },
        ],
      },
    ],
  });
});

test('the ledger keeps every accepted message, every refusal and every call', async () => {
  const { emulator, graph, phone } = await setUp();
  await phone.text('hi');
  await graph.send({ type: 'text', text: { body: 'yes' }, biz_opaque_callback_data: 'row-7' });
  await graph.text('x'.repeat(4097));
  expect(emulator.accepted).toMatchObject([
    { to: '15550001111', type: 'text', body: { text: { body: 'yes' } }, callbackData: 'row-7', shown: true },
  ]);
  expect(emulator.refused).toMatchObject([{ to: '15550001111', code: 100, status: 400 }]);
  expect(emulator.requests.map(({ method, status }) => [method, status])).toEqual([
    ['POST', 200],
    ['POST', 400],
  ]);
});

test('the callback data comes back in every status', async () => {
  const { emulator, receiver, graph, phone } = await setUp();
  await phone.text('hi');
  await graph.send({ type: 'text', text: { body: 'yes' }, biz_opaque_callback_data: 'row-7' });
  await emulator.settled();
  expect(receiver.statuses().map((status) => status.biz_opaque_callback_data)).toEqual(['row-7', 'row-7']);
});

test('the handshake passes with the right token and fails with another', async () => {
  const { emulator } = await setUp();
  expect(await emulator.verifyWebhook()).toMatchObject({ ok: true, status: 200 });
  expect(await emulator.verifyWebhook('guess')).toMatchObject({ ok: false, status: 403 });
});

test('a wrong token is 401 with code 190, in the shape Graph gives it', async () => {
  const { emulator, graph } = await setUp();
  const { status, json } = await graph.call('POST', `${emulator.phoneNumberId}/messages`, {}, 'stolen');
  expect(status).toBe(401);
  expect(json).toEqual({
    error: {
      message: 'Invalid OAuth access token - Cannot parse access token',
      type: 'OAuthException',
      code: 190,
      fbtrace_id: expect.any(String),
    },
  });
});

test('an unknown number is 400 with code 100 and subcode 33', async () => {
  const { graph } = await setUp();
  const { status, json } = await graph.call('POST', '999/messages', { messaging_product: 'whatsapp' });
  expect(status).toBe(400);
  expect(json.error).toMatchObject({ code: 100, error_subcode: 33, type: 'GraphMethodException' });
});

test('several tokens and several numbers work side by side', async () => {
  const numbers = [
    { phoneNumberId: '1', displayPhoneNumber: '+49 151 1', wabaId: '11' },
    { phoneNumberId: '2', displayPhoneNumber: '+7 900 2', wabaId: '22' },
  ];
  const { emulator, receiver, graph } = await setUp({ numbers, accessToken: ['a', 'b'] });
  await emulator.phone('4915155', {}, '1').text('to one');
  const second = emulator.phone('4915155', {}, '2');
  await second.text('to two');
  expect(receiver.received.map(({ json }) => json.entry[0]?.id)).toEqual(['11', '22']);

  const message = { messaging_product: 'whatsapp', to: '+4915155', type: 'text', text: { body: 'from two' } };
  expect((await graph.call('POST', '2/messages', message, 'b')).status).toBe(200);
  expect((await second.next()).text).toBe('from two');
  expect(emulator.phone('4915155', {}, '1').messages).toEqual([]);
});

test('ids are unique and random, and repeatable with a seed', async () => {
  const ids = async (seed?: number) => {
    const { emulator } = await setUp({ seed, webhookUrl: null });
    const phone = emulator.phone('15550001111');
    return [await phone.text('a'), await phone.text('b')];
  };
  const [first, again, random, other] = [await ids(7), await ids(7), await ids(), await ids()];
  expect(first).toEqual(again);
  expect(new Set([...first, ...random, ...other]).size).toBe(6);
});

test('a number without plus is completed with the calling code, unless that person has been seen', async () => {
  const numbers = [{ phoneNumberId: '1', displayPhoneNumber: '+91 22 1234', wabaId: '11' }];
  const { emulator, graph } = await setUp({ numbers, windowErrors: 'async' });
  const to = async (written: string) =>
    (await graph.send({ to: written, text: { body: 'x' } })).json.contacts?.[0]?.wa_id;
  expect(await to('(631) 555-1234')).toBe('916315551234');
  expect(await to('+1 (631) 555-1234')).toBe('16315551234');
  expect(await to('16315551234')).toBe('16315551234');
  expect(emulator.accepted).toHaveLength(3);
});

test('a port that is taken is an error', async () => {
  const { emulator } = await setUp();
  await expect(startEmulator({ port: Number(new URL(emulator.url).port) })).rejects.toThrow('EADDRINUSE');
});

test('waiting for something that does not happen explains what did', async () => {
  const { emulator, graph, phone } = await setUp();
  await graph.text('too early');
  await expect(emulator.until(() => emulator.accepted.length > 0, 10)).rejects.toThrow('131047');
  await expect(phone.receive(10)).rejects.toThrow('no message number 1 for 15550001111');
});
