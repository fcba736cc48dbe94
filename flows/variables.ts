import { z } from 'zod';

/** Words that expressions already give a meaning: CEL's own, and what every expression knows besides variables. */
const RESERVED_NAMES = new Set(
  (
    'true false null in as break const continue else for function if import let loop package namespace ' +
    'return var void while prototype contact now response'
  ).split(' '),
);

const name = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9_]{0,39}$/, 'a small letter, then letters, digits and _, 40 at most')
  .refine((word) => !RESERVED_NAMES.has(word), 'expressions use this word for something else')
  .meta({ label: 'Name', control: 'id' });

/**
 * A flow's declared variables. Each has a type, and through it a longest text, so that publishing can prove that no value
 * makes a message too long.
 */
export const Variable = z.discriminatedUnion('type', [
  z.strictObject({
    name,
    type: z.literal('text'),
    maxLength: z.number().int().min(1).max(4096),
    default: z.string().optional(),
  }),
  z.strictObject({ name, type: z.literal('number'), default: z.number().optional() }),
  z.strictObject({ name, type: z.literal('boolean'), default: z.boolean().optional() }),
  /** ISO 8601 instant or day, as text. */
  z.strictObject({ name, type: z.literal('date'), default: z.string().optional() }),
  z.strictObject({
    name,
    type: z.literal('choice'),
    options: z.array(z.string().max(200)).min(1),
    default: z.string().optional(),
  }),
  /** A list of records whose fields are text, e.g. rows for a list message. */
  z.strictObject({
    name,
    type: z.literal('list'),
    fields: z.record(z.string(), z.strictObject({ maxLength: z.number().int().min(1).max(4096) })),
    maxItems: z.number().int().min(1).max(100),
    default: z.array(z.record(z.string(), z.string())).optional(),
  }),
  /** A cart sent by the contact: `items` with productId, quantity, price, currency; `total`; `text`. */
  z.strictObject({ name, type: z.literal('order') }),
]);
export type Variable = z.infer<typeof Variable>;
