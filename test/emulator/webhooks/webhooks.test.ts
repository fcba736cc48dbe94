import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { setUp, tearDown } from '../test-bench.ts';

afterEach(tearDown);

const texts = (messages: Record<string, unknown>[]) =>
  messages.map((message) => (message.text as { body: string }).body);

test('every webhook is signed over its raw bytes', async () => {
  const { emulator, receiver, phone } = await setUp();
  await phone.text('hi');
  const [webhook] = receiver.received;
  const expected = createHmac('sha256', emulator.appSecret)
    .update(webhook?.body ?? '')
    .digest('hex');
  expect(webhook?.signature).toBe(`sha256=${expected}`);
});

test('text outside ASCII is written as lowercase escapes, and slashes are escaped', async () => {
  const { receiver, phone } = await setUp();
  await phone.text('Привет 👋 1/2');
  const body = receiver.received[0]?.body ?? '';
  expect(body).toContain(String.raw`\u041f\u0440\u0438\u0432\u0435\u0442 \ud83d\udc4b 1\/2`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the point is that nothing but ASCII is there
  expect(body).toMatch(/^[\x00-\x7f]*$/);
  expect(texts(receiver.messages())).toEqual(['Привет 👋 1/2']);
});

test('what is not answered with 200 is tried again, the same bytes', async () => {
  const { emulator, receiver, phone } = await setUp();
  receiver.answer = () => 500;
  await phone.text('one');
  receiver.answer = () => 201;
  await phone.text('two');
  expect(emulator.webhooks.all.map(({ state, tries }) => [state, tries])).toEqual([
    ['failed', [500]],
    ['failed', [201]],
  ]);
  receiver.answer = () => 200;
  expect(await emulator.redeliver()).toBe(2);
  expect(await emulator.redeliver()).toBe(0);
  const [first, , again] = receiver.received;
  expect(again).toEqual(first);
});

test('an endpoint that hangs or is not there counts as failed', async () => {
  const { emulator, receiver, phone } = await setUp({ webhookTimeoutMs: 50 });
  receiver.answer = () => new Promise<number>(() => {});
  await phone.text('one');
  emulator.webhookUrl = 'http://127.0.0.1:9/hook';
  await phone.text('two');
  expect(emulator.webhooks.all.map(({ tries }) => tries)).toEqual([['timeout'], ['unreachable']]);
});

test('retries come by themselves where pauses are given', async () => {
  const { emulator, receiver, phone } = await setUp({ retryDelaysMs: [1, 1, 1] });
  receiver.answer = (count) => (count < 3 ? 503 : 200);
  await phone.text('hi');
  await expect.poll(() => emulator.webhooks.all[0]?.state).toBe('delivered');
  expect(emulator.webhooks.all[0]?.tries).toEqual([503, 503, 200]);
});

test('without an address webhooks wait for one', async () => {
  const { emulator, receiver, phone } = await setUp({ webhookUrl: null });
  await phone.text('early');
  expect(receiver.received).toEqual([]);
  emulator.webhookUrl = receiver.url;
  expect(await emulator.redeliver()).toBe(1);
  expect(texts(receiver.messages())).toEqual(['early']);
});

test('ordered webhooks wait for each other, concurrent ones do not', async () => {
  for (const webhookOrder of ['ordered', 'concurrent'] as const) {
    const { receiver, phone } = await setUp({ webhookOrder });
    let open = 0;
    let most = 0;
    receiver.answer = async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 20));
      open -= 1;
      return 200;
    };
    await Promise.all([phone.text('a'), phone.text('b'), phone.text('c')]);
    if (webhookOrder === 'ordered') {
      expect(texts(receiver.messages())).toEqual(['a', 'b', 'c']);
      expect(most).toBe(1);
    } else expect(most).toBeGreaterThan(1);
  }
});

test('webhooks can be duplicated, dropped and swapped', async () => {
  const { emulator, receiver, phone } = await setUp();
  emulator.faults.nextWebhook({ kind: 'duplicate', copies: 3 });
  await phone.text('thrice');
  emulator.faults.nextWebhook({ kind: 'drop' });
  await phone.text('lost');
  emulator.faults.nextWebhook({ kind: 'reorder' });
  await phone.text('second');
  await phone.text('first');
  expect(texts(receiver.messages())).toEqual(['thrice', 'thrice', 'thrice', 'first', 'second']);
  expect(await emulator.redeliver()).toBe(0);
});

test('a fault waits for the webhook that it is for', async () => {
  const { emulator, receiver, graph, phone } = await setUp();
  emulator.faults.nextWebhook({ kind: 'drop' }, { match: { status: 'delivered' } });
  await phone.text('hi');
  await graph.text('a');
  await graph.text('b');
  await emulator.settled();
  expect(receiver.statuses().map(({ status }) => status)).toEqual(['sent', 'sent', 'delivered']);
  expect(emulator.faults.pending).toBe(0);
});

test('a delayed webhook holds up nobody', async () => {
  const { receiver, emulator, phone } = await setUp();
  emulator.faults.nextWebhook({ kind: 'delay', ms: 30 });
  await phone.text('late');
  await phone.text('on time');
  await expect.poll(() => texts(receiver.messages())).toEqual(['on time', 'late']);
});

test('held webhooks come in reverse', async () => {
  const { emulator, receiver, phone } = await setUp();
  emulator.webhooks.hold();
  for (const text of ['a', 'b', 'c']) await phone.text(text);
  expect(receiver.received).toEqual([]);
  await emulator.webhooks.release({ order: 'reverse' });
  expect(texts(receiver.messages())).toEqual(['c', 'b', 'a']);
});

test.each(['entries', 'changes', 'values'] as const)('several updates share one POST as %s', async (pack) => {
  const { emulator, receiver, graph, phone } = await setUp();
  await phone.text('open');
  emulator.webhooks.hold();
  for (const text of ['a', 'b']) await phone.text(text);
  await graph.text('answer');
  await emulator.settled();
  await emulator.webhooks.release({ pack });
  const [, packed] = receiver.received;
  expect(receiver.received).toHaveLength(2);
  const entries = packed?.json.entry ?? [];
  expect([entries.length, entries[0]?.changes.length]).toEqual(
    { entries: [4, 1], changes: [1, 4], values: [1, 2] }[pack],
  );
  expect(texts(receiver.messages())).toEqual(['open', 'a', 'b']);
  expect(receiver.statuses().map(({ status }) => status)).toEqual(['sent', 'delivered']);
});

test('nobody hears of an account that no app is subscribed to', async () => {
  const { emulator, receiver, graph, phone } = await setUp();
  const apps = `${emulator.wabaId}/subscribed_apps`;
  expect((await graph.call('GET', apps)).json.data).toHaveLength(1);
  await graph.call('DELETE', apps);
  expect((await graph.call('GET', apps)).json.data).toEqual([]);
  await phone.text('anybody?');
  expect(receiver.received).toEqual([]);
  expect((await graph.call('POST', apps)).json).toEqual({ success: true });
  await phone.text('hello');
  expect(texts(receiver.messages())).toEqual(['hello']);
});

test('any bytes can be posted, signed, unsigned or signed by somebody else', async () => {
  const { emulator, receiver } = await setUp();
  await emulator.webhooks.post({ object: 'x', entry: [] });
  await emulator.webhooks.post({ object: 'x', entry: [] }, false);
  await emulator.webhooks.post(Buffer.from('{"object":"x","entry":[]}'), 'sha256=00');
  expect(receiver.received.map(({ signature }) => signature)).toEqual([
    expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
    null,
    'sha256=00',
  ]);
});

test('events of the account are reported with their time', async () => {
  const { emulator, receiver } = await setUp();
  await emulator.report('account_update', { event: 'ACCOUNT_RESTRICTION' });
  expect(receiver.received[0]?.json.entry).toEqual([
    {
      id: emulator.wabaId,
      time: expect.any(Number),
      changes: [{ field: 'account_update', value: { event: 'ACCOUNT_RESTRICTION' } }],
    },
  ]);
});
