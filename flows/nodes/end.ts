import { z } from 'zod';
import { Base, defineNode } from '../definition.ts';

const End = z.strictObject({
  type: z.literal('end'),
  ...Base,
  reason: z.string().max(80).optional().meta({ label: 'Reason', control: 'short-text' }),
});

/** Ends the session; the contact's next message begins anew. */
export const end = defineNode<z.infer<typeof End>>({
  title: 'End',
  summary: 'Ends the session and keeps the reason; the next message of the contact begins a new one.',
  family: 'ends',
  schema: End,
  blank: { type: 'end', at: [0, 0] },
  ports: () => [],
  compile: (node) => ({
    type: 'final',
    entry: [{ type: 'end', params: { reason: node.reason ?? 'finished' } }],
  }),
  validate: () => [],
  preview: (node) => ({ text: node.reason ?? '', messages: [] }),
});
