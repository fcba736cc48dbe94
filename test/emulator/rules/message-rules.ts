import { z } from 'zod';
import { AudioMedia, broken, CaptionedMedia, chars, DocumentMedia, Location, Media } from './field-rules.ts';
import { Interactive } from './interactive-rules.ts';
import { Template } from './template-rules.ts';

/**
 * What WhatsApp accepts as the body of `POST /{phone_number_id}/messages`.
 * Source: WhatsApp Cloud API, sending messages and the page of each message type.
 */

const envelope = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual').optional(),
  to: z.string().min(1).optional(),
  recipient: z.string().min(1).optional(),
  context: z.strictObject({ message_id: z.string().min(1) }).optional(),
  biz_opaque_callback_data: chars('biz_opaque_callback_data', 512, 0).optional(),
  recipient_identity_key_hash: z.string().min(1).optional(),
};

const Phone = z.strictObject({
  phone: z.string().min(1).optional(),
  type: z.string().optional(),
  wa_id: z.string().min(1).optional(),
});

const ContactCard = z.strictObject({
  name: z
    .strictObject({
      formatted_name: z.string().min(1),
      first_name: z.string().optional(),
      last_name: z.string().optional(),
      middle_name: z.string().optional(),
      suffix: z.string().optional(),
      prefix: z.string().optional(),
    })
    .refine((name) => Object.values(name).filter(Boolean).length > 1, {
      error: 'At least one part of the name is needed besides formatted_name',
    }),
  phones: z.array(Phone).optional(),
  emails: z.array(z.strictObject({ email: z.string().min(1), type: z.string().optional() })).optional(),
  addresses: z
    .array(
      z.strictObject({
        street: z.string().optional(),
        city: z.string().optional(),
        state: z.string().optional(),
        zip: z.string().optional(),
        country: z.string().optional(),
        country_code: z.string().optional(),
        type: z.string().optional(),
      }),
    )
    .optional(),
  urls: z.array(z.strictObject({ url: z.string().min(1), type: z.string().optional() })).optional(),
  org: z
    .strictObject({
      company: z.string().optional(),
      department: z.string().optional(),
      title: z.string().optional(),
    })
    .optional(),
  birthday: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, { error: 'birthday must be YYYY-MM-DD' })
    .optional(),
});

const Message = z.discriminatedUnion('type', [
  z.strictObject({
    ...envelope,
    type: z.literal('text'),
    text: z.strictObject({ body: chars('Text body', 4096), preview_url: z.boolean().optional() }),
  }),
  z.strictObject({ ...envelope, type: z.literal('image'), image: CaptionedMedia }),
  z.strictObject({ ...envelope, type: z.literal('video'), video: CaptionedMedia }),
  z.strictObject({ ...envelope, type: z.literal('audio'), audio: AudioMedia }),
  z.strictObject({ ...envelope, type: z.literal('document'), document: DocumentMedia }),
  z.strictObject({ ...envelope, type: z.literal('sticker'), sticker: Media }),
  z.strictObject({ ...envelope, type: z.literal('location'), location: Location }),
  z.strictObject({
    ...envelope,
    type: z.literal('contacts'),
    contacts: z.array(ContactCard).min(1).max(257),
  }),
  z.strictObject({
    ...envelope,
    type: z.literal('reaction'),
    reaction: z.strictObject({ message_id: z.string().min(1), emoji: z.string() }),
  }),
  z.strictObject({ ...envelope, type: z.literal('interactive'), interactive: Interactive }),
  z.strictObject({ ...envelope, type: z.literal('template'), template: Template }),
]);

export const GraphMessage = Message.superRefine((message, ctx) => {
  if (message.to === undefined && message.recipient === undefined) {
    broken(ctx, ['to'], 'The parameter to is required.', 100);
  }
  if (message.type === 'reaction' && message.context) {
    broken(ctx, ['context'], 'A reaction cannot quote a message.', 100);
  }
});
export type GraphMessage = z.infer<typeof GraphMessage>;

/** The other thing that is posted to `/messages`: a read mark, with or without the typing bubble. */
export const ReadMark = z.strictObject({
  messaging_product: z.literal('whatsapp'),
  status: z.literal('read'),
  message_id: z.string().min(1),
  typing_indicator: z.strictObject({ type: z.literal('text') }).optional(),
});
export type ReadMark = z.infer<typeof ReadMark>;
