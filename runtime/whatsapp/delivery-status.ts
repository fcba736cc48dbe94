import { z } from 'zod';
import { type GraphError, readGraphError } from './graph-errors.ts';
import { asList, identifier, instant, maybe } from './lenient.ts';
import { identityOf, type Sender } from './sender.ts';

/** What became of one message of ours. Statuses arrive in any order, repeated, or not at all. */
export type DeliveryStatus = {
  wamid: string;
  status: 'sent' | 'delivered' | 'read' | 'played' | 'failed';
  at: Date;
  /** Our own string, sent with the message: finds the message when the answer to the send was lost. */
  callbackData?: string;
  recipient?: Pick<Sender, 'waId' | 'userId' | 'parentUserId'> & { groupId?: string };
  /** Filled when the status is `failed`. */
  errors: GraphError[];
  /** `type` and `category` say what the message costs; never inferred, since Meta's price rules change. */
  pricing?: { billable?: boolean; model?: string; type?: string; category?: string };
  /** Graph v24 and later: only inside a free entry point. Says nothing about the 24-hour window. */
  conversation?: { id?: string; origin?: string; expiresAt?: Date };
};

const Status = z.object({
  id: identifier,
  status: z.string(),
  timestamp: z.unknown().optional(),
  recipient_id: maybe(identifier),
  recipient_type: maybe(z.string()),
  recipient_user_id: maybe(identifier),
  // Both names occur in Meta's examples.
  parent_recipient_user_id: maybe(identifier),
  parent_user_id: maybe(identifier),
  biz_opaque_callback_data: maybe(identifier),
  errors: z.unknown().optional(),
  pricing: maybe(
    z.object({
      billable: maybe(z.boolean()),
      pricing_model: maybe(z.string()),
      type: maybe(z.string()),
      category: maybe(z.string()),
    }),
  ),
  conversation: maybe(
    z.object({
      id: maybe(identifier),
      expiration_timestamp: z.unknown().optional(),
      origin: maybe(z.object({ type: maybe(z.string()) })),
    }),
  ),
});

const Known = z.enum(['sent', 'delivered', 'read', 'played', 'failed']);

/**
 * Read one element of `statuses`. `unknown-status` is a word we have no meaning for (`deleted`, `warning`, a new one).
 * Source: WhatsApp Cloud API, webhook reference, "status messages".
 */
export function readDeliveryStatus(
  raw: unknown,
  receivedAt: Date,
): { ok: true; status: DeliveryStatus } | { ok: false; reason: 'malformed' | 'unknown-status' } {
  const parsed = Status.safeParse(raw);
  if (!parsed.success) return { ok: false, reason: 'malformed' };
  const { data } = parsed;
  const known = Known.safeParse(data.status);
  if (!known.success) return { ok: false, reason: 'unknown-status' };

  const recipient = recipientOf(data);
  return {
    ok: true,
    status: {
      wamid: data.id,
      status: known.data,
      at: instant(data.timestamp, receivedAt),
      ...(data.biz_opaque_callback_data ? { callbackData: data.biz_opaque_callback_data } : {}),
      ...(Object.keys(recipient).length > 0 ? { recipient } : {}),
      errors: (asList(data.errors) ?? []).map(readGraphError),
      ...(data.pricing ? { pricing: pricingOf(data.pricing) } : {}),
      ...(data.conversation ? { conversation: conversationOf(data.conversation, receivedAt) } : {}),
    },
  };
}

type Status = z.infer<typeof Status>;

function recipientOf(status: Status): NonNullable<DeliveryStatus['recipient']> {
  const isGroup = status.recipient_type === 'group';
  const parentUserId = status.parent_recipient_user_id ?? status.parent_user_id;
  return {
    ...(isGroup && status.recipient_id ? { groupId: status.recipient_id } : {}),
    ...(isGroup ? {} : identityOf(status.recipient_id)),
    ...(status.recipient_user_id ? { userId: status.recipient_user_id } : {}),
    ...(parentUserId ? { parentUserId } : {}),
  };
}

function pricingOf({ billable, pricing_model, type, category }: NonNullable<Status['pricing']>) {
  return { billable, model: pricing_model, type, category };
}

function conversationOf(
  { id, expiration_timestamp, origin }: NonNullable<Status['conversation']>,
  receivedAt: Date,
) {
  const expiresAt =
    expiration_timestamp === undefined ? undefined : instant(expiration_timestamp, receivedAt);
  return { id, origin: origin?.type, expiresAt };
}
