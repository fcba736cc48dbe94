import { z } from '@hono/zod-openapi';

/** The pieces of JSON in which the API speaks of how a number is. */

export const MetaId = z.string().regex(/^\d{5,20}$/, 'must be an id as Meta shows it, digits only');
export const Secret = z
  .string()
  .regex(/^[\x21-\x7e]{8,1000}$/, 'must have 8 characters or more, without spaces')
  .openapi({ format: 'password' });
export const NumberParams = z.strictObject({ id: z.uuid() });

const Said = z
  .strictObject({
    displayPhone: z.string().nullable(),
    verifiedName: z.string().nullable(),
    nameStatus: z.string().nullable(),
    quality: z
      .string()
      .nullable()
      .openapi({ description: '`GREEN`, `YELLOW`, `RED`, `UNKNOWN`, as Meta writes it.' }),
    status: z
      .string()
      .nullable()
      .openapi({ description: '`CONNECTED`, …, as Meta writes it. The list is open.' }),
    verification: z.string().nullable(),
    limit: z.string().nullable(),
    throughput: z.string().nullable(),
    isOfficial: z.boolean().nullable(),
    isPinSet: z.boolean().nullable(),
    mode: z.string().nullable(),
    canSend: z.string().nullable(),
    hasProfile: z.boolean().nullable(),
    obstacles: z.array(
      z.strictObject({ code: z.string().nullable(), happened: z.string(), advice: z.string() }),
    ),
  })
  .openapi({ description: 'What WhatsApp said when it was asked last.' });

const Words = z.strictObject({ happened: z.string(), advice: z.string() });

export const NumberHealthJson = z
  .strictObject({
    said: Said.nullable(),
    readAt: z.iso.datetime().nullable(),
    problem: z.string().nullable().openapi({ description: 'Why the newest look failed.' }),
    tokenExpiresAt: z.iso.datetime().nullable(),
    readings: z.array(z.strictObject({ what: z.string(), value: z.string(), at: z.iso.datetime() })).openapi({
      description: 'Each change of quality, status, limit, throughput and name, the newest first.',
    }),
    limit: z
      .strictObject({
        limit: z.string().nullable(),
        most: z.number().int().nullable(),
        used: z.number().int(),
        usedInWeek: z.number().int(),
        next: z
          .strictObject({
            limit: z.string(),
            most: z.number().int().nullable(),
            peopleInWeek: z.number().int(),
          })
          .nullable(),
      })
      .openapi({
        description: 'People written to first within 24 hours, over all numbers here, and what may be.',
      }),
    webhook: z.strictObject({
      seenAt: z.iso.datetime().nullable(),
      requests: z.number().int(),
      averageMs: z.number().int().nullable(),
      slow: z.number().int(),
    }),
    day: z.strictObject({
      sent: z.number().int(),
      failed: z.number().int(),
      errors: z.array(
        z.strictObject({
          code: z.number().int().nullable(),
          reason: z.string(),
          count: z.number().int(),
          words: z.strictObject({ en: Words, ru: Words }),
        }),
      ),
    }),
  })
  .openapi('NumberHealth');

export const StepJson = z
  .strictObject({
    step: z.enum(['token', 'number', 'account', 'register', 'webhooks', 'stored']),
    state: z.enum(['done', 'skipped', 'failed']),
    detail: z.string().nullable(),
  })
  .openapi('ConnectionStep');

const WEBSITE = z.url({ protocol: /^https?$/ }).max(256);

/** Source: WhatsApp Cloud API, "Business profiles", the limits of the fields. */
export const ProfileJson = z
  .strictObject({
    about: z.string().max(139),
    address: z.string().max(256),
    description: z.string().max(512),
    email: z.union([z.literal(''), z.email().max(128)]),
    websites: z.array(WEBSITE).max(2),
    vertical: z.string().max(40).openapi({ description: '`RETAIL`, `HOTEL`, …; Meta’s list is open.' }),
    pictureUrl: z.string().nullable(),
  })
  .openapi('BusinessProfile');

const PLAIN = /^[^\p{Extended_Pictographic}]*$/u;

/** Source: WhatsApp Cloud API, "Conversational components". */
export const AutomationJson = z
  .strictObject({
    iceBreakers: z.array(z.string().trim().min(1).max(80).regex(PLAIN, 'must hold no emoji')).max(4),
    commands: z
      .array(
        z.strictObject({
          name: z.string().regex(/^[\p{L}\p{N}_-]{1,32}$/u, 'must be one word of at most 32 characters'),
          hint: z.string().trim().min(1).max(256).regex(PLAIN, 'must hold no emoji'),
        }),
      )
      .max(30),
  })
  .openapi('NumberAutomation');
