import { z } from 'zod';
import { Base, defineNode, state, transitions } from '../definition.ts';
import { OptionId } from '../message.ts';

const Condition = z.strictObject({
  id: OptionId,
  label: z.string().optional().meta({ label: 'Name', control: 'short-text' }),
  when: z.string().meta({ label: 'Condition', control: 'expression' }),
});

const Branch = z.strictObject({
  type: z.literal('branch'),
  ...Base,
  conditions: z.array(Condition).meta({ label: 'Conditions, in order', control: 'conditions' }),
});

/** Goes the way of the first condition that holds. */
export const branch = defineNode<z.infer<typeof Branch>>({
  title: 'Branch',
  summary: 'Tries conditions in order and leaves by the first that holds, or by “else”.',
  family: 'logic',
  schema: Branch,
  blank: { type: 'branch', at: [0, 0], conditions: [{ id: 'a', when: '' }] },
  ports: (node) => [
    ...node.conditions.map(({ id, label, when }) => ({ id, label: label ?? when })),
    { id: 'other', label: 'Else' },
  ],
  compile: (node, wire) =>
    state({
      always: transitions([
        ...node.conditions.map(({ id, when }) =>
          wire.to(id, { guard: { type: 'when', params: { expression: when } } }),
        ),
        wire.to('other'),
      ]),
    }),
  validate: (node) =>
    node.conditions.length > 0 ? [] : [{ code: 'no-condition', level: 'error', message: 'Add a condition.' }],
  preview: (node) => ({
    text: node.conditions.map(({ label, when }) => label ?? when).join('\n'),
    messages: [],
  }),
});
