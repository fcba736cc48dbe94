import { z } from 'zod';
import { Base, defineNode, state, transitions } from '../definition.ts';
import { OutboundMessage } from '../message.ts';

/** The kinds of message that ask for nothing, so that several may follow each other. */
const PLAIN = ['text', 'image', 'video', 'audio', 'document', 'sticker', 'location', 'contacts'] as const;
type Plain = Extract<OutboundMessage, { type: (typeof PLAIN)[number] }>;

const isPlain = (message: OutboundMessage): message is Plain =>
  (PLAIN as readonly string[]).includes(message.type);

const Bubble = z.strictObject({
  id: z.string().regex(/^[\w-]{1,64}$/),
  message: OutboundMessage.refine(isPlain, 'a bubble is text, a media file, a location or a contact card'),
});

const Message = z.strictObject({
  type: z.literal('message'),
  ...Base,
  bubbles: z.array(Bubble).meta({ label: 'Bubbles', control: 'bubbles' }),
});

/** Says something and goes on: one bubble or several, in order. */
export const message = defineNode<z.infer<typeof Message>>({
  title: 'Message',
  summary:
    'Sends texts, images, videos, audio, documents, stickers, locations or contact cards, in order, and goes on.',
  family: 'messages',
  schema: Message,
  blank: { type: 'message', at: [0, 0], bubbles: [{ id: 'a', message: { type: 'text', body: '' } }] },
  ports: () => [{ id: 'next', label: 'Next' }],
  compile: (node, wire) =>
    state({
      entry: node.bubbles.map(({ id, message }) => ({
        type: 'send' as const,
        params: { key: `${wire.nodeId}.${id}`, message },
      })),
      always: transitions([wire.to('next')]),
    }),
  validate: (node) => {
    const ids = node.bubbles.map(({ id }) => id);
    if (ids.length === 0)
      return [{ code: 'empty-message', level: 'error', message: 'Add something to say.' }];
    return new Set(ids).size === ids.length
      ? []
      : [
          {
            code: 'duplicate-id',
            level: 'error',
            field: 'bubbles',
            message: 'Two bubbles have the same id.',
          },
        ];
  },
  preview: (node) => ({
    text: node.bubbles
      .map(({ message }) => (message.type === 'text' ? message.body : message.type))
      .join('\n'),
    messages: node.bubbles.map(({ message }) => message),
  }),
});
