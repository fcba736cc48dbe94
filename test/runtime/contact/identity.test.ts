import { newContactId } from '@parley/runtime/contact/alias.ts';
import { identify } from '@parley/runtime/contact/identity.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import type { Sender } from '@parley/runtime/whatsapp/sender.ts';
import { type Kysely, sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { message, ownNumber, receiver } from '../told.ts';

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let channelId: string;
  const phoneNumberId = '800001';
  beforeAll(async () => {
    ({ db } = await open());
    channelId = await ownNumber(db, phoneNumberId);
  });

  const contactIds = async (...senders: Sender[]) => {
    const identities = await identify(
      db,
      senders.map((sender) => ({ channelId, sender })),
    );
    return identities.map(({ contactId }) => contactId);
  };
  const contact = (id: string | undefined) =>
    db
      .selectFrom('contacts')
      .select(['name', 'phone'])
      .where('id', '=', id ?? '')
      .executeTakeFirst();

  test('somebody new gets an id that another process would have given too', async () => {
    const sender = { waId: '4917000001', userId: 'DE.new1', name: 'New' };
    expect(await contactIds(sender)).toEqual([newContactId({ waId: '4917000001', bsuid: 'DE.new1' })]);
    expect(await contactIds(sender)).toEqual(await contactIds({ waId: '4917000001' }));
  });

  test('both names of one person lead to one contact, also when one request has them in three messages', async () => {
    const [byUser, byPhone, both] = await contactIds(
      { userId: 'DE.three' },
      { waId: '4917000003' },
      { waId: '4917000003', userId: 'DE.three' },
    );
    expect(new Set([byUser, byPhone, both]).size).toBe(1);
  });

  test('a person who hid the number and now shows it is the same contact, in the same conversation', async () => {
    const { receive } = receiver(db);
    const hidden = { userId: 'DE.hidden', name: 'Shy' };
    await receive(message(phoneNumberId, { sender: hidden }));
    const [before] = await contactIds(hidden);
    expect(await contact(before)).toEqual({ name: 'Shy', phone: '' });

    await receive(message(phoneNumberId, { sender: { ...hidden, waId: '4917000004' } }));
    await receive(message(phoneNumberId, { sender: { waId: '4917000004', name: 'Shy' } }));
    expect(await contactIds({ waId: '4917000004' }, hidden)).toEqual([before, before]);
    expect(await contact(before)).toEqual({ name: 'Shy', phone: '4917000004' });
    const conversations = await db
      .selectFrom('conversations')
      .select('id')
      .where('contact_id', '=', before ?? '')
      .execute();
    expect(conversations).toHaveLength(1);
  });

  test('a person who takes a username later is found by the user id that came with the number before', async () => {
    const [before] = await contactIds({ waId: '4917000005', userId: 'DE.later' });
    expect(await contactIds({ userId: 'DE.later', username: 'later' })).toEqual([before]);
  });

  test('a person known only across portfolios is found by that id', async () => {
    const [once, again] = await contactIds({ parentUserId: 'DE.ENT.1' }, { parentUserId: 'DE.ENT.1' });
    expect(once).toBe(again);
    // With a number it adds nothing, and must not tie two contacts together.
    const [own] = await contactIds({ waId: '4917000006', parentUserId: 'DE.ENT.1' });
    expect(own).not.toBe(once);
  });

  test('the name is the newest one; a username stands in for it, nothing does not replace it', async () => {
    const { receive } = receiver(db);
    const sender = { waId: '4917000007' };
    const [contactId] = await contactIds({ ...sender, username: 'ada.l' });
    expect(await contact(contactId)).toEqual({ name: 'ada.l', phone: '4917000007' });
    await receive(message(phoneNumberId, { sender: { ...sender, name: 'Desk' } }));
    expect(await contact(contactId)).toMatchObject({ name: 'Desk' });
    await receive(message(phoneNumberId, { sender }));
    expect(await contact(contactId)).toMatchObject({ name: 'Desk' });
  });

  test('a hundred writers, asked for at once by several processes in any order, are a hundred contacts', async () => {
    const senders = Array.from({ length: 100 }, (_, n) => ({ waId: `49171${n}`, userId: `DE.hundred${n}` }));
    const asked = await Promise.all([
      contactIds(...senders),
      contactIds(...senders.toReversed()),
      contactIds(...senders.map(({ userId }) => ({ userId }))),
      contactIds(...senders.map(({ waId }) => ({ waId })).toReversed()),
    ]);
    const settled = await contactIds(...senders);
    expect(new Set(settled).size).toBe(100);
    // The one that heard of a user id first made a contact for it; now both names lead to the same.
    expect(await contactIds(...senders.map(({ userId }) => ({ userId })))).toEqual(settled);
    expect(asked[0]).toHaveLength(100);
    // And none was made that nothing leads to.
    const { rows } = await sql`
      select id from contacts c where not exists (select from contact_aliases a where a.contact_id = c.id)`.execute(
      db,
    );
    expect(rows).toEqual([]);
  });
});
