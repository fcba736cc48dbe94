import { z } from 'zod';
import { Base, defineNode, state } from '../definition.ts';
import { Header, Option } from '../message.ts';
import { Late, silenceProblems, Waiting, waiting, waitingPorts } from './waiting.ts';

const Buttons = z.strictObject({
  type: z.literal('buttons'),
  ...Base,
  header: Header.optional().meta({ label: 'Header', control: 'header' }),
  body: z.string().meta({ label: 'Text', control: 'message' }),
  footer: z.string().optional().meta({ label: 'Footer', control: 'short-text' }),
  buttons: z.array(Option).meta({ label: 'Buttons', control: 'options' }),
  ...Late,
  ...Waiting,
});

/** Asks with one to three reply buttons; each is a way out. */
export const buttons = defineNode<z.infer<typeof Buttons>>({
  title: 'Reply buttons',
  summary: 'Asks with up to three buttons, each its own way out; a typed title or number counts as the tap.',
  family: 'questions',
  schema: Buttons,
  blank: {
    type: 'buttons',
    at: [0, 0],
    body: '',
    buttons: [
      { id: 'yes', title: 'Yes' },
      { id: 'no', title: 'No' },
    ],
  },
  ports: (node) =>
    waitingPorts(
      node.buttons.map(({ id, title }) => ({ id, label: title })),
      node,
    ),
  compile: (node, wire) =>
    state({
      entry: [
        {
          type: 'send',
          params: {
            key: wire.nodeId,
            message: {
              type: 'buttons',
              ...(node.header && { header: node.header }),
              body: node.body,
              ...(node.footer !== undefined && { footer: node.footer }),
              buttons: node.buttons,
            },
          },
        },
      ],
      ...waiting(wire, node, {
        choice: node.buttons.map(({ id }) => wire.to(id, { guard: { type: 'chose', params: { id } } })),
      }),
    }),
  late: (node) => (node.late === 'follow' ? node.buttons.map(({ id }) => id) : []),
  validate: silenceProblems,
  preview: (node) => ({
    text: node.body,
    messages: [{ type: 'buttons', body: node.body, buttons: node.buttons }],
  }),
});
