import { z } from '@hono/zod-openapi';
import type { ConsentLine } from '../consent/consents.ts';
import type { Contact } from '../contacts/contacts.ts';
import { SegmentQuery } from '../contacts/query.ts';

export const ContactParams = z.strictObject({ id: z.uuid() });
export const FieldKey = z
  .string()
  .regex(/^[a-z][\w-]{0,39}$/, 'small letters, digits, _ or -, from a letter on');
export const Phone = z
  .string()
  .regex(/^\+?[1-9]\d{6,14}$/, 'must be an international number')
  .openapi({ example: '+4915112345678' });
export const Purpose = z
  .string()
  .regex(/^[a-z][\w-]{0,63}$/, 'small letters, digits, _ or -')
  .openapi({ example: 'marketing' });
export const Value = z.union([z.string().max(1000), z.number(), z.boolean()]);
const At = z.iso.datetime();

export const FieldJson = z
  .strictObject({
    id: FieldKey,
    label: z.string().trim().min(1).max(60),
    kind: z.enum(['text', 'number', 'date', 'boolean', 'choice']),
    choices: z.array(z.string().trim().min(1).max(100)).max(100),
  })
  .openapi('ContactField');
export type ContactFieldBody = z.infer<typeof FieldJson>;

export const ContactJson = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    phone: z.string().openapi({ description: 'Digits; empty for somebody who hides the number.' }),
    username: z.string().nullable(),
    locale: z.string(),
    timezone: z.string(),
    tags: z.array(z.string()),
    fields: z.record(z.string(), Value),
    blockedAt: At.nullable(),
    identityChangedAt: At.nullable().openapi({
      description:
        'Since when nothing is sent, as the keys of the person have changed; null: nothing is wrong.',
    }),
    identityDoubtedAt: At.nullable().openapi({
      description: 'Since when what is known may be somebody else’s, also where messages go again.',
    }),
    identityConfirmedAt: At.nullable(),
    identityConfirmedBy: z.string().nullable().openapi({ description: 'A person’s id, a key’s, or `bot`.' }),
    unreachableAt: At.nullable().openapi({
      description: 'Since when nothing reaches the person; null: nothing speaks against it.',
    }),
    createdAt: At,
    lastMessageAt: At.nullable(),
  })
  .openapi('Contact');
export type ContactBody = z.infer<typeof ContactJson>;

export const ConsentJson = z
  .strictObject({
    id: z.string(),
    purpose: z.string().openapi({ description: '`*` for every purpose.' }),
    granted: z.boolean(),
    wording: z.string(),
    via: z.string(),
    evidence: z.string().nullable(),
    at: At,
    recordedBy: z.string().nullable(),
  })
  .openapi('Consent');

const HappeningJson = z
  .strictObject({
    at: At,
    kind: z.string(),
    conversationId: z.uuid().nullable(),
    who: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .openapi('ContactHappening');

export const ContactDetailsJson = z.strictObject({
  contact: ContactJson,
  aliases: z.array(z.strictObject({ kind: z.string(), value: z.string() })),
  consents: z.array(z.strictObject({ purpose: z.string(), granted: z.boolean(), at: At })),
  consentHistory: z.array(ConsentJson),
  timeline: z.array(HappeningJson),
});
export type ContactDetailsBody = z.infer<typeof ContactDetailsJson>;

export const QueryJson = z
  .custom<SegmentQuery>((value) => SegmentQuery.safeParse(value).success, 'must be a query of conditions')
  .openapi({
    type: 'object',
    description:
      '`{match: all|any, conditions}`. A condition is about `name`, `phone`, `username`, `locale`, `timezone`, `field`, `tag`, `consent`, `last-message`, `added` or `blocked`; a group of conditions may stand among them.',
    example: { match: 'all', conditions: [{ about: 'tag', is: 'set', value: 'vip' }] },
  });

export const SegmentJson = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    query: QueryJson,
    madeBy: z.string().nullable(),
    updatedAt: At,
  })
  .openapi('Segment');
export type SegmentBody = z.infer<typeof SegmentJson>;
export type SegmentQueryBody = SegmentQuery;

export const FieldUseJson = z.strictObject({
  contacts: z.number().int().openapi({ description: 'Who have a value in it.' }),
  segments: z.array(z.string()).openapi({ description: 'Names of segments that ask about it.' }),
  broadcasts: z
    .array(z.string())
    .openapi({ description: 'Names of broadcasts that are still to be sent and ask about it.' }),
});
export type FieldUseBody = z.infer<typeof FieldUseJson>;

const iso = (at: Date | null) => at?.toISOString() ?? null;

export function contactJson(contact: Contact): z.infer<typeof ContactJson> {
  return {
    ...contact,
    blockedAt: iso(contact.blockedAt),
    identityChangedAt: iso(contact.identityChangedAt),
    identityDoubtedAt: iso(contact.identityDoubtedAt),
    identityConfirmedAt: iso(contact.identityConfirmedAt),
    unreachableAt: iso(contact.unreachableAt),
    createdAt: contact.createdAt.toISOString(),
    lastMessageAt: iso(contact.lastMessageAt),
  };
}

export function consentJson({ source: _, ...line }: ConsentLine): z.infer<typeof ConsentJson> {
  return { ...line, at: line.at.toISOString() };
}
