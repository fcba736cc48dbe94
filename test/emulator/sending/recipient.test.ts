import { afterEach, expect, test } from 'vitest';
import { manualClock } from '../clock.ts';
import type { EmulatorOptions } from '../emulator-types.ts';
import { setUp, tearDown } from '../test-bench.ts';

afterEach(tearDown);

const HOUR_MS = 3_600_000;
const START = 1_790_000_000_000;
const sale = {
  name: 'sale',
  language: 'en',
  category: 'MARKETING' as const,
  components: [{ type: 'BODY' as const, text: 'Sale' }],
};
const saleMessage = { name: 'sale', language: { code: 'en' } };

async function codeOf(answer: Promise<{ status: number; json: { error?: { code: number } } }>) {
  const { status, json } = await answer;
  return json.error?.code ?? status;
}
const withClock = (options: EmulatorOptions = {}) => setUp({ clock: manualClock(START), ...options });

test('free text needs an open window: 24 hours after the last message, to the second', async () => {
  const { emulator, graph, phone } = await withClock();
  expect(await codeOf(graph.text('hello?'))).toBe(131047);
  await phone.text('hi');
  emulator.clock.advance(24 * HOUR_MS - 1);
  expect(await codeOf(graph.text('still open'))).toBe(200);
  emulator.clock.advance(1);
  expect(await codeOf(graph.text('closed'))).toBe(131047);
  await phone.text('me again');
  expect(await codeOf(graph.text('open again'))).toBe(200);
});

test('taps, orders and files open the window, a reaction and a number change do not', async () => {
  const { emulator, graph, phone } = await withClock();
  await phone.text('hi');
  await graph.text('hello');
  const opens: [boolean, () => Promise<string>][] = [
    [true, () => phone.sendOrder([{ productId: 'a' }])],
    [true, () => phone.sendImage()],
    [true, () => phone.openChat()],
    [true, () => phone.sendUnsupported()],
    [false, () => phone.sendReaction('👍')],
    [false, () => phone.changeNumber('15550003333')],
  ];
  for (const [isOpen, act] of opens) {
    emulator.clock.advance(25 * HOUR_MS);
    await act();
    expect(await codeOf(graph.send({ to: phone.person.waId, text: { body: 'x' } }))).toBe(
      isOpen ? 200 : 131047,
    );
  }
});

test('the window counts from when a message was written, not from when it was reported', async () => {
  const { emulator, graph, phone } = await withClock();
  await phone.text('old', { at: emulator.clock.now() - 23 * HOUR_MS });
  expect(await codeOf(graph.text('x'))).toBe(200);
  emulator.clock.advance(HOUR_MS);
  expect(await codeOf(graph.text('x'))).toBe(131047);
});

test('a closed window can be told by a failed status instead', async () => {
  const { emulator, receiver, graph, phone } = await withClock({ windowErrors: 'async' });
  expect(await codeOf(graph.text('hello?'))).toBe(200);
  await emulator.settled();
  expect(receiver.statuses()).toMatchObject([
    {
      status: 'failed',
      errors: [{ code: 131047, error_data: { details: expect.stringContaining('24 hours') } }],
    },
  ]);
  expect(receiver.received[0]?.json.entry[0]?.changes[0]?.value).not.toHaveProperty('contacts');
  expect(phone.messages).toEqual([]);
  expect(emulator.accepted).toMatchObject([{ shown: false, statuses: ['failed'] }]);
});

test('who has no WhatsApp is undeliverable, at once or by status', async () => {
  const later = await withClock({ templates: [sale] });
  later.emulator.phone('15550009999', { onWhatsApp: false });
  expect(await codeOf(later.graph.template(saleMessage, '15550009999'))).toBe(200);
  await later.emulator.settled();
  expect(later.receiver.statuses()).toMatchObject([{ status: 'failed', errors: [{ code: 131026 }] }]);

  const atOnce = await withClock({ templates: [sale], deliveryErrors: 'sync' });
  atOnce.emulator.phone('15550009999', { onWhatsApp: false });
  expect(await codeOf(atOnce.graph.template(saleMessage, '15550009999'))).toBe(131026);
});

test('who stopped marketing gets 131050 for it, and everything else', async () => {
  const utility = { ...sale, name: 'bill', category: 'UTILITY' as const };
  const { emulator, receiver, graph, phone } = await withClock({
    templates: [sale, utility],
    deliveryErrors: 'sync',
  });
  await phone.stopMarketing();
  expect(receiver.received[0]?.json.entry[0]?.changes[0]).toMatchObject({
    field: 'user_preferences',
    value: { user_preferences: [{ wa_id: '15550001111', value: 'stop', timestamp: START / 1000 }] },
  });
  expect(await codeOf(graph.template(saleMessage))).toBe(131050);
  expect(await codeOf(graph.template({ ...saleMessage, name: 'bill' }))).toBe(200);
  await phone.resumeMarketing();
  expect(await codeOf(graph.template(saleMessage))).toBe(200);
  await emulator.settled();
});

test('the marketing cap is 131049 and does not hold inside an open window', async () => {
  const { emulator, graph, phone } = await withClock({ templates: [sale], deliveryErrors: 'sync' });
  emulator.phone('15550001111', { marketing: 'capped' });
  expect(await codeOf(graph.template(saleMessage))).toBe(131049);
  await phone.text('hi');
  expect(await codeOf(graph.template(saleMessage))).toBe(200);
});

test('a person known by user id alone is reached by it, and no number is ever shown', async () => {
  const { emulator, receiver, graph } = await withClock();
  const phone = emulator.phone('DE.4711', { name: 'Kai', username: 'kai.b' });
  await phone.text('hi');
  const { json } = await graph.send({ to: undefined, recipient: 'DE.4711', text: { body: 'hello' } });
  expect(json.contacts).toEqual([{ input: 'DE.4711', user_id: 'DE.4711' }]);
  expect((await phone.next()).text).toBe('hello');
  await emulator.settled();
  for (const { json: envelope } of receiver.received) {
    const value = envelope.entry[0]?.changes[0]?.value;
    expect(value?.contacts?.[0]).not.toHaveProperty('wa_id');
    expect(value?.messages?.[0] ?? {}).not.toHaveProperty('from');
    expect(value?.statuses?.[0] ?? {}).not.toHaveProperty('recipient_id');
  }
  expect(receiver.messages()[0]).toMatchObject({ from_user_id: 'DE.4711' });
  expect(receiver.statuses()[0]).toMatchObject({ recipient_user_id: 'DE.4711' });
});

test('somebody who hides the number can still be reached by it', async () => {
  const { emulator, receiver, graph } = await withClock();
  const phone = emulator.phone('15550001111', { hidesNumber: true, username: 'alpha' });
  await phone.text('hi');
  expect(receiver.messages()[0]).not.toHaveProperty('from');
  expect(await codeOf(graph.text('found you'))).toBe(200);
});

test('where both are given, the number wins over the user id', async () => {
  const { emulator, graph, phone } = await withClock();
  await phone.text('hi');
  await graph.send({ recipient: 'DE.4711', text: { body: 'for the number' } });
  expect((await phone.next()).text).toBe('for the number');
  expect(emulator.phone('DE.4711').messages).toEqual([]);
});

test('an identity hash that no longer fits fails with 137000', async () => {
  const { emulator, receiver, graph, phone } = await withClock();
  await phone.text('hi');
  const hash = phone.person.identityHash;
  await graph.send({ text: { body: 'a' }, recipient_identity_key_hash: hash });
  await graph.send({ text: { body: 'b' }, recipient_identity_key_hash: 'other' });
  await emulator.settled();
  expect(phone.messages.map(({ text }) => text)).toEqual(['a']);
  expect(receiver.statuses().at(-1)).toMatchObject({ status: 'failed', errors: [{ code: 137000 }] });
});

test('a reaction needs a message of the person, and is only ever sent', async () => {
  const { emulator, receiver, graph, phone } = await withClock();
  const question = await phone.text('hi');
  const react = (message_id: string) =>
    graph.send({ type: 'reaction', reaction: { message_id, emoji: '👍' } });
  await react(question);
  await emulator.settled();
  expect(receiver.statuses().map(({ status }) => status)).toEqual(['sent']);
  expect((await phone.next()).text).toBe('[reaction 👍]');
  await react('wamid.unknown');
  await emulator.settled();
  expect(receiver.statuses().at(-1)).toMatchObject({ status: 'failed', errors: [{ code: 131009 }] });
});
