import { z } from '@hono/zod-openapi';
import { CAPABILITIES } from '@parley/flows/channel-capabilities.ts';
import { numberOn } from '@parley/flows/rules/pack.ts';
import { PROVIDERS } from '../whatsapp/provider.ts';
import { FlowId } from './flow-schemas.ts';

/** The pieces of JSON in which the API speaks of how a number is. */

export const MetaId = z.string().regex(/^\d{5,20}$/, 'must be an id as Meta shows it, digits only');
export const Secret = z
  .string()
  .regex(/^[\x21-\x7e]{8,1000}$/, 'must have 8 characters or more, without spaces')
  .openapi({ format: 'password' });
export const NumberParams = z.strictObject({ id: z.uuid() });

export const Throughput = z
  .number()
  .int()
  .min(1)
  .max(1000)
  .openapi({ description: 'Messages a second that WhatsApp grants this number.' });
export const BoundJson = z.strictObject({
  flow: FlowId,
  isDefault: z.boolean().openapi({ description: 'It answers what no trigger of another flow matches.' }),
});

export const NumberJson = z
  .strictObject({
    id: z.uuid(),
    provider: z.enum(PROVIDERS).openapi({ description: 'Who connects it to WhatsApp.' }),
    capabilities: z
      .array(z.enum(CAPABILITIES))
      .openapi({ description: 'What this connection can do beyond sending text.' }),
    phoneNumberId: z.string().openapi({ description: 'The number’s id at WhatsApp.' }),
    businessAccountId: z.string().nullable(),
    displayPhone: z.string().nullable(),
    name: z.string().nullable(),
    catalogId: z.string().nullable(),
    throughput: Throughput,
    status: z.enum(['active', 'stopped']).openapi({ description: 'Nothing is sent from a stopped number.' }),
    stoppedReason: z.string().nullable(),
    bar: z
      .strictObject({
        templatesUntil: z.iso.datetime().nullable(),
        until: z.iso.datetime().nullable(),
        because: z.string().nullable(),
      })
      .openapi({ description: 'Until when WhatsApp forbids it templates, or everything, and why.' }),
    flows: z.array(BoundJson),
  })
  .openapi('Number');

export const NumbersJson = z.strictObject({
  numbers: z.array(NumberJson),
  used: z.number().int().openapi({ description: 'How many of them are WhatsApp’s: the demo number is not.' }),
  most: z
    .number()
    .int()
    .nullable()
    .openapi({ description: 'How many numbers WhatsApp grants the business, where it has said so.' }),
});

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
    websites: z.array(z.string()).optional().openapi({ description: 'Those of the profile.' }),
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
    flag: z.strictObject({ since: z.iso.datetime(), decidedAt: z.iso.datetime() }).nullable().openapi({
      description: 'Since when WhatsApp calls it `FLAGGED`, and when seven days are over. Null: it does not.',
    }),
    drivers: z
      .strictObject({
        people: z.number().int(),
        messagesEach: z.number().nullable(),
        optOuts: z.number().int(),
        blocked: z.number().int(),
        firstAnswerSeconds: z.number().int().nullable(),
      })
      .openapi({
        description:
          'What drives quality, of the last seven days: people written to, messages to each of them, those who opted out or were blocked here, and the middle time to a first answer.',
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

const WEBSITE = z.url({ protocol: /^https?$/ }).max(numberOn('profile.website'));

/** Limits: `profile.*` of the rules pack. */
export const ProfileJson = z
  .strictObject({
    about: z.string().max(numberOn('profile.about')),
    address: z.string().max(numberOn('profile.address')),
    description: z.string().max(numberOn('profile.description')),
    email: z.union([z.literal(''), z.email().max(numberOn('profile.email'))]),
    websites: z.array(WEBSITE).max(numberOn('profile.websites')),
    vertical: z.string().max(40).openapi({ description: '`RETAIL`, `HOTEL`, …; Meta’s list is open.' }),
    pictureUrl: z.string().nullable(),
  })
  .openapi('BusinessProfile');

const PLAIN = /^[^\p{Extended_Pictographic}]*$/u;

/** Source: WhatsApp Cloud API, "Conversational components". */
export const AutomationJson = z
  .strictObject({
    iceBreakers: z
      .array(z.string().trim().min(1).max(numberOn('iceBreaker.text')).regex(PLAIN, 'must hold no emoji'))
      .max(numberOn('iceBreakers')),
    commands: z
      .array(
        z.strictObject({
          name: z
            .string()
            .max(numberOn('command.name'))
            .regex(/^[\p{L}\p{N}_-]+$/u, 'must be one word'),
          hint: z.string().trim().min(1).max(numberOn('command.hint')).regex(PLAIN, 'must hold no emoji'),
        }),
      )
      .max(numberOn('commands')),
  })
  .openapi('NumberAutomation');

export type NumberBody = z.infer<typeof NumberJson>;
export type NumbersBody = z.infer<typeof NumbersJson>;
export type NumberHealthBody = z.infer<typeof NumberHealthJson>;
export type ConnectionStepBody = z.infer<typeof StepJson>;
export type BusinessProfileBody = z.infer<typeof ProfileJson>;
export type NumberAutomationBody = z.infer<typeof AutomationJson>;
