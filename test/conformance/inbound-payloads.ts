type Json = Record<string, unknown>;

const metadata = { display_phone_number: '15550100001', phone_number_id: '100000000000001' };
const sender = { wa_id: '4915000000001', profile: { name: 'Guest' } };

/** A folder of payloads of our own making: file name → what is in it. `at` is when everything was written. */
export function ownPayloads(at: Date): { [file: string]: unknown } {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const message = (name: string, content: Json, change: Json = {}) =>
    whole('messages', {
      ...{ messaging_product: 'whatsapp', metadata, contacts: [sender] },
      messages: [{ from: sender.wa_id, id: `wamid.${name}`, timestamp, ...content }],
      ...change,
    });
  const statuses = (...list: Json[]) =>
    whole('messages', {
      ...{ messaging_product: 'whatsapp', metadata },
      statuses: list.map((status) => ({ timestamp, recipient_id: sender.wa_id, ...status })),
    });
  const failure = { code: 131026, title: 'Message undeliverable' };
  return {
    'messages/text.json': message('text', { type: 'text', text: { body: 'Hello there' } }),
    'messages/stop.json': message('stop', { type: 'text', text: { body: 'STOP' } }),
    'messages/from-an-ad.json': message('ad', {
      ...{ type: 'text', text: { body: 'Hi' } },
      referral: { source_id: '120200000000000009', source_type: 'ad', source_url: 'https://fb.me/x' },
    }),
    'messages/image.json': message('image', {
      ...{ type: 'image', image: { id: '901', mime_type: 'image/jpeg', sha256: 'x', caption: 'this one' } },
    }),
    'messages/voice.json': message('voice', { type: 'audio', audio: { id: '902', voice: true } }),
    'messages/sticker.json': message('sticker', { type: 'sticker', sticker: { id: '903', animated: true } }),
    'messages/document.json': message('document', {
      type: 'document',
      document: { id: '904', filename: 'a.pdf' },
    }),
    'messages/location.json': message('location', {
      type: 'location',
      location: { latitude: 52.5, longitude: 13.4 },
    }),
    'messages/card.json': message('card', {
      ...{ type: 'contacts', contacts: [{ name: { formatted_name: 'Bo' }, phones: [{ phone: '+1 555' }] }] },
    }),
    'messages/reaction.json': message('reaction', {
      type: 'reaction',
      reaction: { message_id: 'wamid.x', emoji: '👍' },
    }),
    'messages/template-button.json': message('template-button', {
      type: 'button',
      button: { payload: 'yes', text: 'Yes' },
    }),
    'messages/button.json': message('button', {
      ...{
        type: 'interactive',
        interactive: { type: 'button_reply', button_reply: { id: 'order', title: 'Order' } },
      },
    }),
    'messages/row.json': message('row', {
      ...{ type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'a', title: 'A' } } },
    }),
    'messages/form.json': message('form', {
      ...{
        type: 'interactive',
        interactive: { type: 'nfm_reply', nfm_reply: { response_json: '{"day": "2026-12-01"}' } },
      },
    }),
    'messages/order.json': message('order', {
      type: 'order',
      order: { product_items: [{ product_retailer_id: 'a', quantity: 2, item_price: 3.5, currency: 'EUR' }] },
    }),
    'messages/unsupported.json': message('unsupported', {
      type: 'unsupported',
      unsupported: { type: 'poll' },
    }),
    'messages/without-a-number.json': message(
      'hidden',
      { type: 'text', text: { body: 'Hi' }, from: undefined, from_user_id: 'DE.4711' },
      {
        contacts: [{ user_id: 'DE.4711', profile: { name: 'Kai' } }],
      },
    ),
    'messages/moved-number.json': message('system', {
      type: 'system',
      system: { type: 'user_changed_number', wa_id: '4915000000002' },
    }),
    'messages/taken-back.json': message('revoke', {
      type: 'revoke',
      revoke: { original_message_id: 'wamid.text' },
    }),
    'messages/opened-the-chat.json': message('welcome', { type: 'request_welcome' }),
    'messages/in-a-group.json': message('group', {
      type: 'text',
      text: { body: 'all of you' },
      group_id: 'g1',
    }),
    'messages/without-an-id.json': message('', { type: 'text', text: { body: 'who?' }, id: '' }),
    'statuses/sent.json': statuses({ id: 'wamid.out1', status: 'sent' }),
    'statuses/out-of-order.json': statuses(
      { id: 'wamid.out2', status: 'read' },
      { id: 'wamid.out2', status: 'delivered' },
      { id: 'wamid.out2', status: 'sent' },
      { id: 'wamid.out3', status: 'played' },
    ),
    'statuses/failed.json': statuses({ id: 'wamid.out4', status: 'failed', errors: [failure] }),
    'statuses/of-a-call.json': statuses({ id: 'wacid.1', status: 'RINGING', type: 'call' }),
    'account-event/restricted.json': whole('account_update', { event: 'ACCOUNT_RESTRICTION' }),
    'account-event/not-one.json': message('not-one', { type: 'text', text: { body: 'Is it still there?' } }),
    'account-event/nothing.json': { object: 'whatsapp_business_account', entry: [] },
    'events/template.json': whole('message_template_status_update', {
      event: 'APPROVED',
      message_template_name: 'sale',
    }),
    'events/number.json': whole('phone_number_quality_update', {
      event: 'FLAGGED',
      current_limit: 'TIER_2K',
    }),
    'events/account.json': whole('account_update', { event: 'ACCOUNT_RESTRICTION' }),
    'events/preference.json': whole('user_preferences', {
      metadata,
      user_preferences: [{ wa_id: '4915', value: 'stop' }],
    }),
    'events/not-known-yet.json': whole('something_new', { event: 'x', deep: { down: [1, 2] } }),
    'events/trouble.json': whole('messages', { metadata, errors: [failure] }),
    'parts/two-changes.json': {
      entry: [
        { id: '1', changes: [{ field: 'account_update', value: { event: 'A' } }] },
        {
          id: '2',
          changes: [
            { field: 'account_update', value: { event: 'B' } },
            { field: 'security', value: { event: 'C' } },
          ],
        },
      ],
    },
    'parts/one-entry.json': { id: '3', changes: [{ field: 'account_alerts', value: { alert: 'D' } }] },
    'parts/one-change.json': { field: 'account_review_update', value: { decision: 'APPROVED' } },
    'parts/one-value.json': { metadata, statuses: [{ id: 'wamid.out5', status: 'delivered', timestamp }] },
    'none/an-answer.json': { messaging_product: 'whatsapp', messages: [{ id: 'wamid.out6' }] },
    'none/a-list.json': [1, 2],
  };
}

function whole(field: string, value: Json): Json {
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: '200000000000001', time: 1_790_000_000, changes: [{ field, value }] }],
  };
}
