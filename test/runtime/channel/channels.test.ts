import { createChannelCache } from '@parley/runtime/channel/channel-cache.ts';
import {
  addChannel,
  bindFlow,
  changeChannel,
  listChannels,
  openChannels,
  resumeChannel,
  stopChannel,
} from '@parley/runtime/channel/channels.ts';
import { ensureFirstChannel } from '@parley/runtime/channel/first-channel.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { redact, secretKey } from '@parley/runtime/secrets.ts';
import { type Kysely, sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { KEY } from '../told.ts';

const NOWHERE = '00000000-0000-4000-8000-000000000000';

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let count = 0;
  beforeAll(async () => {
    ({ db } = await open());
  });

  const given = () => {
    const phoneNumberId = `3000${++count}`;
    const accessToken = `token-canary-${phoneNumberId}`;
    return { phoneNumberId, accessToken, appSecret: `app-canary-${phoneNumberId}`, throughput: 80 };
  };
  const add = async (number = given()) => {
    const channel = await addChannel(db, KEY, number);
    if (!channel) throw new Error('there already');
    return { ...channel, number };
  };
  const opened = async (id: string) => (await openChannels(db, KEY)).find((channel) => channel.id === id);

  test('a number is added once: the second claim is refused, by whomever and at the same moment', async () => {
    const number = given();
    const claims = await Promise.all([addChannel(db, KEY, number), addChannel(db, KEY, number)]);
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    expect(await addChannel(db, KEY, { ...number, accessToken: 'another-token' })).toBeNull();
    const [channel] = claims.filter((claim) => claim !== null);
    expect(await opened(channel?.id ?? '')).toMatchObject(number);
  });

  test('a list of numbers, and a dump of the table, hold no secret; the log shows none either', async () => {
    const { id, number } = await add();
    const list = JSON.stringify(await listChannels(db));
    const { rows } = await sql`select * from channels`.execute(db);
    for (const secret of [number.accessToken, number.appSecret]) {
      expect(list).not.toContain(secret);
      expect(JSON.stringify(rows)).not.toContain(secret);
    }
    await opened(id);
    expect(redact(`sent with ${number.accessToken}`)).toBe('sent with [secret]');
  });

  test('a change leaves what is not named', async () => {
    const { id, number } = await add({ ...given() });
    await changeChannel(db, KEY, id, { name: 'Shop', catalogId: 'c1' });
    expect(await changeChannel(db, KEY, id, { accessToken: 'new-token-1', catalogId: null })).toMatchObject({
      id,
      name: 'Shop',
      catalogId: null,
    });
    expect(await opened(id)).toMatchObject({ ...number, accessToken: 'new-token-1', name: 'Shop' });
    expect(await changeChannel(db, KEY, id, {})).toMatchObject({ id });
    expect(await changeChannel(db, KEY, NOWHERE, { name: 'x' })).toBeNull();
  });

  test('a stopped number says why, until it is resumed', async () => {
    const { id } = await add();
    expect(await stopChannel(db, id, 'the token has expired')).toBe(true);
    expect(await opened(id)).toMatchObject({ status: 'stopped', stoppedReason: 'the token has expired' });
    expect(await resumeChannel(db, id)).toBe(true);
    expect(await opened(id)).toMatchObject({ status: 'active', stoppedReason: null });
    expect(await stopChannel(db, NOWHERE, 'x')).toBe(false);
  });

  test('secrets of two numbers that were swapped in the table do not open', async () => {
    const [one, other] = [await add(), await add()];
    const { rows } = await sql<{ access_token: string }>`
      select access_token from channels where id = ${one.id}`.execute(db);
    const own = await sql<{ access_token: string }>`
      select access_token from channels where id = ${other.id}`.execute(db);
    await sql`update channels set access_token = ${rows[0]?.access_token} where id = ${other.id}`.execute(db);
    await expect(openChannels(db, KEY)).rejects.toThrow(`channels/${other.id}/access_token`);
    await sql`update channels set access_token = ${own.rows[0]?.access_token} where id = ${other.id}`.execute(
      db,
    );
  });

  test('another PARLEY_SECRET is noticed at the first look', async () => {
    await add();
    const other = secretKey('a secret that nothing here was sealed with');
    await expect(openChannels(db, other)).rejects.toThrow('was sealed with another PARLEY_SECRET');
  });

  describe('flows of a number', () => {
    beforeAll(async () => {
      for (const id of ['cafe', 'parcels']) {
        await db.insertInto('flows').values({ id, name: id, draft: '{}' }).execute();
      }
    });
    const bind = (channelId: string, flowId: string, isDefault: boolean) =>
      db.transaction().execute((tx) => bindFlow(tx, channelId, flowId, isDefault));
    const bound = (channelId: string) =>
      db
        .selectFrom('channel_flows')
        .select(['flow_id', 'is_default'])
        .where('channel_id', '=', channelId)
        .orderBy('flow_id')
        .execute();

    test('one of them is the default at most, also when two are made it at once', async () => {
      const { id } = await add();
      expect(await bind(id, 'cafe', true)).toBe(true);
      expect(await bind(id, 'parcels', true)).toBe(true);
      expect(await bound(id)).toEqual([
        { flow_id: 'cafe', is_default: false },
        { flow_id: 'parcels', is_default: true },
      ]);
      await Promise.all([bind(id, 'cafe', true), bind(id, 'parcels', true)]);
      expect((await bound(id)).filter(({ is_default }) => is_default)).toHaveLength(1);
      await bind(id, 'cafe', false);
      await bind(id, 'parcels', false);
      expect((await bound(id)).filter(({ is_default }) => is_default)).toHaveLength(0);
    });

    test('are not bound to a number or a flow that is not there', async () => {
      const { id } = await add();
      expect(await bind(NOWHERE, 'cafe', true)).toBe(false);
      expect(await bind(id, 'no-such-flow', true)).toBe(false);
    });
  });

  describe('the number of the environment', () => {
    const ensure = (number: ReturnType<typeof given>, throughput = number.throughput) =>
      ensureFirstChannel(db, KEY, { ...number, businessAccountId: undefined }, throughput);

    test('is created at the first start, and found at the next one', async () => {
      const number = given();
      const starts = await Promise.all([ensure(number), ensure(number)]);
      expect(starts.map(({ outcome }) => outcome).sort()).toEqual(['created', 'unchanged']);
      expect(await ensure(number)).toEqual({ channelId: starts[0]?.channelId, outcome: 'unchanged' });
    });

    test('gets a new token from there, and goes on if it was stopped without one', async () => {
      const number = given();
      const { channelId } = await ensure(number);
      await stopChannel(db, channelId, 'the token has expired');
      expect(await ensure(number)).toMatchObject({ outcome: 'unchanged' });
      expect(await opened(channelId)).toMatchObject({ status: 'stopped' });
      const renewed = { ...number, accessToken: 'renewed-token', throughput: 250 };
      expect(await ensure(renewed)).toEqual({ channelId, outcome: 'changed' });
      expect(await opened(channelId)).toMatchObject({ ...renewed, status: 'active' });
    });
  });

  describe('the numbers as a process knows them', () => {
    const cacheAt = () => {
      let now = 0;
      const cache = createChannelCache({ db, key: KEY, now: () => now });
      return { ...cache, later: (ms: number) => (now += ms) };
    };

    test('are found by their id at WhatsApp and by ours', async () => {
      const { id, number } = await add();
      const cache = cacheAt();
      expect(await cache.byPhoneNumberId(number.phoneNumberId)).toMatchObject({ id, ...number });
      expect(await cache.byId(id)).toMatchObject({ id, ...number });
      expect(await cache.byPhoneNumberId('nobody')).toBeNull();
      expect((await cache.all()).map((channel) => channel.id)).toContain(id);
    });

    test('include one that was added elsewhere a second ago, though unknown ones do not ask the database each time', async () => {
      const cache = cacheAt();
      const number = given();
      expect(await cache.byPhoneNumberId(number.phoneNumberId)).toBeNull();
      await add(number);
      expect(await cache.byPhoneNumberId(number.phoneNumberId)).toBeNull();
      cache.later(1_000);
      expect(await cache.byPhoneNumberId(number.phoneNumberId)).toMatchObject(number);
    });

    test('are as they were until some seconds have passed, or until told to forget', async () => {
      const { id } = await add();
      const cache = cacheAt();
      expect(await cache.byId(id)).toMatchObject({ throughput: 80 });
      await changeChannel(db, KEY, id, { throughput: 100 });
      cache.later(4_999);
      expect(await cache.byId(id)).toMatchObject({ throughput: 80 });
      cache.later(1);
      expect(await cache.byId(id)).toMatchObject({ throughput: 100 });
      await changeChannel(db, KEY, id, { throughput: 120 });
      cache.forget();
      expect(await cache.byId(id)).toMatchObject({ throughput: 120 });
    });
  });
});
