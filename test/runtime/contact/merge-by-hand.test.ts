import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { apiUnderTest } from '../api-under-test.ts';
import { echo, emptyDatabase, type Guest, openShop, type Shop } from '../shop.ts';

forEachDatabase((_name, open) => {
  let opened: OpenDatabase;
  let api: ReturnType<typeof apiUnderTest>;
  let shop: Shop;
  let known: Guest;
  let hidden: Guest;
  beforeAll(async () => {
    opened = await open();
    api = apiUnderTest(opened);
  });
  beforeEach(async () => {
    await emptyDatabase(opened.db);
    shop = await openShop(opened.db);
    await shop.bind(echo);
    known = await shop.guest({ name: 'Known' });
    hidden = await shop.guest({ name: 'Hidden' });
    const { db } = opened;
    await db.updateTable('contacts').set({ phone: '' }).where('id', '=', hidden.contactId).execute();
    await db
      .updateTable('contact_aliases')
      .set({ kind: 'bsuid', value: 'US.13491208655302741918' })
      .where('contact_id', '=', hidden.contactId)
      .execute();
    for (const one of [known, hidden]) await shop.say(one, 'hello');
    await shop.turns(known, hidden);
  });
  const merge = (one: string, other: string) =>
    api.call('POST', `/api/contacts/${one}/merge`, { with: other });

  test('whoever is named first, the one with a number is kept, and what joins is told before', async () => {
    const path = `/api/contacts/${hidden.contactId}/merge?with=${known.contactId}`;
    const { status, json } = await api.call('GET', path);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      kept: { id: known.contactId, name: 'Known' },
      joins: { id: hidden.contactId, name: 'Hidden' },
      ...{ conversations: 1, endsSessions: 1, consents: 0 },
    });
    expect((await merge(hidden.contactId, known.contactId)).json).toEqual({ id: known.contactId });
    expect((await api.call('GET', `/api/contacts/${hidden.contactId}`)).status).toBe(404);
    const sessions = [...(await shop.sessions(known)), ...(await shop.sessions(hidden))];
    expect(sessions.map(({ ended_reason }) => ended_reason).sort()).toEqual(['contact-merged', null]);
    const told = await opened.db.selectFrom('audit_log').select(['action', 'subject_id']).execute();
    expect(told).toContainEqual({ action: 'contacts-merged', subject_id: known.contactId });
  });

  test('two people with a number each stay two, and nobody becomes one with themselves', async () => {
    const other = await shop.guest({ name: 'Other' });
    const refused = await merge(known.contactId, other.contactId);
    expect([refused.status, refused.json.code]).toEqual([409, 'contacts-both-reachable']);
    expect((await merge(known.contactId, known.contactId)).json.code).toBe('contact-is-same');
    expect((await api.call('GET', `/api/contacts/${other.contactId}`)).status).toBe(200);
  });
});
