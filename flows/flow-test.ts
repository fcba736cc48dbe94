import { z } from 'zod';
import { PersonInput } from './input.ts';

/**
 * A test of a flow, saved in the flow: a conversation that was had once, what the bot has to say in it, and where it has to end. It is
 * plain data; `flow-test/run.ts` holds it against a flow.
 */

/** Longer than any message; what an expectation does not hold of a very long one is not compared. */
export const EXPECTED_MAX = 6000;
/** Steps of one test, tests of one flow, and what all of them may take in the file, in characters of JSON. */
const STEPS_MAX = 100;
const TESTS_MAX = 50;
const SIZE_MAX = 400_000;

const short = () => z.string().max(200);

/**
 * One thing that the bot does: a message, one that WhatsApp would not take as the window is closed, or something else that a turn asks
 * for (a request, a hand-over, a consent, tags). `text` is what `describeMessage` and `describeEffect` make of it, and is kept where
 * `match` is `any`, for people and for being made stricter again.
 */
export const Expectation = z.strictObject({
  what: z.enum(['message', 'undelivered', 'effect']),
  match: z.enum(['exact', 'contains', 'any']),
  text: z.string().max(EXPECTED_MAX),
});
export type Expectation = z.infer<typeof Expectation>;

const expected = { expects: z.array(Expectation).max(50) };

/** What happens, and what the bot has to do about it, in order. */
export const TestStep = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('say'), input: PersonInput, ...expected }),
  /** Time until the next timer fires. */
  z.strictObject({ do: z.literal('wait'), ...expected }),
  z.strictObject({ do: z.literal('pass'), ms: z.number().int().min(0), ...expected }),
  /** What the request that is waited for is answered. */
  z.strictObject({
    do: z.literal('answer'),
    status: z.number().int().min(100).max(599),
    body: z.unknown(),
    ...expected,
  }),
  z.strictObject({ do: z.literal('fail'), reason: short(), ...expected }),
  /** The person who holds the conversation gives it back. */
  z.strictObject({ do: z.literal('hand-back'), outcome: short().optional(), ...expected }),
  /** Nobody can take over, or somebody had the conversation in the middle of the flow and gives it back. */
  z.strictObject({ do: z.literal('agent'), is: z.enum(['absent', 'returned']), ...expected }),
  z.strictObject({ do: z.literal('window'), is: z.enum(['closing', 'closed']), ...expected }),
  z.strictObject({ do: z.literal('set'), variable: short(), value: z.unknown(), ...expected }),
]);
export type TestStep = z.infer<typeof TestStep>;

export const TestName = z
  .string()
  .max(120)
  .regex(/^\S(.*\S)?$/s, 'a name without spaces around it');

export const FlowTest = z.strictObject({
  name: TestName,
  /** Who talks; as `Facts.contact`. */
  contact: z.strictObject({
    name: short(),
    phone: short(),
    locale: short(),
    timezone: short(),
  }),
  /** When the conversation begins. */
  now: z.iso.datetime(),
  /** What the person writes first; without it the business begins, with the 24-hour window closed. */
  opening: z.string().max(4096).optional(),
  /** The node to begin at, instead of the flow's own beginning. */
  node: z.string().max(64).optional(),
  /** What the bot has to do at the beginning. */
  ...expected,
  steps: z.array(TestStep).max(STEPS_MAX),
  /** The node that the session has to stand at in the end, `flow:node` in another flow; null when it has to have ended. */
  end: z.string().max(130).nullable(),
  /** Values that variables of the session have to have in the end; the others may have any. */
  variables: z.record(z.string(), z.unknown()).optional(),
});
export type FlowTest = z.infer<typeof FlowTest>;

/** All tests of a flow, in the order of their list. */
export const FlowTests = z
  .array(FlowTest)
  .max(TESTS_MAX)
  .refine(
    (tests) => new Set(tests.map(({ name }) => name)).size === tests.length,
    'two tests have the same name',
  )
  .refine((tests) => JSON.stringify(tests).length <= SIZE_MAX, `tests take ${SIZE_MAX} characters at most`);
