import { PersonInput } from '@parley/flows/input.ts';
import { opensWindow, readPersonInput } from '@parley/runtime/whatsapp/person-input.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const form = (response_json: unknown) =>
  readPersonInput({ type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { response_json } } });

describe('what a person says', () => {
  test('text is kept as written', () => {
    expect(readPersonInput({ type: 'text', text: { body: ' Hi\n👋 ' } })).toEqual({
      type: 'text',
      text: ' Hi\n👋 ',
    });
  });

  test('4,096 characters are kept and what is beyond is cut', () => {
    const input = readPersonInput({ type: 'text', text: { body: `${'a'.repeat(4096)}b` } });
    expect(input).toEqual({ type: 'text', text: 'a'.repeat(4096) });
  });

  test('a file keeps its id, type, caption, name and whether it was spoken', () => {
    expect(
      readPersonInput({
        type: 'document',
        document: {
          id: 77,
          mime_type: 'application/pdf',
          sha256: 'x=',
          caption: 'Bill',
          filename: 'bill.pdf',
        },
      }),
    ).toEqual({
      type: 'media',
      kind: 'document',
      mediaId: '77',
      mimeType: 'application/pdf',
      caption: 'Bill',
      filename: 'bill.pdf',
    });
    expect(
      readPersonInput({
        type: 'audio',
        audio: { id: '1', mime_type: 'audio/ogg; codecs=opus', voice: true },
      }),
    ).toMatchObject({ kind: 'audio', mimeType: 'audio/ogg; codecs=opus', voice: true });
  });

  test.each(['image', 'video', 'sticker'] as const)('%s is a file too', (kind) => {
    expect(readPersonInput({ type: kind, [kind]: { id: '5' } })).toEqual({
      type: 'media',
      kind,
      mediaId: '5',
    });
  });

  test('a place may come with numbers in strings', () => {
    expect(
      readPersonInput({
        type: 'location',
        location: { latitude: '52.5', longitude: -13, name: 'Park', url: 'x' },
      }),
    ).toEqual({ type: 'location', latitude: 52.5, longitude: -13, name: 'Park' });
  });

  test('contact cards keep a name and the phones, or what there is of them', () => {
    expect(
      readPersonInput({
        type: 'contacts',
        contacts: [
          {
            name: { formatted_name: 'Desk L' },
            phones: [{ phone: '+49 1', wa_id: '491' }, { wa_id: '492' }, {}],
          },
          { name: { first_name: 'Bo', last_name: 'K' } },
          {},
        ],
      }),
    ).toEqual({
      type: 'contact-card',
      contacts: [
        { name: 'Desk L', phones: ['+49 1', '492'] },
        { name: 'Bo K', phones: [] },
        { name: '', phones: [] },
      ],
    });
  });

  test('a reaction names its message, and one taken back has no emoji', () => {
    const react = (emoji?: string) =>
      readPersonInput({ type: 'reaction', reaction: { message_id: 'wamid.A', emoji } });
    expect(react('👍')).toEqual({ type: 'reaction', emoji: '👍', messageId: 'wamid.A' });
    expect(react('')).toEqual({ type: 'reaction', messageId: 'wamid.A' });
    expect(react()).toEqual({ type: 'reaction', messageId: 'wamid.A' });
  });

  test('an order may come with numbers in strings', () => {
    expect(
      readPersonInput({
        type: 'order',
        order: {
          catalog_id: 9,
          text: '',
          product_items: [
            { product_retailer_id: 'tea', quantity: '2', item_price: '3.50', currency: 'EUR' },
            { product_retailer_id: 11, quantity: 1, item_price: 4, currency: 'EUR' },
          ],
        },
      }),
    ).toEqual({
      type: 'order',
      catalogId: '9',
      items: [
        { productId: 'tea', quantity: 2, price: 3.5, currency: 'EUR' },
        { productId: '11', quantity: 1, price: 4, currency: 'EUR' },
      ],
    });
  });

  test('an order with a price that cannot be read is not taken for a smaller one', () => {
    const good = { product_retailer_id: 'tea', quantity: 1, item_price: 3, currency: 'EUR' };
    for (const bad of [{ ...good, item_price: 'free' }, { ...good, quantity: null }, { quantity: 1 }]) {
      expect(readPersonInput({ type: 'order', order: { product_items: [good, bad] } })).toEqual({
        type: 'unsupported',
        kind: 'order',
      });
    }
  });
});

describe('taps', () => {
  test('a reply button, a list row and a template button are all choices by id', () => {
    const choice = { type: 'choice', id: 'yes', title: 'Yes' };
    const reply = { id: 'yes', title: 'Yes', description: 'of course' };
    expect(
      readPersonInput({ type: 'interactive', interactive: { type: 'button_reply', button_reply: reply } }),
    ).toEqual(choice);
    expect(
      readPersonInput({ type: 'interactive', interactive: { type: 'list_reply', list_reply: reply } }),
    ).toEqual(choice);
    expect(readPersonInput({ type: 'button', button: { payload: 'yes', text: 'Yes' } })).toEqual(choice);
  });

  test('a template button without a payload of ours is chosen by its label', () => {
    expect(readPersonInput({ type: 'button', button: { text: 'Yes' } })).toEqual({
      type: 'choice',
      id: 'Yes',
      title: 'Yes',
    });
  });

  test('which node offered the option is left for the runtime to find', () => {
    const input = readPersonInput({ type: 'button', button: { payload: 'a' } });
    expect(input).not.toHaveProperty('offeredBy');
  });
});

describe('forms', () => {
  test('answers are read out of the string, and our token out of the answers', () => {
    expect(form('{"city":"Bonn","guests":2,"days":["mon"],"flow_token":"t-1"}')).toEqual({
      type: 'form',
      values: { city: 'Bonn', guests: 2, days: ['mon'] },
      token: 't-1',
    });
  });

  test.each([
    ['a list', '[1,2]', [1, 2]],
    ['null', 'null', null],
    ['text', '"hello"', 'hello'],
    ['not JSON', '{broken', '{broken'],
    ['nothing', '', ''],
  ])('an answer that is %s is kept under response', (_, json, response) => {
    expect(form(json)).toEqual({ type: 'form', values: { response } });
  });

  test('answers that are not in a string are read all the same', () => {
    expect(form({ city: 'Bonn' })).toEqual({ type: 'form', values: { city: 'Bonn' } });
  });

  test('a form cannot smuggle in a prototype, a NUL or endless nesting', () => {
    expect(form('{"__proto__":{"admin":true},"a":"b\\u0000"}')).toEqual({ type: 'form', values: { a: 'b' } });
    const deep = '['.repeat(10_000) + ']'.repeat(10_000);
    expect(form(deep)).toEqual({ type: 'form', values: { response: deep } });
  });
});

describe('what cannot be read', () => {
  test.each([
    [
      'an unsupported message names its real type',
      { type: 'unsupported', unsupported: { type: 'poll' } },
      'poll',
    ],
    ['an unsupported message without one is unknown', { type: 'unsupported', errors: [] }, 'unknown'],
    ['a type from the future', { type: 'hologram', hologram: {} }, 'hologram'],
    ['an interactive message without its body', { type: 'interactive' }, 'interactive'],
    [
      'an interactive kind that is no answer of ours',
      { type: 'interactive', interactive: { type: 'call_permission_reply', call_permission_reply: {} } },
      'call_permission_reply',
    ],
    ['text that is a number', { type: 'text', text: { body: 42 } }, 'text'],
    ['a picture without an id', { type: 'image', image: { mime_type: 'image/png' } }, 'image'],
    ['a place without a longitude', { type: 'location', location: { latitude: 1 } }, 'location'],
    ['no type and no body that we know', { id: 'wamid.A' }, 'unknown'],
    ['a type named like a part of every object', { type: 'constructor', constructor: {} }, 'constructor'],
    ['a very long type', { type: 'x'.repeat(200) }, 'x'.repeat(60)],
  ])('%s', (_, message, kind) => {
    expect(readPersonInput(message)).toEqual({ type: 'unsupported', kind });
  });

  test('a message without a type is known by its body', () => {
    expect(readPersonInput({ text: { body: 'Hi' } })).toEqual({ type: 'text', text: 'Hi' });
  });

  test.each(['system', 'request_welcome', 'edit', 'revoke'])('%s moves nothing', (type) => {
    expect(readPersonInput({ type, [type]: {} })).toBeNull();
  });

  test('whatever the body of a message, the result is an input that flows accept', () => {
    const types = [
      'text',
      'image',
      'location',
      'contacts',
      'reaction',
      'button',
      'interactive',
      'order',
      'unsupported',
    ] as const;
    const scalar = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null));
    const keys = fc.constantFrom(
      'body',
      'id',
      'type',
      'payload',
      'latitude',
      'longitude',
      'message_id',
      'title',
    );
    const body = fc.oneof(fc.dictionary(keys, scalar), fc.anything({ withNullPrototype: false }), scalar);
    const message = fc.constantFrom(...types).chain((type) => body.map((inner) => ({ type, [type]: inner })));
    fc.assert(
      fc.property(message, (candidate) => {
        const input = readPersonInput(JSON.parse(JSON.stringify(candidate) ?? '{}'));
        expect(input === null || PersonInput.safeParse(input).success).toBe(true);
      }),
    );
  });
});

describe('opensWindow', () => {
  test.each(['text', 'image', 'button', 'interactive', 'order', 'unsupported', 'request_welcome'])(
    '%s opens the window',
    (type) => {
      expect(opensWindow({ type })).toBe(true);
    },
  );

  test.each(['system', 'edit', 'revoke', 'reaction'])('%s does not', (type) => {
    expect(opensWindow({ type })).toBe(false);
  });
});
