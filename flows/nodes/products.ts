import { z } from 'zod';
import { Base } from '../definition.ts';
import { type OutboundMessage, ProductSection, TextHeader } from '../message.ts';
import { Cart, cartNode } from './cart.ts';

const Products = z.strictObject({
  type: z.literal('products'),
  ...Base,
  header: TextHeader.meta({ label: 'Header', control: 'header' }),
  body: z.string().meta({ label: 'Text', control: 'message' }),
  footer: z.string().optional().meta({ label: 'Footer', control: 'short-text' }),
  sections: z.array(ProductSection).meta({ label: 'Sections', control: 'product-sections' }),
  ...Cart,
});
type Products = z.infer<typeof Products>;

const message = ({ header, body, footer, sections }: Products): OutboundMessage => ({
  type: 'products',
  header,
  body,
  ...(footer !== undefined && { footer }),
  sections,
});

/** Shows up to thirty products in sections and waits for an order. */
export const products = cartNode<Products>({
  title: 'Products',
  summary: 'Shows up to thirty products of the linked catalogue in sections and waits for an order.',
  schema: Products,
  blank: {
    type: 'products',
    at: [0, 0],
    header: { type: 'text', text: '' },
    body: '',
    sections: [{ products: [] }],
  },
  message,
  text: (node) => node.body,
});
