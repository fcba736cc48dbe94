import { z } from 'zod';
import { NodeId } from '../machine-schema.ts';
import { Locale } from '../settings.ts';
import { Variable } from '../variables.ts';

/** What one paste may bring: as much as a very large flow has. */
export const PIECE_MAX = { nodes: 1_000, edges: 20_000, variables: 500, texts: 50_000 };

/**
 * Nodes cut out of a flow, with what they need: the edges between them, the variables that they name, their
 * translations. Lists and not records, so that no word of an author's is ever a key.
 */
export const Piece = z.strictObject({
  format: z.literal('parley/nodes'),
  version: z.literal(1),
  nodes: z
    .array(z.strictObject({ id: NodeId, config: z.looseObject({ type: z.string() }) }))
    .min(1)
    .max(PIECE_MAX.nodes),
  edges: z.array(z.strictObject({ node: NodeId, port: z.string(), to: NodeId })).max(PIECE_MAX.edges),
  variables: z.array(Variable).max(PIECE_MAX.variables),
  /** `path` begins with the id of one of the nodes. */
  texts: z
    .array(z.strictObject({ locale: Locale, path: z.string().max(1_000), text: z.string() }))
    .max(PIECE_MAX.texts),
});
export type Piece = z.infer<typeof Piece>;
