import { z } from 'zod';

/** What a question accepts, and what it then knows. */
export const Answer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), maxLength: z.number().int().min(1).max(4096).optional() }),
  z.strictObject({
    kind: z.literal('number'),
    min: z.number().optional(),
    max: z.number().optional(),
    whole: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('email') }),
  z.strictObject({ kind: z.literal('phone') }),
  /** Days, as ISO 8601: not before `from`, not after `to`. */
  z.strictObject({ kind: z.literal('date'), from: z.string().optional(), to: z.string().optional() }),
  z.strictObject({ kind: z.literal('pattern'), pattern: z.string() }),
  /** One of these words; a word may be answered by its number. The answer is the word as written here. */
  z.strictObject({ kind: z.literal('one-of'), options: z.array(z.string()).min(1) }),
]);
export type Answer = z.infer<typeof Answer>;
