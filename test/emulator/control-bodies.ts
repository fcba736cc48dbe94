import { z } from 'zod';

/** Bodies of the control API, one per thing that can be done. */

export const PersonBody = z.strictObject({
  name: z.string().optional(),
  username: z.string().optional(),
  locale: z.string().optional(),
  hidesNumber: z.boolean().optional(),
  onWhatsApp: z.boolean().optional(),
  readReceipts: z.boolean().optional(),
  marketing: z.enum(['allowed', 'stopped', 'capped']).optional(),
});
export const TextBody = z.strictObject({ text: z.string(), quoting: z.string().optional() });
export const TapBody = z.strictObject({ option: z.string(), wamid: z.string().optional() });
export const PlaceBody = z.strictObject({
  latitude: z.number(),
  longitude: z.number(),
  name: z.string().optional(),
  address: z.string().optional(),
});
export const FileBody = z.strictObject({
  kind: z.enum(['image', 'video', 'audio', 'voice', 'document', 'sticker']),
  base64: z.string().optional(),
  mimeType: z.string().optional(),
  caption: z.string().optional(),
  filename: z.string().optional(),
});
export const ContactBody = z.strictObject({
  name: z.string(),
  phone: z.string().optional(),
  waId: z.string().optional(),
});
export const OrderBody = z.strictObject({
  items: z.array(
    z.strictObject({
      productId: z.string(),
      quantity: z.number().optional(),
      price: z.number().optional(),
      currency: z.string().optional(),
    }),
  ),
  text: z.string().optional(),
});
export const FormBody = z.strictObject({ values: z.record(z.string(), z.unknown()) });
export const ReactionBody = z.strictObject({ emoji: z.string().nullable(), wamid: z.string().optional() });
export const AdBody = z.strictObject({ text: z.string(), sourceId: z.string().optional() });

export const AdvanceBody = z.strictObject({ ms: z.number() });
export const StatusBody = z.strictObject({
  wamid: z.string(),
  status: z.enum(['sent', 'delivered', 'read', 'played', 'failed']),
  code: z.number().int().optional(),
});
export const WebhookUrlBody = z.strictObject({ url: z.url().nullable() });

const times = z.number().int().positive().optional();
export const FaultBody = z.strictObject({
  fault: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('delay'), ms: z.number(), accepted: z.boolean().optional() }),
    z.strictObject({ kind: z.literal('hang'), accepted: z.boolean().optional() }),
    z.strictObject({ kind: z.literal('accept-then-drop') }),
    z.strictObject({ kind: z.literal('reset') }),
    z.strictObject({
      kind: z.literal('error'),
      code: z.number().int(),
      status: z.number().int().optional(),
      details: z.string().optional(),
    }),
    z.strictObject({ kind: z.literal('garbage'), accepted: z.boolean().optional() }),
    z.strictObject({ kind: z.literal('slow'), bytesPerSecond: z.number().positive() }),
    z.strictObject({ kind: z.literal('status-first') }),
  ]),
  times,
  match: z
    .strictObject({
      method: z.string().optional(),
      path: z.string().optional(),
      to: z.string().optional(),
      type: z.string().optional(),
    })
    .optional(),
});
export const WebhookFaultBody = z.strictObject({
  fault: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('duplicate'), copies: z.number().int().positive().optional() }),
    z.strictObject({ kind: z.literal('drop') }),
    z.strictObject({ kind: z.literal('reorder') }),
    z.strictObject({ kind: z.literal('delay'), ms: z.number() }),
  ]),
  times,
  match: z
    .strictObject({
      field: z.string().optional(),
      holds: z.enum(['messages', 'statuses']).optional(),
      status: z.string().optional(),
    })
    .optional(),
});
