import { z } from '@hono/zod-openapi';
import type { ListedConversation } from '../conversation/conversation-list.ts';
import type { Entry } from '../conversation/transcript.ts';

const Instant = z.iso.datetime();

export const ContactJson = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    phone: z.string().openapi({ description: 'International digits; empty when WhatsApp hides the number.' }),
  })
  .openapi('Contact');

export const ConversationJson = z
  .strictObject({
    id: z.uuid(),
    numberId: z.uuid(),
    contact: ContactJson,
    createdAt: Instant,
    lastInboundAt: Instant.nullable(),
    windowClosesAt: Instant.nullable().openapi({
      description: 'Until then any message may be sent; null when only a template may.',
    }),
    freeUntil: Instant.nullable().openapi({
      description:
        'Until then no message costs anything, as the contact came by an ad or a post; null when they do. It opens no window.',
    }),
    held: z.boolean().openapi({ description: 'A person holds the conversation: the bot is silent.' }),
    session: z
      .strictObject({
        id: z.uuid(),
        flow: z.string(),
        version: z.number().int(),
        node: z.string(),
        startedAt: Instant,
      })
      .nullable(),
  })
  .openapi('Conversation');

export const EntryJson = z
  .strictObject({
    id: z.string(),
    at: Instant,
    from: z.enum(['contact', 'us', 'event']),
    kind: z.string(),
    text: z.string().openapi({ description: 'As a person reads it.' }),
    status: z.string().openapi({
      description:
        'Of a message of ours: queued, sending, unknown, sent, delivered, read, failed or cancelled. Of anything else: new, kept (it takes effect when no person has the conversation), done, ignored or parked.',
    }),
    error: z.string().nullable().openapi({ description: 'What went wrong, in words.' }),
    node: z.string().nullable(),
    wamid: z.string().nullable(),
    sessionId: z.uuid().nullable(),
    deliveredAt: Instant.nullable(),
    readAt: Instant.nullable(),
    content: z
      .looseObject({})
      .nullable()
      .openapi({ description: 'The message or the input itself, in the words of the flow language.' }),
  })
  .openapi('TranscriptEntry');

export function conversationJson(listed: ListedConversation): z.infer<typeof ConversationJson> {
  const { createdAt, lastInboundAt, windowClosesAt, freeUntil, session, ...rest } = listed;
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    lastInboundAt: lastInboundAt?.toISOString() ?? null,
    windowClosesAt: windowClosesAt?.toISOString() ?? null,
    freeUntil: freeUntil?.toISOString() ?? null,
    session: session && { ...session, startedAt: session.startedAt.toISOString() },
  };
}

export function entryJson({ at, deliveredAt, readAt, content, ...rest }: Entry): z.infer<typeof EntryJson> {
  return {
    ...rest,
    at: at.toISOString(),
    deliveredAt: deliveredAt?.toISOString() ?? null,
    readAt: readAt?.toISOString() ?? null,
    content: content && { ...content },
  };
}
