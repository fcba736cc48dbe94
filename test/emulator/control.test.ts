import { afterEach, expect, test } from 'vitest';
import { setUp, tearDown } from './test-bench.ts';

afterEach(tearDown);

async function controlled(options: Parameters<typeof setUp>[0] = {}) {
  const bench = await setUp(options);
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${bench.emulator.url}/_emulator${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json: Record<string, unknown> = JSON.parse(await response.text());
    return { status: response.status, json };
  };
  return { ...bench, control };
}

test('a chat can be had from another process', async () => {
  const { receiver, graph, control } = await controlled();
  await control('POST', '/phones/15550001111', { name: 'Bo' });
  await control('POST', '/phones/15550001111/text', { text: 'hi' });
  expect(receiver.received[0]?.json.entry[0]?.changes[0]?.value.contacts).toMatchObject([
    { profile: { name: 'Bo' } },
  ]);

  const waiting = control('GET', '/phones/15550001111/messages?waitMs=5000');
  await graph.interactive({
    type: 'button',
    body: { text: 'Sure?' },
    action: { buttons: [{ type: 'reply', reply: { id: 'y', title: 'Yes' } }] },
  });
  expect((await waiting).json).toMatchObject({ messages: [{ text: 'Sure?\n[Yes]' }], isTyping: false });
  const { json } = await control('POST', '/phones/15550001111/tap', { option: 'Yes' });
  expect(receiver.messages().at(-1)).toMatchObject({ id: json.wamid, type: 'interactive' });
});

test('everything a person can send can be sent', async () => {
  const { receiver, graph, control } = await controlled();
  const say = (kind: string, body: unknown = {}) => control('POST', `/phones/15550001111/${kind}`, body);
  await say('text', { text: 'hi' });
  await graph.text('hello');
  await say('location', { latitude: 1, longitude: 2 });
  await say('file', { kind: 'voice' });
  await say('file', { kind: 'image', base64: 'YQ==', caption: 'a' });
  await say('contact-card', { name: 'Bo' });
  await say('order', { items: [{ productId: 'a' }] });
  await say('reaction', { emoji: '👍' });
  await say('unsupported');
  await say('ad', { text: 'from the ad' });
  expect(receiver.messages().map(({ type }) => type)).toEqual([
    'text',
    'location',
    'audio',
    'image',
    'contacts',
    'order',
    'reaction',
    'unsupported',
    'text',
  ]);
});

test('clock, faults, templates, statuses and the webhook address are within reach', async () => {
  const { emulator, receiver, graph, phone, control } = await controlled({ webhookUrl: null });
  expect((await control('POST', '/webhook-url', { url: receiver.url })).json).toEqual({ url: receiver.url });
  expect((await control('POST', '/verify-webhook')).json).toMatchObject({ ok: true });

  await phone.text('hi');
  await control('POST', '/faults', {
    fault: { kind: 'error', code: 131000 },
    times: 1,
    match: { to: '15550001111' },
  });
  expect((await graph.text('x')).json.error?.code).toBe(131000);
  await control('POST', '/webhook-faults', { fault: { kind: 'drop' } });
  expect((await control('DELETE', '/faults')).json).toEqual({ pending: 0 });

  const { json } = await graph.text('x');
  await control('POST', '/statuses', { wamid: json.messages?.[0]?.id, status: 'failed', code: 131053 });
  expect(receiver.statuses().at(-1)).toMatchObject({ status: 'failed' });

  await control('POST', '/clock/advance', { ms: 25 * 3_600_000 });
  expect((await graph.text('x')).json.error?.code).toBe(131047);

  await control('POST', '/templates', {
    name: 't',
    language: 'en',
    components: [{ type: 'BODY', text: 'Hi' }],
  });
  expect((await graph.template({ name: 't', language: { code: 'en' } })).status).toBe(200);
  await control('POST', '/templates/t/en/status', { status: 'PAUSED' });
  expect((await graph.template({ name: 't', language: { code: 'en' } })).json.error?.code).toBe(132015);

  await control('POST', '/phones/15550001111/block');
  expect((await control('GET', '/accepted')).json.accepted).toHaveLength(emulator.accepted.length);
  expect((await control('GET', '')).json).toMatchObject({
    webhookUrl: receiver.url,
    refused: 3,
    webhooks: { delivered: receiver.received.length },
  });
});

test('a mistake is answered with what is wrong', async () => {
  const { control } = await controlled();
  expect(await control('POST', '/phones/1555/text', {})).toMatchObject({
    status: 400,
    json: { error: expect.stringContaining('text') },
  });
  expect(await control('POST', '/phones/1555/tap', { option: 'Yes' })).toMatchObject({
    status: 400,
    json: { error: expect.stringContaining('nothing on the screen offers "Yes"') },
  });
  expect(await control('POST', '/faults', { fault: { kind: 'explode' } })).toMatchObject({ status: 400 });
});
