import type { OutboundMessage } from '@parley/flows/message.ts';
import type { Envelope } from '@parley/runtime/whatsapp/outbound-message.ts';

export type Example = { name: string; message: OutboundMessage; envelope: Envelope };

const file = { link: 'https://files.example/tea.bin' };
const uploaded = { id: '1002003004005006' };
const option = (n: number) => ({ id: `option-${n}`, title: `Option ${n}` });

/** One or several messages of every type, smallest and fullest form, none taken from anywhere. */
export const examples: readonly Example[] = [
  example('short', { type: 'text', body: 'Good morning!' }),
  example('4,096 characters', { type: 'text', body: 'x'.repeat(4096) }),
  example('link preview', { type: 'text', body: 'See https://tea.example', previewUrl: true }),
  example(
    'quoting, with callback data',
    { type: 'text', body: 'That one' },
    {
      replyTo: 'wamid.QUOTED',
      callbackData: 'outbox:1',
    },
  ),
  { ...example('to a user id', { type: 'text', body: 'Hi' }), envelope: { recipient: 'DE.1234567890' } },

  example('by link', { type: 'image', media: file }),
  example('by id, with caption', { type: 'image', media: uploaded, caption: 'Our *tea*' }),
  example('by link', { type: 'video', media: file }),
  example('by id, with caption', { type: 'video', media: uploaded, caption: 'How it is made' }),
  example('by link', { type: 'audio', media: file }),
  example('spoken', { type: 'audio', media: uploaded, voice: true }),
  example('by link', { type: 'document', media: file }),
  example('with name and caption', {
    type: 'document',
    media: uploaded,
    caption: 'Menu',
    filename: 'menu.pdf',
  }),
  example('by link', { type: 'sticker', media: file }),
  example('by id', { type: 'sticker', media: uploaded }),

  example('bare', { type: 'location', latitude: 52.5, longitude: -13.25 }),
  example('with name and address', {
    type: 'location',
    latitude: 0.0000002,
    longitude: 180,
    name: 'Tea house',
    address: 'Leaf Street 1',
  }),
  example('name only', { type: 'contacts', contacts: [{ name: 'Tea house', phones: [] }] }),
  example('everything', {
    type: 'contacts',
    contacts: [
      {
        name: 'Tea house',
        phones: [{ phone: '+49 30 5550001', waId: '49305550001' }, { phone: '+49 30 5550002' }],
        emails: ['hello@tea.example'],
        urls: ['https://tea.example'],
        organization: 'Tea',
      },
    ],
  }),
  example('six cards', {
    type: 'contacts',
    contacts: [1, 2, 3, 4, 5, 6].map((n) => ({ name: `Shop ${n}`, phones: [] })),
  }),

  example('one', { type: 'buttons', body: 'Tea?', buttons: [option(1)] }),
  ...(['image', 'video', 'document'] as const).map((type) =>
    example(`${type} header, three`, {
      type: 'buttons',
      header: { type, media: file, ...(type === 'document' ? { filename: 'menu.pdf' } : {}) },
      body: 'Which one?',
      footer: 'Fresh every day',
      buttons: [option(1), option(2), option(3)],
    }),
  ),
  example('text header', {
    type: 'buttons',
    header: { type: 'text', text: 'Tea house' },
    body: 'Tea?',
    buttons: [option(1), option(2)],
  }),
  example('one row', { type: 'list', body: 'Pick', button: 'Menu', sections: [{ rows: [option(1)] }] }),
  example('ten rows in two sections', {
    type: 'list',
    header: { type: 'text', text: 'Menu' },
    body: 'Pick one',
    footer: 'Fresh every day',
    button: 'Open the menu',
    sections: [
      {
        id: 'hot',
        title: 'Hot',
        rows: [1, 2, 3, 4].map((n) => ({ ...option(n), description: 'With milk' })),
      },
      { id: 'cold', title: 'Cold', rows: [5, 6, 7, 8, 9, 10].map(option) },
    ],
  }),
  example('body of 4,096 characters', {
    type: 'list',
    body: 'x'.repeat(4096),
    button: 'Menu',
    sections: [{ rows: [option(1)] }],
  }),

  example('bare', { type: 'product', productId: 'tea-1' }),
  example('body and footer', { type: 'product', productId: 'tea-1', body: 'This one', footer: 'Fresh' }),
  example('two sections', {
    type: 'products',
    header: { type: 'text', text: 'Our tea' },
    body: 'Pick some',
    footer: 'Fresh',
    sections: [
      { id: 'a', title: 'Green', products: ['tea-1', 'tea-2'] },
      { id: 'b', title: 'Black', products: ['tea-3'] },
    ],
  }),
  example('with thumbnail', { type: 'catalog', body: 'All we have', thumbnailProductId: 'tea-1' }),
  example('without thumbnail', { type: 'catalog', body: 'All we have', footer: 'Fresh' }),
  example('text header', {
    type: 'link',
    header: { type: 'text', text: 'Tea house' },
    body: 'Read more',
    footer: 'Fresh',
    title: 'Open',
    url: 'https://tea.example/about',
  }),
  example('bare', { type: 'location-request', body: 'Where shall we bring it?' }),
  example('bare', { type: 'form', body: 'Book a table', title: 'Book', formId: '1234567890' }),
  example(
    'draft, with screen, data and token',
    {
      type: 'form',
      header: { type: 'text', text: 'Tables' },
      body: 'Book a table',
      footer: 'Two minutes',
      title: 'Book',
      formId: '1234567890',
      screen: 'WELCOME',
      data: { name: 'Desk' },
      draft: true,
    },
    { formToken: 'form:1' },
  ),

  example('no parameters', { type: 'template', name: 'opening_hours', language: 'en' }),
  example('by place', {
    type: 'template',
    name: 'appointment',
    language: 'en_US',
    header: { type: 'text', text: 'Monday' },
    body: [{ text: 'Desk' }, { text: '10:00\nsharp' }],
  }),
  example('by name, with quick replies', {
    type: 'template',
    name: 'appointment',
    language: 'pt_BR',
    header: { type: 'text', name: 'day', text: 'Monday' },
    body: [{ name: 'first_name', text: 'Desk' }],
    buttons: [
      { type: 'quick-reply', index: 0, id: 'confirm', title: 'Confirm' },
      { type: 'quick-reply', index: 1, id: 'cancel', title: 'Cancel' },
    ],
  }),
  ...(['image', 'video', 'document'] as const).map((type) =>
    example(`${type} header`, {
      type: 'template',
      name: 'news',
      language: 'en',
      header: { type, media: uploaded },
    }),
  ),
  example('location header', {
    type: 'template',
    name: 'delivery',
    language: 'en',
    header: {
      type: 'location',
      latitude: 52.5,
      longitude: 13.25,
      name: 'Tea house',
      address: 'Leaf Street 1',
    },
  }),
  example('address and catalogue buttons', {
    type: 'template',
    name: 'offer',
    language: 'en',
    buttons: [
      { type: 'url', index: 1, text: 'orders/5' },
      { type: 'catalog', index: 2, thumbnailProductId: 'tea-1' },
    ],
  }),
  example('code button', {
    type: 'template',
    name: 'coupon',
    language: 'en',
    buttons: [{ type: 'copy-code', index: 1, code: 'TEA10' }],
  }),
  example('form button', {
    type: 'template',
    name: 'booking',
    language: 'en',
    buttons: [{ type: 'form', index: 3, token: 'form:1' }],
  }),
  example('offer that ends', {
    type: 'template',
    name: 'winter_sale',
    language: 'en',
    header: { type: 'image', media: uploaded },
    body: [{ text: 'Desk' }],
    buttons: [{ type: 'copy-code', index: 0, code: 'TEA10' }],
    offerEnds: { kind: 'moment', at: '2026-12-24T18:00:00.000Z' },
  }),
  example('carousel', {
    type: 'template',
    name: 'new_teas',
    language: 'en',
    body: [{ text: 'Desk' }],
    cards: [
      {
        header: { type: 'image', media: uploaded },
        body: [{ text: 'Green' }],
        buttons: [
          { type: 'quick-reply', index: 0, id: 'green', title: 'Take it' },
          { type: 'url', index: 1, text: 'green' },
        ],
      },
      { header: { type: 'video', media: file } },
    ],
  }),
];

function example(name: string, message: OutboundMessage, envelope: Partial<Envelope> = {}): Example {
  return { name, message, envelope: { to: '4915550001', catalogId: '778899', ...envelope } };
}
