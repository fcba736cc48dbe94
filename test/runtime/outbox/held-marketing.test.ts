import { randomUUID } from 'node:crypto';
import type { Database } from '@parley/runtime/db/tables.ts';
import type { Leased } from '@parley/runtime/outbox/leased.ts';
import { markSending } from '@parley/runtime/outbox/mark-sending.ts';
import { recordStatuses } from '@parley/runtime/outbox/record-status.ts';
import { settle } from '@parley/runtime/outbox/settle.ts';
import { type Kysely, sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { emptyDatabase, type Guest, openShop, type Shop } from '../shop.ts';

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let shop: Shop;
  let guest: Guest;

  beforeEach(async () => {
    db ??= (await open()).db;
    await emptyDatabase(db);
    shop = await openShop(db);
    guest = await shop.guest();
  });

  /** A template for the guest, as it stands in the outbox. */
  const template = async (status: 'queued' | 'sent' | 'sending'): Promise<Leased> => {
    const { lane, conversationId, contactId } = guest;
    const { id } = await db
      .insertInto('outbox')
      .values({
        ...{
          lane,
          conversation_id: conversationId,
          channel_id: shop.channelId,
          contact_id: contactId,
          status,
        },
        message: JSON.stringify({ type: 'template', name: 'spring_sale', language: 'en' }),
        ...(status !== 'queued' && { attempts: 1 }),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { message, attempts, ...row } = await db
      .selectFrom('outbox')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const { conversation_id, channel_id } = row;
    return { lane, id, conversation_id, channel_id, message, attempts, answers: null };
  };
  const refused = async (code: number) => {
    const { lane, id } = await template('sent');
    const told = { channelId: shop.channelId, wamid: `wamid.${id}`, callbackData: `${lane}.${id}` };
    await recordStatuses(db, [
      { ...told, status: 'failed', at: new Date(), errors: [{ code, message: 'x' }] },
    ]);
  };
  const heldHours = async () => {
    const { rows } = await sql<{ hours: number | null }>`
      select (extract(epoch from marketing_held_until - marketing_held_at) / 3600)::integer as hours
      from contacts where id = ${guest.contactId}
    `.execute(db);
    return rows[0]?.hours;
  };
  const verdict = async (needs: 'marketing' | 'any') => {
    const message = await template('queued');
    const [found] = await markSending(db, message.lane, [{ ...message, needs }], 1000);
    await db.deleteFrom('outbox').where('id', '=', message.id).execute();
    return found?.verdict;
  };
  const consents = () =>
    db
      .selectFrom('consents')
      .select(['purpose', 'granted'])
      .where('contact_id', '=', guest.contactId)
      .execute();

  test('marketing that WhatsApp held back does not go to that person for a day, then for two; other templates do', async () => {
    await db.updateTable('conversations').set({ last_inbound_at: new Date() }).execute();
    expect(await verdict('marketing')).toBe('go');
    await refused(131049);
    expect(await heldHours()).toBe(24);
    expect([await verdict('marketing'), await verdict('any')]).toEqual(['marketing-held', 'go']);
    // One that was on its way already makes it no longer.
    await refused(131049);
    expect(await heldHours()).toBe(24);

    await sql`
      update contacts set marketing_held_at = marketing_held_at - interval '25 hours',
        marketing_held_until = marketing_held_until - interval '25 hours'
    `.execute(db);
    expect(await verdict('marketing')).toBe('go');
    await refused(131049);
    expect(await heldHours()).toBe(48);
    expect(await consents()).toEqual([]);
  });

  test('who stopped marketing has withdrawn consent, whether the answer says so or a status', async () => {
    const { lane, id, attempts } = await template('sending');
    const error = { code: 131050, reason: 'refused' };
    await settle(db, lane, [{ id, attempts, outcome: 'failed', error }]);
    expect(await consents()).toEqual([{ purpose: 'marketing', granted: false }]);
    await db.updateTable('conversations').set({ last_inbound_at: new Date() }).execute();
    expect([await verdict('marketing'), await verdict('any')]).toEqual(['opted-out', 'go']);

    await db.deleteFrom('consents').execute();
    await refused(131050);
    expect(await consents()).toEqual([{ purpose: 'marketing', granted: false }]);
    expect(await heldHours()).toBeNull();
  });

  test.each([
    [132015, 'PAUSED'],
    [132016, 'DISABLED'],
  ])(
    'messages that fail later with %i make their template %s in one notice, and no other',
    async (code, status) => {
      await db
        .updateTable('channels')
        .set({ business_account_id: 'own' })
        .where('id', '=', shop.channelId)
        .execute();
      const ids = { own: randomUUID(), other: randomUUID() };
      for (const [account, id] of Object.entries(ids)) {
        const named = { name: 'spring_sale', language: 'en', category: 'MARKETING', status: 'APPROVED' };
        await db
          .insertInto('templates')
          .values({ id, business_account_id: account, ...named })
          .execute();
      }
      for (const _ of [1, 2]) await refused(code);
      await refused(131026);
      const found = await db
        .selectFrom('templates')
        .select(['business_account_id', 'status'])
        .where('id', 'in', Object.values(ids))
        .orderBy('business_account_id')
        .execute();
      expect(found).toEqual([
        { business_account_id: 'other', status: 'APPROVED' },
        { business_account_id: 'own', status },
      ]);
      const notices = await db
        .selectFrom('notices')
        .select(['kind', 'details'])
        .where('subject_id', 'in', Object.values(ids))
        .execute();
      expect(notices).toMatchObject([{ kind: 'template-status', details: { status } }]);
      await db.deleteFrom('templates').execute();
    },
  );
});
