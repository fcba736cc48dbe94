import { createHmac } from 'node:crypto';
import { addChannel } from '@parley/runtime/channel/channels.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { type Kysely, sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { APP_SECRET, KEY, ownNumber } from '../told.ts';
import { hook, signed, textEvent } from './hook.ts';

forEachDatabase((name, open) => {
  let db: Kysely<Database>;
  beforeAll(async () => {
    ({ db } = await open());
    await ownNumber(db, '200001');
    await ownNumber(db, '200002', 'secret-of-another-app');
  });

  const inbox = (wamid: string) => db.selectFrom('inbox').selectAll().where('source', '=', wamid).execute();
  const events = () => db.selectFrom('webhook_events').selectAll().orderBy('id').execute();

  describe('a signed message', () => {
    test('is stored before it is answered, and whoever takes turns is told', async () => {
      const { post, work, counted } = hook(db);
      const response = await post(JSON.stringify(textEvent('200001', 'wamid.hook-a')));
      expect(response.status).toBe(200);
      const [row] = await inbox('wamid.hook-a');
      expect(row).toMatchObject({ input: { type: 'text', text: 'hello' } });
      expect(work).toEqual([{ lane: row?.lane, conversationId: row?.conversation_id }]);
      expect(await counted(200)).toBe(1);
    });

    test('is stored once when it is repeated or comes to two processes at once, and answered 200 each time', async () => {
      const body = JSON.stringify(textEvent('200001', 'wamid.hook-b'));
      const [one, other] = [hook(db), hook(db)];
      const responses = await Promise.all([one.post(body), other.post(body), one.post(body)]);
      expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await inbox('wamid.hook-b')).toHaveLength(1);
      expect(one.work.length + other.work.length).toBe(1);
    });

    test('is read as it was written: escapes as Meta writes them, emoji, a right-to-left mark', async () => {
      const { post } = hook(db);
      const text = 'Привет 😀 \u202E';
      const escaped = JSON.stringify(textEvent('200001', 'wamid.hook-c', text)).replace(
        /[^\x20-\x7e]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
      expect((await post(escaped.replaceAll('/', '\\/'))).status).toBe(200);
      expect(await inbox('wamid.hook-c')).toMatchObject([{ input: { type: 'text', text } }]);
    });

    test('and many others at once share commits, each answered', async () => {
      const { post, work } = hook(db);
      const bodies = Array.from({ length: 60 }, () => JSON.stringify(textEvent('200001')));
      const responses = await Promise.all(bodies.map((body) => post(body)));
      expect(responses.every(({ status }) => status === 200)).toBe(true);
      expect(work).toHaveLength(60);
    });
  });

  describe('a body that is not signed as it should be', () => {
    const body = JSON.stringify(textEvent('200001', 'wamid.unsigned'));
    const sha1 = createHmac('sha1', APP_SECRET).update(body).digest('hex');
    test.each<[string, string, Record<string, string>]>([
      ['has no signature', body, {}],
      ['has an older kind of signature only', body, { 'x-hub-signature': `sha1=${sha1}` }],
      ['has a wrong signature', body, { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }],
      [
        'has a signature without its name',
        body,
        { 'x-hub-signature-256': signed(body)['x-hub-signature-256']?.slice(7) ?? '' },
      ],
      [
        'has a signature that is cut off',
        body,
        { 'x-hub-signature-256': signed(body)['x-hub-signature-256']?.slice(0, -1) ?? '' },
      ],
      ['was signed with another secret', body, signed(body, 'some-other-secret')],
      ['was signed with no secret', body, signed(body, '')],
      ['was written again', JSON.stringify(JSON.parse(body), null, 1), signed(body)],
      ['has a line break at its end', `${body}\n`, signed(body)],
      ['is empty', '', {}],
    ])('%s: 401, and nothing is stored', async (_what, sent, headers) => {
      const before = await events();
      const { post, counted, work } = hook(db);
      const response = await post(sent, headers);
      expect(response.status).toBe(401);
      expect(await response.text()).toBe('');
      expect(await counted(401)).toBe(1);
      expect([await inbox('wamid.unsigned'), await events(), work]).toEqual([[], before, []]);
    });

    test('speaks for a number of another app: kept, and without effect', async () => {
      const { post, work } = hook(db);
      const foreign = JSON.stringify(textEvent('200001', 'wamid.foreign'));
      expect((await post(foreign, signed(foreign, 'secret-of-another-app'))).status).toBe(200);
      expect(await inbox('wamid.foreign')).toEqual([]);
      expect(work).toEqual([]);
      const kept = (await events()).find(({ dedup_key }) => dedup_key === 'foreign:message:wamid.foreign');
      expect(kept).toMatchObject({ kind: 'foreign-number', phone_number_id: '200001' });
      // It does not stand in the way of the real one.
      const own = JSON.stringify(textEvent('200002', 'wamid.foreign'));
      expect((await post(own, signed(own, 'secret-of-another-app'))).status).toBe(200);
      expect(await inbox('wamid.foreign')).toHaveLength(1);
    });
  });

  describe('what makes no sense to us is answered 200 and kept, so that Meta does not send it for a week', () => {
    test.each<[string, string | Uint8Array<ArrayBuffer>]>([
      ['no JSON', '{"object":'],
      ['an empty object', '{}'],
      ['a number', '7'],
      ['invalid UTF-8 in the wrong place', Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d])],
      ['ten thousand levels', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
      ['nothing', ''],
    ])('%s', async (_what, body) => {
      const { post } = hook(db);
      const before = await events();
      expect((await post(body)).status).toBe(200);
      expect((await post(body)).status).toBe(200);
      const kept = (await events()).slice(before.length);
      expect(kept).toHaveLength(1);
      expect(kept[0]).toMatchObject({ kind: 'malformed', raw: null, body: Buffer.from(body) });
    });

    test('a number that is not ours, an unknown field, new keys anywhere', async () => {
      const { post, work } = hook(db);
      const known = textEvent('200001', 'wamid.new-keys');
      const told = {
        ...known,
        novelty: { a: [1] },
        entry: [
          ...known.entry,
          ...textEvent('999999', 'wamid.not-ours').entry,
          { id: '2', changes: [{ field: 'invented_by_meta', value: { x: 1 } }] },
        ],
      };
      const before = await events();
      expect((await post(JSON.stringify(told))).status).toBe(200);
      expect(
        (await events())
          .slice(before.length)
          .map(({ kind }) => kind)
          .sort(),
      ).toEqual(['unknown', 'unknown-number']);
      expect(await inbox('wamid.new-keys')).toHaveLength(1);
      expect(work).toHaveLength(1);
    });

    test('a kind of message that is new: the flow hears of something unsupported', async () => {
      const { post } = hook(db);
      const event = JSON.stringify(textEvent('200001', 'wamid.new-kind')).replace(
        '"type":"text"',
        '"type":"hologram"',
      );
      expect((await post(event)).status).toBe(200);
      expect(await inbox('wamid.new-kind')).toMatchObject([
        { input: { type: 'unsupported', kind: 'hologram' } },
      ]);
    });

    test('NUL, half a surrogate pair, a polluted prototype: the rest arrives', async () => {
      const { post } = hook(db);
      const event = JSON.stringify(textEvent('200001', 'wamid.hostile', 'TEXT'))
        .replace('"TEXT"', '"a\\u0000b\\ud800c"')
        .replace('"object"', '"__proto__":{"polluted":true},"object"');
      expect((await post(event)).status).toBe(200);
      expect(await inbox('wamid.hostile')).toMatchObject([{ input: { type: 'text', text: 'ab\ufffdc' } }]);
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    });

    test('item 25 of 50: the other 49 have their turn', async () => {
      const { post, work } = hook(db);
      const entry = Array.from({ length: 50 }, (_, n) => textEvent('200001', `wamid.of50-${n}`).entry).flat();
      const told = { object: 'whatsapp_business_account', entry };
      const messages = told.entry[24]?.changes[0]?.value.messages[0];
      Object.assign(messages ?? {}, { id: null });
      expect((await post(JSON.stringify(told))).status).toBe(200);
      expect(work).toHaveLength(49);
      expect(await inbox('wamid.of50-24')).toEqual([]);
    });
  });

  describe('Meta verifies the address', () => {
    test('with the right token: the bare challenge comes back as plain text', async () => {
      const response = await hook(db).verify('verify-me-1', '1158201444');
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('1158201444');
      expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    });

    test.each([
      ['a wrong token', 'verify-me-2', '1', 'subscribe'],
      ['no token', '', '1', 'subscribe'],
      ['another mode', 'verify-me-1', '1', 'unsubscribe'],
      ['a challenge that a browser would run', 'verify-me-1', '<script>alert(1)</script>', 'subscribe'],
      ['a challenge without end', 'verify-me-1', '1'.repeat(129), 'subscribe'],
      ['no challenge', 'verify-me-1', '', 'subscribe'],
    ])('with %s: 403, and nothing of it comes back', async (_what, token, challenge, mode) => {
      const response = await hook(db).verify(token, challenge, mode);
      expect(response.status).toBe(403);
      expect(await response.text()).toBe('forbidden');
    });

    test('and whoever guesses is stopped for the rest of the minute', async () => {
      const { verify, later } = hook(db);
      for (let n = 0; n < 10; n++) expect((await verify(`guess-${n}`, '1')).status).toBe(403);
      const stopped = await verify('verify-me-1', '1');
      expect(stopped.status).toBe(429);
      expect(stopped.headers.get('retry-after')).toBe('60');
      later(60_000);
      expect((await verify('verify-me-1', '1')).status).toBe(200);
    });
  });

  test('while the database takes too long it is 503, and what is stored in the end is stored once', async () => {
    // On PGlite whoever holds things up has the only connection.
    if (name === 'PGlite') return;
    const { post, work } = hook(db, { commitTimeoutMs: 100 });
    const body = JSON.stringify(textEvent('200001', 'wamid.slow'));
    const standstill = await db.startTransaction().execute();
    await sql`lock table inbox in access exclusive mode`.execute(standstill);
    const late = await post(body);
    expect(late.status).toBe(503);
    expect(late.headers.get('retry-after')).toBe('5');
    await standstill.commit().execute();
    await expect.poll(() => work.length).toBe(1);
    expect((await hook(db, { commitTimeoutMs: 20_000 }).post(body)).status).toBe(200);
    expect(await inbox('wamid.slow')).toHaveLength(1);
  });

  describe('a process', () => {
    let spare: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      spare = await open();
    });
    const event = () => JSON.stringify(textEvent('200003', undefined, 'words of a person'));

    test('that has no number with a secret lets nobody in, whatever the signature', async () => {
      expect((await hook(spare.db).post(event())).status).toBe(401);
      await addChannel(spare.db, KEY, {
        phoneNumberId: '1',
        accessToken: 'x',
        appSecret: '',
        throughput: 80,
      });
      const body = event();
      expect((await hook(spare.db).post(body, signed(body, ''))).status).toBe(401);
    });

    test('answers 503 soon, for everybody and whatever it waits for, while its database stands still', async () => {
      const stuck = await open();
      await ownNumber(stuck.db, '200004');
      const { post, lines } = hook(stuck.db, { commitTimeoutMs: 300 });
      const held = Promise.withResolvers<void>();
      const free = Promise.withResolvers<void>();
      // On PGlite this is the one connection; elsewhere the tables that every webhook needs.
      const holding = stuck.db.transaction().execute(async (tx) => {
        await sql`lock table channels, inbox in access exclusive mode`.execute(tx);
        held.resolve();
        await free.promise;
      });
      await held.promise;
      const bodies = [1, 2, 3].map(() => JSON.stringify(textEvent('200004')));
      const answers = await Promise.all(bodies.map((body) => post(body)));
      expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
      expect(lines).toHaveLength(1);
      free.resolve();
      await holding;
      await expect
        .poll(async () => (await Promise.all(bodies.map((body) => post(body)))).map(({ status }) => status))
        .toEqual([200, 200, 200]);
    });

    test('that has lost its database answers 503 with a time to come back, and logs nothing that was said', async () => {
      await ownNumber(spare.db, '200003');
      const { post, lines } = hook(spare.db);
      expect((await post(event())).status).toBe(200);
      await spare.close();
      const response = await post(event());
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('5');
      expect(lines.join()).toContain('a webhook was not committed');
      expect(lines.join()).not.toContain('words of a person');
    });
  });
});
