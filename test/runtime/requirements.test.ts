import { createHash, randomUUID } from 'node:crypto';
import { validate } from '@parley/flows/validate.ts';
import { makeBroadcast, readBroadcast, scheduleBroadcast } from '@parley/runtime/broadcast/broadcasts.ts';
import { Brake } from '@parley/runtime/broadcast/content.ts';
import { runBroadcasts } from '@parley/runtime/broadcast/run-broadcasts.ts';
import { connectNumber } from '@parley/runtime/channel/connect.ts';
import { driversOf } from '@parley/runtime/channel/drivers.ts';
import { flowChannels } from '@parley/runtime/channel/flow-channels.ts';
import { readChecklist } from '@parley/runtime/checklist/checklist.ts';
import { recordConsents } from '@parley/runtime/consent/consents.ts';
import { listConversations } from '@parley/runtime/conversation/conversation-list.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { ProfileJson } from '@parley/runtime/http/number-schemas.ts';
import { type Kysely, sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { ownPayloads } from '../conformance/inbound-payloads.ts';
import { forEachDatabase } from '../setup/database.ts';
import { hook } from './http/hook.ts';
import { echo, emptyDatabase, type Guest, openShop } from './shop.ts';
import { KEY, message, ownNumber, receiver } from './told.ts';

/** What docs/requirements.md names and no other test shows. */

const HOUR = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR);

describe('a business profile', () => {
  const profile = {
    ...{ about: '', address: '', description: '', email: '', websites: [], vertical: '', pictureUrl: null },
  };
  const site = (length: number) => `https://a.example/${'x'.repeat(length - 18)}`;
  const letters = (length: number) => 'x'.repeat(length);
  test.each([
    ['about', letters(139), letters(140)],
    ['address', letters(256), letters(257)],
    ['description', letters(512), letters(513)],
    ['email', `${letters(60)}@${letters(55)}.example`, `${letters(60)}@${letters(60)}.example`],
    ['websites', [site(256), site(20)], [site(257)]],
    ['websites', [site(20), site(21)], [site(20), site(21), site(22)]],
  ])('has a limit for its %s', (field, longest, tooLong) => {
    expect(ProfileJson.safeParse({ ...profile, [field]: longest }).error).toBeUndefined();
    expect(ProfileJson.safeParse({ ...profile, [field]: tooLong }).success).toBe(false);
  });
});

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  beforeAll(async () => {
    db = (await open()).db;
  });

  const agree = (guest: Guest, granted: boolean) =>
    recordConsents(db, [
      {
        ...{ contactId: guest.contactId, purpose: 'marketing', granted, wording: 'news', via: 'website' },
        ...{ evidence: null, at: new Date(), recordedBy: null, source: randomUUID() },
      },
    ]);

  test('a fresh installation has done no step of going live, and each is done once what it asks for is there', async () => {
    const states = async () => Object.groupBy(await readChecklist(db), ({ state }) => state);
    expect((await states()).open).toHaveLength(9);
    const shop = await openShop(db);
    await shop.bind(echo);
    const guest = await shop.guest();
    await agree(guest, true);
    await db
      .updateTable('conversations')
      .set({ last_inbound_at: new Date() })
      .where('id', '=', guest.conversationId)
      .execute();
    const said = (quality: string) =>
      JSON.stringify({
        ...{ hasProfile: true, verification: 'VERIFIED', nameStatus: 'APPROVED' },
        ...{ quality, status: 'CONNECTED' },
      });
    await db
      .insertInto('number_health')
      .values({ channel_id: shop.channelId, said: said('GREEN') })
      .execute();
    await db
      .insertInto('webhook_minutes')
      .values({
        ...{ channel_id: shop.channelId, minute: new Date(), seen_at: new Date() },
        ...{ requests: 1, total_ms: 1, slow: 0 },
      })
      .execute();
    await db
      .insertInto('templates')
      .values({
        ...{ id: randomUUID(), business_account_id: '1', name: 'news', language: 'en' },
        ...{ category: 'MARKETING', status: 'APPROVED' },
      })
      .execute();
    expect((await states()).open?.map(({ step }) => step)).toEqual(['watch']);
    await db
      .insertInto('notice_subscriptions')
      .values({ id: randomUUID(), way: 'email', target: 'ops@example.com' })
      .execute();
    expect((await states()).done).toHaveLength(9);
    await db
      .updateTable('number_health')
      .set({ said: said('RED') })
      .execute();
    expect((await states()).attention?.map(({ step }) => step)).toEqual(['watch']);
  });

  test('a token that lacks a permission connects nothing, and the permission is named', async () => {
    const notAsked = () => Promise.reject(new Error('not to be asked'));
    const scopes = ['whatsapp_business_messaging', 'public_profile'];
    const token = { ok: true as const, isValid: true, appId: null, scopes, expiresAt: null };
    const connected = await connectNumber(
      {
        ...{ db, key: KEY },
        graph: {
          debugToken: async () => token,
          ...{ readNumber: notAsked, listNumbers: notAsked, register: notAsked, subscribeApp: notAsked },
        },
      },
      { phoneNumberId: '1', businessAccountId: '2', accessToken: 'a token', appSecret: 'a secret' },
    );
    expect(connected.ok).toBe(false);
    expect(connected.ok || connected.steps).toEqual([
      { step: 'token', state: 'failed', detail: 'The token may not do whatsapp_business_management.' },
    ]);
  });

  test('whether WhatsApp calls the account official makes no difference to what can be published', async () => {
    const shop = await openShop(db);
    await shop.bind({ ...echo, id: 'official' });
    const checked = async (isOfficial: boolean | null) => {
      await sql`
        insert into number_health (channel_id, said) values (${shop.channelId}, ${JSON.stringify({ isOfficial })})
        on conflict (channel_id) do update set said = excluded.said
      `.execute(db);
      return validate(echo, { channels: await flowChannels(db, 'official') });
    };
    const official = await checked(true);
    expect([await checked(false), await checked(null)]).toEqual([official, official]);
    expect(official.length).toBeGreaterThan(0);
  });

  test('how soon people are answered, and how many opt out, is what the log says', async () => {
    const shop = await openShop(db);
    for (const [wroteHoursAgo, seconds] of [
      [3, 60],
      [2, 180],
      [1, 300],
    ] as const) {
      const guest = await shop.guest();
      const sentAt = hoursAgo(wroteHoursAgo);
      await shop.say(guest, 'Anybody there?', { sentAt });
      // What is said between the first word and the answer to it does not begin anew.
      await shop.say(guest, 'Hello?', { sentAt: new Date(sentAt.getTime() + 10_000) });
      await db
        .insertInto('outbox')
        .values({
          ...{ lane: guest.lane, conversation_id: guest.conversationId, contact_id: guest.contactId },
          ...{ channel_id: shop.channelId, message: JSON.stringify({ type: 'text', body: 'Yes' }) },
          ...{ status: 'sent', sent_at: new Date(sentAt.getTime() + seconds * 1000) },
        })
        .execute();
      await agree(guest, wroteHoursAgo > 1);
      if (wroteHoursAgo === 3) await agree(guest, false);
    }
    expect(await driversOf(db, shop.channelId)).toMatchObject({
      ...{ firstAnswerSeconds: 180, optOuts: 2, people: 3, messagesEach: 1 },
    });
  });

  test('a number that is flagged in the middle of a broadcast gets nothing more of it to send', async () => {
    const shop = await openShop(db);
    const tag = randomUUID();
    for (let n = 0; n < 12; n++) {
      const guest = await shop.guest();
      await db
        .updateTable('contacts')
        .set({ tags: JSON.stringify([tag]) })
        .where('id', '=', guest.contactId)
        .execute();
      await agree(guest, true);
    }
    const id = await makeBroadcast(
      db,
      {
        ...{ name: 'Spring', numberId: shop.channelId, purpose: 'marketing', overrideReason: null },
        content: { kind: 'template', message: { type: 'template', name: 'sale', language: 'en' } },
        ...{ schedule: { kind: 'now' }, brake: Brake.parse({}) },
        segment: { match: 'all', conditions: [{ about: 'tag', is: 'set', value: tag }] },
      },
      null,
    );
    const made = await readBroadcast(db, id);
    if (!made || !(await scheduleBroadcast(db, made, new Date()))) throw new Error('not scheduled');
    const handedOver = async () =>
      (await db.selectFrom('outbox').select('id').where('once', '=', `broadcast:${id}`).execute()).length;
    // The process ends after the first batch, and the next one has heard of the flag.
    const afterOne = (point: string) => {
      if (point === 'broadcast.batch') throw new Error('killed');
    };
    await expect(runBroadcasts({ db, at: afterOne })).rejects.toThrow('killed');
    const before = await handedOver();
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(12);
    const value = { display_phone_number: '15550100001', event: 'FLAGGED', current_limit: 'TIER_2K' };
    await db
      .insertInto('webhook_events')
      .values({
        ...{ dedup_key: randomUUID(), kind: 'number-event', field: 'phone_number_quality_update' },
        raw: JSON.stringify({ entryId: '1', value }),
      })
      .execute();
    await runBroadcasts({ db });
    await runBroadcasts({ db });
    expect(await readBroadcast(db, id)).toMatchObject({ status: 'paused', pausedFor: 'number-quality' });
    expect(await handedOver()).toBe(before);
  });

  test('one person has a window of their own with each number', async () => {
    // Numbers of other tests have no tokens that could be opened.
    await emptyDatabase(db);
    const sender = { waId: '4915299900001' };
    const [one, other] = ['520000000000001', '520000000000002'];
    const numbers = [await ownNumber(db, one ?? ''), await ownNumber(db, other ?? '')];
    await receiver(db).receive(
      message(one ?? '', { sender, sentAt: hoursAgo(1) }),
      message(other ?? '', { sender, sentAt: hoursAgo(30) }),
    );
    const windows = await Promise.all(
      numbers.map(async (numberId) => {
        const { conversations } = await listConversations(db, { numberId, after: null, limit: 10 });
        return conversations.map(({ windowClosesAt }) => windowClosesAt !== null);
      }),
    );
    expect(windows).toEqual([[true], [false]]);
  });

  test('everything that WhatsApp tells, told twice and in any order, ends the same', async () => {
    const files = Object.keys(ownPayloads(new Date())).filter((file) => !file.startsWith('none/'));
    const base = Date.parse('2026-10-01T08:00:00Z');
    const bodyOf = (file: string) =>
      JSON.stringify(ownPayloads(new Date(base + files.indexOf(file) * 60_000))[file]);
    const mixed = [...files.map((file) => `1 ${file}`), ...files.map((file) => `2 ${file}`)]
      .sort((some, others) => (hash(some) < hash(others) ? -1 : 1))
      .map((one) => one.slice(2));
    const told = async (order: readonly string[]) => {
      await emptyDatabase(db);
      await sql.raw('delete from webhook_events; delete from notices').execute(db);
      const channelId = await ownNumber(db, '100000000000001');
      for (const n of [1, 2, 3, 4, 5]) await onItsWay(db, channelId, `wamid.out${n}`);
      const webhook = hook(db);
      for (const file of order) expect((await webhook.post(bodyOf(file))).status, file).toBe(200);
      return endOf(db);
    };
    const once = await told(files);
    expect(once.inbox.length).toBeGreaterThan(15);
    expect(await told(mixed)).toEqual(once);
  });
});

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

async function onItsWay(db: Kysely<Database>, channelId: string, wamid: string): Promise<void> {
  await db
    .insertInto('outbox')
    .values({
      ...{ lane: 0, conversation_id: randomUUID(), contact_id: randomUUID(), channel_id: channelId },
      ...{ message: JSON.stringify({ type: 'text', body: 'hello' }), status: 'sent', attempts: 1, wamid },
    })
    .execute();
}

/** All that webhooks have changed, without ids that chance made and times of arrival. */
async function endOf(db: Kysely<Database>) {
  const sorted = <Row>(rows: Row[]) => rows.map((row) => JSON.stringify(row)).sort();
  return {
    inbox: sorted(await db.selectFrom('inbox').select(['source', 'kind', 'input', 'sent_at']).execute()),
    contacts: sorted(await db.selectFrom('contacts').select(['name', 'phone']).execute()),
    aliases: sorted(await db.selectFrom('contact_aliases').select(['kind', 'value']).execute()),
    conversations: sorted(
      await db.selectFrom('conversations').select(['last_inbound_at', 'last_inbound_wamid']).execute(),
    ),
    sent: sorted(
      await db.selectFrom('outbox').select(['wamid', 'status', 'error', 'delivered_at', 'read_at']).execute(),
    ),
    kept: sorted(await db.selectFrom('webhook_events').select(['dedup_key', 'kind', 'field']).execute()),
    notices: sorted(await db.selectFrom('notices').select(['kind', 'severity']).execute()),
  };
}
