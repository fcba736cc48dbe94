import { z } from 'zod';
import { Base, defineNode, state } from '../definition.ts';
import { Header, type OutboundMessage } from '../message.ts';
import { silenceProblems, Waiting, waiting, waitingPorts } from './waiting.ts';

const Form = z.strictObject({
  type: z.literal('form'),
  ...Base,
  header: Header.optional().meta({ label: 'Header', control: 'header' }),
  body: z.string().meta({ label: 'Text', control: 'message' }),
  footer: z.string().optional().meta({ label: 'Footer', control: 'short-text' }),
  title: z.string().meta({ label: 'Button', control: 'short-text' }),
  formId: z.string().meta({ label: 'Id of the WhatsApp Flow', control: 'short-text' }),
  screen: z.string().optional().meta({ label: 'First screen', control: 'short-text' }),
  data: z.record(z.string(), z.string()).optional().meta({ label: 'Data for the screen', control: 'fields' }),
  draft: z.boolean().optional().meta({ label: 'Use the unpublished draft', control: 'switch' }),
  fields: z
    .array(
      z.strictObject({
        field: z
          .string()
          .regex(/^\w{1,80}$/)
          .meta({ label: 'Field of the form' }),
        saveAs: z.string().meta({ label: 'Save as', control: 'variable' }),
      }),
    )
    .meta({ label: 'Answers', control: 'field-variables' }),
  ...Waiting,
});
type Form = z.infer<typeof Form>;

const message = ({ header, body, footer, title, formId, screen, data, draft }: Form): OutboundMessage => ({
  type: 'form',
  ...(header && { header }),
  body,
  ...(footer !== undefined && { footer }),
  title,
  formId,
  ...(screen !== undefined && { screen }),
  ...(data && { data }),
  ...(draft !== undefined && { draft }),
});

/** Opens a WhatsApp Flow (a form inside the chat) and keeps its typed answers. */
export const form = defineNode<Form>({
  title: 'Form',
  summary: 'Opens a form inside WhatsApp (a “WhatsApp Flow”) and saves its fields in variables.',
  family: 'questions',
  schema: Form,
  blank: { type: 'form', at: [0, 0], body: '', title: '', formId: '', fields: [] },
  ports: (node) => waitingPorts([{ id: 'submitted', label: 'Submitted' }], node),
  compile: (node, wire) => {
    const actions = node.fields.map(({ field, saveAs }) => ({
      type: 'set' as const,
      params: { variable: saveAs, value: { from: 'event' as const, field: `values.${field}` } },
    }));
    return state({
      entry: [{ type: 'send', params: { key: wire.nodeId, message: message(node) } }],
      ...waiting(wire, node, { form: [wire.to('submitted', actions.length > 0 ? { actions } : {})] }),
    });
  },
  validate: (node) => [
    ...silenceProblems(node),
    ...(node.formId.trim() === ''
      ? [
          {
            code: 'no-form',
            level: 'error' as const,
            field: 'formId',
            message: 'Give the id of the WhatsApp Flow.',
          },
        ]
      : []),
  ],
  preview: (node) => ({ text: node.body, messages: [message(node)] }),
});
