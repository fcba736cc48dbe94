import type { Header, OutboundMessage } from '@parley/flows/message.ts';
import { graphHeader } from './graph-parts.ts';

type InteractiveMessage = Extract<
  OutboundMessage,
  {
    type: 'buttons' | 'list' | 'product' | 'products' | 'catalog' | 'link' | 'location-request' | 'form';
  }
>;
type Context = { catalogId?: string; formToken?: string };
type Shape = { type: string; action: Record<string, unknown> };

const NO_CATALOGUE = 'the number has no catalogue, so products cannot be sent';

/**
 * The `interactive` object of a message, or what is missing, as a sentence.
 * Source: WhatsApp Cloud API, the page of each interactive message type.
 */
export function interactiveBody(
  message: InteractiveMessage,
  context: Context,
): Record<string, unknown> | string {
  const shape = shapeOf(message, context);
  if (typeof shape === 'string') return shape;
  const header = 'header' in message && message.header ? graphHeader(message.header satisfies Header) : null;
  if (typeof header === 'string') return header;
  return {
    type: shape.type,
    ...(header ? { header } : {}),
    ...(message.body ? { body: { text: message.body } } : {}),
    ...('footer' in message && message.footer ? { footer: { text: message.footer } } : {}),
    action: shape.action,
  };
}

function shapeOf(message: InteractiveMessage, { catalogId, formToken }: Context): Shape | string {
  switch (message.type) {
    case 'buttons':
      if (message.buttons.length === 0) return 'a message with buttons, without a button';
      return {
        type: 'button',
        action: {
          buttons: message.buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } })),
        },
      };
    case 'list':
      return listShape(message);
    case 'product':
      if (!catalogId) return NO_CATALOGUE;
      return {
        type: 'product',
        action: { catalog_id: catalogId, product_retailer_id: message.productId },
      };
    case 'products':
      if (!catalogId) return NO_CATALOGUE;
      return {
        type: 'product_list',
        action: {
          catalog_id: catalogId,
          sections: message.sections.map(({ title, products }) => ({
            ...(title ? { title } : {}),
            product_items: products.map((product) => ({ product_retailer_id: product })),
          })),
        },
      };
    case 'catalog':
      return {
        type: 'catalog_message',
        action: {
          name: 'catalog_message',
          ...(message.thumbnailProductId
            ? { parameters: { thumbnail_product_retailer_id: message.thumbnailProductId } }
            : {}),
        },
      };
    case 'link':
      return {
        type: 'cta_url',
        action: { name: 'cta_url', parameters: { display_text: message.title, url: message.url } },
      };
    case 'location-request':
      return { type: 'location_request_message', action: { name: 'send_location' } };
    case 'form':
      return { type: 'flow', action: { name: 'flow', parameters: formParameters(message, formToken) } };
  }
}

type ListMessage = Extract<OutboundMessage, { type: 'list' }>;

function listShape({ button, sections, rowsFrom }: ListMessage): Shape | string {
  if (rowsFrom) return 'a list whose rows were not filled in';
  if (sections.every(({ rows }) => rows.length === 0)) return 'a list without a row';
  return {
    type: 'list',
    action: {
      button,
      sections: sections.map(({ title, rows }) => ({
        ...(title ? { title } : {}),
        rows: rows.map(({ id, title, description }) => ({
          id,
          title,
          ...(description ? { description } : {}),
        })),
      })),
    },
  };
}

type FormMessage = Extract<OutboundMessage, { type: 'form' }>;

function formParameters(form: FormMessage, formToken: string | undefined): Record<string, unknown> {
  const token = form.token ?? formToken;
  const hasData = form.data !== undefined && Object.keys(form.data).length > 0;
  const opensAt = {
    ...(form.screen ? { screen: form.screen } : {}),
    // WhatsApp refuses an empty object here.
    ...(hasData ? { data: form.data } : {}),
  };
  return {
    flow_message_version: '3',
    flow_id: form.formId,
    flow_cta: form.title,
    ...(token ? { flow_token: token } : {}),
    ...(form.draft ? { mode: 'draft' } : {}),
    ...(Object.keys(opensAt).length > 0 ? { flow_action: 'navigate', flow_action_payload: opensAt } : {}),
  };
}
