import { beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../setup/database.ts';
import { apiUnderTest } from './api-under-test.ts';
import { deskFlow, lonelyFlow } from './desk-flow.ts';

forEachDatabase((_, open) => {
  let api: ReturnType<typeof apiUnderTest>;
  beforeAll(async () => {
    api = apiUnderTest(await open());
  });

  let flows = 0;
  const create = async (make: (id: string) => object = (id) => deskFlow({ id })) => {
    const id = `flow-${++flows}`;
    await api.call('POST', '/api/flows', { machine: make(id), by: 'Desk' });
    return id;
  };

  describe('a flow', () => {
    test('is created from its machine, read back as it was, and listed', async () => {
      const machine = deskFlow({ id: 'created' });
      const created = await api.call('POST', '/api/flows', { machine, by: 'Desk' });
      expect(created).toMatchObject({
        status: 201,
        json: { id: 'created', revision: 1, savedBy: 'Desk', machine },
      });

      const read = await api.call('GET', '/api/flows/created');
      expect(read.json).toEqual(created.json);
      expect(read.headers.get('etag')).toBe('"1"');
      expect(read.headers.get('cache-control')).toBe('no-store');

      const { json } = await api.call('GET', '/api/flows');
      expect(json.flows).toContainEqual(
        expect.objectContaining({ id: 'created', name: 'Front desk', publishedVersion: null }),
      );
    });

    test('with an id that is taken is refused', async () => {
      const id = await create();
      const again = await api.call('POST', '/api/flows', { machine: deskFlow({ id }) });
      expect(again).toMatchObject({ status: 409, json: { code: 'flow-exists' } });
    });

    test('that cannot be read as a flow is refused with what is wrong', async () => {
      const machine = { ...deskFlow({ id: 'odd' }), initial: 'nowhere' };
      const refused = await api.call('POST', '/api/flows', { machine });
      expect(refused).toMatchObject({ status: 422, json: { code: 'flow-unreadable' } });
      expect(refused.json.problems).toContainEqual(expect.objectContaining({ code: 'no-such-node' }));
      expect((await api.call('GET', '/api/flows/odd')).status).toBe(404);
    });

    test('with errors can be saved: it is a draft', async () => {
      const id = await create(lonelyFlow);
      expect((await api.call('GET', `/api/flows/${id}`)).status).toBe(200);
    });
  });

  describe('saving', () => {
    test('takes the revision that was edited, in the body or as If-Match', async () => {
      const id = await create();
      const machine = deskFlow({ id, body: 'Good day!' });
      const first = await api.call('PUT', `/api/flows/${id}`, { machine, revision: 1, by: 'Night' });
      expect(first).toMatchObject({ status: 200, json: { revision: 2 } });
      const second = await api.call('PUT', `/api/flows/${id}`, { machine }, { 'if-match': '"2"' });
      expect(second).toMatchObject({ status: 200, json: { revision: 3 } });
      expect(second.headers.get('etag')).toBe('"3"');
    });

    test('over somebody else’s save is refused, and says who was first and when', async () => {
      const id = await create();
      const machine = deskFlow({ id, body: 'Good day!' });
      const first = await api.call('PUT', `/api/flows/${id}`, { machine, revision: 1, by: 'Night' });
      const late = await api.call('PUT', `/api/flows/${id}`, { machine: deskFlow({ id }), revision: 1 });
      expect(late).toMatchObject({
        status: 409,
        json: { code: 'stale-revision', revision: 2, savedBy: 'Night', savedAt: first.json.savedAt },
      });
      expect((await api.call('GET', `/api/flows/${id}`)).json.machine).toEqual(machine);
    });

    test('without a revision is refused: it could overwrite anything', async () => {
      const id = await create();
      const refused = await api.call('PUT', `/api/flows/${id}`, { machine: deskFlow({ id }) });
      expect(refused).toMatchObject({ status: 428, json: { code: 'revision-missing' } });
    });

    test('the machine of another flow is refused', async () => {
      const id = await create();
      const refused = await api.call('PUT', `/api/flows/${id}`, { machine: deskFlow(), revision: 1 });
      expect(refused).toMatchObject({ status: 422, json: { code: 'flow-id-differs' } });
    });

    test('a flow that does not exist is refused', async () => {
      const refused = await api.call('PUT', '/api/flows/none', {
        machine: deskFlow({ id: 'none' }),
        revision: 1,
      });
      expect(refused).toMatchObject({ status: 404, json: { code: 'flow-not-found' } });
    });
  });

  describe('checking', () => {
    test('a machine says what publishing would, and stores nothing', async () => {
      const checked = await api.call('POST', '/api/flows/check', { machine: lonelyFlow('only-checked') });
      expect(checked).toMatchObject({ status: 200, json: { publishable: false } });
      expect(checked.json.problems).toContainEqual(expect.objectContaining({ code: 'escalation-missing' }));
      expect((await api.call('GET', '/api/flows/only-checked')).status).toBe(404);
    });

    test('anything at all is answered with problems', async () => {
      for (const machine of [null, 'x', 7, [], {}, { states: [] }]) {
        const checked = await api.call('POST', '/api/flows/check', { machine });
        expect(checked, JSON.stringify(machine)).toMatchObject({ status: 200, json: { publishable: false } });
      }
    });

    test('a draft says the same of what is stored', async () => {
      const [good, bad] = [await create(), await create(lonelyFlow)];
      expect((await api.call('GET', `/api/flows/${good}/problems`)).json).toMatchObject({
        publishable: true,
      });
      expect((await api.call('GET', `/api/flows/${bad}/problems`)).json).toMatchObject({
        publishable: false,
      });
    });
  });

  describe('publishing', () => {
    test('makes a version, which is listed and can be read', async () => {
      const id = await create();
      const published = await api.call('POST', `/api/flows/${id}/publish`, { revision: 1, by: 'Desk' });
      expect(published).toMatchObject({ status: 200, json: { version: 1, isNew: true } });
      const { json } = await api.call('GET', `/api/flows/${id}/versions`);
      expect(json.versions).toMatchObject([{ version: 1, publishedBy: 'Desk' }]);
      const version = await api.call('GET', `/api/flows/${id}/versions/1`);
      expect(version.json).toMatchObject({ version: 1, machine: deskFlow({ id }) });
    });

    test('needs no body', async () => {
      const id = await create();
      expect(await api.call('POST', `/api/flows/${id}/publish`)).toMatchObject({ status: 200 });
    });

    test('with errors is refused with all problems, and nothing is published', async () => {
      const id = await create(lonelyFlow);
      const refused = await api.call('POST', `/api/flows/${id}/publish`, {});
      expect(refused).toMatchObject({ status: 422, json: { code: 'flow-has-errors' } });
      expect(refused.json.problems).toContainEqual(expect.objectContaining({ code: 'escalation-missing' }));
      expect((await api.call('GET', `/api/flows/${id}/versions`)).json).toEqual({ versions: [] });
    });

    test('of a revision that was replaced is refused', async () => {
      const id = await create();
      await api.call('PUT', `/api/flows/${id}`, {
        machine: deskFlow({ id, body: 'Hi!' }),
        revision: 1,
        by: 'Night',
      });
      const refused = await api.call('POST', `/api/flows/${id}/publish`, { revision: 1 });
      expect(refused).toMatchObject({ status: 409, json: { code: 'stale-revision', savedBy: 'Night' } });
    });

    test('goes back to a version by publishing it again', async () => {
      const id = await create();
      await api.call('POST', `/api/flows/${id}/publish`);
      await api.call('PUT', `/api/flows/${id}`, { machine: deskFlow({ id, body: 'Hi!' }), revision: 1 });
      await api.call('POST', `/api/flows/${id}/publish`);
      const back = await api.call('POST', `/api/flows/${id}/versions/1/roll-back`, { by: 'Night' });
      expect(back).toMatchObject({ status: 200, json: { version: 3, isNew: true } });
      const { json } = await api.call('GET', `/api/flows/${id}`);
      expect(json).toMatchObject({ publishedVersion: 3, machine: deskFlow({ id, body: 'Hi!' }) });
    });

    test.each([
      ['GET', '/api/flows/none', 'flow-not-found'],
      ['GET', '/api/flows/none/problems', 'flow-not-found'],
      ['GET', '/api/flows/none/versions', 'flow-not-found'],
      ['GET', '/api/flows/none/versions/1', 'version-not-found'],
      ['POST', '/api/flows/none/publish', 'flow-not-found'],
      ['POST', '/api/flows/none/versions/1/roll-back', 'version-not-found'],
    ])('%s %s is %s', async (method, path, code) => {
      expect(await api.call(method, path)).toMatchObject({ status: 404, json: { code } });
    });

    test('a version is a whole number', async () => {
      for (const version of ['0', '-1', '1.5', 'x', '99999999999']) {
        const refused = await api.call('GET', `/api/flows/none/versions/${version}`);
        expect(refused, version).toMatchObject({ status: 400, json: { code: 'request-invalid' } });
      }
    });
  });
});
