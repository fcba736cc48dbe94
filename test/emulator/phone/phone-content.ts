import { webhookError } from '../graph/graph-error.ts';
import type { Thread } from '../threads.ts';
import type { World } from '../world.ts';
import type { ShownOption } from './shown-content.ts';

/** The part of an inbound message that depends on its type. Source: WhatsApp Cloud API, messages webhook reference. */
export type InboundContent = { type: string } & Record<string, unknown>;

export type Place = { latitude: number; longitude: number; name?: string; address?: string };
export type Card = { name: string; phone?: string; waId?: string };
export type OrderItem = { productId: string; quantity?: number; price?: number; currency?: string };
/** A file from the phone. Bytes are made up where they do not matter. */
export type PhoneFile = { bytes?: Uint8Array; mimeType?: string; caption?: string; filename?: string };
export type PhoneMediaKind = 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';

const MIME_TYPES: Record<PhoneMediaKind, string> = {
  image: 'image/jpeg',
  video: 'video/mp4',
  audio: 'audio/mpeg',
  voice: 'audio/ogg; codecs=opus',
  document: 'application/pdf',
  sticker: 'image/webp',
};

/** What a tap says, or null for an option that says nothing to the business. */
export function tapContent(option: ShownOption): InboundContent | null {
  const { kind, id, title, description } = option;
  switch (kind) {
    case 'reply':
      return { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id, title } } };
    case 'row': {
      const row = { id, title, ...(description === undefined ? {} : { description }) };
      return { type: 'interactive', interactive: { type: 'list_reply', list_reply: row } };
    }
    case 'quick-reply':
      return { type: 'button', button: { payload: id, text: title } };
    default:
      return null;
  }
}

export function formContent(values: Record<string, unknown>, token: string): InboundContent {
  // The answer of a form is JSON inside a string.
  const reply = {
    name: 'flow',
    body: 'Sent',
    response_json: JSON.stringify({ flow_token: token, ...values }),
  };
  return { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: reply } };
}

export function mediaContent(
  world: World,
  thread: Thread,
  kind: PhoneMediaKind,
  file: PhoneFile,
): InboundContent {
  const now = world.clock.now();
  const bytes = file.bytes ?? Buffer.from(`bytes of a ${kind}`);
  const mimeType = file.mimeType ?? MIME_TYPES[kind];
  const stored = world.media.receive(thread.number.phoneNumberId, bytes, mimeType, now);
  const type = kind === 'voice' ? 'audio' : kind;
  const media = {
    ...(file.caption === undefined ? {} : { caption: file.caption }),
    ...(file.filename === undefined ? {} : { filename: file.filename }),
    mime_type: mimeType,
    sha256: stored.sha256.toString('base64'),
    id: stored.id,
    url: world.baseUrl() + world.media.link(stored, now),
    ...(type === 'audio' ? { voice: kind === 'voice' } : {}),
    ...(type === 'sticker' ? { animated: false } : {}),
  };
  return { type, [type]: media };
}

export function contactsContent(cards: Card[]): InboundContent {
  const contacts = cards.map(({ name, phone, waId }) => ({
    name: { first_name: name, formatted_name: name },
    ...(phone === undefined
      ? {}
      : { phones: [{ phone, type: 'MOBILE', ...(waId === undefined ? {} : { wa_id: waId }) }] }),
  }));
  return { type: 'contacts', contacts };
}

export function orderContent(thread: Thread, items: OrderItem[], text: string | undefined): InboundContent {
  const order = {
    catalog_id: thread.number.catalogId ?? '',
    ...(text === undefined ? {} : { text }),
    product_items: items.map((item) => ({
      product_retailer_id: item.productId,
      quantity: item.quantity ?? 1,
      item_price: item.price ?? 1,
      currency: item.currency ?? 'EUR',
    })),
  };
  return { type: 'order', order };
}

/** A removed reaction comes without an emoji. */
export function reactionContent(wamid: string, emoji: string | null): InboundContent {
  return { type: 'reaction', reaction: { message_id: wamid, ...(emoji === null ? {} : { emoji }) } };
}

export function unsupportedContent(kind: string): InboundContent {
  const error = webhookError({ code: 131051, details: 'Message type is currently not supported.' });
  return { type: 'unsupported', errors: [error], unsupported: { type: kind } };
}
