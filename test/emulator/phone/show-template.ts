import type { SentComponent, SentTemplate } from '../rules/template-rules.ts';
import { parameterValues } from '../templates/template-parameters.ts';
import {
  fill,
  partsOf,
  placeholders,
  type TemplateButton,
  type TemplateDefinition,
} from '../templates/templates.ts';
import { bracketed, showHeader } from './show-interactive.ts';
import { type Content, fileName, type ShownOption } from './shown-content.ts';

/** A template message with its values in place. A template that the emulator does not know shows by name only. */
export function showTemplate(sent: SentTemplate, definition: TemplateDefinition | undefined): Content {
  if (!definition) return { type: 'template', body: '', text: `[template ${sent.name}]`, options: [] };
  return { type: 'template', ...showComponents(definition.components, sent.components ?? []) };
}

function showComponents(
  components: TemplateDefinition['components'],
  sent: SentComponent[],
): Omit<Content, 'type'> {
  const parts = partsOf(components);
  const bodyParameters = sent.flatMap((component) => (component.type === 'body' ? component.parameters : []));
  const body = fill(parts.body, parameterValues(placeholders(parts.body), bodyParameters));
  const buttons = bracketed(parts.buttons.map((button, index) => showButton(button, index, sent)));
  const cards = (parts.cards ?? []).map((card, index) => {
    const given = sent.flatMap((component) => (component.type === 'carousel' ? component.cards : []));
    return showComponents(
      card.components,
      given.find((other) => other.card_index === index)?.components ?? [],
    );
  });
  const lines = [
    showTemplateHeader(parts.header, sent),
    parts.offer?.text ?? '',
    body,
    parts.footer ? `_${parts.footer}_` : '',
    ...buttons.lines,
    ...cards.map((card, index) => `(${index + 1}) ${card.text}`),
  ];
  return {
    body,
    text: lines.filter(Boolean).join('\n'),
    options: [...buttons.options, ...cards.flatMap((card) => card.options)],
  };
}

function showTemplateHeader(defined: { text?: string } | undefined, sent: SentComponent[]): string {
  const [parameter] = sent.flatMap((component) => (component.type === 'header' ? component.parameters : []));
  if (!parameter) return defined?.text ? `*${defined.text}*` : '';
  if (parameter.type === 'text') {
    const [name] = placeholders(defined?.text ?? '');
    return `*${fill(defined?.text ?? '', new Map([[name ?? '', parameter.text]]))}*`;
  }
  if (parameter.type === 'location') {
    return `[location ${parameter.location.name ?? ''} ${parameter.location.latitude}, ${parameter.location.longitude}]`;
  }
  if (parameter.type === 'product') return `[product ${parameter.product.product_retailer_id}]`;
  if (parameter.type === 'document') {
    return `[document ${parameter.document.filename ?? fileName(parameter.document)}]`;
  }
  return showHeader(parameter);
}

function showButton(defined: TemplateButton, index: number, sent: SentComponent[]): ShownOption {
  const title = defined.text ?? defined.type;
  const [parameter] = sent.flatMap((component) =>
    component.type === 'button' && component.index === index ? component.parameters : [],
  );
  switch (defined.type.toUpperCase()) {
    case 'QUICK_REPLY':
      return { kind: 'quick-reply', id: parameter?.type === 'payload' ? parameter.payload : title, title };
    case 'URL': {
      const suffix = parameter?.type === 'text' ? parameter.text : '';
      return {
        kind: 'link',
        id: title,
        title,
        url: (defined.url ?? '').replace(/\{\{\s*\w+\s*\}\}/, () => suffix),
      };
    }
    case 'FLOW': {
      const token = parameter?.type === 'action' ? parameter.action.flow_token : undefined;
      return { kind: 'form', id: title, title, token: token ?? 'unused' };
    }
    case 'COPY_CODE':
      return { kind: 'code', id: parameter?.type === 'coupon_code' ? parameter.coupon_code : title, title };
    case 'OTP':
      return { kind: 'code', id: parameter?.type === 'text' ? parameter.text : title, title };
    case 'PHONE_NUMBER':
      return { kind: 'phone', id: defined.phone_number ?? title, title };
    default:
      return { kind: 'catalog', id: title, title };
  }
}
