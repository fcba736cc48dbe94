import { driversOf } from '@parley/runtime/channel/drivers.ts';
import { flagOf } from '@parley/runtime/channel/flag.ts';
import { mostNumbers } from '@parley/runtime/channel/most-numbers.ts';
import { limitUse, nextStep, peopleOf } from '@parley/runtime/channel/usage.ts';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { openShop } from '../shop.ts';

const at = (day: number) => new Date(Date.UTC(2026, 10, day));

test('a number is flagged since WhatsApp said so, for seven days that only advise; never when it says otherwise now', () => {
  const status = (value: string, day: number) => ({ what: 'status', value, at: at(day) });
  const quality = { what: 'quality', value: 'RED', at: at(9) };
  expect(flagOf([quality, status('FLAGGED', 3), status('CONNECTED', 1)])).toEqual({
    since: at(3),
    decidedAt: at(10),
  });
  expect(flagOf([status('CONNECTED', 5), status('FLAGGED', 3)])).toBeNull();
  expect(flagOf([])).toBeNull();
});

test.each([
  ['TIER_50', 50, 'TIER_250'],
  ['TIER_250', 250, 'TIER_2K'],
  ['TIER_1K', 1_000, 'TIER_2K'],
  ['TIER_2K', 2_000, 'TIER_10K'],
  ['TIER_10K', 10_000, 'TIER_100K'],
  ['TIER_100K', 100_000, 'TIER_UNLIMITED'],
  ['TIER_UNLIMITED', null, undefined],
  ['TIER_NOT_SET', null, undefined],
  ['UNKNOWN', null, undefined],
  ['-1', null, undefined],
  ['2000', 2_000, 'TIER_10K'],
])('the limit %s is read, whatever it is', (limit, people, next) => {
  expect(peopleOf(limit)).toBe(people);
  expect(nextStep(limit)?.limit).toBe(next);
  // Half of the limit within seven days earns the next one.
  expect(nextStep(limit)?.peopleInWeek).toBe(people === null ? undefined : people / 2);
});

forEachDatabase((_name, open) => {
  test('the limit counts people whom templates of all numbers reached outside a window, when they were delivered', async () => {
    const { db } = await open();
    const [one, other] = [await openShop(db), await openShop(db)];
    const write = async (
      { channelId }: typeof one,
      guest: Awaited<ReturnType<typeof one.guest>>,
      deliveredHoursAgo: number | null,
    ) => {
      const { lane, conversationId, contactId } = guest;
      const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3600_000);
      await db
        .insertInto('outbox')
        .values({
          ...{ lane, conversation_id: conversationId, contact_id: contactId, channel_id: channelId },
          ...{ session_id: null, node: null },
          message: JSON.stringify({ type: 'template', name: 'a', language: 'en' }),
          status: deliveredHoursAgo === null ? 'sent' : 'delivered',
          created_at: hoursAgo(30),
          sent_at: hoursAgo(30),
          ...(deliveredHoursAgo !== null && { delivered_at: hoursAgo(deliveredHoursAgo) }),
        })
        .execute();
    };
    // Delivered today though sent yesterday; twice to one person; from the other number.
    const ada = await one.guest();
    await write(one, ada, 2);
    await write(one, ada, 3);
    await write(other, await other.guest(), 5);
    // Delivered two days ago; sent and not delivered; within an open window.
    await write(one, await one.guest(), 48);
    await write(one, await one.guest(), null);
    const talking = await one.guest();
    await sql`
      insert into inbox (lane, source, conversation_id, channel_id, contact_id, kind, sent_at, status)
      values (${talking.lane}, 'w', ${talking.conversationId}, ${one.channelId}, ${talking.contactId}, 'message',
        now() - interval '31 hours', 'done')
    `.execute(db);
    await write(one, talking, 2);
    expect(await limitUse(db, 'TIER_2K')).toMatchObject({ most: 2_000, used: 2, usedInWeek: 3 });
  });

  test('what drives quality is what a count over the raw log says', async () => {
    const { db } = await open();
    expect(await mostNumbers(db)).toBeNull();
    const shop = await openShop(db);
    const guests = [await shop.guest(), await shop.guest(), await shop.guest()];
    const [first, second, third] = guests;
    if (!first || !second || !third) throw new Error('no guests');
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3600_000);
    /* Written to three times and once; one message is too old to count, one was never sent. */
    const sent: [typeof first, number | null][] = [
      ...([
        [first, 50],
        [first, 49],
        [first, 3],
        [second, 30],
        [second, 24 * 8],
      ] as [typeof first, number][]),
      [third, null],
    ];
    for (const [{ lane, conversationId, contactId }, hours] of sent) {
      await db
        .insertInto('outbox')
        .values({
          ...{ lane, conversation_id: conversationId, contact_id: contactId, channel_id: shop.channelId },
          ...{ session_id: null, node: null, message: JSON.stringify({ type: 'text', body: 'x' }) },
          status: hours === null ? 'queued' : 'delivered',
          ...(hours !== null && { sent_at: hoursAgo(hours), created_at: hoursAgo(hours) }),
        })
        .execute();
    }
    await sql`update contacts set blocked_at = now() where id = ${third.contactId}`.execute(db);
    expect(await driversOf(db, shop.channelId)).toMatchObject({
      people: 2,
      messagesEach: 2,
      optOuts: 0,
      blocked: 1,
    });
    await sql`
      insert into webhook_events (dedup_key, kind, field, raw) values
        ('a', 'account-event', 'business_capability_update', '{"value": {"max_phone_numbers_per_business": 2}}'),
        ('b', 'account-event', 'business_capability_update', '{"value": {"max_phone_numbers_per_business": "20"}}')
    `.execute(db);
    expect(await mostNumbers(db)).toBe(20);
  });
});
