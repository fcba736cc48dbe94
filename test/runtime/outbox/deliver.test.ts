import { setTimeout as sleep } from 'node:timers/promises';
import type { OutboundMessage } from '@parley/flows/message.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { claimDue } from '@parley/runtime/outbox/claim-due.ts';
import { createSender, deliverDue, type Sender, type SenderDeps } from '@parley/runtime/outbox/deliver.ts';
import type { Leased } from '@parley/runtime/outbox/leased.ts';
import { markSending } from '@parley/runtime/outbox/mark-sending.ts';
import { settle } from '@parley/runtime/outbox/settle.ts';
import { takeTurns } from '@parley/runtime/turn/take-turns.ts';
import { createGraphClient, type GraphClient } from '@parley/runtime/whatsapp/graph-client.ts';
import { type Kysely, sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator-types.ts';
import { forEachDatabase } from '../../setup/database.ts';
import { emptyDatabase, flow, type Guest, openShop, type Shop } from '../shop.ts';

const text = (body: string): OutboundMessage => ({ type: 'text', body });
const hello: OutboundMessage = { type: 'template', name: 'hello', language: 'en' };

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let shop: Shop;
  let guest: Guest;
  let emulator: Emulator;
  let graph: GraphClient;
  let sender: Sender;
  let deps: SenderDeps;
  let throughput: number;
  const events: string[] = [];
  const errors: unknown[] = [];
  const keepError = (fields: { err?: unknown }) => {
    if (fields.err !== undefined) errors.push(fields.err);
  };

  beforeAll(async () => {
    db = (await open()).db;
  });
  beforeEach(async () => {
    await emptyDatabase(db);
    events.length = 0;
    errors.length = 0;
    throughput = 80;
    emulator = await startEmulator({
      webhookUrl: null,
      templates: [
        {
          name: 'hello',
          language: 'en',
          category: 'UTILITY',
          status: 'APPROVED',
          components: [{ type: 'BODY', text: 'Hello' }],
        },
      ],
    });
    graph = createGraphClient({ baseUrl: emulator.url, version: 'v25.0', timeoutMs: 1_000 });
    shop = await openShop(db, emulator.phoneNumberId);
    guest = await newGuest();
    deps = {
      db,
      graph,
      channelOf: async () => ({
        phoneNumberId: emulator.phoneNumberId,
        accessToken: emulator.accessToken,
        catalogId: null,
        throughput,
      }),
      log: { warn: keepError, error: keepError },
      onFailed: () => events.push('failed'),
      onReleased: () => events.push('released'),
      at: (point) => {
        events.push(point);
      },
    };
    sender = createSender(deps);
  });
  afterEach(async () => {
    await sender.stop();
    await graph.close();
    await emulator.close();
    expect(errors).toEqual([]);
  });

  /** Somebody who has just written, to the emulator and to us. */
  const newGuest = async (more: { lane?: number } = {}): Promise<Guest> => {
    const someone = await shop.guest(more);
    await emulator.phone(someone.waId).text('hello');
    await writesNow(someone);
    return someone;
  };
  const writesNow = (someone: Guest) =>
    db
      .updateTable('conversations')
      .set({ last_inbound_at: sql`now()` })
      .where('id', '=', someone.conversationId)
      .execute();
  const queue = async (someone: Guest, ...messages: OutboundMessage[]) => {
    const ids: string[] = [];
    for (const message of messages) {
      const row = await db
        .insertInto('outbox')
        .values({
          lane: someone.lane,
          conversation_id: someone.conversationId,
          session_id: '00000000-0000-4000-8000-000000000001',
          channel_id: shop.channelId,
          contact_id: someone.contactId,
          node: 'ask',
          message: JSON.stringify(message),
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      ids.push(row.id);
    }
    return ids;
  };
  const deliver = () => deliverDue({ ...deps, sender });
  const statuses = async (someone = guest) => (await shop.outbox(someone)).map(({ status }) => status);
  const shown = (someone = guest) =>
    emulator.accepted.filter(({ to }) => to === someone.waId).map(({ body }) => bodyOf(body));
  const requests = () => emulator.requests.filter(({ body }) => isMessage(body)).length;
  const soon = () => sql`update outbox set due_at = now() where status in ('queued', 'unknown')`.execute(db);
  const inbox = async (someone = guest) =>
    (await shop.inbox(someone)).map(({ kind, input, source }) => ({ kind, input, source }));

  describe('messages of a conversation', () => {
    test('go one after the other, in their order, with the name of their row', async () => {
      const ids = await queue(guest, text('one'), text('two'), text('three'));
      expect(await deliver()).toBe(3);

      expect(shown()).toEqual(['one', 'two', 'three']);
      expect(emulator.accepted.map(({ callbackData }) => callbackData)).toEqual(
        ids.map((id) => `${guest.lane}.${id}`),
      );
      const rows = await shop.outbox(guest);
      expect(rows.map(({ wamid }) => wamid)).toEqual(emulator.accepted.map(({ wamid }) => wamid));
      for (const row of rows)
        expect(row).toMatchObject({ status: 'sent', attempts: 1, leased_until: null, error: null });
      expect(await deliver()).toBe(0);
    });

    test('wait for the answer to the one before', async () => {
      emulator.faults.next({ kind: 'delay', ms: 100 });
      await queue(guest, text('one'), text('two'));
      await deliver();
      expect(shown()).toEqual(['one', 'two']);
    });

    test('of many people go at the same time', async () => {
      const guests = await Promise.all(Array.from({ length: 8 }, () => newGuest({ lane: 3 })));
      for (const someone of guests) await queue(someone, text('hi'));
      const all = Promise.withResolvers<void>();
      let arrived = 0;
      const together = createSender({
        ...deps,
        at: async (point) => {
          if (point !== 'deliver.before-send') return;
          if (++arrived === guests.length) all.resolve();
          await all.promise;
        },
      });
      await deliverDue({ ...deps, sender: together });
      for (const someone of guests) expect(shown(someone)).toEqual(['hi']);
    });

    test('go to the user id of a person who hides the number', async () => {
      await db
        .updateTable('contact_aliases')
        .set({ kind: 'bsuid', value: 'US.1349' })
        .where('contact_id', '=', guest.contactId)
        .execute();
      await db.updateTable('contacts').set({ phone: '' }).where('id', '=', guest.contactId).execute();
      await emulator.phone('US.1349').text('hello');
      await queue(guest, text('hi'));
      await deliver();
      expect(emulator.accepted).toMatchObject([{ to: 'US.1349' }]);
    });
  });

  describe('the 24-hour window', () => {
    const close = () =>
      db
        .updateTable('conversations')
        .set({ last_inbound_at: sql`now() - interval '24 hours'` })
        .where('id', '=', guest.conversationId)
        .execute();

    test('is closed for a free-form message without a single attempt on the network, and the session is told', async () => {
      await close();
      const [id] = await queue(guest, text('too late'));
      await deliver();

      expect(requests()).toBe(0);
      expect(await shop.outbox(guest)).toMatchObject([
        { status: 'failed', attempts: 0, error: { reason: 'window-closed' }, failed_at: expect.any(Date) },
      ]);
      expect(await inbox()).toEqual([
        {
          kind: 'send',
          source: `failed:${guest.lane}.${id}`,
          input: { type: 'send.failed', node: 'ask', reason: 'window-closed' },
        },
      ]);
      expect(events).toContain('failed');
    });

    test('is none for somebody who never wrote', async () => {
      await db.updateTable('conversations').set({ last_inbound_at: null }).execute();
      await queue(guest, text('too early'));
      await deliver();
      expect(requests()).toBe(0);
      expect(await statuses()).toEqual(['failed']);
    });

    test('does not hold back a template, nor what comes after a message that was too late', async () => {
      await close();
      await queue(guest, text('too late'), hello);
      await deliver();
      expect(await statuses()).toEqual(['failed', 'sent']);
      expect(emulator.accepted).toMatchObject([{ type: 'template' }]);
    });

    test('that has closed for WhatsApp though not for us tells the session the same', async () => {
      emulator.faults.next({ kind: 'error', code: 131047 });
      await queue(guest, text('too late'));
      await deliver();
      expect(await inbox()).toMatchObject([
        { input: { type: 'send.failed', reason: 'window-closed', code: 131047 } },
      ]);
      expect(await statuses()).toEqual(['failed']);
    });
  });

  describe('a refusal', () => {
    test('that may pass is tried again later, and what comes behind waits', async () => {
      emulator.faults.next({ kind: 'error', code: 131016 }, { times: 2 });
      await queue(guest, text('one'), text('two'));
      await deliver();
      expect(await shop.outbox(guest)).toMatchObject([
        { status: 'queued', attempts: 1, error: { code: 131016 }, leased_until: null },
        { status: 'queued', attempts: 0, leased_until: null },
      ]);
      expect(events).toContain('released');
      expect(await deliver()).toBe(0);

      await soon();
      await deliver();
      await soon();
      await deliver();
      expect(shown()).toEqual(['one', 'two']);
      expect(await shop.outbox(guest)).toMatchObject([
        { status: 'sent', attempts: 3, error: null },
        { status: 'sent', attempts: 1 },
      ]);
    });

    test('that may pass has not passed for an answer after a quarter of an hour, for a template after a day', async () => {
      emulator.faults.next({ kind: 'error', code: 131016 }, { times: 2 });
      const other = await newGuest();
      await queue(guest, text('old'));
      await queue(other, hello);
      await sql`update outbox set created_at = now() - interval '16 minutes'`.execute(db);
      await deliver();
      expect(await statuses(guest)).toEqual(['failed']);
      expect(await statuses(other)).toEqual(['queued']);
      expect(await inbox()).toMatchObject([
        { input: { type: 'send.failed', reason: 'refused', code: 131016 } },
      ]);
    });

    test('for good fails the message, tells its session once, and lets the next one go', async () => {
      emulator.faults.next({ kind: 'error', code: 131026 });
      await queue(guest, text('one'), text('two'));
      await deliver();
      expect(await statuses()).toEqual(['failed', 'sent']);
      expect(await inbox()).toMatchObject([
        { input: { type: 'send.failed', node: 'ask', reason: 'refused', code: 131026 } },
      ]);
    });

    test('of one person for being too fast makes that person wait, for longer each time, and nobody else', async () => {
      const other = await newGuest();
      emulator.faults.next({ kind: 'error', code: 131056 }, { times: 2, match: { to: `+${guest.waId}` } });
      const waited: number[] = [];
      await queue(guest, text('fast'));
      await queue(other, text('calm'));
      for (let n = 0; n < 2; n++) {
        await deliver();
        const { rows } = await sql<{ ms: number }>`
          select extract(epoch from due_at - now())::float8 * 1000 as ms from outbox where status = 'queued'`.execute(
          db,
        );
        waited.push(rows[0]?.ms ?? 0);
        await soon();
      }
      expect(shown(other)).toEqual(['calm']);
      expect(waited[0]).toBeLessThanOrEqual(1_000);
      expect(waited[1]).toBeGreaterThan(2_000);
      expect(waited[1]).toBeLessThanOrEqual(4_000);
      await deliver();
      expect(shown()).toEqual(['fast']);
    });

    test('of the number for being too fast holds the whole number back for a while', async () => {
      emulator.faults.next({ kind: 'error', code: 130429 });
      const other = await newGuest();
      await queue(guest, text('one'));
      await deliver();
      expect(await statuses()).toEqual(['queued']);
      await queue(other, text('two'));
      const before = performance.now();
      await deliver();
      expect(performance.now() - before).toBeGreaterThan(400);
      expect(shown(other)).toEqual(['two']);
    });

    test('of the token stops the number: everything stays, and goes when the number goes again', async () => {
      const other = await newGuest();
      emulator.faults.next({ kind: 'error', code: 190 });
      await queue(guest, text('one'), text('two'));
      await deliver();
      await queue(other, text('three'));
      expect(await deliver()).toBe(0);
      const channel = await db.selectFrom('channels').selectAll().executeTakeFirst();
      expect(channel?.status).toBe('stopped');
      expect(channel?.stopped_reason).toContain('token');
      expect([...(await statuses()), ...(await statuses(other))]).toEqual(['queued', 'queued', 'queued']);
      expect(await inbox()).toEqual([]);

      await db.updateTable('channels').set({ status: 'active' }).execute();
      await deliver();
      expect(shown()).toEqual(['one', 'two']);
      expect(shown(other)).toEqual(['three']);
    });

    test('that no request was needed for fails the message too', async () => {
      await queue(guest, { type: 'product', productId: 'tea' }, text('two'));
      await deliver();
      expect(await statuses()).toEqual(['failed', 'sent']);
      expect(requests()).toBe(1);
    });

    test('by a connection that is refused means that nothing has left', async () => {
      const { url } = emulator;
      await emulator.close();
      await queue(guest, text('one'));
      await deliver();
      expect(url).not.toBe('');
      expect(await statuses()).toEqual(['queued']);
    });
  });

  describe('a lost answer', () => {
    const wait = () => sql`update outbox set due_at = now() where status = 'unknown'`.execute(db);

    test.each([
      ['accept-then-drop', { kind: 'accept-then-drop' as const }],
      ['a page of HTML', { kind: 'garbage' as const, accepted: true }],
      ['silence', { kind: 'hang' as const, accepted: true }],
    ])('(%s) leaves the message unknown, and those behind it wait', async (_what, fault) => {
      emulator.faults.next(fault);
      await queue(guest, text('one'), text('two'));
      await deliver();
      expect(await statuses()).toEqual(['unknown', 'queued']);
      await soonButUnknown();
      expect(await deliver()).toBe(0);
      expect(shown()).toEqual(['one']);
    });
    const soonButUnknown = () => sql`update outbox set due_at = now() where status = 'queued'`.execute(db);

    test('of a free-form message: it goes once more when the time for a status is over, and never a third time', async () => {
      emulator.faults.next({ kind: 'accept-then-drop' }, { times: 2 });
      await queue(guest, text('one'));
      await deliver();
      await deliver();
      expect(shown()).toEqual(['one']);

      await wait();
      await deliver();
      expect(shown()).toEqual(['one', 'one']);
      expect(await shop.outbox(guest)).toMatchObject([{ status: 'unknown', resent: true, attempts: 2 }]);

      await wait();
      await deliver();
      expect(shown()).toEqual(['one', 'one']);
      expect(await statuses()).toEqual(['failed']);
      expect(await inbox()).toMatchObject([{ input: { type: 'send.failed', reason: 'unknown' } }]);
      expect(events).toContain('failed');
    });

    test('of a template: it has failed when the time for a status is over, and does not go again', async () => {
      emulator.faults.next({ kind: 'accept-then-drop' });
      await queue(guest, hello);
      await deliver();
      await wait();
      await deliver();
      expect(emulator.accepted).toHaveLength(1);
      expect(await statuses()).toEqual(['failed']);
      expect(await inbox()).toMatchObject([{ input: { type: 'send.failed', reason: 'unknown' } }]);
    });

    test('does not matter when a status was faster', async () => {
      emulator.faults.next({ kind: 'accept-then-drop' });
      await queue(guest, text('one'), text('two'));
      // What record-status does with a status that carries our callback data.
      deps.at = async (point) => {
        if (point !== 'deliver.after-send') return;
        await sql`update outbox set status = 'delivered', wamid = 'wamid.told' where status = 'sending'`.execute(
          db,
        );
        deps.at = () => {};
      };
      sender = createSender({ ...deps, at: (point) => deps.at?.(point) });
      await deliver();
      expect(await shop.outbox(guest)).toMatchObject([
        { status: 'delivered', wamid: 'wamid.told' },
        { status: 'sent' },
      ]);
    });
  });

  describe('a process that dies', () => {
    /** What a process that is no more had leased. */
    const leasedByTheDead = () => claimDue(db, guest.lane, 15_000, 10);
    const lapse = () =>
      sql`update outbox set leased_until = now() - interval '1 second' where leased_until is not null`.execute(
        db,
      );

    test('before it sent leaves its messages to others when its lease has lapsed', async () => {
      await queue(guest, text('one'), text('two'));
      await leasedByTheDead();
      expect(await deliver()).toBe(0);
      await lapse();
      expect(await deliver()).toBe(2);
      expect(shown()).toEqual(['one', 'two']);
    });

    test('while it sent leaves a message of unknown fate, which is not sent at once', async () => {
      await queue(guest, text('one'), text('two'));
      const leased = await leasedByTheDead();
      await markSending(db, guest.lane, leased.slice(0, 1), 15_000);
      await lapse();
      expect(await deliver()).toBe(0);
      expect(await statuses()).toEqual(['unknown', 'queued']);
      expect(requests()).toBe(0);

      await soon();
      await deliver();
      expect(shown()).toEqual(['one', 'two']);
      expect(await shop.outbox(guest)).toMatchObject([
        { resent: true, attempts: 2 },
        { resent: false, attempts: 1 },
      ]);
    });

    test('and turns out to be alive sends nothing that somebody else has sent', async () => {
      await queue(guest, text('one'), text('two'));
      const leased = await leasedByTheDead();
      await lapse();
      await deliver();
      await sender.deliver(leased);
      expect(shown()).toEqual(['one', 'two']);
    });

    test('and turns out to be alive may still say that its message arrived, and it is not sent again', async () => {
      const [id] = await queue(guest, text('one'));
      const leased = await leasedByTheDead();
      await markSending(db, guest.lane, leased, 15_000);
      await lapse();
      await deliver();
      await soon();
      // Decided: once more. The late answer comes before that.
      const again = await deliverDue({ ...deps, sender: { ...sender, room: () => 0 } });
      expect([again, await statuses()]).toEqual([0, ['queued']]);
      const settled = await settle(db, guest.lane, [
        { id: id ?? '', attempts: 1, outcome: 'sent', wamid: 'wamid.late' },
      ]);
      expect(settled).toEqual(['sent']);
      expect(await deliver()).toBe(0);
      expect(requests()).toBe(0);
    });

    test('and turns out to be alive cannot undo what came after it', async () => {
      const [id] = await queue(guest, text('one'));
      const leased = await leasedByTheDead();
      await markSending(db, guest.lane, leased, 15_000);
      await lapse();
      await deliver();
      await soon();
      await deliver();
      const late = { id: id ?? '', attempts: 1, outcome: 'failed' as const, error: { reason: 'refused' } };
      expect(await settle(db, guest.lane, [late])).toEqual([null]);
      expect(await statuses()).toEqual(['sent']);
    });
  });

  describe('two processes', () => {
    test('keep the order of a conversation even when each has leased a part of it', async () => {
      await queue(guest, text('one'), text('two'));
      const first = await claimDue(db, guest.lane, 15_000, 10);
      await queue(guest, text('three'));
      const third: Leased[] = (await shop.outbox(guest)).slice(2).map((row) => ({ ...row, answers: null }));
      const other = createSender(deps);
      emulator.faults.next({ kind: 'delay', ms: 200 });
      await Promise.all([sender.deliver(first), other.deliver(third)]);
      await soon();
      await deliver();
      expect(shown()).toEqual(['one', 'two', 'three']);
      await other.stop();
    });

    test('send every message once', async () => {
      const guests = await Promise.all(Array.from({ length: 6 }, () => newGuest({ lane: 5 })));
      const sent = Array.from({ length: 5 }, (_, n) => String(n));
      for (const someone of guests) await queue(someone, ...sent.map(text));
      const other = createSender(deps);
      const both = [sender, other];
      for (let n = 0; n < 4; n++) {
        await Promise.all(both.map((one) => deliverDue({ ...deps, sender: one })));
        await soon();
      }
      for (const someone of guests) expect(shown(someone)).toEqual(sent);
      await other.stop();
    });
  });

  describe('waiting', () => {
    test('for the pair rate is spent in the database and costs no attempt', async () => {
      await queue(guest, ...Array.from({ length: 47 }, (_, n) => text(String(n))));
      await deliver();
      const rows = await shop.outbox(guest);
      expect(rows.filter(({ status }) => status === 'sent')).toHaveLength(45);
      expect(rows.slice(45)).toMatchObject([
        { status: 'queued', attempts: 0, leased_until: null },
        { status: 'queued', attempts: 0, leased_until: null },
      ]);
      expect(emulator.refused).toEqual([]);
      expect(await deliver()).toBe(0);
    });

    test('for the rate of the number keeps to it', async () => {
      throughput = 10;
      const guests = await Promise.all(Array.from({ length: 8 }, () => newGuest()));
      for (const someone of guests) await queue(someone, text('hi'));
      const before = performance.now();
      await deliver();
      expect(performance.now() - before).toBeGreaterThan(650);
      expect(emulator.accepted).toHaveLength(8);
    });
  });

  describe('the blue ticks', () => {
    const talk = flow(
      'talk',
      {
        hi: {
          type: 'message',
          at: [0, 0],
          bubbles: [
            { id: 'a', message: { type: 'text', body: 'one' } },
            { id: 'b', message: { type: 'text', body: 'two' } },
          ],
        },
        bye: { type: 'end', at: [0, 0] },
      },
      { hi: { next: 'bye' } },
    );
    const turn = () => takeTurns({ db, machines: shop.machines, leaseMs: () => 15_000 }, guest.lane, 50);
    const hear = async () => {
      const wamid = await emulator.phone(guest.waId).text('hello');
      await shop.say(guest, 'hello', { source: wamid });
      return wamid;
    };
    const seen = () => emulator.requests.map(({ body }) => (isMessage(body) ? 'message' : 'mark'));

    const marks = () => seen().filter((kind) => kind === 'mark');

    test('come once, after the first message of the answer', async () => {
      await shop.bind(talk);
      const wamid = await hear();
      const { wrote } = await turn();
      await sender.deliver(wrote);
      await expect.poll(marks).toHaveLength(1);
      expect(seen()[0]).toBe('message');
      expect(emulator.readMarks).toMatchObject([{ wamid, typing: false }]);
    });

    test('come to nothing that was not answered', async () => {
      await hear();
      await sender.deliver((await turn()).wrote);
      expect(seen()).toEqual([]);
    });

    test('that hang or fail neither hold up an answer nor fail it', async () => {
      await shop.bind(talk);
      for (const fault of [{ kind: 'hang' as const }, { kind: 'error' as const, code: 131000 }]) {
        emulator.faults.next(fault, { match: { type: 'read' } });
        await hear();
        await sender.deliver((await turn()).wrote);
      }
      expect(shown()).toEqual(['one', 'two', 'one', 'two']);
    });

    test('come with the typing indicator at once where the answer waits for a call', async () => {
      const wamid = await hear();
      const { conversationId } = guest;
      await sender.announce([{ channelId: shop.channelId, conversationId, wamid }]);
      await expect.poll(() => emulator.readMarks).toMatchObject([{ wamid, typing: true }]);
    });
  });

  test('stopping finishes what is on the network and gives the rest back at once', async () => {
    emulator.faults.next({ kind: 'delay', ms: 200 });
    await queue(guest, text('one'), text('two'), text('three'));
    const sent = Promise.withResolvers<void>();
    deps.at = (point) => {
      if (point === 'deliver.before-send') sent.resolve();
    };
    const stopping = createSender(deps);
    const delivering = deliverDue({ ...deps, sender: stopping });
    await sent.promise;
    await stopping.stop();
    await delivering;
    expect(await shop.outbox(guest)).toMatchObject([
      { status: 'sent' },
      { status: 'queued', leased_until: null, attempts: 0 },
      { status: 'queued', leased_until: null, attempts: 0 },
    ]);
  });

  test('a message is kept while it waits for long in a process that lives', async () => {
    const slow = createGraphClient({ baseUrl: emulator.url, version: 'v25.0' });
    const patient = createSender({ ...deps, graph: slow, leaseMs: 1_000 });
    emulator.faults.next({ kind: 'delay', ms: 2_500 });
    await queue(guest, text('one'), text('two'));
    const delivering = deliverDue({ ...deps, leaseMs: 1_000, sender: patient });
    await sleep(1_500);
    // Its lease would have lapsed by now: nobody may take the messages, nor call the first one unknown.
    expect(await deliver()).toBe(0);
    expect(await statuses()).toEqual(['sending', 'queued']);
    await delivering;
    expect(shown()).toEqual(['one', 'two']);
    await patient.stop();
    await slow.close();
  });
});

function isMessage(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'type' in body;
}

function bodyOf(body: object): string {
  const shown: { text?: { body?: string }; type?: string } = body;
  return shown.text?.body ?? shown.type ?? '';
}
