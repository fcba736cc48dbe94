import { randomUUID } from 'node:crypto';
import { forecastFlow } from '@parley/flows/prices/forecast.ts';
import type { Rate } from '@parley/flows/prices/rates.ts';
import { wayOf } from '@parley/flows/prices/way.ts';
import { estimate } from '@parley/runtime/broadcast/estimate.ts';
import type { Database, MessagePricing } from '@parley/runtime/db/tables.ts';
import { recordStatuses } from '@parley/runtime/outbox/record-status.ts';
import { costReport } from '@parley/runtime/prices/cost-report.ts';
import { setNumberPrices } from '@parley/runtime/prices/number-prices.ts';
import { peopleByCountry } from '@parley/runtime/prices/people-by-country.ts';
import { addRateCard, knownRates, listRateCards, removeRateCard } from '@parley/runtime/prices/rate-cards.ts';
import { type Kysely, sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { databaseNow, emptyDatabase, flow, openShop, type Shop } from '../shop.ts';

const at: [number, number] = [0, 0];
const option = (id: string) => ({ id, title: id });
const bubble = (body: string) => ({
  id: body.toLowerCase().replaceAll(/\W/g, ''),
  message: { type: 'text' as const, body },
});

const rate = (
  market: string,
  category: Rate['category'],
  micros: number,
  more: Partial<Rate> = {},
): Rate => ({
  ...{ market, category, micros, currency: 'EUR', model: 'PMP', from: '2026-01-01', until: null, after: 0 },
  ...more,
});
const regular = (category: string): MessagePricing => ({
  billable: true,
  model: 'PMP',
  type: 'regular',
  category,
});
const free: MessagePricing = {
  ...{ billable: false, model: 'PMP', type: 'free_customer_service', category: 'service' },
};

test('an estimate is a range where tiers, an open window or an unknown country leave one', () => {
  const rates = [
    ...[rate('DE', 'utility', 50_000), rate('DE', 'utility', 40_000, { after: 1000 })],
    ...[rate('BR', 'utility', 10_000), rate('DE', 'marketing', 100_000)],
  ];
  const of = (country: string | null, inside = false, count = 10) => ({ country, inside, count });
  const charges = { category: 'utility', day: '2026-11-22', rates, currency: 'EUR', markupPercent: 10 };
  expect(estimate([of('DE')], charges)).toEqual({ currency: 'EUR', low: 0.44, high: 0.55, unknown: 0 });
  expect(estimate([of(null)], charges)).toEqual({ currency: 'EUR', low: 0.11, high: 0.55, unknown: 0 });
  expect(estimate([of('FR')], charges)).toEqual({ currency: 'EUR', low: 0, high: 0, unknown: 10 });
  const before = { ...charges, day: '2026-09-01' };
  expect(estimate([of('BR', true)], before)).toEqual({ currency: 'EUR', low: 0, high: 0.11, unknown: 0 });
  expect(estimate([of('BR', true)], charges)).toEqual({ currency: 'EUR', low: 0.11, high: 0.11, unknown: 0 });
});

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let shop: Shop;

  beforeEach(async () => {
    db ??= (await open()).db;
    await emptyDatabase(db);
    await db.deleteFrom('rate_cards').execute();
    shop = await openShop(db);
  });

  /** A message that arrived, as its statuses tell. */
  const delivered = async (
    phone: string,
    at: string,
    pricing: MessagePricing | null,
    row: { once?: string; node?: string; session_id?: string } = {},
  ) => {
    const { lane, conversationId, contactId } = await shop.guest();
    await db.updateTable('contacts').set({ phone }).where('id', '=', contactId).execute();
    const { id } = await db
      .insertInto('outbox')
      .values({
        ...{ lane, conversation_id: conversationId, channel_id: shop.channelId, contact_id: contactId },
        ...{
          status: 'sending',
          created_at: new Date(at),
          message: JSON.stringify({ type: 'text', body: 'x' }),
        },
        ...row,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const told = { channelId: shop.channelId, wamid: `wamid.${randomUUID()}`, errors: [], at: new Date(at) };
    const callbackData = `${lane}.${id}`;
    await recordStatuses(db, [{ ...told, callbackData, status: 'sent', ...(pricing && { pricing }) }]);
    await recordStatuses(db, [{ ...told, callbackData, status: 'delivered' }]);
    return { lane, id };
  };
  const card = (...rates: Rate[]) => addRateCard(db, { name: 'Card', rates, addedBy: null });
  const report = (by: Parameters<typeof costReport>[1]['by'], from = '2026-11-01', to = '2026-11-30') =>
    costReport(db, { from, to, by });

  test('a message costs what its own statuses say, at the price of its day and country; what has none is told apart', async () => {
    await card(
      rate('DE', 'marketing', 100_000),
      rate('DE', 'utility', 50_000),
      rate('Other', 'marketing', 70_000),
    );
    await setNumberPrices(db, shop.channelId, { currency: null, markupPercent: 10, timezone: 'Asia/Tokyo' });
    await delivered('4915100000001', '2026-11-10T20:00:00Z', regular('marketing'));
    await delivered('254700000001', '2026-11-11T10:00:00Z', regular('marketing'));
    await delivered('4915100000002', '2026-11-11T10:00:00Z', free);
    await delivered('4915100000003', '2026-11-12T10:00:00Z', regular('authentication'));
    await delivered('4915100000004', '2026-11-12T10:00:00Z', null);

    const none = { flow: null, sessions: null, currency: 'EUR' };
    // By the number's own days: eight in the evening in Greenwich is the next day in Tokyo.
    expect(await report('day')).toEqual([
      { key: '2026-11-11', ...none, messages: 3, free: 1, charged: 2, unknown: 0, cost: 0.187 },
      { key: '2026-11-12', ...none, messages: 2, free: 0, charged: 0, unknown: 2, cost: null },
    ]);
    expect((await report('market')).map(({ key, cost }) => [key, cost])).toEqual([
      ['DE', 0.11],
      ['Other', 0.077],
    ]);
    expect((await report('category')).map(({ key, unknown }) => [key, unknown])).toEqual([
      ['marketing', 0],
      ['authentication', 1],
      ['service', 0],
      [null, 1],
    ]);
    expect(await peopleByCountry(db)).toEqual([
      { country: 'DE', count: 4 },
      { country: 'KE', count: 1 },
    ]);
  });

  test('a failed message costs nothing, and a later card counts from its own day on', async () => {
    await card(rate('DE', 'marketing', 100_000));
    const { lane, id } = await delivered('4915100000001', '2026-11-10T10:00:00Z', regular('marketing'));
    await delivered('4915100000002', '2026-11-20T10:00:00Z', regular('marketing'));
    const later = await card(rate('DE', 'marketing', 200_000, { from: '2026-11-15' }));
    expect((await report('number'))[0]?.cost).toBeCloseTo(0.3, 6);
    await db
      .updateTable('outbox')
      .set({ status: 'failed' })
      .where('lane', '=', lane)
      .where('id', '=', id)
      .execute();
    expect((await report('number'))[0]).toMatchObject({ messages: 1, cost: 0.2 });
    expect(await listRateCards(db)).toMatchObject([
      { count: 1, currencies: ['EUR'], from: '2026-11-15', until: null },
      { from: '2026-01-01' },
    ]);
    await removeRateCard(db, later);
    expect(await knownRates(db)).toHaveLength(1);
    expect((await report('number'))[0]).toMatchObject({ cost: 0.1 });
  });

  test('volume tiers count from the first of the month, over what the report leaves out', async () => {
    await card(rate('DE', 'utility', 50_000), rate('DE', 'utility', 10_000, { after: 2 }));
    for (const day of ['01', '02', '03', '04'])
      await delivered('4915100000001', `2026-11-${day}T10:00:00Z`, regular('utility'));
    const lines = await report('day', '2026-11-02');
    expect(lines.map(({ key, cost }) => [key, cost])).toEqual([
      ['2026-11-02', 0.05],
      ['2026-11-03', 0.01],
      ['2026-11-04', 0.01],
    ]);
  });

  test('what a broadcast and a node cost is told apart from everything else', async () => {
    await card(rate('DE', 'marketing', 100_000));
    const broadcast = randomUUID();
    await delivered('4915100000001', '2026-11-10T10:00:00Z', regular('marketing'), {
      once: `broadcast:${broadcast}`,
    });
    await delivered('4915100000002', '2026-11-10T10:00:00Z', regular('marketing'), { node: 'offer' });
    expect((await report('broadcast')).map(({ key, cost }) => [key, cost])) //
      .toEqual(
        expect.arrayContaining([
          [broadcast, 0.1],
          [null, 0.1],
        ]),
      );
    expect((await report('node')).map(({ key }) => String(key)).sort()).toEqual(['null', 'offer']);
  });

  test('what a session cost is told by how it ended', async () => {
    await card(rate('DE', 'marketing', 100_000));
    const ends = { one: 'booked', two: 'booked', three: null };
    for (const reason of Object.values(ends)) {
      const { lane, id } = await delivered('4915100000001', '2026-11-10T10:00:00Z', regular('marketing'));
      const session = randomUUID();
      const { conversation_id } = await db
        .updateTable('outbox')
        .set({ session_id: session })
        .where('lane', '=', lane)
        .where('id', '=', id)
        .returning('conversation_id')
        .executeTakeFirstOrThrow();
      await sql`
        insert into sessions (lane, id, conversation_id, flow_id, version, state, started_by, ended_at, ended_reason)
        values (${lane}, ${session}, ${conversation_id}, 'tables', 1, '{}', '{}',
          case when ${reason !== null} then now() end, ${reason})
      `.execute(db);
    }
    const lines = await report('outcome');
    expect(lines.map(({ flow, key, sessions, cost }) => [flow, key, sessions, cost])).toEqual([
      ['tables', 'booked', 2, 0.2],
      ['tables', 'under-way', 1, 0.1],
    ]);
  });

  test('what sessions cost is told by the way that they took, which is named as the forecast names it', async () => {
    await card(rate('Other', 'service', 10_000), rate('Other', 'utility', 50_000));
    const machine = flow(
      'drinks',
      {
        menu: { type: 'buttons', at, body: 'Which?', buttons: [option('tea'), option('coffee')] },
        again: { type: 'message', at, bubbles: [bubble('Please tap.')] },
        brew: { type: 'message', at, bubbles: [bubble('One.'), bubble('Two.')] },
        bye: { type: 'end', at },
      },
      {
        menu: { tea: 'brew', coffee: 'bye', other: 'again' },
        again: { next: 'menu' },
        brew: { next: 'bye' },
      },
    );
    await shop.bind(machine);
    const take = async (...words: string[]) => {
      const guest = await shop.guest();
      for (const word of words) {
        await shop.say(guest, word);
        await shop.turns(guest);
      }
    };
    for (const words of [['hi', 'tea'], ['hi', 'tea'], ['hi', 'what', 'no', 'tea'], ['hi', 'coffee'], ['hi']])
      await take(...words);
    const now = await databaseNow(db);
    await db
      .updateTable('outbox')
      .set({ status: 'delivered', delivered_at: now, pricing: JSON.stringify(regular('service')) })
      .execute();

    const day = now.toISOString().slice(0, 10);
    const lines = await costReport(db, { from: day, to: day, by: 'path', flow: 'drinks' });
    expect(
      lines.map(({ flow, key, sessions, messages, cost }) => [flow, key, sessions, messages, cost]),
    ).toEqual([
      ['drinks', 'menu > again > brew > bye', 1, 7, 0.07],
      ['drinks', 'menu > brew > bye', 2, 6, 0.06],
      ['drinks', 'menu', 1, 1, 0.01],
      ['drinks', 'menu > bye', 1, 1, 0.01],
    ]);
    expect(await costReport(db, { from: day, to: day, by: 'path', flow: 'other' })).toEqual([]);

    const plan = { day, runs: 1, mix: [{ country: 'DE', share: 1 }], freeEntryShare: 0 };
    const tariff = { rates: await knownRates(db), currency: 'EUR', markupPercent: 0 };
    const foreseen = forecastFlow(machine, null, tariff, plan)?.paths.map(({ nodes }) => wayOf(nodes));
    expect(foreseen).toEqual(expect.arrayContaining(['menu > brew > bye', 'menu > bye']));
  });
});
