import { z } from 'zod';
import { Base, defineNode } from '../definition.ts';
import { FlowId } from '../machine-schema.ts';

const Start = z.strictObject({
  type: z.literal('start'),
  ...Base,
  flow: FlowId.meta({ label: 'Flow', control: 'flow' }),
});

/** Ends this session and begins another flow, in the same turn. */
export const start = defineNode<z.infer<typeof Start>>({
  title: 'Start a flow',
  summary: 'Ends this session and begins another published flow of the number, in the same turn.',
  family: 'ends',
  schema: Start,
  blank: { type: 'start', at: [0, 0], flow: 'main' },
  ports: () => [],
  compile: (node) => ({ type: 'final', entry: [{ type: 'start', params: { flow: node.flow } }] }),
  validate: () => [],
  preview: (node) => ({ text: node.flow, messages: [] }),
});
