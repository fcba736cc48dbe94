import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import { type BoundFlow, bindFlows, boundFlows } from '../channel/bound-flows.ts';
import type { ChannelCache } from '../channel/channel-cache.ts';
import {
  addChannel,
  changeChannel,
  type ListedChannel,
  listChannels,
  resumeChannel,
  stopChannel,
} from '../channel/channels.ts';
import type { Database } from '../db/tables.ts';
import { type AuditAction, audit } from '../people/audit.ts';
import type { SecretKey } from '../secrets.ts';
import { answer, body, problems } from './documented.ts';
import { FlowId } from './flow-schemas.ts';
import { MetaId, NumberParams, Secret } from './number-schemas.ts';
import { refuse } from './problem.ts';
import { facts } from './session.ts';

export type NumbersDeps = {
  db: Kysely<Database>;
  key: SecretKey;
  channels: Pick<ChannelCache, 'forget'>;
  /** For a number whose throughput is not given. */
  throughput: number;
};

const tags = ['Numbers'];
const Throughput = z
  .number()
  .int()
  .min(1)
  .max(1000)
  .openapi({ description: 'Messages a second that WhatsApp grants this number.' });
const Name = z.string().trim().max(120).nullable();

const BoundJson = z.strictObject({
  flow: FlowId,
  isDefault: z.boolean().openapi({ description: 'It answers what no trigger of another flow matches.' }),
});

export const NumberJson = z
  .strictObject({
    id: z.uuid(),
    phoneNumberId: z.string().openapi({ description: 'The number’s id at WhatsApp.' }),
    businessAccountId: z.string().nullable(),
    displayPhone: z.string().nullable(),
    name: z.string().nullable(),
    catalogId: z.string().nullable(),
    throughput: Throughput,
    status: z.enum(['active', 'stopped']).openapi({ description: 'Nothing is sent from a stopped number.' }),
    stoppedReason: z.string().nullable(),
    flows: z.array(BoundJson),
  })
  .openapi('Number');

const Changeable = {
  businessAccountId: MetaId.nullable().optional(),
  displayPhone: z.string().max(40).nullable().optional(),
  name: Name.optional(),
  catalogId: MetaId.nullable().optional(),
  throughput: Throughput.optional(),
};

const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'List the numbers',
  description: 'Access tokens and app secrets are never shown.',
  responses: { 200: answer('The oldest first.', z.strictObject({ numbers: z.array(NumberJson) })) },
});

const add = createRoute({
  method: 'post',
  path: '/',
  tags,
  summary: 'Add a number',
  request: {
    body: body(
      z.strictObject({ phoneNumberId: MetaId, accessToken: Secret, appSecret: Secret, ...Changeable }),
    ),
  },
  responses: { 201: answer('The number.', NumberJson), ...problems('number-exists') },
});

const change = createRoute({
  method: 'patch',
  path: '/{id}',
  tags,
  summary: 'Change a number',
  description: 'Changes what is given. `status: "active"` lets a number send again that was stopped.',
  request: {
    params: NumberParams,
    body: body(
      z.strictObject({
        ...Changeable,
        accessToken: Secret.optional(),
        appSecret: Secret.optional(),
        status: z.enum(['active', 'stopped']).optional(),
      }),
    ),
  },
  responses: { 200: answer('The number.', NumberJson), ...problems('number-not-found') },
});

const bind = createRoute({
  method: 'put',
  path: '/{id}/flows',
  tags,
  summary: 'Choose a number’s flows',
  description:
    'The flows that answer on the number, instead of those before. One of them at most is the default one.',
  request: {
    params: NumberParams,
    body: body(
      z.strictObject({
        flows: z
          .array(BoundJson)
          .max(100)
          .refine(
            (flows) => flows.filter(({ isDefault }) => isDefault).length <= 1,
            'only one can be the default',
          )
          .refine(
            (flows) => new Set(flows.map(({ flow }) => flow)).size === flows.length,
            'each flow only once',
          ),
      }),
    ),
  },
  responses: { 200: answer('The number.', NumberJson), ...problems('number-not-found', 'flow-not-found') },
});

/** WhatsApp numbers: which there are, and the flows that answer on them. */
export function numbers({ db, key, channels, throughput }: NumbersDeps) {
  /** Of tokens only that they were changed. */
  const note = (c: Context, action: AuditAction, id: string, details: { [member: string]: unknown }) =>
    audit(db, { who: c.get('caller'), action, subject: { kind: 'number', id }, details, from: facts(c) });
  return new OpenAPIHono()
    .openapi(list, async (c) => c.json({ numbers: await listNumbers(db) }, 200))
    .openapi(add, async (c) => {
      const added = await addChannel(db, key, { throughput, ...c.req.valid('json') });
      if (!added) refuse('number-exists');
      await note(c, 'number-added', added.id, { phoneNumberId: added.phoneNumberId });
      channels.forget();
      return c.json(numberJson(added, []), 201);
    })
    .openapi(change, async (c) => {
      const { id } = c.req.valid('param');
      const { status, ...changes } = c.req.valid('json');
      const changed = await changeChannel(db, key, id, changes);
      if (!changed) refuse('number-not-found');
      if (status === 'active') await resumeChannel(db, id);
      if (status === 'stopped') await stopChannel(db, id, 'It was stopped by hand.');
      await note(c, 'number-changed', id, { changed: Object.keys(c.req.valid('json')), status });
      channels.forget();
      return c.json(await readNumber(db, id), 200);
    })
    .openapi(bind, async (c) => {
      const { id } = c.req.valid('param');
      await readNumber(db, id);
      const bound = await bindFlows(db, id, c.req.valid('json').flows);
      if (!bound.ok) refuse('flow-not-found', { detail: `There is no flow “${bound.missing}”.` });
      await note(c, 'number-flows-changed', id, { flows: c.req.valid('json').flows });
      return c.json(await readNumber(db, id), 200);
    });
}

/** Every number with its flows, as the API shows it. */
export async function listNumbers(db: Kysely<Database>): Promise<z.infer<typeof NumberJson>[]> {
  const [listed, bound] = [await listChannels(db), await boundFlows(db)];
  return listed.map((channel) => numberJson(channel, bound.get(channel.id) ?? []));
}

async function readNumber(db: Kysely<Database>, id: string): Promise<z.infer<typeof NumberJson>> {
  const found = (await listNumbers(db)).find((number) => number.id === id);
  return found ?? refuse('number-not-found');
}

function numberJson(channel: ListedChannel, flows: BoundFlow[]): z.infer<typeof NumberJson> {
  const { id, phoneNumberId, businessAccountId, displayPhone, name, catalogId } = channel;
  const { throughput, status, stoppedReason } = channel;
  return {
    id,
    phoneNumberId,
    businessAccountId,
    displayPhone,
    name,
    catalogId,
    throughput,
    status,
    stoppedReason,
    flows,
  };
}
