import { createHmac } from 'node:crypto';
import { createChannelCache } from '@parley/runtime/channel/channel-cache.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { createWebhookIntake, type WebhookLimits, webhook } from '@parley/runtime/http/webhook.ts';
import type { Work } from '@parley/runtime/inbox/enqueue.ts';
import { createLog } from '@parley/runtime/log.ts';
import { createMetrics } from '@parley/runtime/metrics.ts';
import type { Kysely } from 'kysely';
import { APP_SECRET, KEY } from '../told.ts';

export const PATH = '/webhooks/whatsapp';

let count = 0;

/** What Meta posts when somebody writes to a number of ours. */
export function textEvent(phoneNumberId: string, wamid?: string, text = 'hello') {
  count++;
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '4930000000', phone_number_id: phoneNumberId },
    contacts: [{ profile: { name: 'Grace' }, wa_id: `4915900${count}` }],
    messages: [
      {
        from: `4915900${count}`,
        id: wamid ?? `wamid.hook${count}`,
        timestamp: '1790000000',
        type: 'text',
        text: { body: text },
      },
    ],
  };
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
  };
}

export function signed(body: string | Uint8Array, secret = APP_SECRET): Record<string, string> {
  return { 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` };
}

/** A webhook as one process has it. */
export function hook(db: Kysely<Database>, limits: Partial<WebhookLimits> = {}) {
  const work: Work[] = [];
  const lines: string[] = [];
  let now = new Date('2026-10-01T12:00:00Z');
  const metrics = createMetrics();
  const webhooks = createWebhookIntake({
    db,
    metrics,
    channels: createChannelCache({ db, key: KEY }),
    log: createLog('info', { write: (line: string) => lines.push(line) }),
    wake: (found) => work.push(...found),
    now: () => now,
    limits,
  });
  const app = webhook({ webhooks, verifyToken: 'verify-me-1', now: () => now, limits });
  const post = (body: string | Uint8Array<ArrayBuffer>, headers = signed(body)) =>
    app.request(PATH, { method: 'POST', body, headers });
  const verify = (token: string, challenge: string, mode = 'subscribe') => {
    const query = new URLSearchParams({
      'hub.mode': mode,
      'hub.challenge': challenge,
      'hub.verify_token': token,
    });
    return app.request(`${PATH}?${query}`);
  };
  const counted = async (status: number) =>
    (await metrics.webhooks.get()).values.find(({ labels }) => labels.status === status)?.value ?? 0;
  return {
    app,
    webhooks,
    post,
    verify,
    counted,
    work,
    lines,
    later: (ms: number) => (now = new Date(now.getTime() + ms)),
  };
}
