import { afterEach, expect, test } from 'vitest';
import { setUp, tearDown } from '../test-bench.ts';

afterEach(tearDown);

const template = (name: string, language = 'en') => {
  return { name, language, components: [{ type: 'BODY' as const, text: `Hello from ${name}` }] };
};

test('templates are listed page by page', async () => {
  const { emulator, graph } = await setUp({ templates: ['a', 'b', 'c'].map((name) => template(name)) });
  const names: unknown[] = [];
  let path = `${emulator.wabaId}/message_templates?limit=2&fields=name`;
  for (let pages = 0; path && pages < 5; pages += 1) {
    const { json } = await graph.call('GET', path);
    names.push(...(json.data as unknown[]));
    const { next } = json.paging as { next?: string };
    path = next ? (next.split('/v25.0/')[1] ?? '') : '';
  }
  expect(names.map((item) => (item as { name: string }).name)).toEqual(['a', 'b', 'c']);
  expect(Object.keys(names[0] as object).sort()).toEqual(['id', 'name']);
});

test('templates are found by name, language and status, with what they consist of', async () => {
  const { emulator, graph } = await setUp({ templates: [template('a'), template('a', 'ru'), template('b')] });
  const { json } = await graph.call(
    'GET',
    `${emulator.wabaId}/message_templates?name=a&language=ru&status=APPROVED`,
  );
  expect(json.data).toEqual([
    {
      id: expect.any(String),
      name: 'a',
      language: 'ru',
      status: 'APPROVED',
      category: 'UTILITY',
      parameter_format: 'POSITIONAL',
      components: [{ type: 'BODY', text: 'Hello from a' }],
    },
  ]);
  expect((await graph.call('GET', `${emulator.wabaId}/message_templates?status=PAUSED`)).json).toEqual({
    data: [],
  });
});

test('a number shows a few fields, and the rest on request', async () => {
  const { emulator, graph } = await setUp();
  expect((await graph.call('GET', emulator.phoneNumberId)).json).toEqual({
    verified_name: 'Emulated business',
    display_phone_number: '+1 555-010-0001',
    quality_rating: 'GREEN',
    id: emulator.phoneNumberId,
  });
  expect((await graph.call('GET', `${emulator.phoneNumberId}?fields=throughput,status`)).json).toEqual({
    throughput: { level: 'STANDARD' },
    status: 'CONNECTED',
    id: emulator.phoneNumberId,
  });
});

test('an account lists its numbers', async () => {
  const { emulator, graph } = await setUp();
  const { json } = await graph.call('GET', `${emulator.wabaId}/phone_numbers`);
  expect(json.data).toMatchObject([{ id: emulator.phoneNumberId }]);
});

test('what does not exist is refused as Graph does', async () => {
  const { graph } = await setUp();
  for (const path of [
    '123',
    '123/phone_numbers',
    '123/message_templates',
    '123/subscribed_apps',
    '123/anything',
  ]) {
    const { status, json } = await graph.call('GET', path);
    expect([status, json.error?.code, json.error?.error_subcode]).toEqual([400, 100, 33]);
    expect(json.error?.message).toContain("'123'");
  }
});

test('who has written within a day can be blocked, and is listed until let in again; of others WhatsApp says that they failed', async () => {
  const { emulator, graph } = await setUp();
  const path = `${emulator.phoneNumberId}/block_users`;
  const asked = (...users: string[]) => ({
    messaging_product: 'whatsapp',
    block_users: users.map((user) => ({ user })),
  });
  const writer = emulator.phone('15550001111');
  emulator.phone('15550002222');
  await writer.text('Hello');
  const partly = await graph.call('POST', path, asked('+15550001111', '+15550002222'));
  expect([partly.status, partly.json]).toMatchObject([
    400,
    {
      error: { code: 139_100 },
      block_users: { added_users: [{ wa_id: '15550001111' }], failed_users: [{ input: '+15550002222' }] },
    },
  ]);
  const userId = writer.person.userId;
  expect((await graph.call('GET', path)).json).toEqual({
    data: [{ wa_id: '15550001111', user_id: userId }],
  });
  expect((await graph.call('DELETE', path, asked('+15550001111'))).status).toBe(200);
  expect((await graph.call('GET', path)).json).toEqual({ data: [] });
});
