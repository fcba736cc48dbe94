import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import type { Opened } from '../calls/guarded-fetch.ts';
import { catalogueNumberOf } from '../channel/catalogue-number.ts';
import type { ChannelCache } from '../channel/channel-cache.ts';
import type { Channel } from '../channel/channels.ts';
import { reasonOf } from '../channel/connect.ts';
import { createProductPictures } from '../channel/product-pictures.ts';
import type { Database } from '../db/tables.ts';
import { audit } from '../people/audit.ts';
import type { Got } from '../whatsapp/graph-ask.ts';
import type { GraphShop } from '../whatsapp/graph-shop.ts';
import { answer, body, problems } from './documented.ts';
import { FlowId } from './flow-schemas.ts';
import { MetaId, NumberParams } from './number-schemas.ts';
import { refuse } from './problem.ts';
import { facts } from './session.ts';
import {
  type CatalogueBody,
  CatalogueJson,
  IdentityCheck,
  ProductJson,
  ShopSettings,
} from './shop-schemas.ts';

export type ShopDeps = {
  db: Kysely<Database>;
  channels: Pick<ChannelCache, 'byId' | 'forget'>;
  /** Who answers for a number's catalogue; null, or left out: nobody does. */
  shopOf?: (number: Channel) => GraphShop | null;
  /** What the operator opened beyond the public internet. */
  opened?: Opened;
};

const tags = ['Numbers'];
const ADDRESS_KNOWN_MS = 10 * 60_000;
const ADDRESSES_KNOWN = 5_000;
const read = createRoute({
  method: 'get',
  path: '/numbers/{id}/catalogue',
  tags,
  summary: 'Read a number’s catalogue',
  request: { params: NumberParams },
  responses: {
    200: answer('As it is here and at WhatsApp.', CatalogueJson),
    ...problems('number-not-found'),
  },
});

const link = createRoute({
  method: 'put',
  path: '/numbers/{id}/catalogue',
  tags,
  summary: 'Link a catalogue, and choose what WhatsApp shows of it',
  request: {
    params: NumberParams,
    body: body(ShopSettings.extend({ catalogId: MetaId.nullable() })),
  },
  responses: {
    200: answer('As it is now.', CatalogueJson),
    ...problems('number-not-found', 'whatsapp-refused'),
  },
});

const search = createRoute({
  method: 'get',
  path: '/products',
  tags,
  summary: 'Search products',
  description:
    'In the catalogue of the numbers that a flow answers on, or of any number when it answers on none with one.',
  request: {
    query: z.strictObject({ flow: FlowId.optional(), search: z.string().trim().max(100).default('') }),
  },
  responses: {
    200: answer(
      'The first 24; without a catalogue none.',
      z.strictObject({ catalogId: z.string().nullable(), products: z.array(ProductJson) }),
    ),
    ...problems('whatsapp-refused'),
  },
});

const picture = createRoute({
  method: 'get',
  path: '/products/picture',
  tags,
  summary: 'Look at the picture of a product',
  description:
    'Of the same catalogue. Only the address that the catalogue has for the product is fetched, and only JPEG, PNG and WebP are shown.',
  request: { query: z.strictObject({ flow: FlowId.optional(), id: z.string().min(1).max(200) }) },
  responses: {
    200: { description: 'The picture.', content: { 'application/octet-stream': { schema: z.string() } } },
    ...problems('file-not-found'),
  },
});

const readCheck = createRoute({
  method: 'get',
  path: '/numbers/{id}/identity-check',
  tags,
  summary: 'Whether a changed identity stops messages',
  request: { params: NumberParams },
  responses: { 200: answer('On or off.', IdentityCheck), ...problems('number-not-found') },
});

const setCheck = createRoute({
  method: 'put',
  path: '/numbers/{id}/identity-check',
  tags,
  summary: 'Choose whether a changed identity stops messages',
  description:
    'Asks WhatsApp to tell when the keys of a person change. Then nothing is sent to that person until somebody has said who is there.',
  request: { params: NumberParams, body: body(IdentityCheck) },
  responses: {
    200: answer('On or off.', IdentityCheck),
    ...problems('number-not-found', 'whatsapp-refused'),
  },
});

/** What a number sells, and whether it looks after who its people are. */
export function shop({ db, channels, shopOf, opened }: ShopDeps) {
  const pictures = createProductPictures({ opened });
  const urls = new Map<string, { url: string | null; at: number }>();
  const known = async (id: string) => (await channels.byId(id)) ?? refuse('number-not-found');
  const shopFor = (channel: Channel) =>
    shopOf?.(channel) ?? refuse('whatsapp-refused', { detail: 'There is no way to it for this number.' });
  const note = (c: Context, id: string, changed: object) =>
    audit(db, {
      ...{ who: c.get('caller'), action: 'number-changed', details: { changed }, from: facts(c) },
      subject: { kind: 'number', id },
    });
  const catalogueJson = async (channel: Channel): Promise<CatalogueBody> => {
    const { accessToken, businessAccountId, phoneNumberId, catalogId } = channel;
    const at = shopOf?.(channel);
    if (!at || businessAccountId === null)
      return { catalogId, catalogues: [], settings: null, problem: null };
    const listed = await at.listCatalogues(accessToken, businessAccountId);
    const set = await at.readSettings(accessToken, phoneNumberId);
    return {
      catalogId,
      catalogues: listed.ok ? listed.catalogues : [],
      settings: set.ok ? set.settings : null,
      problem: listed.ok ? (set.ok ? null : reasonOf(set)) : reasonOf(listed),
    };
  };

  const withCatalogue = async (flow: string | undefined) => {
    const numberId = await catalogueNumberOf(db, flow ?? null);
    const channel = numberId === null ? null : await channels.byId(numberId);
    return channel && channel.catalogId !== null ? { ...channel, catalogId: channel.catalogId } : null;
  };
  /** The address comes from Meta's catalogue and from nowhere else; it is asked for once in a while. */
  const pictureUrl = async (channel: Channel & { catalogId: string }, id: string) => {
    const key = JSON.stringify([channel.catalogId, id]);
    const known = urls.get(key);
    if (known && performance.now() - known.at < ADDRESS_KNOWN_MS) return known.url;
    const found = await shopOf?.(channel)?.findProduct(channel.accessToken, channel.catalogId, id);
    if (!found?.ok) return null;
    const url = found.products.find((product) => product.id === id)?.pictureUrl ?? null;
    if (urls.size >= ADDRESSES_KNOWN) urls.clear();
    urls.set(key, { url, at: performance.now() });
    return url;
  };

  return new OpenAPIHono()
    .openapi(read, async (c) => c.json(await catalogueJson(await known(c.req.valid('param').id)), 200))
    .openapi(link, async (c) => {
      const channel = await known(c.req.valid('param').id);
      const { catalogId, ...settings } = c.req.valid('json');
      // Without a catalogue there is nothing that WhatsApp could show.
      if (catalogId !== null) {
        const { accessToken, phoneNumberId } = channel;
        must(await shopFor(channel).changeSettings(accessToken, phoneNumberId, settings));
      }
      await db.updateTable('channels').set({ catalog_id: catalogId }).where('id', '=', channel.id).execute();
      await note(c, channel.id, { catalogId, ...settings });
      channels.forget();
      return c.json(await catalogueJson(await known(channel.id)), 200);
    })
    .openapi(search, async (c) => {
      const { flow, search: text } = c.req.valid('query');
      const channel = await withCatalogue(flow);
      if (!channel) return c.json({ catalogId: null, products: [] }, 200);
      const { catalogId, accessToken } = channel;
      const found = must(await shopFor(channel).searchProducts(accessToken, catalogId, text));
      return c.json({ catalogId, products: found.products }, 200);
    })
    .openapi(picture, async (c) => {
      const { flow, id } = c.req.valid('query');
      const channel = (await withCatalogue(flow)) ?? refuse('file-not-found');
      const url = (await pictureUrl(channel, id)) ?? refuse('file-not-found');
      const { bytes, mimeType } = (await pictures.read(url)) ?? refuse('file-not-found');
      return c.body(new Uint8Array(bytes), 200, {
        'content-type': mimeType,
        'content-disposition': 'inline',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, max-age=3600',
      });
    })
    .openapi(readCheck, async (c) => {
      const { id } = await known(c.req.valid('param').id);
      return c.json({ isOn: await isCheckOn(db, id) }, 200);
    })
    .openapi(setCheck, async (c) => {
      const channel = await known(c.req.valid('param').id);
      const { isOn } = c.req.valid('json');
      must(await shopFor(channel).setIdentityCheck(channel.accessToken, channel.phoneNumberId, isOn));
      await db.updateTable('channels').set({ checks_identity: isOn }).where('id', '=', channel.id).execute();
      await note(c, channel.id, { checksIdentity: isOn });
      return c.json({ isOn }, 200);
    });
}

function must<Value>(got: Got<Value>): { ok: true } & Value {
  return got.ok ? got : refuse('whatsapp-refused', { detail: reasonOf(got) });
}

async function isCheckOn(db: Kysely<Database>, channelId: string): Promise<boolean> {
  const row = await db
    .selectFrom('channels')
    .select('checks_identity')
    .where('id', '=', channelId)
    .executeTakeFirst();
  return row?.checks_identity ?? false;
}
