import { z } from 'zod';
import { Drawing } from './drawing.ts';
import { FlowTests } from './flow-test.ts';
import { QuietHours } from './quiet-hours.ts';
import { Reopen } from './reopen.ts';
import { Variable } from './variables.ts';

export const Locale = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language tag such as `en` or `pt-BR`');
const Words = z.record(Locale, z.array(z.string()));

/** In quiet hours, of the contact's time zone, nothing happens; `false` for never quiet. 21:00 to 08:00 where the flow does not say. */
const Quiet = { quiet: z.union([QuietHours, z.literal(false)]).optional() };
const AtClosing = z.union([
  /** A text, after which the session stands where it stood. */
  z.strictObject({ say: z.string(), ...Quiet }),
  z.strictObject({ node: z.string(), ...Quiet }),
  /** The same, with a node that hands over to a person. */
  z.strictObject({ handOver: z.string(), ...Quiet }),
]);

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
  /** What the flow does about the 24-hour window; see `reopening.ts`. */
  window: z
    .strictObject({
      /** What goes out when something is to be said with the window closed, for nodes that name no template of their own. */
      reopen: Reopen.optional(),
      /** It may be started without a word of the contact, through the API or by a broadcast. So may a flow that begins with a template. */
      startsUnprompted: z.boolean().optional(),
      /** How long before the window closes the flow hears `window.closing`; two hours where it does not say. */
      closingBefore: z.string().optional(),
      /** What happens then in a flow that has nothing wired to it; see `at-closing.ts`. */
      atClosing: AtClosing.optional(),
    })
    .optional(),
  /** Translations: by locale, then by path, e.g. `welcome.body`. The node's own text is the default locale's. */
  texts: z.record(Locale, z.record(z.string(), z.string())).optional(),
  /** Notes and frames of the canvas, those at the back first. */
  drawings: z.array(Drawing).optional(),
  /** Conversations that the flow has to go on having as they are written down here. */
  tests: FlowTests.optional(),
});
export type FlowSettings = z.infer<typeof FlowSettings>;
