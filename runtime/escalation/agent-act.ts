import { FlowId } from '@parley/flows/machine-schema.ts';
import { z } from 'zod';

/** What a person does with a conversation that is the bot's again, or what happens as no person did anything; in the inbox as `raw`. */
export const AgentAct = z.union([
  z.object({ act: z.literal('absent'), notice: z.string() }),
  z.object({
    act: z.literal('back').default('back'),
    /** `exit`: the flow goes on; where it did not ask for a person, it asks once more what it last asked. */
    how: z.enum(['exit', 'end']).default('exit'),
  }),
  z.object({ act: z.literal('back'), how: z.literal('flow'), flowId: FlowId, by: z.string() }),
]);
export type AgentAct = z.infer<typeof AgentAct>;
