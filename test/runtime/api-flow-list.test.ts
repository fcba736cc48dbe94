import { randomUUID } from 'node:crypto';
import type { Database } from '@parley/runtime/db/tables.ts';
import type { Kysely } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { forEachDatabase } from '../setup/database.ts';
import { apiUnderTest } from './api-under-test.ts';
import { deskFlow, lonelyFlow } from './desk-flow.ts';

forEachDatabase((_, open) => {
  let api: ReturnType<typeof apiUnderTest>;
  let db: Kysely<Database>;
  beforeAll(async () => {
    const opened = await open();
    ({ db } = opened);
    api = apiUnderTest(opened);
  });

  let flows = 0;
  const create = async (make: (id: string) => object = (id) => deskFlow({ id })) => {
    const id = `listed-${++flows}`;
    await api.call('POST', '/api/flows', { machine: make(id) });
    return id;
  };
  /** A conversation that is under way, as far as lists of flows look at it. */
  const converse = async (flowId: string, version: number, lane: number) => {
    const state = JSON.stringify({ value: 'menu', context: {} });
    const id = randomUUID();
    await db
      .insertInto('sessions')
      .values({
        lane,
        id,
        conversation_id: randomUUID(),
        flow_id: flowId,
        version,
        state,
        started_by: JSON.stringify({ trigger: 'api' }),
      })
      .execute();
    return () =>
      db
        .updateTable('sessions')
        .set({ ended_at: new Date() })
        .where('lane', '=', lane)
        .where('id', '=', id)
        .execute();
  };
  const listed = async (id: string) => {
    const { json } = await api.call('GET', '/api/flows');
    return (json.flows as { id: string }[]).find((flow) => flow.id === id);
  };

  test('a flow is listed with its changes, conversations by version, numbers and problems', async () => {
    const id = await create();
    expect(await listed(id)).toMatchObject({
      publishedVersion: null,
      hasChanges: true,
      sessions: 0,
      numbers: [],
      problems: { errors: 0 },
    });
    await api.call('POST', `/api/flows/${id}/publish`, { note: 'First words' });
    expect(await listed(id)).toMatchObject({ publishedVersion: 1, hasChanges: false });

    await api.call('PUT', `/api/flows/${id}`, { machine: deskFlow({ id, body: 'Hi!' }), revision: 1 });
    expect(await listed(id)).toMatchObject({ hasChanges: true });
    await api.call('POST', `/api/flows/${id}/publish`);
    const secrets = { accessToken: 'a-token-of-some-length', appSecret: 'a-secret-of-some-length' };
    const number = await api.call('POST', '/api/numbers', {
      phoneNumberId: `10${Date.now()}`,
      displayPhone: '+49 30 1',
      ...secrets,
    });
    await api.call('PUT', `/api/numbers/${number.json.id}/flows`, { flows: [{ flow: id, isDefault: true }] });
    await converse(id, 1, 0);
    await converse(id, 1, 5);
    await converse(id, 2, 15);
    const end = await converse(id, 2, 3);
    await end();

    expect(await listed(id)).toMatchObject({
      hasChanges: false,
      sessions: 3,
      olderSessions: 2,
      numbers: [{ id: number.json.id, displayPhone: '+49 30 1', isDefault: true }],
    });
    const { json } = await api.call('GET', `/api/flows/${id}/versions`);
    expect(json.versions).toMatchObject([
      { version: 2, note: null, sessions: 1 },
      { version: 1, note: 'First words', sessions: 2 },
    ]);
  });

  test('a flow with errors is listed with how many, and again after it was put right', async () => {
    const id = await create(lonelyFlow);
    const before = await listed(id);
    expect(before).toMatchObject({ problems: { errors: expect.toSatisfy((errors) => errors > 0) } });
    await api.call('PUT', `/api/flows/${id}`, { machine: deskFlow({ id }), revision: 1 });
    expect(await listed(id)).toMatchObject({ problems: { errors: 0 } });
  });

  test('a flow is put away and taken out again, but not while somebody talks to it', async () => {
    const id = await create();
    await api.call('POST', `/api/flows/${id}/publish`);
    const end = await converse(id, 1, 7);
    expect(await api.call('POST', `/api/flows/${id}/archive`)).toMatchObject({
      status: 409,
      json: { code: 'flow-has-conversations' },
    });
    expect(await listed(id)).toMatchObject({ publishedVersion: 1, archivedAt: null });
    await end();
    expect((await api.call('POST', `/api/flows/${id}/archive`)).status).toBe(200);
    expect((await api.call('POST', `/api/flows/${id}/archive`)).status).toBe(200);
    expect(await listed(id)).toMatchObject({ publishedVersion: null, archivedAt: expect.any(String) });
    expect((await api.call('POST', `/api/flows/${id}/unarchive`)).status).toBe(200);
    expect(await listed(id)).toMatchObject({ publishedVersion: 1, archivedAt: null });
    expect((await api.call('POST', '/api/flows/none/archive')).status).toBe(404);
    expect((await api.call('POST', '/api/flows/none/unarchive')).status).toBe(404);
  });
});
