import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Clash } from '@parley/flows/start-words.ts';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import { type BoundFlow, bindFlows, boundFlows } from '../channel/bound-flows.ts';
import { CAPABILITIES_OF } from '../channel/capabilities.ts';
import type { ChannelCache } from '../channel/channel-cache.ts';
import {
  addChannel,
  changeChannel,
  type ListedChannel,
  listChannels,
  resumeChannel,
  stopChannel,
} from '../channel/channels.ts';
import { clashesAmong } from '../channel/flow-channels.ts';
import { mostNumbers } from '../channel/most-numbers.ts';
import type { Database } from '../db/tables.ts';
import { DEMO_NUMBER } from '../demo-number.ts';
import { type AuditAction, audit } from '../people/audit.ts';
import type { SecretKey } from '../secrets.ts';
import { PROVIDERS } from '../whatsapp/provider.ts';
import { answer, body, problems } from './documented.ts';
import {
  BoundJson,
  MetaId,
  type NumberBody,
  NumberJson,
  NumberParams,
  NumbersJson,
  Secret,
  Throughput,
} from './number-schemas.ts';
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
const Name = z.string().trim().max(120).nullable();

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
  responses: { 200: answer('The oldest first.', NumbersJson) },
});

const add = createRoute({
  method: 'post',
  path: '/',
  tags,
  summary: 'Add a number',
  request: {
    body: body(
      z.strictObject({
        provider: z.enum(PROVIDERS).optional(),
        phoneNumberId: MetaId,
        accessToken: Secret,
        appSecret: Secret,
        ...Changeable,
      }),
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
  responses: {
    200: answer('The number.', NumberJson),
    ...problems('number-not-found', 'flow-not-found', 'flows-clash'),
  },
});

/** WhatsApp numbers: which there are, and the flows that answer on them. */
export function numbers({ db, key, channels, throughput }: NumbersDeps) {
  /** Of tokens only that they were changed. */
  const note = (c: Context, action: AuditAction, id: string, details: { [member: string]: unknown }) =>
    audit(db, { who: c.get('caller'), action, subject: { kind: 'number', id }, details, from: facts(c) });
  return new OpenAPIHono()
    .openapi(list, async (c) => {
      const numbers = await listNumbers(db);
      const used = numbers.filter(({ phoneNumberId }) => phoneNumberId !== DEMO_NUMBER.phoneNumberId).length;
      return c.json({ numbers, used, most: await mostNumbers(db) }, 200);
    })
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
      const clashes = await clashesAmong(
        db,
        c.req.valid('json').flows.map(({ flow }) => flow),
      );
      if (clashes.length > 0) refuseClash(clashes);
      const bound = await bindFlows(db, id, c.req.valid('json').flows);
      if (!bound.ok) refuse('flow-not-found', { detail: `There is no flow “${bound.missing}”.` });
      await note(c, 'number-flows-changed', id, { flows: c.req.valid('json').flows });
      return c.json(await readNumber(db, id), 200);
    });
}

function refuseClash([first, ...others]: Clash[]): never {
  const detail =
    first &&
    `“${first.word}” would start both “${first.one}” and “${first.other}”. Take it from one of them.`;
  return refuse('flows-clash', { detail, clashes: [first, ...others] });
}

/** Every number with its flows, as the API shows it. */
export async function listNumbers(db: Kysely<Database>): Promise<NumberBody[]> {
  const [listed, bound] = [await listChannels(db), await boundFlows(db)];
  return listed.map((channel) => numberJson(channel, bound.get(channel.id) ?? []));
}

async function readNumber(db: Kysely<Database>, id: string): Promise<NumberBody> {
  const found = (await listNumbers(db)).find((number) => number.id === id);
  return found ?? refuse('number-not-found');
}

function numberJson(channel: ListedChannel, flows: BoundFlow[]): NumberBody {
  const { id, phoneNumberId, businessAccountId, displayPhone, name, catalogId } = channel;
  const { throughput, status, stoppedReason, provider, bar } = channel;
  return {
    id,
    provider,
    capabilities: [...CAPABILITIES_OF[provider]],
    phoneNumberId,
    businessAccountId,
    displayPhone,
    name,
    catalogId,
    throughput,
    status,
    stoppedReason,
    bar: {
      templatesUntil: bar.templatesUntil?.toISOString() ?? null,
      until: bar.until?.toISOString() ?? null,
      because: bar.because,
    },
    flows,
  };
}
