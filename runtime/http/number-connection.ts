import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { ChannelCache } from '../channel/channel-cache.ts';
import { connectNumber, replaceToken } from '../channel/connect.ts';
import { connectDialog360 } from '../channel/connect-dialog360.ts';
import { audit } from '../people/audit.ts';
import type { SecretKey } from '../secrets.ts';
import { answer, body, problems } from './documented.ts';
import type { NumberHealthDeps } from './number-health.ts';
import { MetaId, NumberParams, Secret, StepJson } from './number-schemas.ts';
import { refuse } from './problem.ts';
import { facts } from './session.ts';

export type NumberConnectionDeps = NumberHealthDeps & {
  key: SecretKey;
  channels: Pick<ChannelCache, 'byId' | 'forget'>;
  /** Where WhatsApp reaches us. */
  publicUrl?: string | undefined;
};

const tags = ['Numbers'];
const Pin = z.string().regex(/^\d{6}$/, 'must be six digits');
const Name = z.string().trim().max(120).optional();

const connect = createRoute({
  method: 'post',
  path: '/connect',
  tags,
  summary: 'Connect a number',
  description:
    'At Meta: checks the token, the number and the account, registers the number if it needs that (with `pin`), subscribes the app to the account’s webhooks, and adds the number. With `provider: "360dialog"`: asks whose the key is, has the number’s webhooks sent here, and adds it. A number that is here already gets the new token. Doing it again does no harm.',
  request: {
    body: body(
      z.union([
        z.strictObject({
          provider: z.literal('360dialog'),
          accessToken: Secret.openapi({ description: 'The number’s D360-API-KEY.' }),
          appSecret: Secret.optional().openapi({
            description: 'The platform secret that a partner’s webhooks are signed with.',
          }),
          displayPhone: z.string().trim().max(40).optional(),
          name: Name,
        }),
        z.strictObject({
          provider: z.literal('meta').optional(),
          phoneNumberId: MetaId,
          businessAccountId: MetaId,
          accessToken: Secret,
          appSecret: Secret,
          pin: Pin.optional(),
          name: Name,
        }),
      ]),
    ),
  },
  responses: {
    201: answer('Connected.', z.strictObject({ id: z.uuid(), steps: z.array(StepJson) })),
    ...problems('number-not-connected'),
  },
});

const token = createRoute({
  method: 'put',
  path: '/{id}/token',
  tags,
  summary: 'Replace a number’s token',
  description:
    'Only once it is sure that the token works, may do what is needed and is for this number; what is missing is named. A number that was stopped sends again.',
  request: { params: NumberParams, body: body(z.strictObject({ accessToken: Secret })) },
  responses: {
    200: answer('It is the number’s token now.', z.strictObject({ expiresAt: z.iso.datetime().nullable() })),
    ...problems('number-not-found', 'token-not-usable'),
  },
});

/** How numbers come here, and their tokens. */
export function numberConnection({ db, key, channels, atWhatsApp, publicUrl }: NumberConnectionDeps) {
  const whatsapp = () =>
    atWhatsApp ?? refuse('whatsapp-refused', { detail: 'Nobody here speaks with WhatsApp.' });
  const partner = () =>
    whatsapp().dialog360 ?? refuse('whatsapp-refused', { detail: 'Nobody here speaks with 360dialog.' });
  return new OpenAPIHono()
    .openapi(connect, async (c) => {
      const given = c.req.valid('json');
      const connected =
        given.provider === '360dialog'
          ? await connectDialog360({ db, key, dialog360: partner(), publicUrl }, given)
          : await connectNumber({ db, key, graph: whatsapp().graphOf(given) }, given);
      if (!connected.ok) {
        const failed = connected.steps.find(({ state }) => state === 'failed');
        return refuse('number-not-connected', {
          detail: failed?.detail ?? undefined,
          steps: connected.steps,
        });
      }
      const { channel, steps } = connected;
      channels.forget();
      const { phoneNumberId, businessAccountId, provider } = channel;
      await audit(db, {
        who: c.get('caller'),
        action: 'number-added',
        subject: { kind: 'number', id: channel.id },
        details: { phoneNumberId, businessAccountId, provider },
        from: facts(c),
      });
      return c.json({ id: channel.id, steps }, 201);
    })
    .openapi(token, async (c) => {
      const channel = (await channels.byId(c.req.valid('param').id)) ?? refuse('number-not-found');
      const { accessToken } = c.req.valid('json');
      const asks =
        channel.provider === '360dialog'
          ? { dialog360: partner() }
          : { numbers: whatsapp().graphOf(channel) };
      const replaced = await replaceToken({ db, key }, asks, channel, accessToken);
      if (!replaced.ok) return refuse('token-not-usable', { detail: replaced.problem });
      channels.forget();
      await audit(db, {
        who: c.get('caller'),
        action: 'number-changed',
        subject: { kind: 'number', id: channel.id },
        details: { changed: ['accessToken'] },
        from: facts(c),
      });
      return c.json({ expiresAt: replaced.expiresAt?.toISOString() ?? null }, 200);
    });
}
