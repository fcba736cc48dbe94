import type { PersonInput } from '@parley/flows/input.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import { z } from 'zod';
import { identifier, instant, maybe } from './lenient.ts';
import { readPersonInput } from './person-input.ts';
import { readSender, type Sender } from './sender.ts';
import { isRecord } from './storable-json.ts';

/** A message that a person sent to a contact from the WhatsApp Business app, on a number that is in both. */
export type MessageEcho = {
  kind: 'echo';
  phoneNumberId: string;
  wamid: string;
  sentAt: Date;
  /** Whom it was sent to. */
  to: Sender;
  /** Null for what is no message of its own: a reaction, a change, something taken back. */
  message: OutboundMessage | null;
  raw: unknown;
};

const Echo = z.looseObject({
  id: identifier,
  timestamp: z.unknown().optional(),
  to: maybe(identifier),
  to_user_id: maybe(identifier),
  to_parent_user_id: maybe(identifier),
});

/**
 * One element of `message_echoes`: like a message, but `from` is the business and `to` the contact. Null when nothing says which
 * message it was, or to whom. Source: WhatsApp Cloud API, "Onboarding WhatsApp Business app users", `smb_message_echoes`.
 */
export function readMessageEcho(
  raw: unknown,
  contacts: readonly unknown[],
  receivedAt: Date,
): Omit<MessageEcho, 'phoneNumberId'> | null {
  const parsed = Echo.safeParse(raw);
  if (!parsed.success || !isRecord(raw)) return null;
  const { id, timestamp, to, to_user_id, to_parent_user_id } = parsed.data;
  const ids = { from: to, from_user_id: to_user_id, from_parent_user_id: to_parent_user_id };
  const contact = readSender(ids, contacts);
  if (!contact) return null;
  const input = readPersonInput(raw);
  return {
    kind: 'echo',
    wamid: id,
    sentAt: instant(timestamp, receivedAt),
    to: contact.sender,
    message: input && messageOf(input),
    raw,
  };
}

/** What was sent, in the words in which we would have sent it. What we could not send ourselves is named. */
function messageOf(input: PersonInput): OutboundMessage | null {
  switch (input.type) {
    case 'text':
      return { type: 'text', body: input.text };
    case 'media': {
      const media = { id: input.mediaId };
      const caption = input.caption === undefined ? {} : { caption: input.caption };
      switch (input.kind) {
        case 'audio':
          return { type: 'audio', media, ...(input.voice && { voice: true }) };
        case 'sticker':
          return { type: 'sticker', media };
        case 'document': {
          const filename = input.filename === undefined ? {} : { filename: input.filename };
          return { type: 'document', media, ...caption, ...filename };
        }
        default:
          return { type: input.kind, media, ...caption };
      }
    }
    case 'location': {
      const { latitude, longitude, name, address } = input;
      return {
        ...{ type: 'location', latitude, longitude },
        ...(name !== undefined && { name }),
        ...(address !== undefined && { address }),
      };
    }
    case 'contact-card':
      return {
        type: 'contacts',
        contacts: input.contacts.map(({ name, phones }) => ({
          name,
          phones: phones.map((phone) => ({ phone })),
        })),
      };
    case 'reaction':
      return null;
    case 'unsupported':
      return { type: 'text', body: `(${input.kind})` };
    default:
      return { type: 'text', body: `(${input.type})` };
  }
}
