import { z } from 'zod';
import { Base, defineNode, state, transitions } from '../definition.ts';

const Name = z.string().min(1).max(60);
const Tag = z.strictObject({
  type: z.literal('tag'),
  ...Base,
  add: z.array(Name).meta({ label: 'Add', control: 'tags' }),
  remove: z.array(Name).meta({ label: 'Remove', control: 'tags' }),
});

/** Puts tags on the contact, or takes them off. */
export const tag = defineNode<z.infer<typeof Tag>>({
  title: 'Tag',
  summary: 'Puts tags on the contact or takes them off.',
  family: 'people',
  schema: Tag,
  blank: { type: 'tag', at: [0, 0], add: [], remove: [] },
  ports: () => [{ id: 'next', label: 'Next' }],
  compile: (node, wire) =>
    state({
      entry: [{ type: 'tag', params: { add: node.add, remove: node.remove } }],
      always: transitions([wire.to('next')]),
    }),
  validate: (node) =>
    node.add.length + node.remove.length > 0
      ? []
      : [{ code: 'no-tag', level: 'error', message: 'Name a tag to add or to remove.' }],
  preview: (node) => ({
    text: [...node.add.map((name) => `+ ${name}`), ...node.remove.map((name) => `− ${name}`)].join('\n'),
    messages: [],
  }),
});
