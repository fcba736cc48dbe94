import { z } from 'zod';
import { Base, defineNode, state } from '../definition.ts';
import type { Action } from '../machine-schema.ts';
import type { OutboundMessage } from '../message.ts';
import { silenceProblems, Waiting, waiting, waitingPorts } from './waiting.ts';

const Consent = z.strictObject({
  type: z.literal('consent'),
  ...Base,
  purpose: z
    .string()
    .regex(/^[a-z][\w-]{0,63}$/, 'small letters, digits, _ or -')
    .meta({ label: 'Purpose', control: 'short-text' }),
  body: z.string().meta({ label: 'Wording', control: 'message' }),
  agree: z.string().meta({ label: 'Button to agree', control: 'short-text' }),
  decline: z.string().meta({ label: 'Button to decline', control: 'short-text' }),
  ...Waiting,
});
type Consent = z.infer<typeof Consent>;

const message = ({ body, agree, decline }: Consent): OutboundMessage => ({
  type: 'buttons',
  body,
  buttons: [
    { id: 'agreed', title: agree },
    { id: 'declined', title: decline },
  ],
});

/**
 * Asks for an opt-in and records the answer with purpose and the wording as it was shown.
 * Source: WhatsApp opt-in requirements: say plainly what the person agrees to and name the business.
 */
export const consent = defineNode<Consent>({
  title: 'Consent',
  summary: 'Asks for an opt-in and records the answer with its purpose and the wording that was shown.',
  family: 'people',
  schema: Consent,
  blank: {
    type: 'consent',
    at: [0, 0],
    purpose: 'marketing',
    body: '',
    agree: 'I agree',
    decline: 'No, thanks',
  },
  ports: (node) =>
    waitingPorts(
      [
        { id: 'agreed', label: node.agree },
        { id: 'declined', label: node.decline },
      ],
      node,
    ),
  compile: (node, wire) => {
    const record = (granted: boolean): Action => ({
      type: 'consent',
      params: { node: wire.nodeId, purpose: node.purpose, granted, wording: node.body },
    });
    const answer = (id: string, granted: boolean) =>
      wire.to(id, { guard: { type: 'chose', params: { id } }, actions: [record(granted)] });
    return state({
      entry: [{ type: 'send', params: { key: wire.nodeId, message: message(node) } }],
      ...waiting(wire, node, { choice: [answer('agreed', true), answer('declined', false)] }),
    });
  },
  validate: silenceProblems,
  preview: (node) => ({ text: node.body, messages: [message(node)] }),
});
