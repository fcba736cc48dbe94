import { z } from 'zod';

/**
 * Everything that can move a session. What a person says and what the platform says never share an event type:
 * the names below are also the machine's event names, except `timer`, which fires the `after` it was scheduled for.
 */

const MediaInput = z.strictObject({
  type: z.literal('media'),
  kind: z.enum(['image', 'video', 'audio', 'document', 'sticker']),
  mediaId: z.string(),
  mimeType: z.string().optional(),
  caption: z.string().optional(),
  filename: z.string().optional(),
  voice: z.boolean().optional(),
});

const OrderInput = z.strictObject({
  type: z.literal('order'),
  catalogId: z.string().optional(),
  text: z.string().optional(),
  /** Prices are what the phone showed, per unit, and unverified. */
  items: z.array(
    z.strictObject({
      productId: z.string(),
      quantity: z.number(),
      price: z.number(),
      currency: z.string(),
    }),
  ),
});

export const PersonInput = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({
    type: z.literal('choice'),
    id: z.string(),
    title: z.string().optional(),
    /** The node whose message was tapped, when the tapped message is one of ours; `earlierSession` if another session sent it. */
    offeredBy: z.strictObject({ node: z.string(), earlierSession: z.boolean() }).optional(),
  }),
  MediaInput,
  z.strictObject({
    type: z.literal('location'),
    latitude: z.number(),
    longitude: z.number(),
    name: z.string().optional(),
    address: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('contact-card'),
    contacts: z.array(z.strictObject({ name: z.string(), phones: z.array(z.string()) })),
  }),
  OrderInput,
  z.strictObject({
    type: z.literal('form'),
    values: z.record(z.string(), z.unknown()),
    token: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('reaction'), emoji: z.string().optional(), messageId: z.string() }),
  z.strictObject({ type: z.literal('unsupported'), kind: z.string() }),
]);
export type PersonInput = z.infer<typeof PersonInput>;

export const PlatformInput = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('timer'), timer: z.string() }),
  z.strictObject({
    type: z.literal('call.done'),
    call: z.string(),
    status: z.number().int(),
    body: z.unknown(),
  }),
  z.strictObject({ type: z.literal('call.failed'), call: z.string(), reason: z.string() }),
  z.strictObject({ type: z.literal('agent.resolved'), outcome: z.string().optional() }),
  /** Nobody has answered, and nobody will for now: the contact is to be told so. */
  z.strictObject({ type: z.literal('agent.absent') }),
  /** A person had the conversation in the middle of the flow; it goes on where it stood. */
  z.strictObject({ type: z.literal('agent.returned') }),
  z.strictObject({ type: z.literal('window.closing') }),
  z.strictObject({ type: z.literal('window.closed') }),
  z.strictObject({
    type: z.literal('send.failed'),
    node: z.string().optional(),
    reason: z.string(),
    code: z.number().int().optional(),
  }),
]);
export type PlatformInput = z.infer<typeof PlatformInput>;

export const Input = z.union([PersonInput, PlatformInput]);
export type Input = z.infer<typeof Input>;

/** Event names for whatever a person may send where a question expected something else. A bare reaction is not an answer. */
export const PERSON_EVENTS = [
  'text',
  'choice',
  'media',
  'location',
  'contact-card',
  'order',
  'form',
  'unsupported',
] as const;

/** What a turn may know of the world. Passed in, never read: same facts, same turn. */
export const Facts = z.strictObject({
  /** Milliseconds since 1970, of the event that moves the session. */
  now: z.number(),
  contact: z.strictObject({
    name: z.string(),
    /** International digits without `+`; empty when WhatsApp hides the number. */
    phone: z.string(),
    /** BCP 47, e.g. `ru`; empty when unknown. */
    locale: z.string(),
    /** IANA zone, e.g. `Europe/Berlin`. */
    timezone: z.string(),
    /** Somebody else may have the number now: what is known of the contact may not be theirs. Left out: no. */
    isDoubted: z.boolean().optional(),
  }),
  /** When the 24-hour customer service window closes, ms since 1970; null when it is closed. */
  windowClosesAt: z.number().nullable(),
  /** Teams of which nobody can take over now, '' when that is so for all people together; left out: somebody is always there. */
  absentTeams: z.array(z.string()).optional(),
});
export type Facts = z.infer<typeof Facts>;
