import { z } from 'zod';
import { Base, defineNode, state, transitions } from '../definition.ts';
import { VERIFIED } from '../doubt.ts';

const Verified = z.strictObject({ type: z.literal('verified'), ...Base });

/**
 * The contact has just shown who they are: after a change of identity messages go again, and `contact.inDoubt` is false. Stands behind a
 * question or a request that has checked it.
 */
export const verified = defineNode<z.infer<typeof Verified>>({
  title: 'Identity verified',
  summary: 'Says that the contact has shown who they are, after their WhatsApp identity had changed.',
  family: 'people',
  schema: Verified,
  blank: { type: 'verified', at: [0, 0] },
  ports: () => [{ id: 'next', label: 'Next' }],
  compile: (_node, wire) =>
    state({
      entry: [
        { type: 'verified', params: { node: wire.nodeId } },
        { type: 'set', params: { counter: VERIFIED, to: 1 } },
      ],
      always: transitions([wire.to('next')]),
    }),
  validate: () => [],
  preview: () => ({ text: '', messages: [] }),
});
