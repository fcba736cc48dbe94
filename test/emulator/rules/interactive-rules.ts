import { z } from 'zod';
import { broken, chars, httpUrl, Media, NamedMedia, optionId, unique } from './field-rules.ts';

/**
 * What WhatsApp accepts as `interactive`, kind by kind.
 * Source: WhatsApp Cloud API, interactive message pages and share products; written from the project's fact sheet,
 * not from the product's own limits, so that each checks the other.
 */

const body = (max = 1024) => z.strictObject({ text: chars('Body text', max) });
const Footer = z.strictObject({ text: chars('Footer text', 60) });
const TextHeader = z.strictObject({ type: z.literal('text'), text: chars('Header text', 60) });
const ImageHeader = z.strictObject({ type: z.literal('image'), image: Media });
const VideoHeader = z.strictObject({ type: z.literal('video'), video: Media });
const Header = z.discriminatedUnion('type', [
  TextHeader,
  ImageHeader,
  VideoHeader,
  z.strictObject({ type: z.literal('document'), document: NamedMedia }),
]);

const Buttons = z.strictObject({
  type: z.literal('button'),
  header: Header.optional(),
  body: body(),
  footer: Footer.optional(),
  action: z
    .strictObject({
      buttons: z
        .array(
          z.strictObject({
            type: z.literal('reply'),
            reply: z.strictObject({ id: optionId('Button id', 256), title: chars('Button title', 20) }),
          }),
        )
        .refine((all) => all.length >= 1 && all.length <= 3, {
          error: 'Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3',
        }),
    })
    .superRefine(({ buttons }, ctx) => {
      unique(
        ctx,
        ['buttons'],
        'button id',
        buttons.map((button) => button.reply.id),
      );
      unique(
        ctx,
        ['buttons'],
        'button title',
        buttons.map((button) => button.reply.title),
      );
    }),
});

const List = z.strictObject({
  type: z.literal('list'),
  header: TextHeader.optional(),
  body: body(4096),
  footer: Footer.optional(),
  action: z
    .strictObject({
      button: chars('Button', 20),
      sections: z
        .array(
          z.strictObject({
            title: chars('Section title', 24, 0).optional(),
            rows: z
              .array(
                z.strictObject({
                  id: chars('Row id', 200),
                  title: chars('Row title', 24),
                  description: chars('Row description', 72, 0).optional(),
                }),
              )
              .min(1, { error: 'A section needs at least one row' }),
          }),
        )
        .refine((all) => all.length >= 1 && all.length <= 10, {
          error: 'Invalid sections count. Min allowed sections: 1, Max allowed sections: 10',
        }),
    })
    .superRefine(({ sections }, ctx) => {
      const rows = sections.flatMap((section) => section.rows);
      if (rows.length > 10) broken(ctx, ['sections'], 'Total row count exceeds the allowed maximum: 10');
      unique(
        ctx,
        ['sections'],
        'row id',
        rows.map((row) => row.id),
      );
      titledWhenSeveral(sections, ctx);
    }),
});

const linkAction = z.strictObject({
  name: z.literal('cta_url'),
  parameters: z.strictObject({ display_text: chars('Display text', 20), url: httpUrl }),
});

const Link = z.strictObject({
  type: z.literal('cta_url'),
  header: Header.optional(),
  body: body(),
  footer: Footer.optional(),
  action: linkAction,
});

const LocationRequest = z.strictObject({
  type: z.literal('location_request_message'),
  body: body(),
  action: z.strictObject({ name: z.literal('send_location') }),
});

const ContactRequest = z.strictObject({
  type: z.literal('request_contact_info'),
  body: body(),
  action: z.strictObject({ name: z.literal('request_contact_info') }),
});

const Product = z.strictObject({
  type: z.literal('product'),
  body: body().optional(),
  footer: Footer.optional(),
  action: z.strictObject({ catalog_id: z.string().min(1), product_retailer_id: z.string().min(1) }),
});

const ProductList = z.strictObject({
  type: z.literal('product_list'),
  header: TextHeader,
  body: body(),
  footer: Footer.optional(),
  action: z
    .strictObject({
      catalog_id: z.string().min(1),
      sections: z
        .array(
          z.strictObject({
            title: chars('Section title', 24, 0).optional(),
            product_items: z.array(z.strictObject({ product_retailer_id: z.string().min(1) })).min(1),
          }),
        )
        .refine((all) => all.length >= 1 && all.length <= 10, {
          error: 'Invalid sections count. Min allowed sections: 1, Max allowed sections: 10',
        }),
    })
    .superRefine(({ sections }, ctx) => {
      const count = sections.reduce((sum, section) => sum + section.product_items.length, 0);
      if (count > 30) broken(ctx, ['sections'], 'Total product count exceeds the allowed maximum: 30');
      titledWhenSeveral(sections, ctx);
    }),
});

const Catalog = z.strictObject({
  type: z.literal('catalog_message'),
  body: body(),
  footer: Footer.optional(),
  action: z.strictObject({
    name: z.literal('catalog_message'),
    parameters: z.strictObject({ thumbnail_product_retailer_id: z.string().min(1).optional() }).optional(),
  }),
});

const Flow = z.strictObject({
  type: z.literal('flow'),
  header: Header.optional(),
  body: body(),
  footer: Footer.optional(),
  action: z.strictObject({
    name: z.literal('flow'),
    parameters: z
      .strictObject({
        flow_message_version: z.literal('3'),
        flow_id: z.string().min(1).optional(),
        flow_name: z.string().min(1).optional(),
        // WhatsApp's schema says 30, its SDKs 20: the smaller, to be safe.
        flow_cta: chars('Flow button', 20).refine((text) => !/\p{Extended_Pictographic}/u.test(text), {
          error: 'Flow button cannot have emojis',
        }),
        flow_token: z.string().min(1).optional(),
        mode: z.enum(['draft', 'published']).optional(),
        flow_action: z.enum(['navigate', 'data_exchange']).optional(),
        flow_action_payload: z
          .strictObject({
            screen: z.string().min(1).optional(),
            data: z
              .record(z.string(), z.unknown())
              .refine((data) => Object.keys(data).length > 0, { error: 'data cannot be empty' })
              .optional(),
          })
          .optional(),
      })
      .refine((form) => (form.flow_id === undefined) !== (form.flow_name === undefined), {
        error: 'Exactly one of flow_id and flow_name is required',
      }),
  }),
});

const CardHeader = z.discriminatedUnion('type', [ImageHeader, VideoHeader]);
const CardBody = z.strictObject({
  text: chars('Card body text', 160).refine((text) => text.split('\n').length <= 3, {
    error: 'Card body cannot have more than 2 line breaks',
  }),
});
const QuickReplies = z.strictObject({
  buttons: z
    .array(
      z.strictObject({
        type: z.literal('quick_reply'),
        quick_reply: z.strictObject({ id: optionId('Button id', 256), title: chars('Button title', 20) }),
      }),
    )
    .min(1),
});
const Card = z.discriminatedUnion('type', [
  z.strictObject({
    card_index: z.number().int().min(0),
    type: z.literal('cta_url'),
    header: CardHeader,
    body: CardBody.optional(),
    action: z.union([linkAction, QuickReplies]),
  }),
  z.strictObject({
    card_index: z.number().int().min(0),
    type: z.literal('product'),
    action: z.strictObject({ product_retailer_id: z.string().min(1), catalog_id: z.string().min(1) }),
  }),
]);

const Carousel = z.strictObject({
  type: z.literal('carousel'),
  body: body(),
  action: z
    .strictObject({
      cards: z.array(Card).refine((all) => all.length >= 2 && all.length <= 10, {
        error: 'Invalid cards count. Min allowed cards: 2, Max allowed cards: 10',
      }),
    })
    .superRefine(({ cards }, ctx) => {
      const shapes = new Set(cards.map(shapeOfCard));
      if (shapes.size > 1) broken(ctx, ['cards'], 'All cards need the same kind and number of buttons');
      if (cards.some((card, index) => card.card_index !== index)) {
        broken(ctx, ['cards'], 'card_index must count from 0');
      }
    }),
});

export const Interactive = z.discriminatedUnion('type', [
  Buttons,
  List,
  Link,
  LocationRequest,
  ContactRequest,
  Product,
  ProductList,
  Catalog,
  Flow,
  Carousel,
]);
export type Interactive = z.infer<typeof Interactive>;

function titledWhenSeveral(sections: { title?: string }[], ctx: z.RefinementCtx): void {
  if (sections.length < 2) return;
  const untitled = sections.findIndex((section) => !section.title);
  if (untitled >= 0) {
    broken(ctx, ['sections', untitled], 'Section title is required when there are several sections', 131008);
  }
}

function shapeOfCard(card: z.infer<typeof Card>): string {
  if (card.type === 'product') return `product of ${card.action.catalog_id}`;
  return 'buttons' in card.action ? `${card.action.buttons.length} quick replies` : 'link';
}
