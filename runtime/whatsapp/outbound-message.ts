import { limits } from '@parley/flows/limits.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import { contactCard, graphLocation, graphMedia } from './graph-parts.ts';
import { interactiveBody } from './interactive-body.ts';
import { templateBody } from './template-body.ts';

export type Envelope = {
  /** The person's number: digits, with or without `+`. Goes before `recipient`. */
  to?: string;
  /** Business-scoped user id, for a person who hides the number. */
  recipient?: string;
  /** Comes back in every status of the message; 512 characters at most. */
  callbackData?: string;
  /** `wamid` of the message that this one quotes. */
  replyTo?: string;
  /** `wamid` of the message that the text of this one, an emoji or nothing, is put to as a reaction. */
  reactsTo?: string;
  /** The catalogue of the number's business account: products cannot be sent without it. */
  catalogId?: string;
  /** Comes back with the answers of a form, unless the message has a token of its own. */
  formToken?: string;
};

export type GraphMessage = { ok: true; body: Record<string, unknown> } | { ok: false; reason: string };

/**
 * The body of `POST /{phone_number_id}/messages` for one message. `ok: false` when something that WhatsApp demands is not there;
 * lengths and counts are proven when a flow is published and are not looked at again.
 * A number always gets its `+`: WhatsApp puts the business's own country code before one without.
 * Source: WhatsApp Cloud API, "Sending messages" and the page of each message type.
 */
export function toGraphMessage(message: OutboundMessage, envelope: Envelope): GraphMessage {
  const address = addressOf(envelope);
  if (!address) return { ok: false, reason: 'neither a number nor a user id to send to' };
  if ((envelope.callbackData?.length ?? 0) > limits.callbackData) {
    return { ok: false, reason: `callback data is longer than ${limits.callbackData} characters` };
  }
  const content = contentOf(message, envelope);
  if (typeof content === 'string') return { ok: false, reason: content };
  return {
    ok: true,
    body: {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...address,
      ...(envelope.replyTo ? { context: { message_id: envelope.replyTo } } : {}),
      ...content,
      ...(envelope.callbackData ? { biz_opaque_callback_data: envelope.callbackData } : {}),
    },
  };
}

/**
 * The body that marks a message, and every earlier one of the conversation, as read. `typing` also shows the typing
 * indicator until we answer, 25 seconds at most. Source: WhatsApp Cloud API, "Typing indicators".
 */
export function readMark(wamid: string, typing: boolean): Record<string, unknown> {
  return {
    messaging_product: 'whatsapp',
    status: 'read',
    message_id: wamid,
    ...(typing ? { typing_indicator: { type: 'text' } } : {}),
  };
}

function addressOf({ to, recipient }: Envelope): { to: string } | { recipient: string } | null {
  const digits = (to ?? '').replace(/\D/g, '');
  if (digits) return { to: `+${digits}` };
  return recipient ? { recipient } : null;
}

/** `type` and the object of that name, or what is missing, as a sentence. */
function contentOf(message: OutboundMessage, envelope: Envelope): Record<string, unknown> | string {
  if (envelope.reactsTo !== undefined && message.type === 'text')
    return { type: 'reaction', reaction: { message_id: envelope.reactsTo, emoji: message.body } };
  switch (message.type) {
    case 'text': {
      const { body, previewUrl } = message;
      return {
        type: 'text',
        text: { body, ...(previewUrl === undefined ? {} : { preview_url: previewUrl }) },
      };
    }
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return mediaContent(message);
    case 'location':
      return { type: 'location', location: graphLocation(message) };
    case 'contacts':
      if (message.contacts.length === 0) return 'a contacts message without a contact';
      return { type: 'contacts', contacts: message.contacts.map(contactCard) };
    case 'template': {
      const template = templateBody(message, envelope.formToken);
      return typeof template === 'string' ? template : { type: 'template', template };
    }
    default: {
      const interactive = interactiveBody(message, envelope);
      return typeof interactive === 'string' ? interactive : { type: 'interactive', interactive };
    }
  }
}

type MediaMessage = Extract<OutboundMessage, { media: unknown }>;

function mediaContent(message: MediaMessage): Record<string, unknown> | string {
  const media = graphMedia(message.media);
  if (typeof media === 'string') return media;
  const caption = 'caption' in message && message.caption ? { caption: message.caption } : {};
  const filename = 'filename' in message && message.filename ? { filename: message.filename } : {};
  const voice = 'voice' in message && message.voice ? { voice: true } : {};
  return { type: message.type, [message.type]: { ...media, ...caption, ...filename, ...voice } };
}
