import type { OfferEnd, OutboundMessage, TemplateButton } from '@parley/flows/message.ts';
import { parseMoment } from '@parley/flows/moment.ts';
import type { z } from 'zod';
import { graphLocation, mediaHeader } from './graph-parts.ts';

type TemplateMessage = Extract<OutboundMessage, { type: 'template' }>;
type Card = NonNullable<TemplateMessage['cards']>[number];
type Component = Record<string, unknown>;

/**
 * The `template` object of a message, or what is missing, as a sentence. The language must be that of an approved translation to
 * the letter: WhatsApp looks for no other. Source: WhatsApp Cloud API, "Templates".
 */
export function templateBody(
  message: TemplateMessage,
  formToken: string | undefined,
): Record<string, unknown> | string {
  const parts = [
    message.header ? header(message.header) : null,
    message.body?.length ? body(message.body) : null,
    ...(message.buttons ?? []).map((button) => buttonComponent(button, formToken)),
    message.offerEnds ? offer(message.offerEnds) : null,
    message.cards?.length ? carousel(message.cards, formToken) : null,
  ];
  const missing = parts.find((part) => typeof part === 'string');
  if (missing !== undefined) return missing;
  const components = parts.filter((part) => part !== null);
  return {
    name: message.name,
    language: { policy: 'deterministic', code: message.language },
    ...(components.length > 0 ? { components } : {}),
  };
}

function header(header: NonNullable<TemplateMessage['header']>): Component | string {
  const parameter =
    header.type === 'text'
      ? textParameter(header)
      : header.type === 'location'
        ? { type: 'location', location: graphLocation(header) }
        : mediaHeader(header);
  return typeof parameter === 'string' ? parameter : { type: 'header', parameters: [parameter] };
}

function body(values: NonNullable<TemplateMessage['body']>): Component | string {
  const parameters = values.map(textParameter);
  const missing = parameters.find((parameter) => typeof parameter === 'string');
  return missing ?? { type: 'body', parameters };
}

/** The end is in milliseconds, unlike every other time at WhatsApp. Source: WhatsApp Cloud API, “Limited-time offer templates”. */
function offer(end: OfferEnd): Component | string {
  const ms = end.kind === 'moment' ? parseMoment(end.at, 'UTC')?.ms : undefined;
  if (ms === undefined) return 'when the offer ends is not known';
  return {
    type: 'limited_time_offer',
    parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: ms } }],
  };
}

/** Source: WhatsApp Cloud API, “Media card carousel templates”. */
function carousel(cards: readonly Card[], formToken: string | undefined): Component | string {
  const built: Component[] = [];
  for (const [index, card] of cards.entries()) {
    const parts = [
      header(card.header),
      card.body?.length ? body(card.body) : null,
      ...(card.buttons ?? []).map((button) => buttonComponent(button, formToken)),
    ];
    const missing = parts.find((part) => typeof part === 'string');
    if (missing !== undefined) return `card ${index}: ${missing}`;
    built.push({ card_index: index, components: parts.filter((part) => part !== null) });
  }
  return { type: 'carousel', cards: built };
}

/**
 * WhatsApp refuses a value with a line break, a tab or more than four spaces in a row, and an empty one. What a person
 * typed may hold any of these, so white space is made plain rather than the message lost.
 * Source: WhatsApp Cloud API, "Error codes", 132018, and reports of refused parameters.
 */
function textParameter({ name, text }: { name?: string; text: string }): Component | string {
  const oneLine = text
    .replace(/\s*[\n\r\t\v\f\u0085\u2028\u2029]\s*/g, ' ')
    .replace(/ {5,}/g, '    ')
    .trim();
  if (oneLine === '') return `the template parameter ${name ?? 'without a name'} is empty`;
  return { type: 'text', ...(name ? { parameter_name: name } : {}), text: oneLine };
}

/** `index` is the button's place in the template as approved, counted from zero. */
function buttonComponent(
  button: z.infer<typeof TemplateButton>,
  formToken: string | undefined,
): Component | string | null {
  const component = (subType: string, parameter: Component): Component => ({
    type: 'button',
    sub_type: subType,
    index: String(button.index),
    parameters: [parameter],
  });
  switch (button.type) {
    case 'quick-reply':
      return component('quick_reply', { type: 'payload', payload: button.id });
    case 'url':
      if (button.text === '') return `the address of template button ${button.index} is empty`;
      return component('url', { type: 'text', text: button.text });
    case 'copy-code':
      if (button.code === '') return `the code of template button ${button.index} is empty`;
      return component('copy_code', { type: 'coupon_code', coupon_code: button.code });
    case 'form':
      // The component is demanded even when there is no token to bring back; this is WhatsApp's own default.
      return component('flow', {
        type: 'action',
        action: { flow_token: button.token ?? formToken ?? 'unused' },
      });
    case 'catalog':
      // Without a thumbnail there is nothing to say: WhatsApp shows the first item.
      return button.thumbnailProductId
        ? component('catalog', {
            type: 'action',
            action: { thumbnail_product_retailer_id: button.thumbnailProductId },
          })
        : null;
  }
}
