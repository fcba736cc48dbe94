import { openChannels } from '@parley/runtime/channel/channels.ts';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { secretKey } from '@parley/runtime/secrets.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../setup/database.ts';
import { apiUnderTest } from './api-under-test.ts';
import { deskFlow } from './desk-flow.ts';

const secrets = { accessToken: 'EAA-very-secret-token', appSecret: 'very-secret-app-secret' };

forEachDatabase((_, open) => {
  let api: ReturnType<typeof apiUnderTest>;
  let opened: OpenDatabase;
  beforeAll(async () => {
    opened = await open();
    api = apiUnderTest(opened);
    for (const id of ['desk', 'night']) await api.call('POST', '/api/flows', { machine: deskFlow({ id }) });
  });

  let numbers = 0;
  const add = async () => {
    const phoneNumberId = String(1_000_000 + ++numbers);
    const { json } = await api.call('POST', '/api/numbers', { phoneNumberId, ...secrets });
    return String(json.id);
  };

  describe('a number', () => {
    test('is added, and listed without its secrets', async () => {
      const added = await api.call('POST', '/api/numbers', {
        phoneNumberId: '5550001',
        businessAccountId: '7770001',
        name: 'Front desk',
        ...secrets,
      });
      expect(added).toMatchObject({
        status: 201,
        json: { phoneNumberId: '5550001', name: 'Front desk', status: 'active', throughput: 80, flows: [] },
      });
      const listed = await api.call('GET', '/api/numbers');
      expect(listed.json.numbers).toContainEqual(added.json);
      expect(added.text + listed.text).not.toMatch(/secret/);
    });

    test('that was added before is refused', async () => {
      await api.call('POST', '/api/numbers', { phoneNumberId: '5550002', ...secrets });
      const again = await api.call('POST', '/api/numbers', { phoneNumberId: '5550002', ...secrets });
      expect(again).toMatchObject({ status: 409, json: { code: 'number-exists' } });
    });

    test.each([
      ['a phone number in place of the id', { phoneNumberId: '+49 151 123' }],
      ['a token with a line break', { accessToken: 'EAA-with\nbreak' }],
      ['a throughput of nothing', { throughput: 0 }],
      ['a status of the caller’s own', { status: 'active' }],
      ['an id of the caller’s own', { id: '00000000-0000-8000-8000-000000000000' }],
    ])('with %s is refused', async (_name, wrong) => {
      const refused = await api.call('POST', '/api/numbers', {
        phoneNumberId: '5550003',
        ...secrets,
        ...wrong,
      });
      expect(refused).toMatchObject({ status: 400, json: { code: 'request-invalid' } });
      expect(refused.text).not.toContain('EAA-with');
    });

    test('is changed in what is given and nothing else', async () => {
      const id = await add();
      const changed = await api.call('PATCH', `/api/numbers/${id}`, {
        catalogId: '9990001',
        throughput: 250,
      });
      expect(changed).toMatchObject({
        status: 200,
        json: { id, catalogId: '9990001', throughput: 250, name: null },
      });
      const kept = await openChannels(opened.db, secretKey('a secret of at least thirty-two characters'));
      expect(kept.find((channel) => channel.id === id)).toMatchObject({ ...secrets, catalogId: '9990001' });
    });

    test('is stopped, and resumed', async () => {
      const id = await add();
      const stopped = await api.call('PATCH', `/api/numbers/${id}`, { status: 'stopped' });
      expect(stopped.json).toMatchObject({ status: 'stopped', stoppedReason: 'It was stopped by hand.' });
      const resumed = await api.call('PATCH', `/api/numbers/${id}`, { status: 'active' });
      expect(resumed.json).toMatchObject({ status: 'active', stoppedReason: null });
    });
  });

  describe('the flows of a number', () => {
    const bind = (id: string, flows: object[]) => api.call('PUT', `/api/numbers/${id}/flows`, { flows });

    test('are those given, instead of those before', async () => {
      const id = await add();
      await bind(id, [
        { flow: 'desk', isDefault: true },
        { flow: 'night', isDefault: false },
      ]);
      const bound = await bind(id, [{ flow: 'night', isDefault: true }]);
      expect(bound.json.flows).toEqual([{ flow: 'night', isDefault: true }]);
      expect((await bind(id, [])).json.flows).toEqual([]);
    });

    test('have one default at most, and none twice', async () => {
      const id = await add();
      for (const flows of [
        [
          { flow: 'desk', isDefault: true },
          { flow: 'night', isDefault: true },
        ],
        [
          { flow: 'desk', isDefault: true },
          { flow: 'desk', isDefault: false },
        ],
      ]) {
        expect(await bind(id, flows)).toMatchObject({ status: 400, json: { code: 'request-invalid' } });
      }
    });

    test('do not both start by one word: neither bound together nor published later, and both are named', async () => {
      const starting = (id: string, name: string, words: string[]) => {
        const machine = deskFlow({ id });
        const settings = { ...machine.meta.flow, name, triggers: { keywords: { en: words } } };
        return { ...machine, meta: { ...machine.meta, flow: settings } };
      };
      const publish = async (machine: { id: string }) => {
        const { json } = await api.call('POST', '/api/flows', { machine });
        return api.call('POST', `/api/flows/${machine.id}/publish`, { revision: json.revision });
      };
      expect(await publish(starting('tea', 'Tea', ['order']))).toMatchObject({ status: 200 });
      expect(await publish(starting('cake', 'Cake', ['ORDER!']))).toMatchObject({ status: 200 });
      const both = [
        { flow: 'tea', isDefault: true },
        { flow: 'cake', isDefault: false },
      ];
      const id = await add();
      const refused = await bind(id, both);
      expect(refused).toMatchObject({ status: 422, json: { code: 'flows-clash' } });
      expect(refused.json.detail).toMatch(/would start both “Cake” and “Tea”/);

      // Bound first, and the word comes later.
      const draft = starting('bread', 'Bread', ['loaf']);
      await publish(draft);
      await bind(id, [both[0] ?? {}, { flow: 'bread', isDefault: false }]);
      const saved = await api.call(
        'PUT',
        '/api/flows/bread',
        { machine: starting('bread', 'Bread', ['Order']) },
        { 'if-match': '"1"' },
      );
      expect(saved.status).toBe(200);
      const late = await api.call('POST', '/api/flows/bread/publish', { revision: saved.json.revision });
      expect(late).toMatchObject({ status: 422, json: { code: 'flow-has-errors' } });
      expect(late.json.problems).toContainEqual(expect.objectContaining({ code: 'start-word-taken' }));
    });

    test('must exist, or nothing changes', async () => {
      const id = await add();
      await bind(id, [{ flow: 'desk', isDefault: true }]);
      const refused = await bind(id, [
        { flow: 'night', isDefault: true },
        { flow: 'none', isDefault: false },
      ]);
      expect(refused).toMatchObject({ status: 404, json: { code: 'flow-not-found' } });
      const { json } = await api.call('GET', '/api/numbers');
      expect(json.numbers).toContainEqual(
        expect.objectContaining({ id, flows: [{ flow: 'desk', isDefault: true }] }),
      );
    });
  });

  test.each([
    ['PATCH', ''],
    ['PUT', '/flows'],
  ])('%s of a number that does not exist is a problem', async (method, path) => {
    const nowhere = `/api/numbers/00000000-0000-8000-8000-000000000000${path}`;
    const refused = await api.call(method, nowhere, method === 'PUT' ? { flows: [] } : {});
    expect(refused).toMatchObject({ status: 404, json: { code: 'number-not-found' } });
    expect((await api.call(method, `/api/numbers/12${path}`, {})).status).toBe(400);
  });
});
