import { z } from 'zod';

const Colour = z.enum(['grey', 'yellow', 'green', 'blue', 'purple', 'red']);
const Place = {
  id: z.string().regex(/^[\w-]{1,64}$/, 'letters, digits, _ or -, 64 at most'),
  at: z.tuple([z.number(), z.number()]),
  /** Width and height, in the canvas's own unit, which `at` of a node has too. */
  size: z.tuple([z.number().min(1).max(100_000), z.number().min(1).max(100_000)]),
  colour: Colour.optional(),
};

/**
 * What is drawn on the canvas beside the nodes, for people only. A frame holds what lies inside its borders: it names
 * no nodes, so that nothing can point at one that is gone.
 */
export const Drawing = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('note'), ...Place, text: z.string().max(4000) }),
  z.strictObject({ kind: z.literal('frame'), ...Place, title: z.string().max(120) }),
]);
export type Drawing = z.infer<typeof Drawing>;
