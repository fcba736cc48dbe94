import type { OutboundMessage } from '@parley/flows/message.ts';
import { type Envelope, readMark, toGraphMessage } from '@parley/runtime/whatsapp/outbound-message.ts';
import { describe, expect, test } from 'vitest';

const to = '4915550001';
const bodyOf = (message: OutboundMessage, envelope: Envelope = { to }) => {
  const made = toGraphMessage(message, envelope);
  if (!made.ok) throw new Error(made.reason);
  return made.body;
};
const reasonOf = (message: OutboundMessage, envelope: Envelope = { to }) => {
  const made = toGraphMessage(message, envelope);
  return made.ok ? null : made.reason;
};
const interactiveOf = (message: OutboundMessage, envelope?: Envelope) =>
  bodyOf(message, envelope).interactive;

describe('the envelope', () => {
  const message = { type: 'text', body: 'Hi' } as const;

  test('a text to a number', () => {
    expect(bodyOf(message)).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '+4915550001',
      type: 'text',
      text: { body: 'Hi' },
    });
  });

  test.each(['4915550001', '+4915550001', '+49 155 500-01', '0049'])('%s gets exactly one plus', (number) => {
    expect(bodyOf(message, { to: number }).to).toBe(`+${number.replace(/\D/g, '')}`);
  });

  test('a person who hides the number is addressed by user id', () => {
    const body = bodyOf(message, { recipient: 'DE.1' });
    expect(body).toMatchObject({ recipient: 'DE.1' });
    expect(body).not.toHaveProperty('to');
  });

  test('with both, only the number goes out', () => {
    const body = bodyOf(message, { to, recipient: 'DE.1' });
    expect(body).toMatchObject({ to: '+4915550001' });
    expect(body).not.toHaveProperty('recipient');
  });

  test('with neither there is nothing to send', () => {
    expect(reasonOf(message, {})).toContain('to send to');
    expect(reasonOf(message, { to: '+' })).toContain('to send to');
  });

  test('the quoted message and our callback data go along', () => {
    expect(bodyOf(message, { to, replyTo: 'wamid.A', callbackData: 'outbox:1' })).toMatchObject({
      context: { message_id: 'wamid.A' },
      biz_opaque_callback_data: 'outbox:1',
    });
  });

  test('callback data that WhatsApp would refuse is refused here', () => {
    expect(reasonOf(message, { to, callbackData: 'x'.repeat(513) })).toContain('512');
    expect(reasonOf(message, { to, callbackData: 'x'.repeat(512) })).toBeNull();
  });
});

describe('plain messages', () => {
  test('a link preview is asked for only when the flow says so', () => {
    expect(bodyOf({ type: 'text', body: 'x', previewUrl: true }).text).toEqual({
      body: 'x',
      preview_url: true,
    });
  });

  test('files go by id or by link, each with what its kind allows', () => {
    const media = { link: 'https://files.example/a' };
    expect(bodyOf({ type: 'image', media, caption: 'A' })).toMatchObject({
      type: 'image',
      image: { link: media.link, caption: 'A' },
    });
    expect(bodyOf({ type: 'video', media: { id: '5' } }).video).toEqual({ id: '5' });
    expect(bodyOf({ type: 'audio', media: { id: '5' }, voice: true }).audio).toEqual({
      id: '5',
      voice: true,
    });
    expect(bodyOf({ type: 'sticker', media: { id: '5' } }).sticker).toEqual({ id: '5' });
    expect(bodyOf({ type: 'document', media, filename: 'a.pdf', caption: 'A' }).document).toEqual({
      link: media.link,
      filename: 'a.pdf',
      caption: 'A',
    });
  });

  test('WhatsApp takes one of id and link: the uploaded file wins', () => {
    expect(bodyOf({ type: 'image', media: { id: '5', link: 'https://x.example' } }).image).toEqual({
      id: '5',
    });
    expect(reasonOf({ type: 'image', media: {} })).toContain('id or a link');
  });

  test('a place is written in decimal text, however small the number', () => {
    expect(
      bodyOf({ type: 'location', latitude: 52.5, longitude: -0.00000004, name: 'Park' }).location,
    ).toEqual({
      latitude: '52.5',
      longitude: '0',
      name: 'Park',
    });
    expect(bodyOf({ type: 'location', latitude: 1e-7, longitude: 180 }).location).toEqual({
      latitude: '0.0000001',
      longitude: '180',
    });
  });

  test('a contact card has a name in two parts and only what was filled in', () => {
    expect(
      bodyOf({
        type: 'contacts',
        contacts: [
          {
            name: 'Café Bonn',
            phones: [{ phone: '+49 1', waId: '491' }, { phone: '2' }],
            emails: ['a@b.example'],
            urls: ['https://b.example'],
            organization: 'Café',
          },
          { name: 'Bo', phones: [] },
        ],
      }).contacts,
    ).toEqual([
      {
        name: { formatted_name: 'Café Bonn', first_name: 'Café Bonn' },
        phones: [{ phone: '+49 1', wa_id: '491' }, { phone: '2' }],
        emails: [{ email: 'a@b.example' }],
        urls: [{ url: 'https://b.example' }],
        org: { company: 'Café' },
      },
      { name: { formatted_name: 'Bo', first_name: 'Bo' } },
    ]);
    expect(reasonOf({ type: 'contacts', contacts: [] })).toContain('without a contact');
  });
});

describe('interactive messages', () => {
  const option = { id: 'a', title: 'A' };

  test('buttons', () => {
    expect(
      interactiveOf({
        type: 'buttons',
        header: { type: 'image', media: { id: '7' } },
        body: 'Pick',
        footer: 'Thanks',
        buttons: [option, { id: 'b', title: 'B' }],
      }),
    ).toEqual({
      type: 'button',
      header: { type: 'image', image: { id: '7' } },
      body: { text: 'Pick' },
      footer: { text: 'Thanks' },
      action: {
        buttons: [
          { type: 'reply', reply: { id: 'a', title: 'A' } },
          { type: 'reply', reply: { id: 'b', title: 'B' } },
        ],
      },
    });
  });

  test('a document header keeps its file name, a text header its text', () => {
    const buttons = [option];
    expect(
      interactiveOf({
        type: 'buttons',
        header: { type: 'document', media: { id: '7' }, filename: 'a.pdf' },
        body: 'x',
        buttons,
      }),
    ).toMatchObject({ header: { type: 'document', document: { id: '7', filename: 'a.pdf' } } });
    expect(
      interactiveOf({ type: 'buttons', header: { type: 'text', text: 'T' }, body: 'x', buttons }),
    ).toMatchObject({
      header: { type: 'text', text: 'T' },
    });
  });

  test('a list with sections and descriptions, leaving out what is empty', () => {
    expect(
      interactiveOf({
        type: 'list',
        body: 'Pick',
        button: 'Menu',
        sections: [{ id: 's', title: 'Hot', rows: [{ ...option, description: 'Big' }] }, { rows: [option] }],
      }),
    ).toEqual({
      type: 'list',
      body: { text: 'Pick' },
      action: {
        button: 'Menu',
        sections: [
          { title: 'Hot', rows: [{ id: 'a', title: 'A', description: 'Big' }] },
          { rows: [{ id: 'a', title: 'A' }] },
        ],
      },
    });
  });

  test('products need the catalogue of the number', () => {
    const one = { type: 'product', productId: 'tea' } as const;
    const many = {
      type: 'products',
      header: { type: 'text', text: 'Menu' },
      body: 'Pick',
      sections: [{ title: 'Hot', products: ['tea', 'coffee'] }],
    } as const satisfies OutboundMessage;
    expect(reasonOf(one)).toContain('catalogue');
    expect(reasonOf(many)).toContain('catalogue');
    expect(interactiveOf(one, { to, catalogId: '9' })).toEqual({
      type: 'product',
      action: { catalog_id: '9', product_retailer_id: 'tea' },
    });
    expect(interactiveOf(many, { to, catalogId: '9' })).toEqual({
      type: 'product_list',
      header: { type: 'text', text: 'Menu' },
      body: { text: 'Pick' },
      action: {
        catalog_id: '9',
        sections: [
          {
            title: 'Hot',
            product_items: [{ product_retailer_id: 'tea' }, { product_retailer_id: 'coffee' }],
          },
        ],
      },
    });
  });

  test('the catalogue, with and without a product for its picture', () => {
    expect(interactiveOf({ type: 'catalog', body: 'Look', thumbnailProductId: 'tea' })).toEqual({
      type: 'catalog_message',
      body: { text: 'Look' },
      action: { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: 'tea' } },
    });
    expect(interactiveOf({ type: 'catalog', body: 'Look' })).toMatchObject({
      action: { name: 'catalog_message' },
    });
  });

  test('a link, and a request for a place', () => {
    expect(interactiveOf({ type: 'link', body: 'Go', title: 'Open', url: 'https://a.example' })).toEqual({
      type: 'cta_url',
      body: { text: 'Go' },
      action: { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://a.example' } },
    });
    expect(interactiveOf({ type: 'location-request', body: 'Where?' })).toEqual({
      type: 'location_request_message',
      body: { text: 'Where?' },
      action: { name: 'send_location' },
    });
  });

  test('a form opens at its screen with its data, and its own token goes before ours', () => {
    const form = { type: 'form', body: 'Fill in', title: 'Open', formId: '55' } as const;
    const parametersOf = (extra: object, envelope?: Envelope) =>
      (interactiveOf({ ...form, ...extra }, envelope) as { action: { parameters: unknown } }).action
        .parameters;
    const plain = { flow_message_version: '3', flow_id: '55', flow_cta: 'Open' };
    expect(parametersOf({})).toEqual(plain);
    expect(parametersOf({ data: {}, draft: false })).toEqual(plain);
    expect(parametersOf({ screen: 'START', data: { city: 'Bonn' }, draft: true })).toEqual({
      ...plain,
      mode: 'draft',
      flow_action: 'navigate',
      flow_action_payload: { screen: 'START', data: { city: 'Bonn' } },
    });
    expect(parametersOf({}, { to, formToken: 'ours' })).toEqual({ ...plain, flow_token: 'ours' });
    expect(parametersOf({ token: 'own' }, { to, formToken: 'ours' })).toEqual({
      ...plain,
      flow_token: 'own',
    });
  });

  test('without the thing to tap there is nothing to send', () => {
    expect(reasonOf({ type: 'buttons', body: 'x', buttons: [] })).toContain('without a button');
    expect(reasonOf({ type: 'list', body: 'x', button: 'y', sections: [{ rows: [] }] })).toContain(
      'without a row',
    );
    expect(
      reasonOf({ type: 'buttons', header: { type: 'image', media: {} }, body: 'x', buttons: [option] }),
    ).toContain('id or a link');
  });

  test('rows that were never filled in are not sent as an empty list', () => {
    const rowsFrom = { variable: 'menu', id: 'id', title: 'name', more: 'More' };
    expect(reasonOf({ type: 'list', body: 'x', button: 'y', sections: [], rowsFrom })).toContain(
      'not filled in',
    );
  });
});

describe('templates', () => {
  const template = { type: 'template', name: 'reminder', language: 'pt_BR' } as const;
  const componentsOf = (extra: object, envelope?: Envelope) =>
    (bodyOf({ ...template, ...extra }, envelope).template as { components?: unknown[] }).components;

  test('a template without parameters is a name and a language', () => {
    expect(bodyOf(template)).toMatchObject({
      type: 'template',
      template: { name: 'reminder', language: { code: 'pt_BR' } },
    });
    expect(componentsOf({ body: [], buttons: [] })).toBeUndefined();
  });

  test('parameters by place and by name', () => {
    expect(componentsOf({ body: [{ text: 'Desk' }, { name: 'day', text: 'Mon' }] })).toEqual([
      {
        type: 'body',
        parameters: [
          { type: 'text', text: 'Desk' },
          { type: 'text', parameter_name: 'day', text: 'Mon' },
        ],
      },
    ]);
  });

  test.each([
    ['text', { type: 'text', text: 'Hi' }, { type: 'text', text: 'Hi' }],
    [
      'named text',
      { type: 'text', text: 'Hi', name: 'n' },
      { type: 'text', parameter_name: 'n', text: 'Hi' },
    ],
    ['a picture', { type: 'image', media: { id: '5' } }, { type: 'image', image: { id: '5' } }],
    [
      'a document',
      { type: 'document', media: { link: 'https://a.example/a.pdf' }, filename: 'a.pdf' },
      { type: 'document', document: { link: 'https://a.example/a.pdf', filename: 'a.pdf' } },
    ],
    [
      'a place',
      { type: 'location', latitude: 1.5, longitude: 2, name: 'Park' },
      { type: 'location', location: { latitude: '1.5', longitude: '2', name: 'Park' } },
    ],
  ])('a header with %s', (_, header, parameter) => {
    expect(componentsOf({ header })).toEqual([{ type: 'header', parameters: [parameter] }]);
  });

  test('an offer says in milliseconds when it ends, and each card of a carousel has its own values', () => {
    expect(componentsOf({ offerEnds: { kind: 'moment', at: '2026-12-24T18:00:00.000Z' } })).toEqual([
      {
        type: 'limited_time_offer',
        parameters: [
          {
            type: 'limited_time_offer',
            limited_time_offer: { expiration_time_ms: Date.UTC(2026, 11, 24, 18) },
          },
        ],
      },
    ]);
    const card = (id: string, title: string) => ({
      header: { type: 'image' as const, media: { id } },
      body: [{ text: title }],
      buttons: [{ type: 'quick-reply' as const, index: 0, id: `take-${id}`, title: 'Take it' }],
    });
    const sent = (card_index: number, id: string, text: string) => ({
      card_index,
      components: [
        { type: 'header', parameters: [{ type: 'image', image: { id } }] },
        { type: 'body', parameters: [{ type: 'text', text }] },
        {
          type: 'button',
          sub_type: 'quick_reply',
          index: '0',
          parameters: [{ type: 'payload', payload: `take-${id}` }],
        },
      ],
    });
    expect(componentsOf({ cards: [card('1', 'Green'), card('2', 'Black')] })).toEqual([
      { type: 'carousel', cards: [sent(0, '1', 'Green'), sent(1, '2', 'Black')] },
    ]);
  });

  test('an offer whose end is still a duration, or a card without a file, is not sent', () => {
    const reasonOf = (more: object) => {
      const made = toGraphMessage({ type: 'template', name: 'a', language: 'en', ...more }, { to });
      return made.ok ? null : made.reason;
    };
    expect(reasonOf({ offerEnds: { kind: 'after', duration: 'PT1H' } })).toBe(
      'when the offer ends is not known',
    );
    expect(reasonOf({ cards: [{ header: { type: 'image', media: {} } }] })).toBe(
      'card 0: a file without an id or a link',
    );
  });

  test('every kind of button, at the place it has in the template', () => {
    expect(
      componentsOf(
        {
          buttons: [
            { type: 'quick-reply', index: 0, id: 'yes', title: 'Yes' },
            { type: 'url', index: 1, text: 'orders/5' },
            { type: 'copy-code', index: 2, code: 'TEA10' },
            { type: 'form', index: 3, token: 'own' },
            { type: 'form', index: 4 },
            { type: 'catalog', index: 5, thumbnailProductId: 'tea' },
            { type: 'catalog', index: 6 },
          ],
        },
        { to, formToken: 'ours' },
      ),
    ).toEqual([
      {
        type: 'button',
        sub_type: 'quick_reply',
        index: '0',
        parameters: [{ type: 'payload', payload: 'yes' }],
      },
      { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'orders/5' }] },
      {
        type: 'button',
        sub_type: 'copy_code',
        index: '2',
        parameters: [{ type: 'coupon_code', coupon_code: 'TEA10' }],
      },
      {
        type: 'button',
        sub_type: 'flow',
        index: '3',
        parameters: [{ type: 'action', action: { flow_token: 'own' } }],
      },
      {
        type: 'button',
        sub_type: 'flow',
        index: '4',
        parameters: [{ type: 'action', action: { flow_token: 'ours' } }],
      },
      {
        type: 'button',
        sub_type: 'catalog',
        index: '5',
        parameters: [{ type: 'action', action: { thumbnail_product_retailer_id: 'tea' } }],
      },
    ]);
  });

  test('white space that WhatsApp refuses in a parameter is made plain', () => {
    const text = ' Desk\r\n\tUpper      of London ';
    expect(componentsOf({ body: [{ text }] })).toEqual([
      { type: 'body', parameters: [{ type: 'text', text: 'Desk Upper    of London' }] },
    ]);
  });

  test('an empty value is named before WhatsApp refuses it', () => {
    expect(reasonOf({ ...template, body: [{ name: 'day', text: ' \n ' }] })).toContain('day is empty');
    expect(reasonOf({ ...template, header: { type: 'text', text: '' } })).toContain('empty');
    expect(reasonOf({ ...template, header: { type: 'image', media: {} } })).toContain('id or a link');
    expect(reasonOf({ ...template, buttons: [{ type: 'url', index: 1, text: '' }] })).toContain('button 1');
    expect(reasonOf({ ...template, buttons: [{ type: 'copy-code', index: 1, code: '' }] })).toContain(
      'button 1',
    );
  });
});

describe('readMark', () => {
  test('marks a message as read, with the typing indicator only when asked', () => {
    const read = { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.A' };
    expect(readMark('wamid.A', false)).toEqual(read);
    expect(readMark('wamid.A', true)).toEqual({ ...read, typing_indicator: { type: 'text' } });
  });
});
