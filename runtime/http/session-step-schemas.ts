import { z } from '@hono/zod-openapi';
import type { SessionStep, WalkedSession } from '../desk/session-steps.ts';
import { DeliveryJson, deliveryJson } from './thread-schemas.ts';

const Instant = z.iso.datetime();

export const PastSessionJson = z
  .strictObject({
    id: z.uuid(),
    flow: z.string(),
    flowName: z.string(),
    version: z.number().int(),
    startedAt: Instant,
    endedAt: Instant.nullable(),
    reason: z.string().nullable().openapi({ description: 'Why it ended.' }),
  })
  .openapi('PastSession');
export type PastSessionBody = z.infer<typeof PastSessionJson>;

const TakenJson = z
  .strictObject({
    node: z.string().openapi({ description: 'Empty for a port of the flow itself, such as a keyword.' }),
    port: z.string(),
    by: z
      .number()
      .int()
      .optional()
      .openapi({ description: 'Which of the ways behind the port, when not the first.' }),
    set: z.record(z.string(), z.unknown()).optional().openapi({
      description: 'Variables that the node gave another value. Long ones are cut.',
    }),
  })
  .openapi('TakenPort');

export const SessionStepJson = z
  .strictObject({
    id: z.string().openapi({ description: 'Of the event, as in the thread.' }),
    at: Instant,
    kind: z
      .string()
      .openapi({ description: 'What moved the session: `text`, `choice`, `timer`, `start`, …' }),
    text: z.string().openapi({ description: 'As a person reads it.' }),
    input: z.looseObject({}).nullable().openapi({ description: 'In the words of the flow language.' }),
    error: z.string().nullable().openapi({ description: 'Why the turn failed and was given up.' }),
    path: z.array(TakenJson),
    messages: z.array(
      z.strictObject({
        id: z.string(),
        at: Instant,
        node: z.string().nullable(),
        kind: z.string(),
        text: z.string(),
        delivery: DeliveryJson,
      }),
    ),
  })
  .openapi('SessionStep');
export type SessionStepBody = z.infer<typeof SessionStepJson>;

export const WalkedSessionJson = z
  .strictObject({
    id: z.uuid(),
    flow: z.string(),
    flowName: z.string(),
    version: z.number().int(),
    startedAt: Instant,
    startedBy: z.looseObject({ trigger: z.string() }),
    endedAt: Instant.nullable(),
    reason: z.string().nullable().openapi({ description: 'Why it ended.' }),
    node: z.string().openapi({ description: 'Where it stands, or stood last.' }),
  })
  .openapi('WalkedSession');
export type WalkedSessionBody = z.infer<typeof WalkedSessionJson>;

export function sessionJson(session: WalkedSession): z.infer<typeof WalkedSessionJson> {
  return {
    ...session,
    startedAt: session.startedAt.toISOString(),
    endedAt: session.endedAt?.toISOString() ?? null,
    startedBy: { ...session.startedBy },
  };
}

export function stepJson(step: SessionStep): z.infer<typeof SessionStepJson> {
  return {
    ...step,
    at: step.at.toISOString(),
    input: step.input && { ...step.input },
    messages: step.messages.map((message) => ({
      ...message,
      at: message.at.toISOString(),
      delivery: deliveryJson(message.delivery),
    })),
  };
}
