import { PersonInput } from '@parley/flows/input.ts';
import { parseWebhook, type WebhookItem } from '@parley/runtime/whatsapp/webhook-event.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const receivedAt = new Date('2026-11-22T12:00:00Z');
const seconds = 1_763_810_000;

const text = (id: string, body = 'Hi') => ({
  from: '4915550001',
  id,
  timestamp: String(seconds),
  type: 'text',
  text: { body },
});
const status = (id: string, word = 'delivered') => ({ id, status: word, timestamp: String(seconds) });
const metadata = { display_phone_number: '49 30 555', phone_number_id: '700' };
const contacts = [{ profile: { name: 'Desk' }, wa_id: '4915550001' }];
const value = (part: Record<string, unknown>) => ({ messaging_product: 'whatsapp', metadata, ...part });
const change = (part: Record<string, unknown>, field = 'messages') => ({ field, value: value(part) });
const webhook = (...changes: unknown[]) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '42', changes }],
});

const parse = (body: unknown) =>
  parseWebhook(new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)), receivedAt);
const itemsOf = (body: unknown): WebhookItem[] => {
  const parsed = parse(body);
  if (parsed.kind !== 'events') throw new Error(parsed.reason);
  return parsed.items;
};
const itemOf = (part: Record<string, unknown>, field?: string) => itemsOf(webhook(change(part, field)))[0];

describe('messages', () => {
  test('a message comes with its number, sender, time and input', () => {
    const message = text('wamid.A');
    expect(itemOf({ contacts, messages: [message] })).toEqual({
      kind: 'message',
      phoneNumberId: '700',
      displayPhoneNumber: '4930555',
      wamid: 'wamid.A',
      sentAt: new Date(seconds * 1000),
      sender: { waId: '4915550001', name: 'Desk' },
      opensWindow: true,
      input: { type: 'text', text: 'Hi' },
      raw: { message, contact: contacts[0] },
    });
  });

  test('every entry, change and message of a batch is read, in order', () => {
    const body = {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '1',
          changes: [change({ messages: [text('a'), text('b')] }), change({ statuses: [status('c')] })],
        },
        { id: '2', changes: [change({ messages: [text('d')], statuses: [status('e')] })] },
      ],
    };
    const ids = itemsOf(body).map((item) =>
      item.kind === 'message' || item.kind === 'status' ? item.wamid : null,
    );
    expect(ids).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('one malformed message is set aside and its neighbours go on', () => {
    const messages = Array.from({ length: 50 }, (_, i) => text(`wamid.${i}`));
    const broken = [...messages.slice(0, 25), { type: 'text', text: { body: 'x' } }, ...messages.slice(25)];
    const items = itemsOf(webhook(change({ contacts, messages: broken })));
    expect(items.filter(({ kind }) => kind === 'message')).toHaveLength(50);
    expect(items[25]).toMatchObject({
      kind: 'malformed',
      where: 'entry[0].changes[0].messages[25]',
      raw: broken[25],
    });
  });

  test.each([
    ['null', null],
    ['a number', 7],
    ['a list', []],
    ['a message without an id', { ...text('a'), id: undefined }],
    ['a message with an empty id', text('')],
    ['a message with an id too long for an index', text('x'.repeat(3000))],
    ['a message from nobody', { ...text('a'), from: undefined }],
  ])('%s is malformed', (_, message) => {
    expect(itemOf({ messages: [message] })).toMatchObject({ kind: 'malformed' });
  });

  test('a message without the number it was sent to is malformed, since nobody can answer it', () => {
    expect(itemOf({ metadata: {}, messages: [text('a')] })).toMatchObject({ kind: 'malformed' });
  });

  test('keys we do not know are kept in the raw record and change nothing else', () => {
    const plain = itemOf({ messages: [text('a')] });
    const extra = { ...text('a'), brand_new: { deep: [1] } };
    expect(itemOf({ messages: [extra], surprise: true })).toEqual({ ...plain, raw: { message: extra } });
  });

  test('a person who hides the number is a sender too', () => {
    const { from: _, ...hidden } = text('a');
    const item = itemOf({
      contacts: [{ profile: { name: 'Desk' }, user_id: 'DE.1' }],
      messages: [{ ...hidden, from_user_id: 'DE.1' }],
    });
    expect(item).toMatchObject({ kind: 'message', sender: { userId: 'DE.1', name: 'Desk' } });
  });

  test('a tap carries the id of the message it answers, a forwarded message none', () => {
    const context = { from: '4930555', id: 'wamid.OURS' };
    expect(itemOf({ messages: [{ ...text('a'), context }] })).toMatchObject({ contextId: 'wamid.OURS' });
    expect(itemOf({ messages: [{ ...text('a'), context: { forwarded: true } }] })).not.toHaveProperty(
      'contextId',
    );
  });

  test('a question about a product names the product', () => {
    const context = { from: '1', referred_product: { catalog_id: 'c', product_retailer_id: 'tea' } };
    expect(itemOf({ messages: [{ ...text('a'), context }] })).toMatchObject({
      referredProduct: { productId: 'tea', catalogId: 'c' },
    });
  });

  test('the ad that a person comes from is kept', () => {
    const referral = {
      source_id: 12,
      source_type: 'ad',
      headline: 'Tea',
      ctwa_clid: 'click',
      media_type: 'image',
    };
    expect(itemOf({ messages: [{ ...text('a'), referral }] })).toMatchObject({
      referral: { sourceId: '12', sourceType: 'ad', headline: 'Tea', clickId: 'click', mediaType: 'image' },
    });
  });

  test('a changed number and a message taken back are messages that move nothing', () => {
    const system = { ...text('a'), type: 'system', system: { type: 'user_changed_number', wa_id: '2' } };
    expect(itemOf({ messages: [system] })).toMatchObject({
      kind: 'message',
      input: null,
      opensWindow: false,
    });
    const revoke = { ...text('a'), type: 'revoke', revoke: { original_message_id: 'b' } };
    expect(itemOf({ messages: [revoke] })).toMatchObject({
      kind: 'message',
      input: null,
      opensWindow: false,
    });
  });

  test('a chat opened for the first time opens the window and moves nothing', () => {
    expect(itemOf({ messages: [{ ...text('a'), type: 'request_welcome' }] })).toMatchObject({
      input: null,
      opensWindow: true,
    });
  });

  test('a message in a group does not move the session of the person who wrote it', () => {
    expect(itemOf({ messages: [{ ...text('a'), group_id: 'G' }] })).toMatchObject({
      kind: 'other',
      eventKind: 'group-message',
    });
  });

  test('a time that cannot be true becomes the time of receipt', () => {
    expect(itemOf({ messages: [{ ...text('a'), timestamp: 'soon' }] })).toMatchObject({ sentAt: receivedAt });
    expect(itemOf({ messages: [{ ...text('a'), timestamp: undefined }] })).toMatchObject({
      sentAt: receivedAt,
    });
  });

  test('a list written as an object with numbers for keys is a list', () => {
    expect(itemOf({ contacts: { 0: contacts[0] }, messages: { 0: text('a') } })).toMatchObject({
      kind: 'message',
      sender: { name: 'Desk' },
    });
  });
});

describe('statuses', () => {
  test('a status comes with its number and the JSON it was', () => {
    expect(itemOf({ statuses: [status('a')] })).toMatchObject({
      kind: 'status',
      phoneNumberId: '700',
      wamid: 'a',
      status: 'delivered',
      raw: status('a'),
    });
  });

  test('a status we have no meaning for is kept, one without an id is malformed', () => {
    const items = itemsOf(
      webhook(change({ statuses: [status('a', 'warning'), { status: 'sent' }, status('b')] })),
    );
    expect(items).toMatchObject([
      { kind: 'other', eventKind: 'unknown-status' },
      { kind: 'malformed', where: 'entry[0].changes[0].statuses[1]' },
      { kind: 'status', wamid: 'b' },
    ]);
  });
});

describe('what was sent from the WhatsApp Business app', () => {
  const echo = (more: object = {}) => ({
    from: '4930555',
    to: '4915550001',
    id: 'wamid.E',
    timestamp: String(seconds),
    type: 'text',
    text: { body: 'We are open.' },
    ...more,
  });
  const echoOf = (raw: object) => itemOf({ message_echoes: [raw] }, 'smb_message_echoes');

  test('comes with whom it went to, and as we would have said it', () => {
    expect(echoOf(echo())).toEqual({
      kind: 'echo',
      phoneNumberId: '700',
      wamid: 'wamid.E',
      sentAt: new Date(seconds * 1000),
      to: { waId: '4915550001' },
      message: { type: 'text', body: 'We are open.' },
      raw: echo(),
    });
    const image = {
      type: 'image',
      text: undefined,
      image: { id: '9', mime_type: 'image/png', caption: 'Menu' },
    };
    expect(echoOf(echo(image))).toMatchObject({
      message: { type: 'image', media: { id: '9' }, caption: 'Menu' },
    });
    const poll = { type: 'poll', text: undefined };
    expect(echoOf(echo(poll))).toMatchObject({ message: { type: 'text', body: '(poll)' } });
  });

  test.each([
    { what: 'a reaction', more: { type: 'reaction', reaction: { message_id: 'wamid.A', emoji: '👍' } } },
    { what: 'a message taken back', more: { type: 'revoke', revoke: {} } },
  ])('answers nothing when it is $what', ({ more }) => {
    expect(echoOf(echo(more))).toMatchObject({ kind: 'echo', message: null });
  });

  test('is kept when nothing says to whom it went', () => {
    expect(echoOf(echo({ to: undefined }))).toMatchObject({ kind: 'malformed' });
  });
});

describe('everything else', () => {
  test.each([
    ['message_template_status_update', 'template-event'],
    ['template_category_update', 'template-event'],
    ['phone_number_quality_update', 'number-event'],
    ['security', 'number-event'],
    ['account_update', 'account-event'],
    ['business_capability_update', 'account-event'],
    ['user_preferences', 'user-preferences'],
    ['smb_message_echoes', 'message-echo'],
    ['calls', 'calls'],
    ['group_participants_update', 'group-event'],
    ['something_new', 'unknown'],
    ['constructor', 'unknown'],
  ])('%s is stored as %s', (field, eventKind) => {
    const body = {
      ...webhook(),
      entry: [{ id: '42', time: seconds, changes: [{ field, value: { event: 'X' } }] }],
    };
    expect(itemsOf(body)).toEqual([
      {
        kind: 'other',
        field,
        wabaId: '42',
        eventKind,
        dedupKey: expect.stringMatching(/^[0-9a-f]{64}$/),
        raw: { entryId: '42', time: seconds, field, value: { event: 'X' } },
      },
    ]);
  });

  test('messages on standby belong to another bot and move no session', () => {
    expect(itemOf({ messages: [text('a')] }, 'standby')).toMatchObject({
      kind: 'other',
      eventKind: 'standby',
      phoneNumberId: '700',
    });
  });

  test('an error that belongs to no message is kept beside the messages', () => {
    const items = itemsOf(webhook(change({ errors: [{ code: 130429 }], messages: [text('a')] })));
    expect(items).toMatchObject([{ kind: 'message' }, { kind: 'other', eventKind: 'account-error' }]);
  });

  test('a change with nothing in it is kept', () => {
    expect(itemOf({})).toMatchObject({ kind: 'other', eventKind: 'unknown', field: 'messages' });
    expect(itemOf({ messages: [], statuses: [] })).toMatchObject({ kind: 'other', eventKind: 'unknown' });
  });

  test('a repetition has the same key, another time or value another one', () => {
    const keyOf = (time: number, decision: string) => {
      const changes = [{ field: 'account_review_update', value: { decision } }];
      const [item] = itemsOf({ ...webhook(), entry: [{ id: '42', time, changes }] });
      return item?.kind === 'other' ? item.dedupKey : undefined;
    };
    expect(keyOf(1, 'APPROVED')).toBe(keyOf(1, 'APPROVED'));
    expect(new Set([keyOf(1, 'APPROVED'), keyOf(2, 'APPROVED'), keyOf(1, 'REJECTED')]).size).toBe(3);
  });

  test('a malformed item has the same key wherever a repetition puts it', () => {
    const broken = { no: 'id' };
    const alone = itemOf({ messages: [broken] });
    const second = itemsOf(webhook(change({ messages: [text('a'), broken] })))[1];
    expect(alone).toMatchObject({ kind: 'malformed' });
    expect(alone && 'dedupKey' in alone && alone.dedupKey).toBe(
      second && 'dedupKey' in second && second.dedupKey,
    );
  });
});

describe('bad traffic', () => {
  test.each([
    ['nothing', ''],
    ['text that is no JSON', 'hello'],
    ['a list', []],
    ['a string', '"x"'],
    ['null', 'null'],
    ['another object', { object: 'page', entry: [] }],
    ['an object that is no word', { object: {}, entry: [] }],
    ['no entry', { object: 'whatsapp_business_account' }],
    ['an entry that is no list', { object: 'whatsapp_business_account', entry: 'x' }],
  ])('%s is unreadable', (_, body) => {
    expect(parse(body)).toMatchObject({ kind: 'unreadable', reason: expect.any(String) });
  });

  test('an empty list of entries holds nothing, and a missing object is forgiven', () => {
    expect(itemsOf({ object: 'whatsapp_business_account', entry: [] })).toEqual([]);
    expect(itemsOf({ entry: [{ changes: [change({ messages: [text('a')] })] }] })).toMatchObject([
      { kind: 'message' },
    ]);
  });

  test('an entry or change of another shape is set aside and the others go on', () => {
    const body = {
      object: 'whatsapp_business_account',
      entry: [
        null,
        { id: '1' },
        {
          id: '2',
          changes: [5, { field: 'messages' }, change({ messages: 'x' }), change({ messages: [text('a')] })],
        },
      ],
    };
    const items = itemsOf(body);
    expect(items.map((item) => (item.kind === 'malformed' ? item.where : item.kind))).toEqual([
      'entry[0]',
      'entry[1]',
      'entry[2].changes[0]',
      'entry[2].changes[1]',
      'entry[2].changes[2].messages',
      'message',
    ]);
  });

  test('10,000 levels of nesting are refused without an overflow', () => {
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    expect(parse(deep)).toMatchObject({ kind: 'unreadable' });
    expect(parse(`{"object":"whatsapp_business_account","entry":${'['.repeat(10_000)}`)).toMatchObject({
      kind: 'unreadable',
    });
  });

  test('a __proto__ key reaches neither a prototype nor the raw record', () => {
    const body = JSON.stringify(webhook(change({ messages: [text('a')] }))).replace(
      '"type":"text"',
      '"type":"text","__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}',
    );
    const [item] = itemsOf(body);
    expect(item).toMatchObject({ kind: 'message', input: { type: 'text', text: 'Hi' } });
    expect(JSON.stringify(item)).not.toContain('__proto__');
    expect({}).not.toHaveProperty('admin');
  });

  test('bytes that are not UTF-8, NULs and half characters do not cost the message', () => {
    const [before, after] = JSON.stringify(webhook(change({ messages: [text('a', 'MARK')] }))).split('MARK');
    const body = Buffer.concat([
      Buffer.from(`${before}x`),
      Buffer.from([0xff, 0xc3]),
      Buffer.from(`\\u0000\\ud83dy${after}`),
    ]);
    expect(parseWebhook(body, receivedAt)).toMatchObject({
      kind: 'events',
      items: [{ input: { type: 'text', text: 'x\uFFFD\uFFFD\uFFFDy' } }],
    });
  });

  test('a template id too long for a number keeps its digits', () => {
    const body = JSON.stringify(webhook(change({}, 'message_template_status_update'))).replace(
      '"messaging_product"',
      '"message_template_id":12345678901234567,"messaging_product"',
    );
    expect(itemsOf(body)).toMatchObject([{ raw: { value: { message_template_id: '12345678901234567' } } }]);
  });

  test('a request of a hundred thousand nothings is refused as a whole', () => {
    expect(parse({ entry: Array.from({ length: 100_000 }, () => 1) })).toMatchObject({ kind: 'unreadable' });
  });

  test('nothing makes it throw, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(parseWebhook(bytes, receivedAt).kind).toMatch(/events|unreadable/);
      }),
    );
  });

  test('nothing makes it throw, whatever the JSON in any place of a webhook', () => {
    const odd = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('', 0, -1, 1e300, '__proto__'));
    const key = fc.constantFrom(
      ...['id', 'from', 'type', 'text', 'timestamp', 'context', 'interactive', 'button', 'status', 'errors'],
      ...['referral', 'group_id', 'from_user_id', 'profile', 'wa_id', 'metadata', 'messages', 'statuses'],
    );
    const record = fc.dictionary(key, odd);
    const element = fc.oneof(
      record.map((extra) => ({ ...text('wamid.X'), ...extra })),
      record.map((extra) => ({ ...status('wamid.Y'), ...extra })),
      odd,
    );
    const part = fc.record(
      { metadata: odd, contacts: odd, messages: fc.array(element), statuses: fc.array(element), errors: odd },
      { requiredKeys: [] },
    );
    const field = fc.constantFrom('messages', 'calls', 'toString');
    const changes = fc.array(
      fc.oneof(
        fc.tuple(part, field).map(([p, f]) => change(p, f)),
        odd,
      ),
    );
    fc.assert(
      fc.property(changes, (list) => {
        for (const item of itemsOf(webhook(...list))) {
          if (item.kind !== 'message') continue;
          expect(item.wamid).not.toBe('');
          expect(item.sender.waId ?? '').toMatch(/^\d*$/);
          expect(Number.isFinite(item.sentAt.getTime())).toBe(true);
          expect(item.input === null || PersonInput.safeParse(item.input).success).toBe(true);
        }
      }),
    );
  });
});
