import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { SecretKey } from '../secrets.ts';
import type { Dialog360Numbers } from '../whatsapp/dialog360-numbers.ts';
import { webhookAuthorization } from '../whatsapp/webhook-proof.ts';
import { openChannels } from './channels.ts';
import { type Connected, createSteps, reasonOf, storeChannel } from './connect.ts';

export type Dialog360Connection = {
  /** The number's key, as 360dialog's Hub shows it once. */
  accessToken: string;
  /** What 360dialog signs webhooks with, for partners who have such a secret; one is made where there is none. */
  appSecret?: string | undefined;
  name?: string | undefined;
  /** The number as people write it: the key does not say. */
  displayPhone?: string | undefined;
};

/** Source: WhatsApp Cloud API, "Throughput"; 360dialog does not say whether a number has more. */
const THROUGHPUT = 80;

/**
 * Connects a number of 360dialog's by its key: asks whose it is, has its webhooks sent here with a secret of their own, and stores it. Ends
 * with the first step that fails. Doing it again does no harm, and a number that is here already gets the new key.
 */
export async function connectDialog360(
  {
    db,
    key,
    dialog360,
    publicUrl,
  }: {
    db: Kysely<Database>;
    key: SecretKey;
    dialog360: Pick<Dialog360Numbers, 'ownerOf' | 'setWebhook'>;
    /** Where 360dialog reaches us; without it the address is entered in their Hub. */
    publicUrl: string | undefined;
  },
  { accessToken, appSecret, name, displayPhone }: Dialog360Connection,
): Promise<Connected> {
  const { steps, done, skipped, failed } = createSteps();
  const asked = await dialog360.ownerOf(accessToken);
  if (!asked.ok) return failed('token', reasonOf(asked));
  done('token');
  const { phoneNumberId, businessAccountId } = asked.owner;
  done('number', phoneNumberId);

  const known = (await openChannels(db, key)).find((channel) => channel.phoneNumberId === phoneNumberId);
  // The secret of an app at Meta is nothing for 360dialog to know.
  const ours = known?.provider === '360dialog' ? known.appSecret : undefined;
  const secret = appSecret ?? ours ?? randomBytes(32).toString('base64url');
  if (publicUrl === undefined) {
    skipped(
      'webhooks',
      'Set PARLEY_PUBLIC_URL and connect the number again, so that its messages come here.',
    );
  } else {
    const webhook = {
      url: `${publicUrl}/webhooks/whatsapp`,
      headers: { Authorization: webhookAuthorization(secret) },
    };
    const set = await dialog360.setWebhook(accessToken, webhook);
    if (!set.ok) return failed('webhooks', reasonOf(set));
    done('webhooks', webhook.url);
  }

  const channel = await storeChannel(
    { db, key },
    {
      ...{
        provider: '360dialog' as const,
        phoneNumberId,
        businessAccountId,
        accessToken,
        throughput: THROUGHPUT,
      },
      appSecret: secret,
      ...(name !== undefined && { name }),
      ...(displayPhone !== undefined && { displayPhone }),
    },
  );
  done('stored');
  return { ok: true, channel, steps };
}
