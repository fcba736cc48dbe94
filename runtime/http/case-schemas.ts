import { z } from '@hono/zod-openapi';
import { Priority } from '@parley/flows/machine-schema.ts';
import type { OpenCase } from '../escalation/cases.ts';
import { ContactJson } from './conversation-schemas.ts';

const Instant = z.iso.datetime();

export const CASE_STATUSES = ['requested', 'assigned', 'answered', 'resolved', 'expired', 'offered'] as const;

export const CaseJson = z
  .strictObject({
    id: z.string(),
    conversationId: z.uuid(),
    numberId: z.uuid(),
    contact: ContactJson.omit({ phone: true }),
    node: z.string().openapi({
      description:
        'The node of the flow that asked for a person; where a person took over unasked, the one that the flow stood at.',
    }),
    team: z.string().nullable(),
    summary: z.string().nullable(),
    status: z.enum(CASE_STATUSES).openapi({
      description:
        '`requested` waits for somebody, `assigned` has a person, `answered` an answer; `resolved` and `expired` are over; `offered` told the contact another way to a person.',
    }),
    priority: Priority,
    reason: z.string().nullable(),
    assignee: z
      .string()
      .nullable()
      .openapi({ description: 'The id of the person who has it; `phone` for the WhatsApp Business app.' }),
    openedAt: Instant,
    acknowledgedAt: Instant.nullable(),
    answeredAt: Instant.nullable().openapi({ description: 'The first answer.' }),
    lastInboundAt: Instant.nullable().openapi({ description: 'The contact’s last message.' }),
    alarms: z.array(z.string()).openapi({
      description: 'Deadlines that were missed: `acknowledge`, `answer`, `window`.',
    }),
    noticedAt: Instant.nullable().openapi({
      description: 'When the contact was told that nobody could answer, or how else to reach somebody.',
    }),
    collected: z
      .record(z.string(), z.unknown())
      .openapi({ description: 'The flow’s variables when it asked for a person.' }),
    path: z
      .array(z.strictObject({ node: z.string(), port: z.string() }))
      .openapi({ description: 'The ways that the flow had gone until then.' }),
  })
  .openapi('Case');
export type CaseBody = z.infer<typeof CaseJson>;

export function caseJson(open: OpenCase): z.infer<typeof CaseJson> {
  const { caseId, channelId, contactId, contactName, ...rest } = open;
  return {
    ...rest,
    // An alarm for the window names the message that waited.
    alarms: [...new Set(rest.alarms.map((alarm) => alarm.split('@')[0] ?? alarm))],
    id: caseId,
    numberId: channelId,
    contact: { id: contactId, name: contactName },
    openedAt: rest.openedAt.toISOString(),
    acknowledgedAt: rest.acknowledgedAt?.toISOString() ?? null,
    answeredAt: rest.answeredAt?.toISOString() ?? null,
    lastInboundAt: rest.lastInboundAt?.toISOString() ?? null,
    noticedAt: rest.noticedAt?.toISOString() ?? null,
  };
}
