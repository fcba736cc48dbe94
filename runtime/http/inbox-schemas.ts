import { z } from '@hono/zod-openapi';
import { Priority } from '@parley/flows/machine-schema.ts';
import type { InboxRow } from '../desk/inbox-list.ts';
import { VIEWS } from '../desk/view.ts';
import { CASE_STATUSES } from './case-schemas.ts';
import { ContactJson } from './conversation-schemas.ts';
import { PersonId, TeamId } from './people-schemas.ts';

const Instant = z.iso.datetime();
const DELIVERY_STATUSES = [
  'queued',
  'sending',
  'unknown',
  'held',
  'sent',
  'delivered',
  'read',
  'failed',
  'cancelled',
] as const;
export const DeliveryStatusJson = z.enum(DELIVERY_STATUSES);
export const LabelId = z.string().regex(/^[\w-]{1,64}$/);

/** What a list is asked for, as a saved view keeps it. */
export const FilterJson = z
  .strictObject({
    view: z.enum(VIEWS).default('all'),
    order: z.enum(['newest', 'waiting']).default('newest'),
    teams: z
      .array(TeamId.or(z.literal('')))
      .max(50)
      .optional(),
    owner: PersonId.optional(),
    number: z.uuid().optional(),
    priority: Priority.optional(),
    labels: z.array(LabelId).max(50).optional(),
    onlyOpenWindow: z.boolean().optional(),
  })
  .openapi('InboxFilter');
export type InboxFilterBody = z.infer<typeof FilterJson>;

export const SavedViewJson = z
  .strictObject({ id: z.string(), name: z.string(), filter: FilterJson })
  .openapi('SavedView');
export type SavedViewBody = z.infer<typeof SavedViewJson>;

export const LabelJson = z
  .strictObject({
    id: LabelId,
    name: z.string(),
    color: z.string().openapi({ description: 'One of the names of the palette, such as `teal`.' }),
  })
  .openapi('Label');
export type LabelBody = z.infer<typeof LabelJson>;

export const InboxRowJson = z
  .strictObject({
    id: z.uuid(),
    version: z
      .string()
      .openapi({ description: 'A whole number that rises with every change; see `/api/live`.' }),
    numberId: z.uuid(),
    contact: ContactJson.extend({ isBlocked: z.boolean() }),
    state: z.enum(['waiting', 'owned', 'bot', 'resolved']).openapi({
      description: 'It waits for a person, has one, is the bot’s, or its last case is over and nothing runs.',
    }),
    owner: z.string().nullable().openapi({
      description: 'The id of the person who has it; `phone` for the WhatsApp Business app.',
    }),
    case: z
      .strictObject({
        id: z.string(),
        status: z.enum(CASE_STATUSES),
        priority: Priority,
        team: z.string().nullable(),
        openedAt: Instant,
        alarms: z.array(z.string()).openapi({ description: 'Deadlines that were missed.' }),
      })
      .nullable()
      .openapi({ description: 'The one that is under way.' }),
    waitingSince: Instant.nullable().openapi({ description: 'Since when the contact waits for a person.' }),
    lastAt: Instant.openapi({ description: 'The newest message of either side, else when it began.' }),
    last: z
      .strictObject({
        id: z.string().openapi({ description: 'As in the thread.' }),
        from: z.enum(['contact', 'bot', 'agent', 'phone']),
        kind: z.string(),
        text: z.string().openapi({ description: 'One line, 160 characters at most.' }),
        at: Instant,
        by: z.string().nullable().openapi({ description: 'The id of the person who wrote it.' }),
        status: DeliveryStatusJson.nullable(),
      })
      .nullable(),
    unread: z.number().int().openapi({
      description: 'The contact’s messages since the caller last looked; 99 also stands for more.',
    }),
    labels: z.array(LabelId),
    windowClosesAt: Instant.nullable().openapi({ description: 'Null when only a template may be sent.' }),
    session: z
      .strictObject({ flow: z.string(), flowName: z.string(), node: z.string() })
      .nullable()
      .openapi({ description: 'The flow that runs, and where it stands.' }),
    snoozedUntil: Instant.or(z.literal('until-reply')).nullable(),
    hasDraft: z.boolean().openapi({ description: 'Of the caller.' }),
  })
  .openapi('InboxRow');
export type InboxRowBody = z.infer<typeof InboxRowJson>;

const Count = z.number().int().openapi({ description: '1000 also stands for more.' });
export const CountsJson = z
  .strictObject({
    views: z.strictObject({
      mine: Count,
      unassigned: Count,
      team: Count,
      all: Count,
      bot: Count,
      snoozed: Count,
      resolved: Count,
    }),
    teams: z
      .record(z.string(), z.number().int())
      .openapi({ description: 'Open cases by the id of their team.' }),
  })
  .openapi('InboxCounts');
export type InboxCountsBody = z.infer<typeof CountsJson>;

export const SearchJson = z
  .strictObject({
    messages: z.array(
      z.strictObject({
        conversationId: z.uuid(),
        contact: ContactJson,
        id: z.string().openapi({ description: 'As in the thread.' }),
        side: z.enum(['in', 'out', 'note']),
        at: Instant,
        text: z.string(),
      }),
    ),
    contacts: z.array(
      z.strictObject({ conversationId: z.uuid(), numberId: z.uuid(), contact: ContactJson, lastAt: Instant }),
    ),
  })
  .openapi('InboxSearch');
export type InboxSearchBody = z.infer<typeof SearchJson>;

export function inboxRowJson(row: InboxRow): z.infer<typeof InboxRowJson> {
  const { waitingSince, lastAt, last, windowClosesAt, snoozedUntil } = row;
  return {
    ...row,
    case: row.case && { ...row.case, openedAt: row.case.openedAt.toISOString() },
    waitingSince: waitingSince?.toISOString() ?? null,
    lastAt: lastAt.toISOString(),
    last: last && { ...last, at: last.at.toISOString() },
    windowClosesAt: windowClosesAt?.toISOString() ?? null,
    snoozedUntil: snoozedUntil instanceof Date ? snoozedUntil.toISOString() : snoozedUntil,
  };
}
