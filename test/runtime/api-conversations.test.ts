import type { OutboundMessage } from '@parley/flows/message.ts';
import { requestStart } from '@parley/runtime/conversation/start-flow.ts';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { createMachineCache } from '@parley/runtime/turn/machine-cache.ts';
import { takeTurns } from '@parley/runtime/turn/take-turns.ts';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../setup/database.ts';
import { apiUnderTest } from './api-under-test.ts';
import { deskFlow } from './desk-flow.ts';
import { flow, openShop } from './shop.ts';

/** Begins with a template, so it may be started without a word of the contact. */
const newsFlow = flow(
  'news',
  {
    hello: { type: 'template', at: [0, 0], name: 'hello', language: 'en' },
    end: { type: 'end', at: [0, 0] },
  },
  { hello: { next: 'end' } },
);

const NOWHERE = '00000000-0000-8000-8000-000000000000';

forEachDatabase((_, open) => {
  let api: ReturnType<typeof apiUnderTest>;
  let opened: OpenDatabase;
  let shop: Awaited<ReturnType<typeof openShop>>;
  beforeAll(async () => {
    opened = await open();
    api = apiUnderTest(opened);
    shop = await openShop(opened.db);
    await shop.bind(deskFlow());
    await shop.publish(newsFlow);
    await api.call('POST', '/api/flows', { machine: deskFlow({ id: 'draft-only' }) });
  });

  /** Takes the turns that the API has asked for, as the server would. */
  const work = async () => {
    const machines = createMachineCache();
    for (const { lane } of api.woken.splice(0)) {
      await takeTurns({ db: opened.db, machines, leaseMs: () => null }, lane, 50);
    }
  };
  /** Somebody whose window is open. */
  const writer = async () => {
    const guest = await shop.guest();
    await opened.db
      .updateTable('conversations')
      .set({ last_inbound_at: sql<Date>`now()` })
      .where('id', '=', guest.conversationId)
      .execute();
    return guest;
  };
  const transcript = async (id: string, query = '') => {
    const { json } = await api.call('GET', `/api/conversations/${id}/transcript${query}`);
    return json as {
      entries: { id: string; from: string; text: string; status: string }[];
      next: string | null;
    };
  };

  describe('starting a flow', () => {
    test('for a person who has not written begins a conversation, and the flow says its first words', async () => {
      const begun = await api.call('POST', '/api/conversations', {
        number: shop.channelId,
        phone: '+4915100000001',
        flow: 'news',
      });
      expect(begun).toMatchObject({ status: 202, json: { isNew: true } });
      await work();
      const { entries } = await transcript(String(begun.json.conversationId));
      expect(entries).toMatchObject([
        { from: 'event', kind: 'start', text: 'Flow “news” was started by hand.', status: 'done' },
        { from: 'us', kind: 'template', node: 'hello' },
      ]);
    });

    test('for the same person goes on in the same conversation', async () => {
      const body = { number: shop.channelId, phone: '4915100000002', flow: 'news' };
      const [one, other] = [
        await api.call('POST', '/api/conversations', body),
        await api.call('POST', '/api/conversations', { ...body, phone: '+4915100000002' }),
      ];
      expect(other.json.conversationId).toBe(one.json.conversationId);
    });

    test('asked for twice with one key happens once', async () => {
      const body = { number: shop.channelId, phone: '4915100000003', flow: 'news' };
      const ask = () => api.call('POST', '/api/conversations', body, { 'idempotency-key': 'order-17' });
      const [one, other] = [await ask(), await ask()];
      expect(one.json).toMatchObject({ isNew: true });
      expect(other.json).toEqual({ conversationId: one.json.conversationId, isNew: false });
      await work();
      expect((await transcript(String(one.json.conversationId))).entries).toHaveLength(2);
    });

    test('in a conversation ends what is under way there', async () => {
      const guest = await writer();
      const path = `/api/conversations/${guest.conversationId}/start`;
      await api.call('POST', path, { flow: 'desk' });
      await work();
      await api.call('POST', path, { flow: 'desk' });
      await work();
      const sessions = await opened.db
        .selectFrom('sessions')
        .select(['ended_reason'])
        .where('conversation_id', '=', guest.conversationId)
        .orderBy('started_at')
        .execute();
      expect(sessions).toEqual([{ ended_reason: 'replaced' }, { ended_reason: null }]);
    });

    test('with the window closed is refused where the flow would begin with what does not arrive', async () => {
      const body = { number: shop.channelId, phone: '4915100000004', flow: 'desk' };
      expect(await api.call('POST', '/api/conversations', body)).toMatchObject({
        status: 409,
        json: { code: 'window-closed' },
      });
      const guest = await shop.guest();
      const path = `/api/conversations/${guest.conversationId}/start`;
      expect(await api.call('POST', path, { flow: 'desk' })).toMatchObject({
        status: 409,
        json: { code: 'window-closed' },
      });
      expect(await api.call('POST', path, { flow: 'news' })).toMatchObject({ status: 202 });
      await work();
      // Asked for by somebody who did not look: its turn looks again.
      await requestStart(
        opened.db,
        { lane: guest.lane, id: guest.conversationId },
        { flowId: 'desk', once: 'x' },
      );
      await shop.turns(guest);
      expect((await shop.outbox(guest)).map(({ message }) => message.type)).toEqual(['template']);
      expect((await shop.inbox(guest)).at(-1)).toMatchObject({ kind: 'start', status: 'ignored' });
    });

    test('is refused while a person holds the conversation', async () => {
      const guest = await shop.guest();
      await opened.db
        .updateTable('conversations')
        .set({ held: true })
        .where('id', '=', guest.conversationId)
        .execute();
      const refused = await api.call('POST', `/api/conversations/${guest.conversationId}/start`, {
        flow: 'desk',
      });
      expect(refused).toMatchObject({ status: 409, json: { code: 'held-by-a-person' } });
      expect(api.woken).toEqual([]);
    });

    test('needs a flow that is published, and a number and a conversation that exist', async () => {
      const guest = await shop.guest();
      const start = (flow: string, id = guest.conversationId) =>
        api.call('POST', `/api/conversations/${id}/start`, { flow });
      expect(await start('none')).toMatchObject({ status: 404, json: { code: 'flow-not-found' } });
      expect(await start('draft-only')).toMatchObject({ status: 409, json: { code: 'flow-not-published' } });
      expect(await start('desk', NOWHERE)).toMatchObject({
        status: 404,
        json: { code: 'conversation-not-found' },
      });
      const body = { number: NOWHERE, phone: '4915100000009', flow: 'desk' };
      const elsewhere = await api.call('POST', '/api/conversations', body);
      expect(elsewhere).toMatchObject({ status: 404, json: { code: 'number-not-found' } });
    });
  });

  describe('handing back', () => {
    test('closes the case and lets the flow go on', async () => {
      const guest = await writer();
      await api.call('POST', `/api/conversations/${guest.conversationId}/start`, { flow: 'desk' });
      await work();
      await shop.tell(guest, { type: 'text', text: 'human' });
      api.woken.push({ lane: guest.lane, conversationId: guest.conversationId });
      await work();

      const { json } = await api.call('GET', '/api/cases');
      expect(json.cases).toContainEqual(
        expect.objectContaining({ conversationId: guest.conversationId, node: 'person', team: 'desk' }),
      );
      const resolved = await api.call('POST', `/api/conversations/${guest.conversationId}/resolve`);
      expect(resolved.status).toBe(202);
      await work();
      expect((await api.call('GET', '/api/cases')).text).not.toContain(guest.conversationId);
      expect(await api.call('POST', `/api/conversations/${guest.conversationId}/resolve`)).toMatchObject({
        status: 409,
        json: { code: 'nobody-holds-it' },
      });
    });

    test('a conversation that does not exist is a problem', async () => {
      const refused = await api.call('POST', `/api/conversations/${NOWHERE}/resolve`, {});
      expect(refused).toMatchObject({ status: 404, json: { code: 'conversation-not-found' } });
    });
  });

  describe('a transcript', () => {
    test('tells what became of each message, errors in words', async () => {
      const guest = await shop.guest();
      const send = (message: OutboundMessage, row: object) =>
        opened.db
          .insertInto('outbox')
          .values({
            lane: guest.lane,
            conversation_id: guest.conversationId,
            channel_id: shop.channelId,
            contact_id: guest.contactId,
            message: JSON.stringify(message),
            ...row,
          })
          .execute();
      await send({ type: 'text', body: 'Late' }, { status: 'failed', error: '{"reason":"window-closed"}' });
      await send(
        { type: 'text', body: 'Refused' },
        { status: 'failed', error: '{"code":131026,"reason":"refused","details":"Not on WhatsApp."}' },
      );
      await send(
        { type: 'text', body: 'Fine' },
        {
          status: 'read',
          wamid: 'wamid.fine',
          read_at: sql`now()`,
          error: '{"reason":"unknown"}',
        },
      );
      const { entries } = await transcript(guest.conversationId);
      expect(entries).toMatchObject([
        { text: 'Late', status: 'failed', error: expect.stringContaining('only a template') },
        { text: 'Refused', error: 'Not on WhatsApp. (WhatsApp’s error 131026)' },
        { text: 'Fine', status: 'read', wamid: 'wamid.fine', error: null, readAt: expect.any(String) },
      ]);
    });

    test('comes in pages that miss nothing and repeat nothing, newest page first', async () => {
      const guest = await shop.guest();
      for (let n = 1; n <= 7; n++) await shop.tell(guest, { type: 'text', text: `message ${n}` });
      const seen: string[][] = [];
      let next: string | null = '';
      while (next !== null) {
        const page: Awaited<ReturnType<typeof transcript>> = await transcript(
          guest.conversationId,
          `?limit=3${next ? `&next=${next}` : ''}`,
        );
        seen.unshift(page.entries.map(({ text }) => text));
        next = page.next;
      }
      expect(seen.map((page) => page.length)).toEqual([1, 3, 3]);
      expect(seen.flat()).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `message ${n}`));
    });

    test('of a conversation that went on in another is that one’s', async () => {
      const [kept, folded] = [await shop.guest(), await shop.guest()];
      await shop.tell(kept, { type: 'text', text: 'in the kept one' });
      await opened.db
        .updateTable('conversations')
        .set({ merged_into: kept.conversationId, merged_into_lane: kept.lane })
        .where('id', '=', folded.conversationId)
        .execute();
      expect((await transcript(folded.conversationId)).entries).toMatchObject([{ text: 'in the kept one' }]);
    });
  });

  describe('the list', () => {
    test('shows the newest first, by number, in pages', async () => {
      const other = await openShop(opened.db);
      await other.bind(deskFlow());
      const guests = [await other.guest(), await other.guest(), await other.guest()];
      for (const [n, guest] of guests.entries()) {
        await opened.db
          .updateTable('conversations')
          .set({ last_inbound_at: new Date(Date.now() - 1000 * (10 - n)) })
          .where('id', '=', guest.conversationId)
          .execute();
      }
      const list = async (query: string) => {
        const { json } = await api.call(
          'GET',
          `/api/conversations?number=${other.channelId}&limit=2${query}`,
        );
        return json as {
          conversations: { id: string; windowClosesAt: string | null }[];
          next: string | null;
        };
      };
      const first = await list('');
      const second = await list(`&next=${first.next}`);
      expect([...first.conversations, ...second.conversations].map(({ id }) => id)).toEqual(
        guests.map(({ conversationId }) => conversationId).reverse(),
      );
      expect(first.conversations[0]?.windowClosesAt).toEqual(expect.any(String));
      expect(second.next).toBeNull();
    });

    test('tells where the session stands', async () => {
      const guest = await writer();
      await api.call('POST', `/api/conversations/${guest.conversationId}/start`, { flow: 'desk' });
      await work();
      const { json } = await api.call('GET', `/api/conversations?number=${shop.channelId}&limit=200`);
      expect(json.conversations).toContainEqual(
        expect.objectContaining({
          id: guest.conversationId,
          windowClosesAt: expect.any(String),
          session: expect.objectContaining({ flow: 'desk', node: 'welcome' }),
        }),
      );
    });

    test.each([
      'next=x',
      'next=1.in-1',
      `next=1.${"'; drop table flows"}`,
      'limit=0',
      'limit=1000',
      'sort=name',
    ])('refuses %s', async (query) => {
      expect((await api.call('GET', `/api/conversations?${query}`)).status).toBe(400);
    });
  });
});
