import { z } from 'zod';
import { Base, defineNode, state, transitions } from '../definition.ts';

const SetVariables = z.strictObject({
  type: z.literal('set'),
  ...Base,
  set: z
    .array(
      z.strictObject({
        variable: z.string().meta({ label: 'Variable', control: 'variable' }),
        to: z.string().meta({ label: 'Value', control: 'expression' }),
      }),
    )
    .meta({ label: 'Set, in order', control: 'assignments' }),
});

/** Gives variables new values. The name `locale` changes the language that the session speaks. */
export const set = defineNode<z.infer<typeof SetVariables>>({
  title: 'Set variables',
  summary: 'Computes values and stores them in variables; `locale` changes the language of the session.',
  family: 'logic',
  schema: SetVariables,
  blank: { type: 'set', at: [0, 0], set: [] },
  ports: () => [{ id: 'next', label: 'Next' }],
  compile: (node, wire) =>
    state({
      entry: node.set.map(({ variable, to }) => ({
        type: 'set' as const,
        params: { variable, value: { from: 'expression' as const, expression: to } },
      })),
      always: transitions([wire.to('next')]),
    }),
  validate: () => [],
  preview: (node) => ({
    text: node.set.map(({ variable, to }) => `${variable} = ${to}`).join('\n'),
    messages: [],
  }),
});
