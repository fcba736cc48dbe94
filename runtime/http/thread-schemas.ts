import { z } from '@hono/zod-openapi';
import type { ThreadItem, ThreadPlace } from '../desk/thread.ts';
import { DeliveryStatusJson } from './inbox-schemas.ts';

const Instant = z.iso.datetime();
const Base = { id: z.string(), at: Instant };

const AuthorJson = z
  .strictObject({
    kind: z.enum(['contact', 'bot', 'person', 'phone', 'system']).openapi({
      description: '`phone` is the WhatsApp Business app; `system` a deadline or a policy.',
    }),
    id: z.string().nullable().openapi({ description: 'Of a person.' }),
    flow: z.string().nullable(),
    node: z.string().nullable(),
  })
  .openapi('Author');

const Words = z.strictObject({ happened: z.string(), advice: z.string() });
const FailureJson = z
  .strictObject({
    code: z.number().int().nullable().openapi({ description: 'WhatsApp’s number for it.' }),
    reason: z.string(),
    details: z.string().nullable().openapi({ description: 'WhatsApp’s own words.' }),
    words: z.strictObject({ en: Words, ru: Words }),
  })
  .openapi('DeliveryFailure');

export const DeliveryJson = z.strictObject({
  status: DeliveryStatusJson,
  sentAt: Instant.nullable(),
  deliveredAt: Instant.nullable(),
  readAt: Instant.nullable(),
  failedAt: Instant.nullable(),
  failure: FailureJson.nullable(),
});

const MessageJson = z
  .strictObject({
    type: z.literal('message'),
    ...Base,
    direction: z.enum(['in', 'out']),
    by: AuthorJson,
    kind: z.string(),
    text: z.string().openapi({ description: 'As a person reads it.' }),
    content: z.looseObject({}).openapi({ description: 'In the words of the flow language.' }),
    wamid: z.string().nullable(),
    replyTo: z
      .strictObject({
        id: z.string().nullable(),
        from: z.enum(['contact', 'us']),
        kind: z.string(),
        text: z.string(),
      })
      .nullable(),
    reactions: z.array(z.strictObject({ emoji: z.string(), by: z.enum(['contact', 'us']), at: Instant })),
    hasFile: z.boolean().openapi({ description: 'There is a file at `/api/media/{id}`.' }),
    delivery: DeliveryJson.nullable().openapi({ description: 'Of a message of ours.' }),
  })
  .openapi('ThreadMessage');

const NoteJson = z
  .strictObject({
    type: z.literal('note'),
    ...Base,
    by: AuthorJson,
    text: z.string(),
    mentions: z.array(z.string()).openapi({ description: 'Ids of people.' }),
  })
  .openapi('ThreadNote');

const EventJson = z
  .strictObject({
    type: z.literal('event'),
    ...Base,
    by: AuthorJson,
    kind: z.string().openapi({ description: 'As in the history.' }),
    details: z.record(z.string(), z.unknown()),
  })
  .openapi('ThreadEvent');

const SessionJson = z
  .strictObject({
    type: z.enum(['session-started', 'session-ended']),
    ...Base,
    sessionId: z.uuid(),
    flow: z.string(),
    version: z.number().int(),
    startedBy: z.looseObject({ trigger: z.string() }).nullable(),
    reason: z.string().nullable(),
  })
  .openapi('ThreadSession');

export const ThreadItemJson = z.union([MessageJson, NoteJson, EventJson, SessionJson]).openapi('ThreadItem');
export type ThreadItemBody = z.infer<typeof ThreadItemJson>;

export const DraftJson = z
  .strictObject({ text: z.string(), isNote: z.boolean(), replyTo: z.string().nullable(), savedAt: Instant })
  .openapi('Draft');
export type DraftBody = z.infer<typeof DraftJson>;

export const ViewerJson = z
  .strictObject({ personId: z.string(), state: z.enum(['viewing', 'typing']) })
  .openapi('ConversationViewer');
export type ViewerBody = z.infer<typeof ViewerJson>;

const PLACE = /^(\d{1,19})\.(\d{1,19})\.(\d{1,19})\.(\d{1,16})$/;

export const ThreadNext = z
  .string()
  .regex(PLACE, 'must be a `next` that this thread gave')
  .optional()
  .openapi({ description: 'Go on where the page before ended: its `next`.' });

export function threadPlaceOf(next: string | undefined): ThreadPlace | null {
  const [, inbox, outbox, event, before] = PLACE.exec(next ?? '') ?? [];
  if (inbox === undefined || outbox === undefined || event === undefined) return null;
  const at = new Date(Number(before));
  // Later than JavaScript or the ids of a table can be: nothing lies before it that does not lie before now.
  if (Number.isNaN(at.getTime()) || [inbox, outbox, event].some((id) => BigInt(id) > MOST)) return null;
  return { inbox, outbox, event, before: at };
}

const MOST = 2n ** 62n;

export function nextOfThread({ inbox, outbox, event, before }: ThreadPlace): string {
  return `${inbox}.${outbox}.${event}.${before.getTime()}`;
}

type Json = z.infer<typeof ThreadItemJson>;

export function threadItemJson(item: ThreadItem): Json {
  const at = item.at.toISOString();
  switch (item.type) {
    case 'message': {
      const { delivery } = item;
      return {
        ...item,
        at,
        by: authorJson(item.by),
        content: { ...item.content },
        reactions: item.reactions.map((reaction) => ({ ...reaction, at: reaction.at.toISOString() })),
        delivery: delivery && deliveryJson(delivery),
      };
    }
    case 'note':
    case 'event':
      return { ...item, at, by: authorJson(item.by) };
    default:
      return { ...item, at, startedBy: item.startedBy && { ...item.startedBy } };
  }
}

type Delivery = NonNullable<Extract<ThreadItem, { type: 'message' }>['delivery']>;

/** What became of a message of ours. */
export function deliveryJson(delivery: Delivery): z.infer<typeof DeliveryJson> {
  return {
    ...delivery,
    sentAt: delivery.sentAt?.toISOString() ?? null,
    deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
    readAt: delivery.readAt?.toISOString() ?? null,
    failedAt: delivery.failedAt?.toISOString() ?? null,
  };
}

type AnyAuthor = Extract<ThreadItem, { by: unknown }>['by'];

function authorJson(by: AnyAuthor) {
  return {
    kind: by.kind,
    id: by.kind === 'person' ? by.id : null,
    flow: by.kind === 'bot' ? by.flow : null,
    node: by.kind === 'bot' ? by.node : null,
  };
}
