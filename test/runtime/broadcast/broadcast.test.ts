import { randomUUID } from 'node:crypto';
import {
  type BroadcastDraft,
  cancelBroadcast,
  makeBroadcast,
  pauseBroadcast,
  progressOf,
  readBroadcast,
  resumeBroadcast,
  scheduleBroadcast,
} from '@parley/runtime/broadcast/broadcasts.ts';
import { Brake, dueAt, fillTemplate } from '@parley/runtime/broadcast/content.ts';
import { preflight } from '@parley/runtime/broadcast/preflight.ts';
import { runBroadcasts } from '@parley/runtime/broadcast/run-broadcasts.ts';
import { addChannel } from '@parley/runtime/channel/channels.ts';
import { readHealth } from '@parley/runtime/channel/health.ts';
import { recordConsents } from '@parley/runtime/consent/consents.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { createGraphNumbers } from '@parley/runtime/whatsapp/graph-numbers.ts';
import { type Kysely, sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import { forEachDatabase } from '../../setup/database.ts';
import { type Guest, openShop, type Shop } from '../shop.ts';
import { APP_SECRET, KEY } from '../told.ts';

const message = {
  ...{ type: 'template' as const, name: 'spring_sale', language: 'en' },
  body: [{ text: '{{contact.first_name | friend}}' }],
};

test('a value that is not known is left to what stands after the bar, and what a person is called is no placeholder', () => {
  const person = { name: '', phone: '491', username: null, fields: { city: '{{contact.phone}}\n\tX' } };
  const say = (text: string) => fillTemplate({ ...message, body: [{ text }] }, person)?.body?.[0]?.text;
  expect(say('Hello {{contact.name | friend}}')).toBe('Hello friend');
  expect(say('{{fields.city}}')).toBe('{{contact.phone}} X');
  expect(say('{{contact.name}}')).toBeUndefined();
});

test('a clock time is that of the place where the contact lives', () => {
  const schedule = { kind: 'local' as const, date: '2026-12-01', time: '09:30' };
  const at = (person: { timezone: string; phone: string }) =>
    dueAt(schedule, person, new Date()).toISOString();
  expect(at({ timezone: 'Asia/Tokyo', phone: '' })).toBe('2026-12-01T00:30:00.000Z');
  expect(at({ timezone: '', phone: '4915112345678' })).toBe('2026-12-01T08:30:00.000Z');
});

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let shop: Shop;
  let tag: string;

  beforeEach(async () => {
    db ??= (await open()).db;
    shop = await openShop(db);
    // Every test has people of its own.
    tag = randomUUID();
  });

  const draftOf = (more: Partial<BroadcastDraft> = {}): BroadcastDraft => ({
    ...{ name: 'Spring', numberId: shop.channelId, purpose: 'marketing', overrideReason: null },
    ...{ content: { kind: 'template', message }, schedule: { kind: 'now' }, brake: Brake.parse({}) },
    segment: { match: 'all', conditions: [{ about: 'tag', is: 'set', value: tag }] },
    ...more,
  });

  const begin = async (draft = draftOf()): Promise<string> => {
    const id = await makeBroadcast(db, draft, null);
    const broadcast = await readBroadcast(db, id);
    if (!broadcast || !(await scheduleBroadcast(db, broadcast, new Date()))) throw new Error('not scheduled');
    return id;
  };

  const invite = async (consent: boolean | null): Promise<Guest> => {
    const guest = await shop.guest();
    await db
      .updateTable('contacts')
      .set({ tags: JSON.stringify([tag]) })
      .where('id', '=', guest.contactId)
      .execute();
    if (consent !== null) await agree(guest, consent);
    return guest;
  };
  const agree = (guest: Guest, granted: boolean) =>
    recordConsents(db, [
      {
        ...{ contactId: guest.contactId, purpose: 'marketing', granted, wording: 'news', via: 'website' },
        ...{ evidence: null, at: new Date(), recordedBy: null, source: randomUUID() },
      },
    ]);
  const invitations = (count: number) => Promise.all(Array.from({ length: count }, () => invite(true)));
  const sentTo = async (id: string) => {
    const { rows } = await sql<{ contact_id: string }>`
      select contact_id from outbox where once = ${`broadcast:${id}`} order by contact_id
    `.execute(db);
    return rows.map(({ contact_id }) => contact_id);
  };
  /** What WhatsApp would do. */
  const settle = (id: string, status: 'sent' | 'held' | 'failed', code: number | null = null) =>
    sql`
      update outbox set status = ${status}, error = case when ${code}::integer is not null then jsonb_build_object(
        'code', ${code}::integer, 'reason', case ${status} when 'held' then 'template-paused' else 'refused' end
      ) end
      where once = ${`broadcast:${id}`} and status = 'queued'
    `.execute(db);

  test('everybody who agreed gets one message, nobody two and nobody is missed, wherever processes end', async () => {
    const willing = await invitations(60);
    await Promise.all([invite(null), invite(false)]);
    const id = await begin();
    // Two processes, each of which is gone again and again: in the middle of a transaction, or right after one.
    let steps = 0;
    const at = async () => {
      if (++steps % 3 === 0) throw new Error('killed');
    };
    const life = async () => {
      for (let lives = 0; lives < 200; lives++) {
        await runBroadcasts({ db, at }).catch(() => {});
        await settle(id, 'sent');
        if ((await readBroadcast(db, id))?.status === 'done') return;
      }
    };
    await Promise.all([life(), life()]);
    expect((await readBroadcast(db, id))?.status).toBe('done');
    expect(await sentTo(id)).toEqual(willing.map(({ contactId }) => contactId).sort());
    const progress = await progressOf(db, id);
    expect(progress).toMatchObject({ recipients: 62, sent: 60, waiting: 0, skipped: 2 });
    expect(progress.reasons.map(({ reason }) => reason).sort()).toEqual(['no-consent', 'opted-out']);
    // Once more changes nothing.
    await runBroadcasts({ db });
    expect(await sentTo(id)).toHaveLength(60);
  });

  test('an administrator’s override reaches those who were never asked, and not those who said no', async () => {
    const [never] = await Promise.all([invite(null), invite(false)]);
    const draft = draftOf({ overrideReason: 'A recall of a dangerous product.' });
    expect(await preflight(db, draftOf())).toMatchObject({ recipients: 2, reached: 0, example: null });
    expect(await preflight(db, draft)).toMatchObject({
      recipients: 2,
      reached: 1,
      example: { name: 'Guest' },
    });
    const id = await begin(draft);
    await runBroadcasts({ db });
    expect(await sentTo(id)).toEqual([never.contactId]);
  });

  test('who withdraws consent after the recipients were listed, or is with a person, gets nothing', async () => {
    const [late, held, fine] = await Promise.all([invite(true), invite(true), invite(true)]);
    const id = await begin();
    const at = async (point: string) => {
      if (point !== 'broadcast.listed') return;
      await agree(late, false);
      await db
        .updateTable('conversations')
        .set({ held: true })
        .where('lane', '=', held.lane)
        .where('id', '=', held.conversationId)
        .execute();
    };
    await runBroadcasts({ db, at });
    expect(await sentTo(id)).toEqual([fine.contactId]);
  });

  test('a pause stops it, resuming goes on with those who are left, cancelling takes back what waits', async () => {
    await invitations(5);
    const id = await begin(
      draftOf({ schedule: { kind: 'at', at: new Date(Date.now() + 3_600_000).toISOString() } }),
    );
    await runBroadcasts({ db });
    expect((await readBroadcast(db, id))?.status).toBe('scheduled');
    expect(await pauseBroadcast(db, id, 'by-hand')).toBe(true);
    await db
      .updateTable('broadcasts')
      .set({ starts_at: new Date(0), schedule: JSON.stringify({ kind: 'now' }) })
      .execute();
    await runBroadcasts({ db });
    expect(await sentTo(id)).toEqual([]);
    expect(await resumeBroadcast(db, id)).toBe(true);
    await runBroadcasts({ db });
    expect(await sentTo(id)).toHaveLength(5);
    const again = await begin();
    await runBroadcasts({ db });
    expect(await cancelBroadcast(db, again)).toBe(true);
    expect((await progressOf(db, again)).reasons).toEqual([
      { outcome: 'cancelled', reason: 'cancelled', code: null, count: 5 },
    ]);
  });

  test('errors, and what WhatsApp tells of the template, stop it with a notice', async () => {
    await invitations(4);
    const id = await begin(draftOf({ brake: Brake.parse({ atLeast: 4, errorShare: 0.5 }) }));
    await runBroadcasts({ db });
    await settle(id, 'failed', 131026);
    await runBroadcasts({ db });
    expect(await readBroadcast(db, id)).toMatchObject({ status: 'paused', pausedFor: 'errors' });
    const notices = await db.selectFrom('notices').selectAll().where('subject_id', '=', id).execute();
    expect(notices).toMatchObject([{ kind: 'broadcast-paused' }]);

    await resumeBroadcast(db, id);
    const value = {
      message_template_name: 'spring_sale',
      message_template_language: 'en',
      new_quality_score: 'YELLOW',
    };
    const field = 'message_template_quality_update';
    await db
      .insertInto('webhook_events')
      .values({
        dedup_key: randomUUID(),
        kind: 'template-event',
        field,
        raw: JSON.stringify({ entryId: '1', value }),
      })
      .execute();
    await runBroadcasts({ db });
    expect(await readBroadcast(db, id)).toMatchObject({ status: 'paused', pausedFor: 'template-quality' });
    await resumeBroadcast(db, id);
    await runBroadcasts({ db });
    expect((await readBroadcast(db, id))?.status).toBe('done');
  });

  test('a rating that was only read stops it, and so do messages whose template is refused, each with one notice', async () => {
    const emulator = await startEmulator({ webhookUrl: null });
    const graph = createGraphNumbers({ baseUrl: emulator.url, version: 'v25.0' });
    try {
      const { phoneNumberId, accessToken } = emulator;
      const given = { phoneNumberId, accessToken, appSecret: APP_SECRET, throughput: 80 };
      const number = await addChannel(db, KEY, given);
      if (!number) throw new Error('no number');
      const look = (qualityRating: 'GREEN' | 'YELLOW' | 'RED') => {
        emulator.setNumber(phoneNumberId, { qualityRating });
        return readHealth(db, graph, { ...number, ...given });
      };
      await look('YELLOW');
      await invitations(4);
      const id = await begin(draftOf({ numberId: number.id }));
      const notices = async () =>
        (await db.selectFrom('notices').select('details').where('subject_id', '=', id).execute()).map(
          ({ details }) => details,
        );
      for (const rating of ['YELLOW', 'GREEN', 'RED'] as const) {
        await runBroadcasts({ db });
        expect(await readBroadcast(db, id)).toMatchObject({ status: 'running' });
        await look(rating);
      }
      for (const _ of [1, 2]) await runBroadcasts({ db });
      expect(await readBroadcast(db, id)).toMatchObject({ status: 'paused', pausedFor: 'number-quality' });
      expect(await notices()).toEqual([{ why: 'number-quality', event: 'RED' }]);

      await resumeBroadcast(db, id);
      await sql`update broadcast_recipients set handled_at = now() where broadcast_id = ${id}`.execute(db);
      await runBroadcasts({ db });
      expect(await readBroadcast(db, id)).toMatchObject({ status: 'running' });
      await settle(id, 'held', 132015);
      for (const _ of [1, 2]) await runBroadcasts({ db });
      expect(await readBroadcast(db, id)).toMatchObject({ status: 'paused', pausedFor: 'template-status' });
      expect((await notices())[1]).toEqual({ why: 'template-status', code: 132015 });
      expect(await notices()).toHaveLength(2);
    } finally {
      await Promise.all([graph.close(), emulator.close()]);
    }
  });

  test('nobody gets more broadcasts than the cap allows', async () => {
    const [guest] = await invitations(1);
    const cap = { messages: 1, days: 7 };
    const one = await begin(draftOf({ brake: Brake.parse({ cap }) }));
    await runBroadcasts({ db });
    const other = await begin(draftOf({ brake: Brake.parse({ cap }) }));
    await runBroadcasts({ db });
    expect(await sentTo(one)).toEqual([guest?.contactId]);
    expect((await progressOf(db, other)).reasons).toMatchObject([{ reason: 'frequency-cap', count: 1 }]);
  });

  test('nobody gets marketing while WhatsApp holds it back from them; what is no marketing goes', async () => {
    const [held, free] = await invitations(2);
    if (!held || !free) throw new Error('nobody was invited');
    await sql`
      update contacts set marketing_held_at = now(), marketing_held_until = now() + interval '1 hour'
      where id = ${held.contactId}
    `.execute(db);
    expect((await preflight(db, draftOf())).skipped).toEqual([{ reason: 'marketing-held', count: 1 }]);
    const id = await begin();
    await runBroadcasts({ db });
    expect(await sentTo(id)).toEqual([free.contactId]);
    expect((await progressOf(db, id)).reasons).toMatchObject([{ reason: 'marketing-held', count: 1 }]);
    const other = { purpose: 'orders', overrideReason: 'They have all ordered something.' };
    expect((await preflight(db, draftOf(other))).reached).toBe(2);
  });

  test('a broadcast of a flow starts it once for each', async () => {
    const guests = await invitations(2);
    const id = await begin(draftOf({ content: { kind: 'flow', flow: 'greeting' } }));
    await runBroadcasts({ db });
    await runBroadcasts({ db });
    for (const guest of guests) {
      expect(await shop.inbox(guest)).toMatchObject([{ kind: 'start', raw: { flowId: 'greeting' } }]);
    }
    expect((await progressOf(db, id)).started).toBe(2);
  });
});
