import type { Kysely } from 'kysely';
import type { FirstNumber } from '../config.ts';
import type { Database } from '../db/tables.ts';
import type { SecretKey } from '../secrets.ts';
import { addChannel, changeChannel, openChannels, resumeChannel } from './channels.ts';

/**
 * Makes the number of the environment exist, at every start. For this number the environment has the last word: a token that was
 * changed there replaces the stored one, and sets a number going again that was stopped because the old one no longer worked.
 */
export async function ensureFirstChannel(
  db: Kysely<Database>,
  key: SecretKey,
  number: FirstNumber,
  throughput: number,
): Promise<{ channelId: string; outcome: 'created' | 'changed' | 'unchanged' }> {
  const created = await addChannel(db, key, { ...number, throughput });
  if (created) return { channelId: created.id, outcome: 'created' };

  const channels = await openChannels(db, key);
  const stored = channels.find(({ phoneNumberId }) => phoneNumberId === number.phoneNumberId);
  if (!stored) throw new Error(`the number ${number.phoneNumberId} was removed while it was being added`);
  const { accessToken, appSecret } = number;
  const businessAccountId = number.businessAccountId ?? stored.businessAccountId;
  const isSame =
    stored.accessToken === accessToken &&
    stored.appSecret === appSecret &&
    stored.businessAccountId === businessAccountId &&
    stored.throughput === throughput;
  if (isSame) return { channelId: stored.id, outcome: 'unchanged' };

  await changeChannel(db, key, stored.id, { accessToken, appSecret, businessAccountId, throughput });
  if (stored.accessToken !== accessToken) await resumeChannel(db, stored.id);
  return { channelId: stored.id, outcome: 'changed' };
}
