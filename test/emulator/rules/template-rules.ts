import { z } from 'zod';
import { Location, Media, NamedMedia, numeric } from './field-rules.ts';

/**
 * What WhatsApp accepts as `template` before it looks at the template's definition; see template-check.ts for the rest.
 * Source: WhatsApp Cloud API, template message pages.
 */

const TextParameter = z.strictObject({
  type: z.literal('text'),
  text: z.string(),
  parameter_name: z.string().min(1).optional(),
});
const Product = z.strictObject({ product_retailer_id: z.string().min(1), catalog_id: z.string().min(1) });

const HeaderParameter = z.discriminatedUnion('type', [
  TextParameter,
  z.strictObject({ type: z.literal('image'), image: Media }),
  z.strictObject({ type: z.literal('video'), video: Media }),
  z.strictObject({ type: z.literal('document'), document: NamedMedia }),
  z.strictObject({ type: z.literal('location'), location: Location }),
  z.strictObject({ type: z.literal('product'), product: Product }),
]);

const BodyParameter = z.discriminatedUnion('type', [
  TextParameter,
  z.strictObject({
    type: z.literal('currency'),
    currency: z.strictObject({ fallback_value: z.string(), code: z.string(), amount_1000: z.number() }),
    parameter_name: z.string().min(1).optional(),
  }),
  z.strictObject({
    type: z.literal('date_time'),
    // Everything but the fallback is ignored by WhatsApp, and accepted.
    date_time: z.looseObject({ fallback_value: z.string() }),
    parameter_name: z.string().min(1).optional(),
  }),
]);
export type BodyParameter = z.infer<typeof BodyParameter>;

const ProductSection = z.strictObject({
  title: z.string(),
  product_items: z.array(z.strictObject({ product_retailer_id: z.string().min(1) })).min(1),
});

const ButtonParameter = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('payload'), payload: z.string() }),
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({ type: z.literal('coupon_code'), coupon_code: z.string() }),
  z.strictObject({
    type: z.literal('action'),
    action: z.strictObject({
      flow_token: z.string().optional(),
      flow_action_data: z.record(z.string(), z.unknown()).optional(),
      thumbnail_product_retailer_id: z.string().optional(),
      sections: z.array(ProductSection).optional(),
    }),
  }),
]);

const Header = z.strictObject({ type: z.literal('header'), parameters: z.array(HeaderParameter).length(1) });
const Body = z.strictObject({ type: z.literal('body'), parameters: z.array(BodyParameter) });
const Button = z.strictObject({
  type: z.literal('button'),
  // WhatsApp's own examples write it in either case.
  sub_type: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['quick_reply', 'url', 'copy_code', 'flow', 'catalog', 'mpm'])),
  index: numeric(0, 9),
  parameters: z.array(ButtonParameter).length(1),
});
const LimitedTimeOffer = z.strictObject({
  type: z.literal('limited_time_offer'),
  parameters: z
    .array(
      z.strictObject({
        type: z.literal('limited_time_offer'),
        limited_time_offer: z.strictObject({ expiration_time_ms: z.number().int() }),
      }),
    )
    .length(1),
});
const CardComponent = z.discriminatedUnion('type', [Header, Body, Button]);
const Carousel = z.strictObject({
  type: z.literal('carousel'),
  cards: z
    .array(z.strictObject({ card_index: z.number().int().min(0), components: z.array(CardComponent) }))
    .min(1)
    .max(10),
});

export const Template = z.strictObject({
  name: z.string().min(1).max(512),
  language: z.strictObject({ code: z.string().min(1), policy: z.literal('deterministic').optional() }),
  components: z
    .array(z.discriminatedUnion('type', [Header, Body, Button, LimitedTimeOffer, Carousel]))
    .optional(),
});
export type SentTemplate = z.infer<typeof Template>;
export type SentComponent = NonNullable<SentTemplate['components']>[number];
