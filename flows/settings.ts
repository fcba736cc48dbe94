import { z } from 'zod';
import { Drawing } from './drawing.ts';
import { Variable } from './variables.ts';

export const Locale = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language tag such as `en` or `pt-BR`');
const Words = z.record(Locale, z.array(z.string()));

/** Everything about a flow that is not behaviour: `meta.flow` of the machine. */
export const FlowSettings = z.strictObject({
  name: z.string().min(1).max(120),
  locales: z.array(Locale).min(1),
  defaultLocale: Locale,
  variables: z.array(Variable),
  escalation: z.strictObject({
    /** Words that lead to a person from everywhere, by locale. */
    keywords: Words,
    /** From every waiting state a person must be reachable within so many turns. */
    maxTurns: z.number().int().min(1).max(10),
  }),
  /** The flow's own words that work from everywhere, by name, then by locale. */
  keywords: z.record(z.string().regex(/^[a-z][\w-]*$/), Words).optional(),
  triggers: z
    .strictObject({
      /** Words that start this flow when no session runs. */
      keywords: Words.optional(),
      /** Ad or post ids (`referral.source_id`) that start it; `*` for any ad. */
      ads: z.array(z.string()).optional(),
    })
    .optional(),
  /** Translations: by locale, then by path, e.g. `welcome.body`. The node's own text is the default locale's. */
  texts: z.record(Locale, z.record(z.string(), z.string())).optional(),
  /** Notes and frames of the canvas, those at the back first. */
  drawings: z.array(Drawing).optional(),
});
export type FlowSettings = z.infer<typeof FlowSettings>;
