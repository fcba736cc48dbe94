import { z } from '@hono/zod-openapi';
import type { Broadcast } from '../broadcast/broadcasts.ts';
import { Brake, Content, Schedule } from '../broadcast/content.ts';
import { Phone, Purpose, QueryJson } from './contact-schemas.ts';

export const Params = z.strictObject({ id: z.uuid() });
const Count = z.number().int();
const ContentJson = z
  .custom<Content>((value) => Content.safeParse(value).success, 'must be a template or a flow')
  .openapi({
    type: 'object',
    description:
      '`{kind: template, message}` with values that may name `{{contact.name}}`, `{{contact.first_name}}`, `{{fields.city | your city}}`; or `{kind: flow, flow}`.',
  });
export const Given = z.strictObject({
  name: z.string().trim().min(1).max(80),
  numberId: z.uuid(),
  segment: QueryJson,
  content: ContentJson,
  purpose: Purpose,
  overrideReason: z.string().trim().min(10).max(1000).nullable().default(null).openapi({
    description:
      'Why it also goes to people who were never asked for consent: for administrators. Who has withdrawn consent never gets it.',
  }),
  schedule: Schedule,
  brake: Brake.prefault({}),
});
export const BroadcastJson = z
  .strictObject({
    id: z.uuid(),
    ...Given.shape,
    overrideReason: z.string().nullable(),
    brake: Brake,
    status: z.enum(['draft', 'scheduled', 'running', 'paused', 'cancelled', 'done']),
    pausedFor: z.string().nullable(),
    isListed: z.boolean().openapi({ description: 'All recipients are known.' }),
    createdAt: z.iso.datetime(),
    startsAt: z.iso.datetime().nullable(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .openapi('Broadcast');
export const ProgressJson = z
  .strictObject({
    ...{ recipients: Count, waiting: Count, sending: Count, sent: Count, delivered: Count, read: Count },
    ...{ failed: Count, skipped: Count, started: Count },
    reasons: z.array(
      z.strictObject({
        outcome: z.enum(['skipped', 'failed', 'cancelled']),
        reason: z.string(),
        code: z.number().int().nullable(),
        count: Count,
      }),
    ),
  })
  .openapi('BroadcastProgress');
export const PreflightJson = z
  .strictObject({
    recipients: Count,
    reached: Count,
    skipped: z.array(z.strictObject({ reason: z.string(), count: Count })),
    insideWindow: Count,
    usedOfLimit: Count,
    limit: Count.nullable(),
    template: z.strictObject({ status: z.string(), category: z.string(), quality: z.string() }).nullable(),
    example: z.strictObject({ name: z.string(), message: z.unknown() }).nullable(),
    estimate: z
      .strictObject({ currency: z.string(), low: z.number(), high: z.number(), unknown: Count })
      .nullable()
      .openapi({
        description: 'What it would cost; `unknown` people have no price. Null without a rate card.',
      }),
  })
  .openapi('BroadcastPreflight');

export const TestJson = z.strictObject({ phone: Phone });

export type BroadcastBody = z.infer<typeof BroadcastJson>;
export type DraftBody = z.input<typeof Given>;
export type ProgressBody = z.infer<typeof ProgressJson>;
export type PreflightBody = z.infer<typeof PreflightJson>;

/** As the API says it. */
export function broadcastJson(broadcast: Broadcast): z.infer<typeof BroadcastJson> {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  const { createdAt, startsAt, startedAt, finishedAt } = broadcast;
  return {
    ...broadcast,
    createdAt: createdAt.toISOString(),
    startsAt: iso(startsAt),
    startedAt: iso(startedAt),
    finishedAt: iso(finishedAt),
  };
}
