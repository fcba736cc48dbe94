import type { TemplateContent } from '@parley/flows/templates/definition.ts';
import { toGraphDefinition } from '@parley/runtime/whatsapp/template-definition.ts';

export type Definition = { name: string; content: TemplateContent; body: Record<string, unknown> };

const plain = { text: 'See you soon.', samples: {} };
const handle = '4::aW1hZ2U=';
const base: TemplateContent = { category: 'utility', places: 'positional', body: plain, buttons: [] };

/** Templates of every kind as they are submitted: every header, every button, carousel, offer, one-time codes. */
export const definitions: readonly Definition[] = [
  definition('plain', base),
  definition('places by number', {
    ...base,
    header: { type: 'text', text: 'Order {{1}}', sample: 'A-1' },
    body: { text: 'Hello {{1}}, it comes on {{2}} today.', samples: { 1: 'Ana', 2: 'Monday' } },
    footer: 'Tea house',
  }),
  definition('places by name', {
    ...base,
    places: 'named',
    header: { type: 'text', text: 'Order {{order}}', sample: 'A-1' },
    body: { text: 'Hello {{name}}, it is ready today.', samples: { name: 'Ana' } },
  }),
  ...(['image', 'video', 'document'] as const).map((type) =>
    definition(`${type} header`, { ...base, header: { type, sample: handle } }),
  ),
  definition('location header', { ...base, header: { type: 'location' } }),
  definition('buttons', {
    ...base,
    buttons: [
      { type: 'quick-reply', title: 'Yes' },
      { type: 'url', title: 'Follow', url: 'https://tea.example/{{1}}', sample: 'https://tea.example/a' },
      { type: 'phone', title: 'Call', phone: '+15550100001' },
    ],
  }),
  definition('code to copy', {
    ...base,
    category: 'marketing',
    buttons: [{ type: 'copy-code', sample: 'TEA10' }],
  }),
  definition('form', {
    ...base,
    category: 'marketing',
    buttons: [{ type: 'form', title: 'Book', formId: '1234567890', screen: 'START' }],
  }),
  definition('catalogue', { ...base, category: 'marketing', buttons: [{ type: 'catalog', title: 'View' }] }),
  definition('products', { ...base, category: 'marketing', buttons: [{ type: 'products', title: 'View' }] }),
  definition('call', { ...base, buttons: [{ type: 'call', title: 'Call now' }] }),
  definition('limited-time offer', {
    ...base,
    category: 'marketing',
    header: { type: 'image', sample: handle },
    offer: { text: 'Two days only', ends: true },
    buttons: [
      { type: 'copy-code', sample: 'TEA10' },
      { type: 'url', title: 'Shop', url: 'https://tea.example' },
    ],
  }),
  definition('carousel', {
    ...base,
    category: 'marketing',
    cards: ['One', 'Two'].map((text) => ({
      header: { type: 'image' as const, sample: handle },
      body: { text: `${text} tea.`, samples: {} },
      buttons: [{ type: 'quick-reply' as const, title: 'More' }],
    })),
  }),
  ...(['copy-code', 'one-tap', 'zero-tap'] as const).map((way) =>
    definition(`one-time code, ${way}`, {
      ...base,
      category: 'authentication',
      body: { text: '', samples: {} },
      code: {
        ...{ way, warns: true, expiresInMinutes: 10, title: 'Copy code' },
        ...(way !== 'copy-code' && { apps: [{ package: 'com.tea.example', signature: 'K8aFAINcGX7' }] }),
      },
    }),
  ),
];

function definition(name: string, content: TemplateContent): Definition {
  return { name, content, body: toGraphDefinition('tea_house', 'en_US', content) };
}
