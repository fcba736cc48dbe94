import { readDeliveryStatus } from '@parley/runtime/whatsapp/delivery-status.ts';
import { describe, expect, test } from 'vitest';

const receivedAt = new Date('2026-11-22T12:00:00Z');
const sent = { id: 'wamid.A', status: 'sent', timestamp: '1763810000', recipient_id: '4915550001' };
const statusOf = (raw: unknown) => {
  const read = readDeliveryStatus(raw, receivedAt);
  if (!read.ok) throw new Error(read.reason);
  return read.status;
};

describe('readDeliveryStatus', () => {
  test('a bare status has a message, a word, a time and a recipient', () => {
    expect(statusOf(sent)).toEqual({
      wamid: 'wamid.A',
      status: 'sent',
      at: new Date(1763810000 * 1000),
      recipient: { waId: '4915550001' },
      errors: [],
    });
  });

  test.each(['sent', 'delivered', 'read', 'played', 'failed'])('%s is a status', (status) => {
    expect(statusOf({ ...sent, status }).status).toBe(status);
  });

  test.each(['deleted', 'warning', 'teleported', 'SENT'])(
    '%s is a word without a meaning for us',
    (status) => {
      expect(readDeliveryStatus({ ...sent, status }, receivedAt)).toEqual({
        ok: false,
        reason: 'unknown-status',
      });
    },
  );

  test.each([
    ['no id', { ...sent, id: undefined }],
    ['no status', { ...sent, status: undefined }],
    ['an id that is an object', { ...sent, id: {} }],
    ['an id too long for an index', { ...sent, id: 'x'.repeat(600) }],
    ['text', 'sent'],
    ['null', null],
  ])('%s is malformed', (_, raw) => {
    expect(readDeliveryStatus(raw, receivedAt)).toEqual({ ok: false, reason: 'malformed' });
  });

  test('our own callback data comes back', () => {
    expect(statusOf({ ...sent, biz_opaque_callback_data: 'outbox:42' }).callbackData).toBe('outbox:42');
  });

  test('a person who hides the number is known by user ids, under either name Meta uses', () => {
    const { recipient_id: _, ...hidden } = sent;
    const recipient = { userId: 'DE.1', parentUserId: 'DE.ENT.2' };
    const byUser = { ...hidden, recipient_user_id: 'DE.1' };
    expect(statusOf({ ...byUser, parent_recipient_user_id: 'DE.ENT.2' }).recipient).toEqual(recipient);
    expect(statusOf({ ...byUser, parent_user_id: 'DE.ENT.2' }).recipient).toEqual(recipient);
    expect(statusOf(hidden)).not.toHaveProperty('recipient');
  });

  test('a group is not a person', () => {
    expect(statusOf({ ...sent, recipient_type: 'group', recipient_id: 'G1' }).recipient).toEqual({
      groupId: 'G1',
    });
  });

  test('a failure says why, in the new form and in the old', () => {
    const { errors } = statusOf({
      ...sent,
      status: 'failed',
      errors: [
        {
          code: 131047,
          title: 'Re-engagement',
          message: 'Re-engagement',
          error_data: { details: 'Too late' },
        },
        { code: '131026', title: 'Undeliverable', details: 'No account' },
        'nonsense',
      ],
    });
    expect(errors).toEqual([
      { code: 131047, message: 'Re-engagement', details: 'Too late' },
      { code: 131026, message: 'Undeliverable', details: 'No account' },
      {},
    ]);
  });

  test('price and conversation are kept as told', () => {
    const status = statusOf({
      ...sent,
      pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' },
      conversation: { id: 'c1', expiration_timestamp: '1763890000', origin: { type: 'referral_conversion' } },
    });
    expect(status.pricing).toEqual({ billable: true, model: 'PMP', type: 'regular', category: 'utility' });
    expect(status.conversation).toEqual({
      id: 'c1',
      origin: 'referral_conversion',
      expiresAt: new Date(1763890000 * 1000),
    });
  });

  test('what surrounds a status may be of any shape without spoiling it', () => {
    const odd = { ...sent, pricing: 'free', conversation: 5, errors: {}, biz_opaque_callback_data: {} };
    expect(statusOf(odd)).toEqual(statusOf(sent));
  });
});
