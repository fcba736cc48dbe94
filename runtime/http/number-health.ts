import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import type { Address } from '../channel/adapters.ts';
import type { ChannelCache } from '../channel/channel-cache.ts';
import type { Channel } from '../channel/channels.ts';
import { reasonOf } from '../channel/connect.ts';
import { driversOf } from '../channel/drivers.ts';
import { flagOf } from '../channel/flag.ts';
import { type Health, knownHealth, readHealth } from '../channel/health.ts';
import { dayOfNumber, limitUse } from '../channel/usage.ts';
import { webhookTimes } from '../channel/webhook-times.ts';
import type { Database } from '../db/tables.ts';
import type { Dialog360Numbers } from '../whatsapp/dialog360-numbers.ts';
import type { Sent } from '../whatsapp/graph-client.ts';
import type { GraphNumbers } from '../whatsapp/graph-numbers.ts';
import { answer, body, problems } from './documented.ts';
import { AutomationJson, NumberHealthJson, NumberParams, ProfileJson } from './number-schemas.ts';
import { refuse } from './problem.ts';

export type NumberHealthDeps = {
  db: Kysely<Database>;
  channels: Pick<ChannelCache, 'byId' | 'forget'>;
  /** Left out where nobody speaks with WhatsApp: then what asks it is refused. */
  atWhatsApp?: {
    /** Who answers for a number: WhatsApp, a partner of Meta's, or the emulator for the demo number. */
    graphOf: (number: Address) => GraphNumbers;
    /** Left out where no number of 360dialog's can be connected. */
    dialog360?: Pick<Dialog360Numbers, 'ownerOf' | 'setWebhook'>;
    /** Sends one message at once, beside the outbox. */
    send: (number: Channel, message: Record<string, unknown>) => Promise<Sent>;
  };
};

const tags = ['Numbers'];
const Done = z.strictObject({ done: z.literal(true) });
const Phone = z.string().regex(/^\+?[\d ()-]{7,25}$/, 'must be a phone number with its country code');

const read = createRoute({
  method: 'get',
  path: '/{id}/health',
  tags,
  summary: 'Read how a number is',
  request: { params: NumberParams },
  responses: {
    200: answer('As far as it is known here.', NumberHealthJson),
    ...problems('number-not-found'),
  },
});

const refresh = createRoute({
  method: 'post',
  path: '/{id}/health',
  tags,
  summary: 'Ask WhatsApp how a number is',
  request: { params: NumberParams },
  responses: { 200: answer('What WhatsApp says now.', NumberHealthJson), ...problems('number-not-found') },
});

const test = createRoute({
  method: 'post',
  path: '/{id}/test-message',
  tags,
  summary: 'Send a test message',
  description:
    'At once and beside all flows: a template, or `text` where the person has written within 24 hours. Accepted is not delivered.',
  request: {
    params: NumberParams,
    body: body(
      z.union([
        z.strictObject({ to: Phone, text: z.string().min(1).max(4096) }),
        z.strictObject({
          to: Phone,
          template: z.string().min(1).max(512),
          language: z.string().min(2).max(20),
        }),
      ]),
    ),
  },
  responses: {
    200: answer('WhatsApp has taken it.', z.strictObject({ wamid: z.string() })),
    ...problems('number-not-found', 'test-not-sent'),
  },
});

const profile = createRoute({
  method: 'get',
  path: '/{id}/profile',
  tags,
  summary: 'Read a number’s business profile',
  request: { params: NumberParams },
  responses: {
    200: answer('As WhatsApp shows it.', ProfileJson),
    ...problems('number-not-found', 'whatsapp-refused'),
  },
});

const changeProfile = createRoute({
  method: 'patch',
  path: '/{id}/profile',
  tags,
  summary: 'Change a number’s business profile',
  request: { params: NumberParams, body: body(ProfileJson.omit({ pictureUrl: true }).partial()) },
  responses: { 200: answer('Changed.', Done), ...problems('number-not-found', 'whatsapp-refused') },
});

const automation = createRoute({
  method: 'get',
  path: '/{id}/automation',
  tags,
  summary: 'Read a number’s ice breakers and commands',
  request: { params: NumberParams },
  responses: {
    200: answer('As WhatsApp shows them.', AutomationJson),
    ...problems('number-not-found', 'whatsapp-refused'),
  },
});

const changeAutomation = createRoute({
  method: 'put',
  path: '/{id}/automation',
  tags,
  summary: 'Choose a number’s ice breakers and commands',
  request: { params: NumberParams, body: body(AutomationJson) },
  responses: { 200: answer('Changed.', Done), ...problems('number-not-found', 'whatsapp-refused') },
});

const blocked = createRoute({
  method: 'get',
  path: '/{id}/blocked',
  tags,
  summary: 'List who is blocked on a number',
  request: { params: NumberParams },
  responses: {
    200: answer(
      'Up to 500.',
      z.strictObject({
        blocked: z.array(z.strictObject({ waId: z.string().nullable(), userId: z.string().nullable() })),
      }),
    ),
    ...problems('number-not-found', 'whatsapp-refused'),
  },
});

/** How our numbers are, and what is set of them at WhatsApp. */
export function numberHealth({ db, channels, atWhatsApp }: NumberHealthDeps) {
  const whatsapp = () =>
    atWhatsApp ?? refuse('whatsapp-refused', { detail: 'Nobody here speaks with WhatsApp.' });
  const known = async (id: string) => (await channels.byId(id)) ?? refuse('number-not-found');
  const numberAt = async (id: string) => {
    const channel = await known(id);
    return {
      channel,
      graph: whatsapp().graphOf(channel),
      at: [channel.accessToken, channel.phoneNumberId] as const,
    };
  };
  return new OpenAPIHono()
    .openapi(read, async (c) => {
      const channel = await known(c.req.valid('param').id);
      return c.json(await healthJson(db, channel, await knownHealth(db, channel.id)), 200);
    })
    .openapi(refresh, async (c) => {
      const { channel, graph } = await numberAt(c.req.valid('param').id);
      const health = await readHealth(db, graph, channel);
      // What it may send follows from what WhatsApp says of it.
      channels.forget();
      return c.json(await healthJson(db, channel, health), 200);
    })
    .openapi(test, async (c) => {
      const { channel } = await numberAt(c.req.valid('param').id);
      const sent = await whatsapp().send(channel, testMessage(c.req.valid('json')));
      return sent.ok
        ? c.json({ wamid: sent.wamid }, 200)
        : refuse('test-not-sent', { detail: reasonOf(sent) });
    })
    .openapi(profile, async (c) => {
      const { graph, at } = await numberAt(c.req.valid('param').id);
      const got = await graph.readProfile(...at);
      return got.ok ? c.json(got.profile, 200) : refuse('whatsapp-refused', { detail: reasonOf(got) });
    })
    .openapi(changeProfile, async (c) => {
      const { graph, at } = await numberAt(c.req.valid('param').id);
      const got = await graph.changeProfile(...at, c.req.valid('json'));
      return got.ok
        ? c.json({ done: true as const }, 200)
        : refuse('whatsapp-refused', { detail: reasonOf(got) });
    })
    .openapi(automation, async (c) => {
      const { graph, at } = await numberAt(c.req.valid('param').id);
      const got = await graph.readAutomation(...at);
      return got.ok ? c.json(got.automation, 200) : refuse('whatsapp-refused', { detail: reasonOf(got) });
    })
    .openapi(changeAutomation, async (c) => {
      const { graph, at } = await numberAt(c.req.valid('param').id);
      const got = await graph.changeAutomation(...at, c.req.valid('json'));
      return got.ok
        ? c.json({ done: true as const }, 200)
        : refuse('whatsapp-refused', { detail: reasonOf(got) });
    })
    .openapi(blocked, async (c) => {
      const { graph, at } = await numberAt(c.req.valid('param').id);
      const got = await graph.listBlocked(...at);
      return got.ok
        ? c.json({ blocked: got.blocked }, 200)
        : refuse('whatsapp-refused', { detail: reasonOf(got) });
    });
}

type TestMessage = { to: string } & ({ text: string } | { template: string; language: string });

function testMessage(given: TestMessage): Record<string, unknown> {
  const common = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: `+${given.to.replace(/\D/g, '')}`,
  };
  if ('text' in given) return { ...common, type: 'text', text: { body: given.text } };
  const { template: name, language } = given;
  return { ...common, type: 'template', template: { name, language: { code: language } } };
}

async function healthJson(
  db: Kysely<Database>,
  { id }: Channel,
  { readings, readAt, tokenExpiresAt, said, problem }: Health,
): Promise<z.infer<typeof NumberHealthJson>> {
  const webhook = await webhookTimes(db, id);
  const flag = flagOf(readings);
  return {
    said,
    problem,
    readAt: readAt?.toISOString() ?? null,
    tokenExpiresAt: tokenExpiresAt?.toISOString() ?? null,
    readings: readings.map((reading) => ({ ...reading, at: reading.at.toISOString() })),
    limit: await limitUse(db, said?.limit ?? null),
    webhook: { ...webhook, seenAt: webhook.seenAt?.toISOString() ?? null },
    flag: flag && { since: flag.since.toISOString(), decidedAt: flag.decidedAt.toISOString() },
    drivers: await driversOf(db, id),
    day: await dayOfNumber(db, id),
  };
}
