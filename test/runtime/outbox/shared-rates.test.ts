import { setTimeout as sleep } from 'node:timers/promises';
import type { OutboundMessage } from '@parley/flows/message.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { createSender, deliverDue, type Sender, type SenderDeps } from '@parley/runtime/outbox/deliver.ts';
import { createSharedRates, type SharedRates } from '@parley/runtime/outbox/shared-rates.ts';
import { createGraphClient, type GraphClient } from '@parley/runtime/whatsapp/graph-client.ts';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULTS } from '../../emulator/business-number.ts';
import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator-types.ts';
import { forEachDatabase } from '../../setup/database.ts';
import { emptyDatabase, type Guest, openShop, type Shop } from '../shop.ts';

const GRANTED = 20;
const text = (body: string): OutboundMessage => ({ type: 'text', body });

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  beforeAll(async () => {
    db = (await open()).db;
  });
  beforeEach(() => emptyDatabase(db));

  describe('processes on one database', () => {
    let now = 0;
    const clock = () => now;
    const join = async () => {
      const rates = createSharedRates({ db, now: clock });
      await rates.beat();
      return rates;
    };
    beforeEach(() => {
      now = 0;
    });

    test('by itself has the whole rate at once', async () => {
      const rates = await join();
      expect(rates.share()).toBe(1);
      expect(rates.processes()).toBe(1);
    });

    test('share the rate, the new one in full only when all others know of it and have kept what they promised', async () => {
      const [first, second] = [await join(), await join()];
      expect(first.share()).toBe(1);
      expect(second.share()).toBeLessThanOrEqual(0.125);
      await second.beat();
      expect(second.share()).toBeLessThanOrEqual(0.125);
      await first.beat();
      expect(first.share()).toBe(0.5);
      await second.beat();
      expect(second.share()).toBeLessThanOrEqual(0.125);
      now = 3_000;
      expect(second.share()).toBe(0.5);
    });

    test('that start in the same moment never think that each is alone', async () => {
      const rates = await Promise.all([join(), join(), join()]);
      expect(rates.filter((one) => one.share() === 1)).toHaveLength(1);
    });

    test('give their share to the others when they leave, and when they are not heard of any more', async () => {
      const [first, second, third] = [await join(), await join(), await join()];
      await first.beat();
      expect(first.share()).toBeCloseTo(1 / 3);
      await third.leave();
      await first.beat();
      expect(first.share()).toBe(0.5);
      await sql`update processes set seen_at = now() - interval '7 seconds'`.execute(db);
      await first.beat();
      expect(first.share()).toBe(1);
      expect(second.share()).toBeLessThan(1);
    });

    test('that stood still take little until they have looked again, and join anew', async () => {
      const [first, second] = [await join(), await join()];
      await first.beat();
      now = 7_000;
      expect(first.share()).toBeLessThanOrEqual(0.125);
      await first.beat();
      await second.beat();
      expect(first.share()).toBeLessThanOrEqual(0.125);
      await first.beat();
      now = 10_000;
      expect(first.share()).toBe(0.5);
    });

    test('all hear that a number is too fast, with the next beat; its rate is halved once for one episode', async () => {
      const { channelId } = await openShop(db);
      const other = await openShop(db);
      const [first, second] = [await join(), await join()];
      await Promise.all([
        first.slow(channelId, 'number', 1_000, 80),
        second.slow(channelId, 'number', 4_000, 80),
      ]);
      expect(first.slowed(channelId)).toEqual({ untilMs: 1_000, perSecond: 40 });
      await first.beat();
      expect(first.slowed(channelId)?.perSecond).toBe(40);
      expect(first.slowed(channelId)?.untilMs).toBeGreaterThan(1_500);
      expect(first.slowed(other.channelId)).toBeNull();

      await sql`update channels set slowed_until = now() - interval '1 minute'`.execute(db);
      await second.slow(channelId, 'number', 1_000, 60);
      await first.beat();
      expect(first.slowed(channelId)?.perSecond).toBe(30);
    });

    test('hold back all numbers of a business account, or of the app, when WhatsApp means these', async () => {
      const [one, two, three] = [await openShop(db), await openShop(db), await openShop(db)];
      for (const { channelId } of [one, two]) {
        await db
          .updateTable('channels')
          .set({ business_account_id: '1' })
          .where('id', '=', channelId)
          .execute();
      }
      const [first, second] = [await join(), await join()];
      const slowedFor = async () => {
        await second.beat();
        return [one, two, three].map(({ channelId }) => second.slowed(channelId));
      };
      await first.slow(one.channelId, 'account', 60_000, 80);
      const pause = { untilMs: expect.any(Number), perSecond: null };
      expect(await slowedFor()).toEqual([pause, pause, null]);
      await first.slow(three.channelId, 'app', 60_000, 80);
      expect(await slowedFor()).toEqual([pause, pause, pause]);
    });
  });

  describe('two senders on one database, and a WhatsApp that counts', () => {
    let shop: Shop;
    let emulator: Emulator;
    let graph: GraphClient;
    let deps: SenderDeps;
    let both: { sender: Sender; rates: SharedRates }[] = [];
    const ending = { signal: new AbortController() };

    beforeEach(async () => {
      emulator = await startEmulator({ webhookUrl: null, numbers: [{ ...DEFAULTS, throughput: GRANTED }] });
      graph = createGraphClient({ baseUrl: emulator.url, version: 'v25.0' });
      shop = await openShop(db, emulator.phoneNumberId);
      const { phoneNumberId, accessToken } = emulator;
      deps = {
        ...{ db, graph, log: { warn: () => {}, error: () => {} } },
        channelOf: async () => ({ phoneNumberId, accessToken, catalogId: null, throughput: GRANTED }),
      };
      ending.signal = new AbortController();
    });
    afterEach(async () => {
      ending.signal.abort();
      for (const { sender } of both) await sender.stop();
      await graph.close();
      await emulator.close();
    });

    /** Two processes that have known of each other for a while. */
    const startBoth = async () => {
      const rates = [createSharedRates({ db }), createSharedRates({ db })];
      for (const one of [...rates, ...rates]) await one.beat();
      for (const one of rates) void one.run(ending.signal.signal);
      both = rates.map((one) => ({ rates: one, sender: createSender({ ...deps, rates: one }) }));
      await expect.poll(() => rates.map((one) => one.share()), { timeout: 20_000 }).toEqual([0.5, 0.5]);
    };
    const newGuest = async (): Promise<Guest> => {
      const guest = await shop.guest();
      await emulator.phone(guest.waId).text('hello');
      await db
        .updateTable('conversations')
        .set({ last_inbound_at: sql`now()` })
        .where('id', '=', guest.conversationId)
        .execute();
      return guest;
    };
    const queue = (guest: Guest, body: string) =>
      db
        .insertInto('outbox')
        .values({
          ...{ lane: guest.lane, conversation_id: guest.conversationId, contact_id: guest.contactId },
          ...{ channel_id: shop.channelId, message: JSON.stringify(text(body)) },
        })
        .execute();
    const lanes = async () => {
      const rows = await db.selectFrom('outbox').select('lane').where('status', '=', 'queued').execute();
      return new Set(rows.map(({ lane }) => lane));
    };

    test('stay together within what is granted', async () => {
      const guests = await Promise.all(Array.from({ length: 30 }, newGuest));
      await startBoth();
      for (const guest of guests) for (const body of ['1', '2', '3', '4', '5']) await queue(guest, body);
      const work = async (one: { sender: Sender }) => {
        for (let left = await lanes(); left.size > 0; left = await lanes()) {
          await deliverDue({ ...deps, ...one }, left);
          await sleep(20);
        }
      };
      await Promise.all(both.map(work));
      expect(emulator.refused).toEqual([]);
      expect(emulator.accepted).toHaveLength(150);
      const used = new Set(emulator.accepted.map(({ to }) => to));
      expect(used.size).toBe(30);
    });

    test('one after the other to one person keep to the pair rate', async () => {
      const guest = await newGuest();
      await startBoth();
      for (let n = 0; n < 52; n++) {
        await queue(guest, String(n));
        const one = both[n % 2];
        if (one) await deliverDue({ ...deps, ...one }, [guest.lane]);
        // The number's own rate is not what this is about.
        await sql`update outbox set due_at = now() where status = 'queued'`.execute(db);
      }
      expect(emulator.refused).toEqual([]);
      expect(emulator.accepted.length).toBeGreaterThan(38);
      expect(emulator.accepted.length).toBeLessThan(48);
      expect(emulator.accepted.map(({ body }) => body)).toMatchObject(
        emulator.accepted.map((_, n) => ({ text: { body: String(n) } })),
      );
    });

    test('what WhatsApp refuses to one as too fast holds back the other', async () => {
      const [guest, other] = [await newGuest(), await newGuest()];
      await startBoth();
      await queue(guest, 'fast');
      emulator.faults.next({ kind: 'error', code: 130429 });
      const [one, two] = both;
      if (one) await deliverDue({ ...deps, ...one }, [guest.lane]);
      await two?.rates.beat();
      expect(two?.rates.slowed(shop.channelId)).toMatchObject({ perSecond: GRANTED / 2 });
      await sql`update channels set slowed_until = now() + interval '1 hour'`.execute(db);
      await two?.rates.beat();
      await queue(other, 'calm');
      if (two) await deliverDue({ ...deps, ...two }, [other.lane]);
      expect(emulator.accepted).toEqual([]);
      const rows = await shop.outbox(guest);
      expect(rows).toMatchObject([{ status: 'queued', slowed: 1, failures: 0, attempts: 1 }]);
      expect(await shop.outbox(other)).toMatchObject([{ status: 'queued', slowed: 0, attempts: 0 }]);
    });
  });
});
