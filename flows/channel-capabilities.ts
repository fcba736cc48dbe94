import type { OutboundMessage } from './message.ts';
import type { Starter } from './start-words.ts';

/** What a number's connection to WhatsApp can do beyond sending text: kinds of messages, and what is done for a number or a person. */
export const CAPABILITIES = [
  ...['image', 'video', 'audio', 'document', 'sticker', 'location', 'contacts'],
  ...['buttons', 'list', 'product', 'products', 'catalog', 'link', 'location-request', 'form'],
  'template',
  /* Done for a person. */
  ...['typing', 'read-marks', 'reactions', 'block', 'identity-check', 'media-upload'],
  /* Done for the number. */
  ...['template-list', 'template-create', 'template-edit', 'template-samples'],
  ...['registration', 'health', 'profile', 'automation', 'block-list', 'token-expiry', 'catalogue'],
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** A number that a flow answers on, as far as publishing has to know it. */
export type FlowChannel = {
  /** As people call it: its name, its phone number. */
  name: string;
  /** Null: everything. */
  can: readonly Capability[] | null;
  /** The other flows that its messages may start. */
  others: readonly Starter[];
  /** The linked catalogue; null: none. Left out: not known. */
  catalogId?: string | null;
  /** Whether the profile says how to reach a person; null: not known. */
  hasSupportContact?: boolean | null;
  /** Those of the profile; left out: not known. */
  websites?: readonly string[];
  /** What WhatsApp shows as the business’s name; null: not known. */
  businessName?: string | null;
};

/** What a message needs that not every connection has; text needs nothing. */
export function neededFor(message: OutboundMessage): Capability | null {
  return message.type === 'text' ? null : message.type;
}

/** What to do instead, in one sentence. */
export const INSTEAD: { readonly [need in Capability]?: string } = {
  buttons: 'Use a question whose text numbers the answers.',
  list: 'Use buttons, or a question whose text numbers the answers.',
  product: 'Use a message with a picture and a link to the product.',
  products: 'Use a message with links to the products, or a list.',
  catalog: 'Use a message with a link to the shop.',
  link: 'Write the address into the text of a message.',
  form: 'Use questions, one for each field of the form.',
  'location-request': 'Use a question that asks for the address.',
  sticker: 'Use a picture.',
};
