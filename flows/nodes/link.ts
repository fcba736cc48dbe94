import { z } from 'zod';
import { Base, defineNode, state, transitions } from '../definition.ts';
import { Header, type OutboundMessage } from '../message.ts';

const Link = z.strictObject({
  type: z.literal('link'),
  ...Base,
  header: Header.optional().meta({ label: 'Header', control: 'header' }),
  body: z.string().meta({ label: 'Text', control: 'message' }),
  footer: z.string().optional().meta({ label: 'Footer', control: 'short-text' }),
  title: z.string().meta({ label: 'Button', control: 'short-text' }),
  url: z.string().meta({ label: 'Address', control: 'url' }),
});
type Link = z.infer<typeof Link>;

const message = ({ header, body, footer, title, url }: Link): OutboundMessage => ({
  type: 'link',
  ...(header && { header }),
  body,
  ...(footer !== undefined && { footer }),
  title,
  url,
});

/** Sends a button that opens a web page, and goes on: WhatsApp does not tell when it is tapped. */
export const link = defineNode<Link>({
  title: 'Link button',
  summary: 'Sends a button that opens a web page and goes on; WhatsApp never tells whether it was tapped.',
  family: 'messages',
  schema: Link,
  blank: { type: 'link', at: [0, 0], body: '', title: '', url: 'https://' },
  ports: () => [{ id: 'next', label: 'Next' }],
  compile: (node, wire) =>
    state({
      entry: [{ type: 'send', params: { key: wire.nodeId, message: message(node) } }],
      always: transitions([wire.to('next')]),
    }),
  validate: () => [],
  preview: (node) => ({ text: node.body, messages: [message(node)] }),
});
