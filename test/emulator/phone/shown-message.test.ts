import { expect, test } from 'vitest';
import type { GraphMessage } from '../rules/message-rules.ts';
import { GraphMessage as schema } from '../rules/message-rules.ts';
import { show } from './shown-message.ts';

function readable(message: Record<string, unknown>): string {
  const parsed: GraphMessage = schema.parse({ messaging_product: 'whatsapp', to: '1555', ...message });
  return show(parsed, undefined).text;
}

const link = 'https://files.example/a';
const interactive = (content: Record<string, unknown>) => ({ type: 'interactive', interactive: content });

test.each<[Record<string, unknown>, string]>([
  [{ type: 'image', image: { link, caption: 'cat' } }, `[image ${link}]\ncat`],
  [{ type: 'audio', audio: { id: '7', voice: true } }, '[voice #7]'],
  [{ type: 'document', document: { link, filename: 'bill.pdf' } }, '[document bill.pdf]'],
  [{ type: 'sticker', sticker: { id: '7' } }, '[sticker #7]'],
  [{ type: 'location', location: { latitude: 1, longitude: 2, name: 'Café' } }, '[location Café 1, 2]'],
  [
    {
      type: 'contacts',
      contacts: [{ name: { formatted_name: 'Bo', first_name: 'Bo' }, phones: [{ phone: '+1' }] }],
    },
    '[contact Bo +1]',
  ],
  [{ type: 'template', template: { name: 'sale', language: { code: 'en' } } }, '[template sale]'],
  [
    interactive({
      type: 'list',
      header: { type: 'text', text: 'Menu' },
      body: { text: 'Pick' },
      footer: { text: 'till 6' },
      action: {
        button: 'Open',
        sections: [
          { title: 'Hot', rows: [{ id: '1', title: 'Tea', description: 'green' }] },
          { title: 'Cold', rows: [{ id: '2', title: 'Water' }] },
        ],
      },
    }),
    '*Menu*\nPick\n_till 6_\n[Open]\nHot:\n- Tea: green\nCold:\n- Water',
  ],
  [
    interactive({
      type: 'product_list',
      header: { type: 'text', text: 'Shop' },
      body: { text: 'Look' },
      action: {
        catalog_id: 'C',
        sections: [{ title: 'New', product_items: [{ product_retailer_id: 'a' }] }],
      },
    }),
    '*Shop*\nLook\nNew:\n- product a',
  ],
])('%j reads well', (message, expected) => {
  expect(readable(message)).toBe(expected);
});
