import { z } from 'zod';
import { createGraphAsk, type Got } from './graph-ask.ts';
import { asList, identifier, maybe } from './lenient.ts';

/** A catalogue of products, as a business account has it linked. */
export type Catalogue = { id: string; name: string };
/** What a number shows of the catalogue. */
export type ShopSettings = { isCartOn: boolean; isCatalogueVisible: boolean };
/** `price` as Meta writes it, with its currency, such as `€3.50`; `id` is what messages name a product by (the SKU). */
export type Product = { id: string; name: string; price: string; pictureUrl: string | null };
export type GraphShop = ReturnType<typeof createGraphShop>;

const PRODUCT_FIELDS = 'retailer_id,name,price,image_url';
const PRODUCTS_SHOWN = 24;

/**
 * The catalogue behind a number's product messages, and whether WhatsApp tells of changed identities: what is asked and set beside messages.
 * Source: WhatsApp Cloud API, "Sell products & services", "Set commerce settings", "Identity change check"; Graph API, "Product catalog".
 */
export function createGraphShop(options: { baseUrl: string; version: string }) {
  const { ask, close } = createGraphAsk(options);
  const one = encodeURIComponent;
  const done = () => ({});
  return {
    /** Linked to the account in Meta's Commerce Manager; WhatsApp takes one. */
    listCatalogues: (token: string, accountId: string): Promise<Got<{ catalogues: Catalogue[] }>> =>
      ask(token, { method: 'GET', path: `${one(accountId)}/product_catalogs?fields=id,name` }, (json) => {
        const list = asList(ListJson.safeParse(json).data?.data);
        return (
          list && {
            catalogues: list.flatMap((raw) => {
              const { id, name } = CatalogueJson.parse(raw);
              return id === undefined ? [] : [{ id, name: name ?? '' }];
            }),
          }
        );
      }),

    readSettings: (token: string, phoneNumberId: string): Promise<Got<{ settings: ShopSettings }>> =>
      ask(token, { method: 'GET', path: `${one(phoneNumberId)}/whatsapp_commerce_settings` }, (json) => {
        const [first] = asList(ListJson.safeParse(json).data?.data) ?? [];
        const { is_cart_enabled: cart, is_catalog_visible: visible } = SettingsJson.parse(first ?? {});
        return { settings: { isCartOn: cart ?? true, isCatalogueVisible: visible ?? false } };
      }),

    /** Both are query parameters. */
    changeSettings: (token: string, phoneNumberId: string, settings: ShopSettings) => {
      const query = new URLSearchParams({
        is_cart_enabled: String(settings.isCartOn),
        is_catalog_visible: String(settings.isCatalogueVisible),
      });
      const path = `${one(phoneNumberId)}/whatsapp_commerce_settings?${query}`;
      return ask(token, { method: 'POST', path, json: {} }, done);
    },

    /** Products whose name holds the text, the first 24; all when it is empty. */
    searchProducts: (
      token: string,
      catalogueId: string,
      text: string,
    ): Promise<Got<{ products: Product[] }>> => {
      const query = new URLSearchParams({
        fields: PRODUCT_FIELDS,
        limit: String(PRODUCTS_SHOWN),
        ...(text !== '' && { filter: JSON.stringify({ name: { i_contains: text } }) }),
      });
      return ask(token, { method: 'GET', path: `${one(catalogueId)}/products?${query}` }, readProducts);
    },

    /** The product of an id; none or one. */
    findProduct: (token: string, catalogueId: string, id: string): Promise<Got<{ products: Product[] }>> => {
      const filter = JSON.stringify({ retailer_id: { eq: id } });
      const query = new URLSearchParams({ fields: PRODUCT_FIELDS, limit: '1', filter });
      return ask(token, { method: 'GET', path: `${one(catalogueId)}/products?${query}` }, readProducts);
    },

    /** Whether webhooks carry the hash of a person's keys. */
    setIdentityCheck: (token: string, phoneNumberId: string, isOn: boolean) =>
      ask(
        token,
        {
          method: 'POST',
          path: `${one(phoneNumberId)}/settings`,
          json: { user_identity_change: { enable_identity_key_check: isOn } },
        },
        done,
      ),

    close,
  };
}

function readProducts(json: unknown): { products: Product[] } | null {
  const list = asList(ListJson.safeParse(json).data?.data);
  return (
    list && {
      products: list.flatMap((raw) => {
        const { retailer_id: id, name, price, image_url: pictureUrl } = ProductJson.parse(raw);
        return id === undefined
          ? []
          : [{ id, name: name ?? id, price: price ?? '', pictureUrl: pictureUrl ?? null }];
      }),
    }
  );
}

const ListJson = z.object({ data: z.unknown() });
const CatalogueJson = z.object({ id: maybe(identifier), name: maybe(z.string()) }).catch({});
const SettingsJson = z
  .object({ is_cart_enabled: maybe(z.boolean()), is_catalog_visible: maybe(z.boolean()) })
  .catch({});
const ProductJson = z
  .object({
    retailer_id: maybe(z.string()),
    name: maybe(z.string()),
    price: maybe(z.string()),
    image_url: maybe(z.string()),
  })
  .catch({});
