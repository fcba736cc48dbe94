import { z } from 'zod';
import { Base } from '../definition.ts';
import type { OutboundMessage } from '../message.ts';
import { Cart, cartNode } from './cart.ts';

const Product = z.strictObject({
  type: z.literal('product'),
  ...Base,
  productId: z.string().meta({ label: 'Product id (SKU)', control: 'product' }),
  body: z.string().optional().meta({ label: 'Text', control: 'message' }),
  footer: z.string().optional().meta({ label: 'Footer', control: 'short-text' }),
  ...Cart,
});
type Product = z.infer<typeof Product>;

const message = ({ productId, body, footer }: Product): OutboundMessage => ({
  type: 'product',
  productId,
  ...(body !== undefined && { body }),
  ...(footer !== undefined && { footer }),
});

/** Shows one product of the number's catalogue and waits for an order. */
export const product = cartNode<Product>({
  title: 'Product',
  summary: 'Shows one product of the linked catalogue and waits for an order.',
  schema: Product,
  blank: { type: 'product', at: [0, 0], productId: '' },
  message,
  text: (node) => node.body ?? node.productId,
});
