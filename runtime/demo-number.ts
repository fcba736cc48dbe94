import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { addChannel, changeChannel, listChannels, stopChannel } from './channel/channels.ts';
import { ensureFirstChannel } from './channel/first-channel.ts';
import type { Database } from './db/tables.ts';
import type { SecretKey } from './secrets.ts';

/**
 * The number that is there while no other is, so that a fresh Parley can be talked to: `parley emulator` plays WhatsApp for it. What
 * looks like secrets here is public, and therefore good for this number alone.
 */
export const DEMO_NUMBER = {
  phoneNumberId: '100000000000001',
  businessAccountId: '200000000000001',
  accessToken: 'emulator-token',
  appSecret: 'emulator-secret',
  /** Or the sample flow could not show its products. */
  catalogId: '300000000000001',
};

/** Where `parley emulator` listens unless told otherwise. */
const EMULATOR_URL = 'http://127.0.0.1:4000';
const META_URL = 'https://graph.facebook.com';

const RETIRED = 'The demo number is for trying Parley out; there are other numbers now.';

/** Where the demo number sends to: Graph itself never knows it. */
export function demoGraphUrl(graphUrl: string): string {
  return graphUrl === META_URL ? EMULATOR_URL : graphUrl;
}

/** Makes the demo number exist, as long as it is the only one; null when there are others. */
export async function ensureDemoNumber(
  db: Kysely<Database>,
  key: SecretKey,
  throughput: number,
): Promise<string | null> {
  const channels = await listChannels(db);
  if (channels.some(({ phoneNumberId }) => phoneNumberId !== DEMO_NUMBER.phoneNumberId)) return null;
  if (channels.length === 0) {
    const shown = { name: 'Emulator', displayPhone: '+1 555-010-0001' };
    await addChannel(db, key, { ...DEMO_NUMBER, ...shown, throughput });
  }
  return (await ensureFirstChannel(db, key, DEMO_NUMBER, throughput)).channelId;
}

/**
 * Ends the demo number once there is another: everybody knows its app secret, so whoever reaches the webhook could speak as its
 * people. It gets a secret that nobody knows, and sends nothing.
 */
export async function retireDemoNumber(db: Kysely<Database>, key: SecretKey): Promise<void> {
  const channels = await listChannels(db);
  const demo = channels.find(({ phoneNumberId }) => phoneNumberId === DEMO_NUMBER.phoneNumberId);
  if (!demo || channels.length === 1 || demo.stoppedReason === RETIRED) return;
  await changeChannel(db, key, demo.id, { appSecret: randomBytes(32).toString('hex') });
  await stopChannel(db, demo.id, RETIRED);
}
