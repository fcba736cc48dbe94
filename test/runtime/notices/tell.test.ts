import { createServer } from 'node:http';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { raiseNotice } from '@parley/runtime/notices/raise.ts';
import { signatureOf, tellSubscribers } from '@parley/runtime/notices/tell.ts';
import type { Letter } from '@parley/runtime/people/mail.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { apiUnderTest } from '../api-under-test.ts';

type Heard = { headers: Record<string, string>; body: string };

forEachDatabase((_, open) => {
  let opened: OpenDatabase;
  let api: ReturnType<typeof apiUnderTest>;
  let port = 0;
  let status = 200;
  const heard: Heard[] = [];
  const letters: Letter[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    heard.push({ headers: request.headers as Record<string, string>, body });
    response.writeHead(status).end();
  });
  const subscribe = async (given: object) =>
    (await api.call('POST', '/api/notice-subscriptions', given)).json;
  const tell = () =>
    tellSubscribers({
      ...{ db: opened.db, key: api.key, mail: async (letter: Letter) => void letters.push(letter) },
      opened: { ports: [port], addresses: ['127.0.0.0/8'] },
    });
  let count = 0;
  const raise = (severity: 'info' | 'error') =>
    raiseNotice(opened.db, {
      once: `test:${++count}`,
      kind: 'account-approved',
      severity,
      subject: { kind: 'account', id: '1', name: 'Café' },
    });
  const dueNow = () =>
    opened.db
      .updateTable('notice_deliveries')
      .set({ due_at: new Date(0) })
      .execute();

  beforeAll(async () => {
    opened = await open();
    api = apiUnderTest(opened);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address ? address.port : 0;
  });
  afterAll(() => void server.close());

  test('a webhook is posted once, signed; what is refused goes again under the same id, and can be replayed', async () => {
    const { id, secret } = await subscribe({
      way: 'webhook',
      target: `http://127.0.0.1:${port}/`,
      least: 'warning',
    });
    await raise('info');
    await raise('error');
    status = 500;
    await tell();
    expect(heard).toHaveLength(1);
    status = 200;
    // Not due yet.
    await tell();
    expect(heard).toHaveLength(1);
    await dueNow();
    await tell();
    await dueNow();
    await tell();
    expect(heard).toHaveLength(2);
    const [first, second] = heard;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    const {
      'webhook-id': webhookId,
      'webhook-timestamp': at,
      'webhook-signature': signature,
    } = second?.headers ?? {};
    expect(signature).toBe(signatureOf(String(secret), `${webhookId}.${at}.${second?.body}`));
    expect(JSON.parse(second?.body ?? '')).toMatchObject({
      type: 'notice.raised',
      data: { severity: 'error', subject: { name: 'Café' } },
    });

    const replayed = await api.call('POST', `/api/notice-subscriptions/${id}/replay`, {
      since: '2020-01-01T00:00:00Z',
    });
    expect(replayed.json).toEqual({ replayed: 2 });
    await tell();
    expect(heard).toHaveLength(4);
    const { json } = await api.call('GET', '/api/notice-subscriptions');
    expect(json.subscriptions).toMatchObject([{ id, waiting: 0, failed: 0, lastAnswer: 'HTTP 200' }]);
    expect(JSON.stringify(json)).not.toContain(secret);
    expect((await api.call('DELETE', `/api/notice-subscriptions/${id}`)).status).toBe(200);
  });

  test('an address inside the network is never reached, and given up in the end', async () => {
    const { id } = await subscribe({ way: 'webhook', target: 'http://169.254.169.254/latest' });
    await raise('error');
    for (let tries = 0; tries < 9; tries++) {
      await tell();
      await dueNow();
    }
    const { json } = await api.call('GET', '/api/notice-subscriptions');
    expect(json.subscriptions).toMatchObject([
      { id, waiting: 0, failed: 1, lastAnswer: 'address not allowed' },
    ]);
    await api.call('DELETE', `/api/notice-subscriptions/${id}`);
  });

  test('a letter says it in both languages', async () => {
    await subscribe({ way: 'email', target: 'ops@example.com' });
    await raise('info');
    await tell();
    expect(letters).toMatchObject([
      {
        to: 'ops@example.com',
        subject: 'Parley: The account Café is approved',
        text: expect.stringContaining('Аккаунт Café одобрен'),
      },
    ]);
  });
});
