import { afterEach, expect, test } from 'vitest';
import { setUp, tearDown } from './test-bench.ts';

afterEach(tearDown);

async function talking() {
  const bench = await setUp();
  await bench.phone.text('hi');
  return bench;
}

test('an answer can be lost after the message was accepted', async () => {
  const { emulator, receiver, graph, phone } = await talking();
  emulator.faults.next({ kind: 'accept-then-drop' });
  await expect(graph.text('heard')).rejects.toThrow('fetch failed');
  expect((await phone.next()).text).toBe('heard');
  await emulator.settled();
  expect(receiver.statuses().map(({ status }) => status)).toEqual(['sent', 'delivered']);
  expect(emulator.accepted).toHaveLength(1);
  expect(emulator.requests).toMatchObject([{ status: null, fault: 'accept-then-drop' }]);
});

test('a connection can be cut before anything was accepted', async () => {
  const { emulator, graph, phone } = await talking();
  emulator.faults.next({ kind: 'reset' });
  await expect(graph.text('unheard')).rejects.toThrow('fetch failed');
  expect((await graph.text('heard')).status).toBe(200);
  expect(phone.messages.map(({ text }) => text)).toEqual(['heard']);
});

test.each([
  [true, 1],
  [undefined, 0],
])('a call can hang for ever, accepted: %s', async (accepted, count) => {
  const { emulator, receiver, phone } = await talking();
  emulator.faults.next({ kind: 'hang', accepted });
  const giveUp = new AbortController();
  const message = { messaging_product: 'whatsapp', to: '15550001111', text: { body: 'x' } };
  const call = fetch(`${emulator.url}/v25.0/${emulator.phoneNumberId}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${emulator.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(message),
    signal: giveUp.signal,
  });
  await expect.poll(() => emulator.requests.length).toBe(1);
  if (accepted) await phone.next();
  await emulator.settled();
  giveUp.abort();
  await expect(call).rejects.toThrow('aborted');
  expect(emulator.accepted).toHaveLength(count);
  expect(receiver.statuses()).toHaveLength(count * 2);
});

test('a call can be delayed before it is processed, or answered late', async () => {
  const { emulator, graph } = await talking();
  emulator.faults.next({ kind: 'delay', ms: 30 });
  await graph.text('processed late');
  emulator.faults.next({ kind: 'delay', ms: 30, accepted: true });
  await graph.text('answered late');
  const answeredAt = Date.now();
  // Lower bounds only; timers may be a millisecond early by this clock.
  const [first, second] = emulator.accepted;
  expect((first?.at ?? 0) - (emulator.requests[0]?.at ?? 0)).toBeGreaterThanOrEqual(25);
  expect(answeredAt - (second?.at ?? answeredAt)).toBeGreaterThanOrEqual(25);
});

test('any error can be scripted, for as many calls as wanted', async () => {
  const { emulator, graph } = await talking();
  emulator.faults.next({ kind: 'error', code: 131000 }, { times: 2 });
  emulator.faults.next({ kind: 'error', code: 4, status: 429, details: 'Slow down.' });
  expect(emulator.faults.pending).toBe(3);
  const answers = [
    await graph.text('a'),
    await graph.text('b'),
    await graph.text('c'),
    await graph.text('d'),
  ];
  expect(answers.map(({ status, json }) => [status, json.error?.code])).toEqual([
    [500, 131000],
    [500, 131000],
    [429, 4],
    [200, undefined],
  ]);
  expect(answers[2]?.json.error?.error_data?.details).toBe('Slow down.');
  expect(emulator.refused.map(({ code, to }) => [code, to])).toEqual([
    [131000, '15550001111'],
    [131000, '15550001111'],
    [4, '15550001111'],
  ]);
});

test('an answer can be a page of HTML', async () => {
  const { emulator, graph } = await talking();
  emulator.faults.next({ kind: 'garbage' });
  await expect(graph.text('a')).rejects.toThrow(SyntaxError);
  emulator.faults.next({ kind: 'garbage', accepted: true });
  await expect(graph.text('b')).rejects.toThrow(SyntaxError);
  expect(emulator.accepted.map(({ body }) => body.type === 'text' && body.text.body)).toEqual(['b']);
});

test('an answer can trickle', async () => {
  const { emulator, graph } = await talking();
  emulator.faults.next({ kind: 'slow', bytesPerSecond: 1000 });
  const { status, json } = await graph.text('a');
  expect([status, json.messages]).toEqual([200, [{ id: emulator.accepted[0]?.wamid }]]);
});

test('statuses can be there before the answer', async () => {
  const { emulator, receiver, graph } = await talking();
  emulator.faults.next({ kind: 'status-first' });
  await graph.text('a');
  expect(receiver.statuses().map(({ status }) => status)).toEqual(['sent', 'delivered']);
});

test('a fault waits for the call that it is for, and can be taken back', async () => {
  const { emulator, graph } = await talking();
  emulator.faults.next({ kind: 'error', code: 1 }, { match: { type: 'image' } });
  emulator.faults.next({ kind: 'error', code: 2 }, { match: { method: 'GET', path: 'message_templates' } });
  emulator.faults.next({ kind: 'error', code: 3 }, { match: { to: '15550002222' } });
  expect((await graph.text('a')).status).toBe(200);
  expect((await graph.call('GET', `${emulator.wabaId}/message_templates`)).json.error?.code).toBe(2);
  expect((await graph.send({ to: '15550002222', text: { body: 'x' } })).json.error?.code).toBe(3);
  emulator.faults.clear();
  expect((await graph.send({ type: 'image', image: { link: 'https://a.example/a' } })).status).toBe(200);
});
