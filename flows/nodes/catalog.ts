import { z } from 'zod';
import { Base } from '../definition.ts';
import type { OutboundMessage } from '../message.ts';
import { Cart, cartNode } from './cart.ts';

const Catalog = z.strictObject({
  type: z.literal('catalog'),
  ...Base,
  body: z.string().meta({ label: 'Text', control: 'message' }),
  footer: z.string().optional().meta({ label: 'Footer', control: 'short-text' }),
  thumbnailProductId: z.string().optional().meta({ label: 'Product shown as picture', control: 'product' }),
  ...Cart,
});
type Catalog = z.infer<typeof Catalog>;

const message = ({ body, footer, thumbnailProductId }: Catalog): OutboundMessage => ({
  type: 'catalog',
  body,
  ...(footer !== undefined && { footer }),
  ...(thumbnailProductId !== undefined && { thumbnailProductId }),
});

/** Opens the whole catalogue and waits for an order. */
export const catalog = cartNode<Catalog>({
  title: 'Catalogue',
  summary: 'Opens the linked catalogue and waits for an order.',
  schema: Catalog,
  blank: { type: 'catalog', at: [0, 0], body: '' },
  message,
  text: (node) => node.body,
});
