import { randomUUID } from 'node:crypto';
import { reasonAgainst } from '@parley/runtime/broadcast/judge.ts';
import { flowChannels } from '@parley/runtime/channel/flow-channels.ts';
import { consentHistory, recordConsents } from '@parley/runtime/consent/consents.ts';
import { acknowledgeIdentity } from '@parley/runtime/contact/doubts.ts';
import { changeContact } from '@parley/runtime/contacts/contacts.ts';
import { makeField, useOfField } from '@parley/runtime/contacts/fields.ts';
import { saveSegment } from '@parley/runtime/contacts/segments.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import {
  linkCodeIn,
  listEntryLinks,
  makeEntryLink,
  removeEntryLink,
} from '@parley/runtime/entry/entry-links.ts';
import { sendAsAgent } from '@parley/runtime/escalation/send-as-agent.ts';
import { markSending } from '@parley/runtime/outbox/mark-sending.ts';
import { type Kysely, sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { flow, type Guest, openShop, type Shop } from '../shop.ts';

const at: [number, number] = [0, 0];
const news = { type: 'template' as const, name: 'news', language: 'en' };

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let shop: Shop;
  beforeAll(async () => {
    db = (await open()).db;
    shop = await openShop(db, '100200300');
  });

  const agree = (guest: Guest, purpose: string, granted: boolean) =>
    recordConsents(db, [
      {
        ...{ contactId: guest.contactId, purpose, granted, wording: 'said so', via: 'website' as const },
        ...{ evidence: null, at: new Date(), recordedBy: null, source: randomUUID() },
      },
    ]);
  const wrote = (guest: Guest, ago: string) =>
    db
      .updateTable('conversations')
      .set({ last_inbound_at: sql<Date>`now() - ${ago}::interval` })
      .where('id', '=', guest.conversationId)
      .execute();
  /** What becomes of a template that is in the outbox. */
  const verdict = async (guest: Guest, needs: 'any' | 'marketing', more: object = {}) => {
    const row = { lane: guest.lane, conversation_id: guest.conversationId, channel_id: shop.channelId };
    const { id } = await db
      .insertInto('outbox')
      .values({ ...row, contact_id: guest.contactId, message: JSON.stringify(news), ...more })
      .returning('id')
      .executeTakeFirstOrThrow();
    const leased = { ...row, id, message: news, attempts: 0, answers: null, needs };
    const [judged] = await markSending(db, guest.lane, [leased], 1000);
    await db.deleteFrom('outbox').where('lane', '=', guest.lane).where('id', '=', id).execute();
    return judged?.verdict;
  };

  describe('a template', () => {
    test('goes to nobody without a consent, unless an administrator has said why', async () => {
      const stranger = await shop.guest();
      expect(await verdict(stranger, 'any')).toBe('no-consent');
      expect(await verdict(stranger, 'any', { allowed_because: 'They asked for it on the phone.' })).toBe(
        'go',
      );
      expect(await verdict(stranger, 'any', { once: 'broadcast:1' })).toBe('go');
      await agree(stranger, 'orders', true);
      expect(await verdict(stranger, 'any')).toBe('go');
      expect(await verdict(stranger, 'marketing')).toBe('no-consent');
    });

    test('of marketing asks for more than that somebody has written, and no reason stands against a withdrawal', async () => {
      const guest = await shop.guest();
      await wrote(guest, '3 days');
      expect(await verdict(guest, 'any')).toBe('go');
      expect(await verdict(guest, 'marketing')).toBe('no-consent');
      await wrote(guest, '1 minute');
      expect(await verdict(guest, 'marketing')).toBe('go');
      await wrote(guest, '3 days');
      await agree(guest, 'marketing', true);
      expect(await verdict(guest, 'marketing')).toBe('go');
      await agree(guest, 'marketing', false);
      expect(await verdict(guest, 'marketing', { allowed_because: 'Whatever it is.' })).toBe('opted-out');
      expect(await verdict(guest, 'any')).toBe('go');
      await agree(guest, '*', false);
      expect(await verdict(guest, 'any')).toBe('opted-out');
      // Who agrees again after that has agreed.
      await agree(guest, 'marketing', true);
      expect(await verdict(guest, 'marketing')).toBe('go');
    });

    test('of an agent is refused before it is sent, and goes with a reason that is written down', async () => {
      const stranger = await shop.guest();
      const audited: unknown[] = [];
      const send = (allowedBecause?: string) =>
        sendAsAgent(
          { db, audit: async (_tx, action, _id, details) => void audited.push([action, details]) },
          {
            ...{ conversationId: stranger.conversationId, by: 'ann', takes: true, message: news },
            ...{ idempotencyKey: randomUUID(), ...(allowedBecause !== undefined && { allowedBecause }) },
          },
        );
      expect(await send()).toEqual({ ok: false, reason: 'no-consent' });
      expect(await shop.outbox(stranger)).toEqual([]);
      expect(await send('She asked for it at the till.')).toMatchObject({ ok: true });
      expect(audited).toContainEqual(['consent-overridden', { reason: 'She asked for it at the till.' }]);
      await agree(stranger, '*', false);
      expect(await send('She asked for it at the till.')).toEqual({ ok: false, reason: 'opted-out' });
    });
  });

  test('after a changed identity messages go again when somebody says so, and the flow knows of the doubt until it has verified who it is', async () => {
    const who = flow(
      'who',
      {
        known: {
          type: 'branch',
          at,
          conditions: [{ id: 'doubt', label: 'In doubt', when: 'contact.inDoubt' }],
        },
        ask: {
          type: 'question',
          at,
          body: 'Your code?',
          answer: { kind: 'text' },
          saveAs: 'said',
          retries: 0,
        },
        right: { type: 'branch', at, conditions: [{ id: 'yes', label: 'Right', when: "said == '42'" }] },
        verified: { type: 'verified', at },
        balance: {
          type: 'message',
          at,
          bubbles: [{ id: 'a', message: { type: 'text', body: 'You have 10 points.' } }],
        },
      },
      {
        known: { doubt: 'ask', other: 'balance' },
        ask: { answered: 'right', other: 'ask' },
        right: { yes: 'verified', other: 'ask' },
        // Asked again in the same turn, nothing is in doubt any more.
        verified: { next: 'known' },
      },
    );
    await shop.bind(who);
    const guest = await shop.guest();
    const contact = () =>
      db.selectFrom('contacts').selectAll().where('id', '=', guest.contactId).executeTakeFirstOrThrow();
    const changed = { identity_changed_at: new Date(), identity_doubted_at: new Date() };
    await db.updateTable('contacts').set(changed).where('id', '=', guest.contactId).execute();
    expect(await verdict(guest, 'any', { allowed_because: 'for the test' })).toBe('identity');
    expect(await acknowledgeIdentity(db, guest.contactId, 'ann')).toBe(true);
    expect(await verdict(guest, 'any', { allowed_because: 'for the test' })).toBe('go');
    expect(await contact()).toMatchObject({ identity_changed_at: null, identity_confirmed_by: 'ann' });
    expect((await contact()).identity_doubted_at).not.toBeNull();

    await shop.say(guest, 'points');
    await shop.turns(guest);
    await shop.say(guest, '41');
    await shop.turns(guest);
    expect((await contact()).identity_doubted_at).not.toBeNull();
    await shop.say(guest, '42');
    await shop.turns(guest);
    expect(await shop.said(guest)).toEqual(['Your code?', 'Your code?', 'You have 10 points.']);
    expect(await contact()).toMatchObject({ identity_doubted_at: null, identity_confirmed_by: 'bot' });
  });

  test('who comes by a code on a poster starts its flow, and what they agree to is recorded with it', async () => {
    const join = flow(
      'join',
      {
        ask: {
          type: 'consent',
          at,
          purpose: 'marketing',
          body: 'News from us?',
          agree: 'Yes',
          decline: 'No',
        },
        end: { type: 'end', at },
      },
      { ask: { agreed: 'end', declined: 'end', other: 'end' } },
    );
    await shop.publish(join);
    const made = { channelId: shop.channelId, flowId: 'join', label: 'Poster', madeBy: 'ann' };
    const link = await makeEntryLink(db, { ...made, via: 'qr-code', words: 'Hello!' });
    const [listed] = await listEntryLinks(db, shop.channelId);
    expect(listed).toMatchObject({ id: link, text: `Hello! #${link}`, starts: 0 });

    const guest = await shop.guest();
    await shop.say(guest, `Good morning #${link}`);
    await shop.turns(guest);
    await shop.say(guest, 'Yes');
    await shop.turns(guest);
    const [session] = await shop.sessions(guest);
    expect(session?.started_by).toEqual({ trigger: 'link', link, via: 'qr-code' });
    expect(await consentHistory(db, guest.contactId)).toMatchObject([
      { purpose: 'marketing', granted: true, via: 'qr-code', evidence: link },
    ]);
    expect(await listEntryLinks(db, shop.channelId)).toMatchObject([{ id: link, starts: 1 }]);

    // On another number, or once it is gone, it is a text like any other.
    await removeEntryLink(db, shop.channelId, link);
    const late = await shop.guest();
    await shop.say(late, `Hello! #${link}`);
    await shop.turns(late);
    expect((await shop.sessions(late)).map(({ started_by }) => started_by)).not.toContainEqual(
      expect.objectContaining({ trigger: 'link' }),
    );
    expect(linkCodeIn('order #12')).toBeNull();
  });

  test('a number that WhatsApp cannot deliver to is left out of broadcasts until something arrives', async () => {
    const guest = await shop.guest();
    await agree(guest, 'marketing', true);
    const reason = async () => {
      const brake = { cap: null, share: 1, least: 1 };
      const broadcast = { id: randomUUID(), purpose: 'marketing', overrideReason: null, brake };
      const { rows } = await sql<{ reason: string | null }>`
        select ${reasonAgainst(broadcast as never)} as reason
        from conversations v join contacts c on c.id = v.contact_id where v.id = ${guest.conversationId}
      `.execute(db);
      return rows[0]?.reason;
    };
    const sent = (outcome: object) =>
      db
        .insertInto('outbox')
        .values({
          ...{ lane: guest.lane, conversation_id: guest.conversationId, channel_id: shop.channelId },
          ...{ contact_id: guest.contactId, message: JSON.stringify(news), ...outcome },
        })
        .execute();
    expect(await reason()).toBeNull();
    const error = JSON.stringify({ code: 131026, reason: 'refused' });
    await sent({ status: 'failed', failed_at: new Date(), error });
    expect(await reason()).toBe('unreachable');
    await sent({ status: 'delivered', delivered_at: new Date() });
    expect(await reason()).toBeNull();
  });

  test('a field says what goes with it when it is removed', async () => {
    await makeField(db, { id: 'town', label: 'Town', kind: 'text', choices: [] });
    const guest = await shop.guest();
    await changeContact(db, guest.contactId, { fields: { town: 'Ulm' } });
    const inTown = { about: 'field', field: 'town', is: 'equal', value: 'Ulm' } as const;
    const query = { match: 'all', conditions: [{ match: 'any', conditions: [inTown] }] } as const;
    await saveSegment(db, { id: randomUUID(), name: 'In Ulm', query: query as never, madeBy: null });
    expect(await useOfField(db, 'town')).toEqual({ contacts: 1, segments: ['In Ulm'], broadcasts: [] });
    expect(await useOfField(db, 'nothing')).toBeNull();
  });

  test('a flow is checked against the catalogue and the profile of the numbers that it answers on', async () => {
    const shelf = flow('shelf', { one: { type: 'product', at, productId: 'tea' } }, {});
    await shop.publish(shelf);
    await db
      .insertInto('channel_flows')
      .values({ channel_id: shop.channelId, flow_id: 'shelf', is_default: false })
      .execute();
    const known = async () => (await flowChannels(db, 'shelf'))[0];
    expect(await known()).toMatchObject({ catalogId: null, hasSupportContact: null });
    await db.updateTable('channels').set({ catalog_id: '77' }).where('id', '=', shop.channelId).execute();
    await db
      .insertInto('number_health')
      .values({
        channel_id: shop.channelId,
        said: JSON.stringify({ hasProfile: false, websites: ['https://example.com'] }),
      })
      .execute();
    expect(await known()).toMatchObject({
      ...{ catalogId: '77', hasSupportContact: false, websites: ['https://example.com'] },
    });
  });
});
