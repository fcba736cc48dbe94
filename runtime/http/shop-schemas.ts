import { z } from '@hono/zod-openapi';
import { CONSENT_VIA } from '../consent/sources.ts';
import { FlowId } from './flow-schemas.ts';

/** How the API speaks of what a number sells and of the links that lead to it. */

export const ShopSettings = z.strictObject({ isCartOn: z.boolean(), isCatalogueVisible: z.boolean() });
export const CatalogueJson = z
  .strictObject({
    catalogId: z.string().nullable().openapi({ description: 'What product messages of this number name.' }),
    catalogues: z
      .array(z.strictObject({ id: z.string(), name: z.string() }))
      .openapi({ description: 'Linked to the account at Meta.' }),
    settings: ShopSettings.nullable(),
    problem: z.string().nullable().openapi({ description: 'Why WhatsApp did not say.' }),
  })
  .openapi('NumberCatalogue');
export const ProductJson = z
  .strictObject({
    id: z.string().openapi({ description: 'The SKU: what messages name it by.' }),
    name: z.string(),
    price: z.string(),
    pictureUrl: z.string().nullable(),
  })
  .openapi('Product');
export const IdentityCheck = z.strictObject({ isOn: z.boolean() });
export type CatalogueBody = z.infer<typeof CatalogueJson>;
export type ProductBody = z.infer<typeof ProductJson>;

export const GivenLink = z.strictObject({
  flow: FlowId,
  via: z.enum(CONSENT_VIA).openapi({ description: 'Where people come from by it.' }),
  label: z.string().trim().max(80),
  words: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .openapi({ description: 'What is ready for sending. The link’s code is put behind it.' }),
});
export const LinkJson = z
  .strictObject({
    id: z.string(),
    flow: z.string(),
    via: z.string(),
    label: z.string(),
    text: z.string(),
    url: z.string().nullable().openapi({ description: 'Null while the number’s digits are not known.' }),
    createdAt: z.iso.datetime(),
    starts: z.number().int().openapi({ description: 'How often it has started the flow.' }),
  })
  .openapi('EntryLink');
export const LinksJson = z.strictObject({ links: z.array(LinkJson) });
export type EntryLinkBody = z.infer<typeof LinkJson>;
export type EntryLinksBody = z.infer<typeof LinksJson>;
export type GivenLinkBody = z.input<typeof GivenLink>;
