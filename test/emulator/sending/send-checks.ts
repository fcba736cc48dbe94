import type { BusinessNumber } from '../business-number.ts';
import { type Refusal, refusal } from '../graph/graph-error.ts';
import { fitsKind, type MediaKind } from '../media.ts';
import type { GraphMessage } from '../rules/message-rules.ts';
import type { World } from '../world.ts';

type Used = { kind: MediaKind; id: string; place: string };

/** Every media id in a message must be one that this number uploaded, not expired, of the right kind. */
export function checkStoredMedia(
  world: World,
  number: BusinessNumber,
  message: GraphMessage,
): Refusal | null {
  for (const { kind, id, place } of mediaIn(message)) {
    const media = world.media.find(id, world.clock.now());
    if (!media || media.phoneNumberId !== number.phoneNumberId) {
      return refusal(
        100,
        `Param ${place}['id'] is not a valid whatsapp business account media attachment ID`,
      );
    }
    if (!fitsKind(media, kind))
      return refusal(131053, `A file of type ${media.mimeType} cannot be sent as ${kind}.`);
  }
  return null;
}

/** Products come from the catalogue that is connected to the account. */
export function checkProducts(number: BusinessNumber, message: GraphMessage): Refusal | null {
  if (message.type !== 'interactive') return null;
  const { interactive } = message;
  const catalogId =
    interactive.type === 'product' || interactive.type === 'product_list'
      ? interactive.action.catalog_id
      : null;
  const isCatalog = catalogId !== null || interactive.type === 'catalog_message';
  if (isCatalog && number.catalogId === null)
    return refusal(131009, 'No catalog is connected to this account.');
  if (catalogId !== null && catalogId !== number.catalogId) {
    return refusal(131009, `Catalog ${catalogId} is not connected to this account.`);
  }
  const products = productsIn(interactive);
  // Unknown products are left out of a list; a message without any known one is refused.
  const areUnknown =
    number.products && products.length > 0 && !products.some((id) => number.products?.has(id));
  return areUnknown
    ? refusal(131009, `None of the products is in the catalog: ${products.join(', ')}`)
    : null;
}

function productsIn(interactive: Extract<GraphMessage, { type: 'interactive' }>['interactive']): string[] {
  if (interactive.type === 'product') return [interactive.action.product_retailer_id];
  if (interactive.type !== 'product_list') return [];
  return interactive.action.sections.flatMap((section) =>
    section.product_items.map((item) => item.product_retailer_id),
  );
}

function mediaIn(message: GraphMessage): Used[] {
  switch (message.type) {
    case 'image':
      return used('image', message.image, 'image');
    case 'video':
      return used('video', message.video, 'video');
    case 'audio':
      return used('audio', message.audio, 'audio');
    case 'document':
      return used('document', message.document, 'document');
    case 'sticker':
      return used('sticker', message.sticker, 'sticker');
    case 'interactive': {
      const { interactive } = message;
      if (interactive.type === 'carousel') {
        return interactive.action.cards.flatMap((card, index) =>
          card.type === 'cta_url'
            ? inHeader(card.header, `interactive['action']['cards'][${index}]['header']`)
            : [],
        );
      }
      return 'header' in interactive && interactive.header
        ? inHeader(interactive.header, "interactive['header']")
        : [];
    }
    case 'template':
      return (message.template.components ?? []).flatMap((component, index) =>
        component.type === 'header'
          ? component.parameters.flatMap((parameter, place) =>
              inHeader(parameter, `template['components'][${index}]['parameters'][${place}]`),
            )
          : [],
      );
    default:
      return [];
  }
}

function inHeader(header: { type: string }, place: string): Used[] {
  if ('image' in header) return used('image', header.image, `${place}['image']`);
  if ('video' in header) return used('video', header.video, `${place}['video']`);
  if ('document' in header) return used('document', header.document, `${place}['document']`);
  return [];
}

function used(kind: MediaKind, media: unknown, place: string): Used[] {
  const isStored =
    typeof media === 'object' && media !== null && 'id' in media && typeof media.id === 'string';
  return isStored ? [{ kind, id: String(media.id), place }] : [];
}
