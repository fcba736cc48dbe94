import type { Database } from '@parley/runtime/db/tables.ts';
import { openCases, resolveCase } from '@parley/runtime/escalation/cases.ts';
import type { Kysely } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { echo, emptyDatabase, type Guest, openShop, type Shop } from '../shop.ts';

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let shop: Shop;
  let guest: Guest;
  beforeAll(async () => {
    db = (await open()).db;
  });
  beforeEach(async () => {
    await emptyDatabase(db);
    shop = await openShop(db);
    await shop.bind(echo);
    guest = await shop.guest({ name: 'Guest' });
  });
  const ask = async (...guests: Guest[]) => {
    for (const someone of guests) {
      await shop.say(someone, 'hello');
      await shop.say(someone, 'human');
      await shop.turns(someone);
    }
  };

  describe('an open case', () => {
    test('says who waits for whom, and since when; the first one first', async () => {
      const other = await shop.guest({ name: 'Other' });
      await ask(guest, other);
      expect(await openCases(db)).toMatchObject([
        {
          conversationId: guest.conversationId,
          channelId: shop.channelId,
          contactId: guest.contactId,
          contactName: 'Guest',
          node: 'help',
          team: 'front',
          openedAt: expect.any(Date),
        },
        { conversationId: other.conversationId, contactName: 'Other' },
      ]);
      expect(await openCases(db, 1)).toHaveLength(1);
    });

    test('closes when the agent hands back, and the conversation goes on', async () => {
      await ask(guest);
      const woken: number[] = [];
      expect(
        await resolveCase({ db, onResolved: (lane) => woken.push(lane) }, guest.conversationId, 'helped'),
      ).toBe(true);
      expect(woken).toEqual([guest.lane]);
      await shop.turns(guest);

      expect(await openCases(db)).toEqual([]);
      expect(await shop.said(guest)).toEqual(['0: ', 'Somebody comes.', '0: ']);
      expect((await shop.inbox(guest)).at(-1)?.input).toEqual({ type: 'agent.resolved', outcome: 'helped' });
    });

    test('counts once when two agents close it at the same time', async () => {
      await ask(guest);
      await Promise.all([
        resolveCase({ db }, guest.conversationId),
        resolveCase({ db }, guest.conversationId),
      ]);
      await shop.turns(guest);
      expect(await shop.said(guest)).toEqual(['0: ', 'Somebody comes.', '0: ']);
    });

    test('may be the second one of a conversation', async () => {
      await ask(guest);
      await resolveCase({ db }, guest.conversationId);
      await shop.turns(guest);
      await shop.say(guest, 'human');
      await shop.turns(guest);
      expect(await resolveCase({ db }, guest.conversationId)).toBe(true);
      await shop.turns(guest);
      expect(await shop.conversation(guest)).toMatchObject({ held: false });
      expect(await shop.said(guest)).toEqual(['0: ', 'Somebody comes.', '0: ', 'Somebody comes.', '0: ']);
    });
  });

  test('a conversation without a case cannot be handed back', async () => {
    expect(await resolveCase({ db }, guest.conversationId)).toBe(false);
    expect(await shop.inbox(guest)).toEqual([]);
  });
});
