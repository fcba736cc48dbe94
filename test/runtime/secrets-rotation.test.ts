import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { addChannel, changeChannel, openChannels } from '@parley/runtime/channel/channels.ts';
import { secrets } from '@parley/runtime/commands/secrets.ts';
import { readConfig } from '@parley/runtime/config.ts';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import { migrate } from '@parley/runtime/db/migrate.ts';
import { secretPlace, subscribe } from '@parley/runtime/notices/subscriptions.ts';
import { openFactor, sealFactor } from '@parley/runtime/people/factor-seal.ts';
import { open as opened, secretKey } from '@parley/runtime/secrets.ts';
import { rotateSecrets } from '@parley/runtime/secrets-rotation.ts';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { forEachDatabase } from '../setup/database.ts';

const before = secretKey('the secret that was used until now, long');
const now = secretKey('the secret that is used from now on, long');
const both = { ...now, before };
const CHANNEL = { appSecret: 'app-secret-of-it', throughput: 80 };

forEachDatabase((name, open, place) => {
  test('everything sealed is sealed anew; interrupted and with changes meanwhile, nothing is ever unreadable', async () => {
    const { db } = await open();
    for (const n of [1, 2, 3])
      await addChannel(db, before, {
        ...CHANNEL,
        phoneNumberId: `10000000000000${n}`,
        accessToken: `token-no-${n}`,
      });
    const [first] = await openChannels(db, both);
    const made = await subscribe(db, before, {
      way: 'webhook',
      target: 'https://a.example',
      least: 'info',
      by: 'x',
    });
    await sql`insert into people (id, name, email, role) values ('p', 'Agent', 'agent@example.com', 'agent')`.execute(
      db,
    );
    const totp = await sealFactor('totp-secret', before);
    await db
      .insertInto('two_factors')
      .values({ id: 't', person_id: 'p', secret: totp, backup_codes: 'not sealed', verified: true })
      .execute();

    // The process dies after two values; in another one somebody gives a number another token meanwhile.
    const died = rotateSecrets(db, both, (step) => {
      if (step === 2) throw new Error('died');
    });
    await expect(died).rejects.toThrow('died');
    await changeChannel(db, both, first?.id ?? '', { accessToken: 'token-no-1-anew' });
    expect((await openChannels(db, both)).map(({ accessToken }) => accessToken).sort()).toEqual([
      ...['token-no-1-anew', 'token-no-2', 'token-no-3'],
    ]);

    const { renewed, unreadable } = await rotateSecrets(db, both);
    expect(unreadable).toEqual([]);
    expect(renewed).toBeGreaterThan(0);
    expect(await rotateSecrets(db, both)).toEqual({ renewed: 0, unreadable: [] });

    // From here the old secret is gone.
    const channels = await openChannels(db, now);
    expect(channels.map(({ accessToken }) => accessToken).sort()).toEqual([
      ...['token-no-1-anew', 'token-no-2', 'token-no-3'],
    ]);
    const { secret } = await db.selectFrom('notice_subscriptions').select('secret').executeTakeFirstOrThrow();
    expect(opened(secret ?? '', now, secretPlace(made.id))).toBe(made.secret);
    const factor = await db.selectFrom('two_factors').selectAll().executeTakeFirstOrThrow();
    expect(await openFactor(factor.secret, now)).toBe('totp-secret');
    expect(factor.backup_codes).toBe('not sealed');
  });

  test('what neither secret opens is told, and left as it is', async () => {
    const { db } = await open();
    const lost = secretKey('a secret that nobody has any more, long');
    const added = await addChannel(db, lost, {
      ...CHANNEL,
      phoneNumberId: '100000000000009',
      accessToken: 'token-no-9',
    });
    expect(await rotateSecrets(db, both)).toEqual({
      renewed: 0,
      unreadable: [`channels/${added?.id}/access_token`, `channels/${added?.id}/app_secret`],
    });
    expect(await openChannels(db, lost)).toMatchObject([{ accessToken: 'token-no-9' }]);
  });

  if (name !== 'PGlite') return;
  test('where Parley made the secret, the command makes another and forgets the old one in the end', async () => {
    const at = await place();
    if (!('dataDir' in at)) throw new Error('an embedded database has a folder');
    const env = { DATA_DIR: at.dataDir };
    const configOf = () => {
      const config = readConfig(env);
      if ('problem' in config) throw new Error(config.problem);
      return config;
    };
    const old = configOf().secret;
    const { db, close } = await openDatabase(at);
    await migrate(db);
    await addChannel(db, secretKey(old), {
      ...CHANNEL,
      phoneNumberId: '100000000000001',
      accessToken: 'token-no-1',
    });
    await close();

    const printed: string[] = [];
    const print = (line: string) => void printed.push(line);
    const terminal = { input: Readable.from([]), isScreen: false, print, complain: print, env };
    expect([await secrets.run(['rotate', '--json'], terminal), printed]).toEqual([
      0,
      [JSON.stringify({ renewed: 2, unreadable: [] })],
    ]);
    const { secret, secretBefore } = configOf();
    expect(secret).not.toBe(old);
    expect(secretBefore).toBeUndefined();
    const folder = path.join(at.dataDir, 'secrets');
    expect(readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'))).not.toContain(
      old,
    );
    const again = await openDatabase(at);
    expect(await openChannels(again.db, secretKey(secret))).toMatchObject([{ accessToken: 'token-no-1' }]);
    await again.close();
  });
});

test('a key does not seal with the secret before it', () => {
  expect(both.id).toBe(now.id);
  expect(() => opened('v1.00000000.xx', both, 'x')).toThrow('was sealed with another PARLEY_SECRET');
});
