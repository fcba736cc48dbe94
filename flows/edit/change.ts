import { z } from 'zod';
import { Drawing } from '../drawing.ts';
import { FlowTest, TestName } from '../flow-test.ts';
import { NodeId } from '../machine-schema.ts';
import { FlowSettings, Locale } from '../settings.ts';
import { Variable } from '../variables.ts';
import { Piece } from './piece.ts';

/**
 * Every change that the editor can make to a flow, as data: plain JSON, so that it can be kept, sent and made again.
 * What is inside a node or the settings is read with its own schema when the change is made.
 */

const At = z.tuple([z.number(), z.number()]);
const Config = z.looseObject({ type: z.string() });
/** A way out of a node. */
const Exit = z.strictObject({ node: NodeId, port: z.string() });
export type Exit = z.infer<typeof Exit>;
const Box = z.strictObject({ node: NodeId, size: At });
export type Box = z.infer<typeof Box>;

const nodeChanges = [
  /**
   * A new node: blank, or as `config` says. `from` is a way out that leads to it from now on. The id is made when it is
   * not given.
   */
  z.strictObject({
    kind: z.literal('add'),
    type: z.string(),
    at: At,
    id: NodeId.optional(),
    config: Config.optional(),
    from: Exit.optional(),
  }),
  /** The same on an edge: `edge` leads to the new node, and its first way out to where the edge led. */
  z.strictObject({
    kind: z.literal('insert'),
    type: z.string(),
    at: At,
    id: NodeId.optional(),
    config: Config.optional(),
    edge: Exit,
  }),
  /** An existing node on an edge, by its first way out that leads nowhere yet. */
  z.strictObject({ kind: z.literal('splice'), node: NodeId, edge: Exit }),
  /** Nodes with all that belongs to them. A chain with one way in and one way out is joined again. */
  z.strictObject({ kind: z.literal('remove'), nodes: z.array(NodeId).min(1) }),
  /**
   * What a node holds. Edges and translations stay where there still is what they belong to; `renamed` says that a way
   * out is the same under another id.
   */
  z.strictObject({
    kind: z.literal('replace'),
    node: NodeId,
    config: Config,
    renamed: z.strictObject({ from: z.string(), to: z.string() }).optional(),
  }),
  z.strictObject({ kind: z.literal('rename'), node: NodeId, to: NodeId }),
  /** Nodes of a piece under ids of their own, moved by an offset. */
  z.strictObject({ kind: z.literal('paste'), piece: Piece, by: At }),
] as const;

const placeChanges = [
  /** New places: by hand, or worked out by a layout (`isTidy`), which differs in name only. */
  z.strictObject({
    kind: z.literal('move'),
    nodes: z.array(z.strictObject({ node: NodeId, at: At })),
    drawings: z.array(z.strictObject({ drawing: z.string(), at: At })).optional(),
    isTidy: z.literal(true).optional(),
  }),
  /** Boxes along one line. Sizes come from the canvas, since only it knows how large a card is. */
  z.strictObject({
    kind: z.literal('align'),
    boxes: z.array(Box).min(2),
    along: z.enum(['left', 'center', 'right', 'top', 'middle', 'bottom']),
  }),
  /** Equal gaps between boxes; the outermost stay. */
  z.strictObject({
    kind: z.literal('distribute'),
    boxes: z.array(Box).min(3),
    direction: z.enum(['horizontally', 'vertically']),
  }),
  /** A note or a frame, new or instead of the one with its id. */
  z.strictObject({ kind: z.literal('draw'), drawing: Drawing }),
  z.strictObject({ kind: z.literal('erase'), drawings: z.array(z.string()).min(1) }),
] as const;

const edgeChanges = [
  z.strictObject({ kind: z.literal('connect'), from: Exit, to: NodeId }),
  z.strictObject({ kind: z.literal('disconnect'), edges: z.array(Exit).min(1) }),
  /** One end of an edge, or both, somewhere else. */
  z.strictObject({ kind: z.literal('reconnect'), edge: Exit, from: Exit, to: NodeId }),
  z.strictObject({ kind: z.literal('start'), node: NodeId.nullable() }),
  z.strictObject({ kind: z.literal('global'), port: z.string(), to: NodeId.nullable() }),
] as const;

const settingsChanges = [
  /**
   * Fields that nothing else hangs on, each as a whole; null takes an optional one away. A keyword's way out goes with
   * it.
   */
  z.strictObject({
    kind: z.literal('settings'),
    fields: z.strictObject({
      name: FlowSettings.shape.name.optional(),
      defaultLocale: Locale.optional(),
      escalation: FlowSettings.shape.escalation.optional(),
      keywords: FlowSettings.shape.keywords.nullable(),
      triggers: FlowSettings.shape.triggers.nullable(),
      window: FlowSettings.shape.window.nullable(),
    }),
  }),
  z.strictObject({ kind: z.literal('rename-keyword'), from: z.string(), to: z.string() }),
  z.strictObject({ kind: z.literal('add-variable'), variable: Variable }),
  /** Everything about a variable but its name. */
  z.strictObject({ kind: z.literal('replace-variable'), variable: Variable }),
  /** With every place that names it. Whether all of them still work then, `faultOfRenaming` tells. */
  z.strictObject({ kind: z.literal('rename-variable'), from: z.string(), to: z.string() }),
  /** Places that name it stay as they are, and `validate` tells of them; `usesOfVariable` finds them before. */
  z.strictObject({ kind: z.literal('remove-variable'), name: z.string() }),
  z.strictObject({ kind: z.literal('add-locale'), locale: Locale }),
  /** With its translations and its words. */
  z.strictObject({ kind: z.literal('remove-locale'), locale: Locale }),
  /** Translations of one language, by path; null takes one away. */
  z.strictObject({
    kind: z.literal('texts'),
    locale: Locale,
    texts: z.array(z.strictObject({ path: z.string(), text: z.string().nullable() })).min(1),
  }),
] as const;

const testChanges = [
  /** A test, new or instead of the one of its name. */
  z.strictObject({ kind: z.literal('keep-test'), test: FlowTest }),
  z.strictObject({ kind: z.literal('rename-test'), from: z.string(), to: TestName }),
  z.strictObject({ kind: z.literal('remove-tests'), names: z.array(z.string()).min(1) }),
] as const;

/** A place in JSON and what stands there; without a value, nothing does. */
const Part = z.strictObject({ path: z.array(z.string()).min(1), value: z.unknown().optional() });
export type Part = z.infer<typeof Part>;

/** What differs between two states of a flow: how `edit` says what undoes a change. */
const Patch = z.strictObject({
  kind: z.literal('patch'),
  name: z.string(),
  nodes: z.array(Part),
  settings: z.array(Part),
  edges: z.array(z.strictObject({ node: NodeId, port: z.string(), to: NodeId.nullable() })),
  globals: z.array(z.strictObject({ port: z.string(), to: NodeId.nullable() })),
  start: NodeId.nullable().optional(),
});
export type Patch = z.infer<typeof Patch>;

const SingleChange = z.discriminatedUnion('kind', [
  ...nodeChanges,
  ...placeChanges,
  ...edgeChanges,
  ...settingsChanges,
  ...testChanges,
  Patch,
]);
export type SingleChange = z.infer<typeof SingleChange>;

/** All of its changes, in order, or none. */
const Batch = z.strictObject({
  kind: z.literal('batch'),
  name: z.string().optional(),
  changes: z.array(SingleChange).min(1),
});

export const Change = z.discriminatedUnion('kind', [SingleChange, Batch]);
export type Change = z.infer<typeof Change>;
export type ChangeOf<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>;
