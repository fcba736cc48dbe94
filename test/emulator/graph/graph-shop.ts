import { Hono } from 'hono';
import { z } from 'zod';
import type { World } from '../world.ts';
import { type GraphEnv, page, pick, refuse, unknownObject } from './graph-env.ts';
import { refusal } from './graph-error.ts';

const Settings = z.object({
  user_identity_change: z.strictObject({ enable_identity_key_check: z.boolean() }),
});
const Filter = z.object({
  name: z.object({ i_contains: z.string() }).optional(),
  retailer_id: z.object({ eq: z.string() }).optional(),
});
const USUAL = ['id', 'name', 'retailer_id'];

/** The catalogue of an account with its products, what a number shows of it, and a number's settings. */
export const graphShop = (world: World) =>
  new Hono<GraphEnv>()
    .get('/:version/:id/product_catalogs', (c) => {
      const { id } = c.req.param();
      const number = [...world.numbers.values()].find(({ wabaId }) => wabaId === id);
      if (!number) return unknownObject(c, world, id);
      const { catalogId } = number;
      const items = catalogId === null ? [] : [{ id: catalogId, name: 'Emulated shop' }];
      return c.json(page(items, c.req.query(), new URL(c.req.url)));
    })
    .get('/:version/:id/whatsapp_commerce_settings', (c) => {
      const number = world.numbers.get(c.req.param('id'));
      if (!number) return unknownObject(c, world, c.req.param('id'));
      const { isCartOn, isCatalogueVisible } = number.settings;
      const data = [
        { id: number.phoneNumberId, is_cart_enabled: isCartOn, is_catalog_visible: isCatalogueVisible },
      ];
      return c.json({ data });
    })
    .post('/:version/:id/whatsapp_commerce_settings', (c) => {
      const number = world.numbers.get(c.req.param('id'));
      if (!number) return unknownObject(c, world, c.req.param('id'));
      if (number.catalogId === null)
        return refuse(c, world, refusal(100, 'No catalog is connected to this account.'));
      const { is_cart_enabled: cart, is_catalog_visible: visible } = c.req.query();
      if (cart !== undefined) number.settings.isCartOn = cart === 'true';
      if (visible !== undefined) number.settings.isCatalogueVisible = visible === 'true';
      return c.json({ success: true });
    })
    .get('/:version/:id/settings', (c) => {
      const number = world.numbers.get(c.req.param('id'));
      if (!number) return unknownObject(c, world, c.req.param('id'));
      return c.json({ user_identity_change: { enable_identity_key_check: number.identityCheck } });
    })
    .post('/:version/:id/settings', async (c) => {
      const number = world.numbers.get(c.req.param('id'));
      if (!number) return unknownObject(c, world, c.req.param('id'));
      const read = Settings.safeParse(await c.req.json().catch(() => undefined));
      if (!read.success) return refuse(c, world, refusal(100, 'Invalid parameter'));
      number.identityCheck = read.data.user_identity_change.enable_identity_key_check;
      return c.json({ success: true });
    })
    .get('/:version/:id/products', (c) => {
      const { id } = c.req.param();
      const number = [...world.numbers.values()].find(({ catalogId }) => catalogId === id);
      if (!number) return unknownObject(c, world, id);
      const { fields, filter } = c.req.query();
      const wanted = filter === undefined ? undefined : readFilter(filter);
      if (wanted === null)
        return refuse(c, world, refusal(100, 'Param filter must be a JSON encoded object'));
      const items = [...(number.products ?? SHOWN)]
        .map((sku, n) => ({ id: `9${n}`, ...productOf(sku, n, number.productPictures) }))
        .filter(({ name, retailer_id: sku }) => {
          const { name: named, retailer_id: own } = wanted ?? {};
          if (own && own.eq !== sku) return false;
          return name.toLowerCase().includes((named?.i_contains ?? '').toLowerCase());
        });
      const shown = items.map((item) => pick(item, fields, USUAL));
      return c.json(page(shown, c.req.query(), new URL(c.req.url)));
    });

/** Of a catalogue that knows every id. */
const SHOWN = ['flat-white', 'espresso', 'oat-cookie', 'beans-250g'];

function productOf(sku: string, n: number, pictures: string) {
  const words = sku.replaceAll(/[-_]/g, ' ');
  return {
    retailer_id: sku,
    name: words.charAt(0).toUpperCase() + words.slice(1),
    price: `€${(2 + n * 0.5).toFixed(2)}`,
    image_url: `${pictures}/${sku}`,
    availability: 'in stock',
  };
}

function readFilter(text: string): z.infer<typeof Filter> | null {
  try {
    return Filter.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
