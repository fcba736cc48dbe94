import { z } from 'zod';
import { Base, defineNode, state, transitions } from '../definition.ts';
import {
  OfferEnd,
  type OutboundMessage,
  quickRepliesOf,
  TemplateButton,
  TemplateCard,
  TemplateHeader,
  TemplateParameter,
} from '../message.ts';
import { Late, silenceProblems, Waiting, waiting, waitingPorts } from './waiting.ts';

const Template = z.strictObject({
  type: z.literal('template'),
  ...Base,
  name: z.string().meta({ label: 'Template', control: 'template' }),
  language: z.string().meta({ label: 'Language, as approved', control: 'short-text' }),
  header: TemplateHeader.optional().meta({ label: 'Header', control: 'template-header' }),
  body: z.array(TemplateParameter).optional().meta({ label: 'Values of the text', control: 'parameters' }),
  buttons: z.array(TemplateButton).optional().meta({ label: 'Buttons', control: 'template-buttons' }),
  offerEnds: OfferEnd.optional().meta({ label: 'Offer ends' }),
  cards: z.array(TemplateCard).optional().meta({ label: 'Cards' }),
  /** Goes on at once instead of waiting for the contact; only sensible where the window is open. */
  goOn: z.boolean().optional().meta({ label: 'Go on without an answer', control: 'switch' }),
  ...Late,
  ...Waiting,
});
type Template = z.infer<typeof Template>;

const message = (node: Template): OutboundMessage => {
  const { name, language, header, body, buttons, offerEnds, cards } = node;
  return {
    type: 'template',
    name,
    language,
    ...(header && { header }),
    ...(body && { body }),
    ...(buttons && { buttons }),
    ...(offerEnds && { offerEnds }),
    ...(cards && { cards }),
  };
};

/** Sends an approved template: what may leave outside the 24-hour window, and what re-opens it once answered. */
export const template = defineNode<Template>({
  title: 'Template',
  summary:
    'Sends an approved template with its values; each quick reply is a way out, any other answer is `replied`.',
  family: 'messages',
  schema: Template,
  blank: { type: 'template', at: [0, 0], name: '', language: 'en' },
  ports: (node) => {
    if (node.goOn) return [{ id: 'next', label: 'Next' }];
    const ports = quickRepliesOf(node).map(({ id, title }) => ({ id, label: title }));
    return waitingPorts(ports, node).map((port) =>
      port.id === 'other' ? { ...port, label: 'Any other answer' } : port,
    );
  },
  compile: (node, wire) => {
    const entry = [{ type: 'send' as const, params: { key: wire.nodeId, message: message(node) } }];
    if (node.goOn) return state({ entry, always: transitions([wire.to('next')]) });
    return state({
      entry,
      ...waiting(wire, node, {
        choice: quickRepliesOf(node).map(({ id }) =>
          wire.to(id, { guard: { type: 'chose', params: { id } } }),
        ),
      }),
    });
  },
  late: (node) => (node.late === 'follow' && !node.goOn ? quickRepliesOf(node).map(({ id }) => id) : []),
  validate: (node) => [
    ...silenceProblems(node),
    ...(/^[a-z0-9_]{1,512}$/.test(node.name)
      ? []
      : [
          {
            code: 'template-name',
            level: 'error' as const,
            field: 'name',
            message: 'A template’s name has small letters, digits and _ only.',
          },
        ]),
    ...(/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/.test(node.language)
      ? []
      : [
          {
            code: 'template-language',
            level: 'error' as const,
            field: 'language',
            message: `“${node.language}” is not a template language. Write it as WhatsApp does: en, en_US, pt_BR.`,
          },
        ]),
  ],
  preview: (node) => ({ text: node.name, messages: [message(node)] }),
});
