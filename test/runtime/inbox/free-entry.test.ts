import { listConversations } from '@parley/runtime/conversation/conversation-list.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { parseWebhook } from '@parley/runtime/whatsapp/webhook-event.ts';
import { type Kysely, sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { message, ownNumber, receiver } from '../told.ts';

const HOUR_MS = 3600_000;
const senderOf = (phoneNumberId: string) => ({ waId: `49151${phoneNumberId.slice(-8)}`, name: 'Ann' });

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let numbers = 0;
  beforeAll(async () => {
    ({ db } = await open());
  });
  const number = async () => {
    const phoneNumberId = `9100${String(++numbers).padStart(6, '0')}`;
    return { phoneNumberId, channelId: await ownNumber(db, phoneNumberId) };
  };
  const seen = async (channelId: string) => {
    const { conversations } = await listConversations(db, { numberId: channelId, after: null, limit: 10 });
    return conversations;
  };

  describe('a call', () => {
    /** As Meta tells of it: one webhook, `calls` with the number called. */
    const called = async (phoneNumberId: string, call: object) => {
      const body = {
        object: 'whatsapp_business_account',
        entry: [
          {
            id: '1',
            changes: [
              {
                field: 'calls',
                value: {
                  messaging_product: 'whatsapp',
                  metadata: { phone_number_id: phoneNumberId, display_phone_number: '13175551399' },
                  contacts: [{ profile: { name: 'Ann' }, wa_id: '16315553601' }],
                  calls: [call],
                },
              },
            ],
          },
        ],
      };
      const parsed = parseWebhook(Buffer.from(JSON.stringify(body)));
      if (parsed.kind !== 'events') throw new Error(parsed.reason);
      return receiver(db).receive(...parsed.items);
    };
    const secondsAgo = (seconds: number) => String(Math.floor(Date.now() / 1000) - seconds);

    test('that a person makes opens the window from its own time, and is kept as it was told, once', async () => {
      const { phoneNumberId, channelId } = await number();
      const timestamp = secondsAgo(3600);
      const call = { id: 'wacid.1', from: '16315553601', to: '13175551399', event: 'connect', timestamp };
      const received = await called(phoneNumberId, { ...call, direction: 'USER_INITIATED' });
      expect(received).toMatchObject({ accepted: 0, kept: 1, work: [] });
      expect(await called(phoneNumberId, { ...call, direction: 'USER_INITIATED' })).toMatchObject({
        kept: 0,
      });
      const [conversation] = await seen(channelId);
      expect(conversation?.lastInboundAt).toEqual(new Date(Number(timestamp) * 1000));
      expect(conversation?.windowClosesAt).not.toBeNull();
      expect(conversation?.contact).toMatchObject({ phone: '16315553601' });
    });

    test.each([
      { what: 'of ours', call: { from: '13175551399', to: '16315553601', direction: 'BUSINESS_INITIATED' } },
      { what: 'of our number without a direction', call: { from: '13175551399', to: '16315553601' } },
      {
        what: 'that ends',
        call: { from: '16315553601', event: 'terminate', direction: 'USER_INITIATED' },
      },
      { what: 'that was recorded', call: { from: '16315553601', event: 'call_recording_available' } },
    ])('$what opens none', async ({ call }) => {
      const { phoneNumberId, channelId } = await number();
      const told = { id: 'wacid.2', event: 'connect', timestamp: secondsAgo(60), ...call };
      expect(await called(phoneNumberId, told)).toMatchObject({ kept: 1 });
      expect(await seen(channelId)).toEqual([]);
    });
  });

  describe('somebody who comes by an ad', () => {
    const comes = async (sentAgoMs: number, isAd = true) => {
      const { phoneNumberId, channelId } = await number();
      const sentAt = new Date(Date.now() - sentAgoMs);
      const referral = isAd ? { referral: { sourceId: 'ad-1', sourceType: 'ad' } } : {};
      const wamid = `wamid.${phoneNumberId}`;
      const sender = senderOf(phoneNumberId);
      await receiver(db).receive(message(phoneNumberId, { wamid, sentAt, sender, ...referral }));
      const answer = async (agoMs: number) => {
        await sql`
          insert into outbox (lane, conversation_id, channel_id, contact_id, message, status, sent_at)
          select lane, id, channel_id, contact_id, '{"type":"text","body":"Hi"}', 'sent', ${new Date(Date.now() - agoMs)}
          from conversations where channel_id = ${channelId}
        `.execute(db);
      };
      return { channelId, phoneNumberId, answer };
    };

    test('is written to for nothing for 72 hours from the answer, which opens no window', async () => {
      const { channelId, answer } = await comes(30 * HOUR_MS);
      expect(await seen(channelId)).toMatchObject([{ freeUntil: null, windowClosesAt: null }]);
      const answeredAgo = 29 * HOUR_MS;
      await answer(answeredAgo);
      const [conversation] = await seen(channelId);
      const left = (conversation?.freeUntil?.getTime() ?? 0) - (Date.now() - answeredAgo);
      expect(Math.round(left / HOUR_MS)).toBe(72);
      expect(conversation?.windowClosesAt).toBeNull();
    });

    test('and is answered after a day is not, nor is who came without one', async () => {
      const late = await comes(50 * HOUR_MS);
      await late.answer(25 * HOUR_MS);
      expect(await seen(late.channelId)).toMatchObject([{ freeUntil: null }]);
      const plain = await comes(HOUR_MS, false);
      await plain.answer(HOUR_MS / 2);
      expect(await seen(plain.channelId)).toMatchObject([{ freeUntil: null }]);
    });

    test('stays so when they write again, and in one request with what they write next', async () => {
      const { channelId, phoneNumberId, answer } = await comes(5 * HOUR_MS);
      await answer(4 * HOUR_MS);
      const told = (wamid: string, ago: number, more = {}) =>
        message(phoneNumberId, {
          ...{ wamid, sentAt: new Date(Date.now() - ago), sender: senderOf(phoneNumberId) },
          ...more,
        });
      await receiver(db).receive(told(`wamid.again.${phoneNumberId}`, HOUR_MS));
      expect((await seen(channelId))[0]?.freeUntil).not.toBeNull();

      const other = await number();
      const sender = senderOf(other.phoneNumberId);
      const at = (ago: number) => new Date(Date.now() - ago);
      await receiver(db).receive(
        message(other.phoneNumberId, {
          wamid: `wamid.1.${other.phoneNumberId}`,
          sender,
          sentAt: at(9000),
          referral: { sourceId: 'ad-2' },
        }),
        message(other.phoneNumberId, { wamid: `wamid.2.${other.phoneNumberId}`, sender, sentAt: at(3000) }),
      );
      const row = await db
        .selectFrom('conversations')
        .select('entered_at')
        .where('channel_id', '=', other.channelId)
        .executeTakeFirst();
      expect(row?.entered_at).not.toBeNull();
    });
  });
});
