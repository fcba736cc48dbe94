import { z } from 'zod';

/**
 * What the bot can say, in our own words. A node's message is written with `{{ }}` placeholders; the same shape with
 * the placeholders replaced is what the runtime stores in the outbox and turns into Meta's JSON.
 * Lengths and counts are not in these schemas: a draft may be too long. `limits.ts` and `validate.ts` hold them.
 */

const text = () => z.string();

/**
 * A file that is kept with the flows. Its id is the SHA-256 of its content, so that the same file has the same id on every server: a flow
 * that comes from elsewhere has its files again once somebody uploads them.
 */
export const StoredFile = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{64}$/),
  /** For people to read; a document is sent under it. */
  name: z.string().min(1).max(250),
  mimeType: z.string().max(100),
  bytes: z.int().min(0),
});
export type StoredFile = z.infer<typeof StoredFile>;

/**
 * A file: one that Meta fetches from a public `link`, one that is kept with the flows and given to Meta when it is sent, or one uploaded to
 * Meta before, by its `id`. Exactly one of the three is set to publish.
 */
export const Media = z
  .strictObject({
    link: z.string().optional().meta({ label: 'Public link', control: 'url' }),
    file: StoredFile.optional(),
    id: z.string().optional().meta({ label: 'Uploaded media id' }),
  })
  .meta({ control: 'media' });
export type Media = z.infer<typeof Media>;

export const MediaHeader = z.strictObject({
  type: z.enum(['image', 'video', 'document']),
  media: Media,
  filename: z.string().optional(),
});
export const TextHeader = z.strictObject({ type: z.literal('text'), text: text() });
export const Header = z.discriminatedUnion('type', [TextHeader, MediaHeader]);
export type Header = z.infer<typeof Header>;

/** Names of ports that every waiting node may have; an option may not take one of them, as it is a port itself. */
const RESERVED_PORTS = ['other', 'silent', 'replied', 'chosen', 'next', '__more'];

/** Also a step in the paths of translations, so no dots. */
export const OptionId = z
  .string()
  .regex(/^[\w-]{1,100}$/, 'letters, digits, _ or -, 100 at most')
  .refine((id) => !RESERVED_PORTS.includes(id), 'this id is reserved; take another one')
  .meta({ label: 'Id', control: 'id' });

export const Option = z.strictObject({
  id: OptionId,
  title: text().meta({ label: 'Title', control: 'short-text' }),
});
export type Option = z.infer<typeof Option>;

export const Row = Option.extend({ description: text().optional().meta({ label: 'Description' }) });
export type Row = z.infer<typeof Row>;

export const ListSection = z.strictObject({
  id: z.string().optional(),
  title: text().optional(),
  rows: z.array(Row),
});

/** Rows taken from a list variable; more than fit in one message are paged. Resolved by `render.ts`, never sent. */
export const RowsFrom = z.strictObject({
  variable: z.string().meta({ label: 'List variable', control: 'variable' }),
  id: z.string().meta({ label: 'Field used as id' }),
  title: z.string().meta({ label: 'Field used as title' }),
  description: z.string().optional().meta({ label: 'Field used as description' }),
  more: text().meta({ label: 'Title of the row that shows more' }),
});

export const ProductSection = z.strictObject({
  id: z.string().optional(),
  title: text().optional(),
  products: z.array(z.string()).meta({ control: 'products' }),
});

export const ContactCard = z.strictObject({
  name: text(),
  phones: z.array(z.strictObject({ phone: z.string(), waId: z.string().optional() })),
  emails: z.array(z.string()).optional(),
  urls: z.array(z.string()).optional(),
  organization: z.string().optional(),
});

/** A value for one place in an approved template. `name` is set when the template uses named parameters. */
export const TemplateParameter = z.strictObject({ name: z.string().optional(), text: text() });

export const TemplateButton = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('quick-reply'),
    index: z.number().int().min(0),
    id: z.string(),
    title: text(),
  }),
  z.strictObject({ type: z.literal('url'), index: z.number().int().min(0), text: text() }),
  z.strictObject({ type: z.literal('copy-code'), index: z.number().int().min(0), code: text() }),
  z.strictObject({ type: z.literal('form'), index: z.number().int().min(0), token: z.string().optional() }),
  z.strictObject({
    type: z.literal('catalog'),
    index: z.number().int().min(0),
    thumbnailProductId: z.string().optional(),
  }),
]);

const LocationContent = {
  latitude: z.number(),
  longitude: z.number(),
  name: text().optional(),
  address: text().optional(),
};

export const TemplateHeader = z.discriminatedUnion('type', [
  TextHeader.extend({ name: z.string().optional() }),
  MediaHeader,
  z.strictObject({ type: z.literal('location'), ...LocationContent }),
]);

/** What one card of a carousel is given; cards stand in the order in which the template has them. */
export const TemplateCard = z.strictObject({
  header: z
    .strictObject({ type: z.enum(['image', 'video']), media: Media })
    .meta({ label: 'Header', control: 'template-header' }),
  body: z.array(TemplateParameter).optional().meta({ label: 'Values of the text', control: 'parameters' }),
  buttons: z.array(TemplateButton).optional().meta({ label: 'Buttons', control: 'template-buttons' }),
});

/** When a limited-time offer ends. A time without an offset is the contact's; `render.ts` makes an instant of each, as it is sent. */
export const OfferEnd = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('after'),
    duration: z.string().meta({ label: 'After the message', control: 'duration' }),
  }),
  z.strictObject({
    kind: z.literal('moment'),
    at: z.string().meta({ label: 'Date and time, like 2026-12-24T18:00', control: 'short-text' }),
  }),
]);
export type OfferEnd = z.infer<typeof OfferEnd>;

/** One message of every kind that WhatsApp accepts and Parley sends. */
export const OutboundMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), body: text(), previewUrl: z.boolean().optional() }),
  z.strictObject({ type: z.literal('image'), media: Media, caption: text().optional() }),
  z.strictObject({ type: z.literal('video'), media: Media, caption: text().optional() }),
  z.strictObject({ type: z.literal('audio'), media: Media, voice: z.boolean().optional() }),
  z.strictObject({
    type: z.literal('document'),
    media: Media,
    caption: text().optional(),
    filename: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('sticker'), media: Media }),
  z.strictObject({ type: z.literal('location'), ...LocationContent }),
  z.strictObject({ type: z.literal('contacts'), contacts: z.array(ContactCard) }),
  z.strictObject({
    type: z.literal('buttons'),
    header: Header.optional(),
    body: text(),
    footer: text().optional(),
    buttons: z.array(Option),
  }),
  z.strictObject({
    type: z.literal('list'),
    header: TextHeader.optional(),
    body: text(),
    footer: text().optional(),
    button: text(),
    sections: z.array(ListSection),
    rowsFrom: RowsFrom.optional(),
  }),
  z.strictObject({
    type: z.literal('product'),
    body: text().optional(),
    footer: text().optional(),
    productId: z.string(),
  }),
  z.strictObject({
    type: z.literal('products'),
    header: TextHeader,
    body: text(),
    footer: text().optional(),
    sections: z.array(ProductSection),
  }),
  z.strictObject({
    type: z.literal('catalog'),
    body: text(),
    footer: text().optional(),
    thumbnailProductId: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('link'),
    header: Header.optional(),
    body: text(),
    footer: text().optional(),
    title: text(),
    url: z.string(),
  }),
  z.strictObject({ type: z.literal('location-request'), body: text() }),
  z.strictObject({
    type: z.literal('form'),
    header: Header.optional(),
    body: text(),
    footer: text().optional(),
    title: text(),
    formId: z.string(),
    screen: z.string().optional(),
    data: z.record(z.string(), z.string()).optional(),
    token: z.string().optional(),
    draft: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('template'),
    name: z.string(),
    language: text(),
    header: TemplateHeader.optional(),
    body: z.array(TemplateParameter).optional(),
    buttons: z.array(TemplateButton).optional(),
    offerEnds: OfferEnd.optional(),
    cards: z.array(TemplateCard).optional(),
  }),
]);
export type OutboundMessage = z.infer<typeof OutboundMessage>;

/** What the contact may tap in a message, in the order shown. Empty for a message without options. */
export function optionsOf(message: OutboundMessage): Option[] {
  switch (message.type) {
    case 'buttons':
      return message.buttons;
    case 'list':
      return message.sections.flatMap((section) => section.rows);
    case 'template':
      return quickRepliesOf(message);
    default:
      return [];
  }
}

/** The quick replies of a template, then those of its cards. */
export function quickRepliesOf({ buttons = [], cards = [] }: TemplateButtons) {
  return [...buttons, ...cards.flatMap((card) => card.buttons ?? [])].flatMap((button) =>
    button.type === 'quick-reply' ? [button] : [],
  );
}

type TemplateButtons = Pick<Extract<OutboundMessage, { type: 'template' }>, 'buttons' | 'cards'>;

/** True for everything that WhatsApp refuses once the 24-hour customer service window has closed. */
export function isFreeForm(message: OutboundMessage): boolean {
  return message.type !== 'template';
}

/** The files of a message, its header and its cards, each with its path there: WhatsApp fetches them before the person can see the message. */
export function mediaIn(message: OutboundMessage): { path: string; media: Media }[] {
  if ('media' in message) return [{ path: 'media', media: message.media }];
  const header = 'header' in message ? message.header : undefined;
  const cards = message.type === 'template' ? (message.cards ?? []) : [];
  return [
    ...(header !== undefined && 'media' in header ? [{ path: 'header.media', media: header.media }] : []),
    ...cards.map((card, at) => ({ path: `cards.${at}.header.media`, media: card.header.media })),
  ];
}
