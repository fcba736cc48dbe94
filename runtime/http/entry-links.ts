import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import { type ListedChannel, listChannels } from '../channel/channels.ts';
import { isStartable } from '../conversation/start-flow.ts';
import type { Database } from '../db/tables.ts';
import { listEntryLinks, makeEntryLink, removeEntryLink } from '../entry/entry-links.ts';
import { audit } from '../people/audit.ts';
import { answer, body, problems } from './documented.ts';
import { NumberParams } from './number-schemas.ts';
import { refuse } from './problem.ts';
import { facts } from './session.ts';
import { type EntryLinksBody, GivenLink, LinksJson } from './shop-schemas.ts';
import { whoActs } from './who-acts.ts';

const tags = ['Numbers'];
const list = createRoute({
  method: 'get',
  path: '/{id}/links',
  tags,
  summary: 'List links and codes that start a flow',
  request: { params: NumberParams },
  responses: { 200: answer('Those made last first.', LinksJson), ...problems('number-not-found') },
});

const make = createRoute({
  method: 'post',
  path: '/{id}/links',
  tags,
  summary: 'Make a link that starts a flow',
  description:
    'Whoever follows it has its text ready for sending. What they agree to in that session is recorded with where they came from.',
  request: { params: NumberParams, body: body(GivenLink) },
  responses: {
    201: answer('With all the others.', LinksJson),
    ...problems('number-not-found', 'flow-not-found', 'flow-not-published'),
  },
});

const remove = createRoute({
  method: 'delete',
  path: '/{id}/links/{link}',
  tags,
  summary: 'Remove a link that starts a flow',
  request: { params: NumberParams.extend({ link: z.string().max(20) }) },
  responses: {
    200: answer('Those that are left.', LinksJson),
    ...problems('number-not-found', 'link-not-found'),
  },
});

/** Links and QR codes that say where people come from. */
export function entryLinks({ db }: { db: Kysely<Database> }) {
  const numberOf = async (id: string) =>
    (await listChannels(db)).find((channel) => channel.id === id) ?? refuse('number-not-found');
  const linksOf = async (number: ListedChannel): Promise<EntryLinksBody> => {
    const digits = number.displayPhone?.replace(/\D/g, '') ?? '';
    const links = await listEntryLinks(db, number.id);
    return {
      links: links.map(({ flowId, createdAt, ...link }) => ({
        ...link,
        flow: flowId,
        url: digits === '' ? null : `https://wa.me/${digits}?text=${encodeURIComponent(link.text)}`,
        createdAt: createdAt.toISOString(),
      })),
    };
  };
  const note = (c: Context, id: string, changed: object) =>
    audit(db, {
      ...{ who: c.get('caller'), action: 'number-changed', details: { changed }, from: facts(c) },
      subject: { kind: 'number', id },
    });
  return new OpenAPIHono()
    .openapi(list, async (c) => c.json(await linksOf(await numberOf(c.req.valid('param').id)), 200))
    .openapi(make, async (c) => {
      const number = await numberOf(c.req.valid('param').id);
      const { flow, via, label, words } = c.req.valid('json');
      const startable = await isStartable(db, flow);
      if (!startable.ok) refuse(startable.reason);
      const by = whoActs(c, undefined);
      const link = await makeEntryLink(db, {
        ...{ channelId: number.id, flowId: flow, madeBy: by },
        ...{ via, label, words },
      });
      await note(c, number.id, { link, flow, via });
      return c.json(await linksOf(number), 201);
    })
    .openapi(remove, async (c) => {
      const { id, link } = c.req.valid('param');
      const number = await numberOf(id);
      if (!(await removeEntryLink(db, number.id, link))) refuse('link-not-found');
      await note(c, number.id, { removedLink: link });
      return c.json(await linksOf(number), 200);
    });
}
