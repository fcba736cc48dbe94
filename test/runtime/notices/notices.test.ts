import { addChannel } from '@parley/runtime/channel/channels.ts';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { apiUnderTest } from '../api-under-test.ts';
import { hook } from '../http/hook.ts';
import { APP_SECRET, KEY } from '../told.ts';

const ACCOUNT = '102290129340398';

/** One of each kind, in the shapes of Meta's reference, and what people are told. */
const EVENTS: { field: string; value: Record<string, unknown>; kind: string; severity: string }[] = [
  {
    field: 'phone_number_quality_update',
    value: { display_phone_number: '15550100001', event: 'FLAGGED', current_limit: 'TIER_10K' },
    kind: 'number-flagged',
    severity: 'error',
  },
  {
    field: 'phone_number_quality_update',
    value: { display_phone_number: '15550100001', event: 'SOMETHING_NEW' },
    kind: 'number-changed',
    severity: 'info',
  },
  {
    field: 'phone_number_name_update',
    value: {
      display_phone_number: '15550100001',
      decision: 'REJECTED',
      requested_verified_name: 'Cafe',
      rejection_reason: 'NAME_EMPLOYEE_ISSUE',
    },
    kind: 'name-rejected',
    severity: 'warning',
  },
  {
    field: 'security',
    value: { display_phone_number: '15550100001', event: 'PIN_RESET_REQUEST', requester: '61555822107539' },
    kind: 'pin-reset-asked',
    severity: 'error',
  },
  {
    field: 'account_update',
    value: {
      event: 'ACCOUNT_RESTRICTION',
      restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: 1790000000 }],
    },
    kind: 'account-restricted',
    severity: 'error',
  },
  {
    field: 'account_update',
    value: {
      event: 'DISABLED_UPDATE',
      ban_info: { waba_ban_state: 'SCHEDULE_FOR_DISABLE', waba_ban_date: 'January 31, 2027' },
    },
    kind: 'account-disable-planned',
    severity: 'error',
  },
  {
    field: 'account_update',
    value: {
      event: 'DISABLED_UPDATE',
      ban_info: { waba_ban_state: 'REINSTATE', waba_ban_date: 'April 17, 2025' },
    },
    kind: 'account-reinstated',
    severity: 'info',
  },
  {
    field: 'account_alerts',
    value: {
      entity_type: 'BUSINESS',
      alert_info: {
        alert_severity: 'WARNING',
        alert_status: 'ACTIVE',
        alert_type: 'OBA_REJECTED',
        alert_description: 'Not a well known business',
      },
    },
    kind: 'account-alert',
    severity: 'warning',
  },
  {
    field: 'account_review_update',
    value: { decision: 'APPROVED' },
    kind: 'account-approved',
    severity: 'info',
  },
  {
    field: 'business_capability_update',
    value: { max_daily_conversations_per_business: 2000, max_phone_numbers_per_waba: 25 },
    kind: 'limit-changed',
    severity: 'info',
  },
  {
    field: 'message_template_status_update',
    value: {
      event: 'PAUSED',
      message_template_id: 1,
      message_template_name: 'order_sent',
      message_template_language: 'en-US',
      reason: 'NONE',
    },
    kind: 'template-status',
    severity: 'error',
  },
  {
    field: 'message_template_quality_update',
    value: {
      previous_quality_score: 'GREEN',
      new_quality_score: 'YELLOW',
      message_template_id: 1,
      message_template_name: 'order_sent',
      message_template_language: 'en-US',
    },
    kind: 'template-quality',
    severity: 'warning',
  },
];

const webhookOf = (field: string, value: unknown, time = 1_780_000_000) =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: ACCOUNT, time, changes: [{ field, value }] }],
  });

forEachDatabase((_, open) => {
  let opened: OpenDatabase;
  let api: ReturnType<typeof apiUnderTest>;
  let webhook: ReturnType<typeof hook>;
  const post = async (body: string) => expect((await webhook.post(body)).status).toBe(200);
  const notices = () => opened.db.selectFrom('notices').selectAll().orderBy('id').execute();

  beforeAll(async () => {
    opened = await open();
    api = apiUnderTest(opened);
    webhook = hook(opened.db);
    // Of another account, so that templates are not ours to keep.
    await addChannel(opened.db, KEY, {
      phoneNumberId: '1',
      accessToken: 'a token of ours',
      appSecret: APP_SECRET,
      throughput: 80,
    });
  });

  test.each(EVENTS)(
    '$field becomes one notice ($kind, $severity), and none when it comes again',
    async ({ field, value, kind, severity }) => {
      const before = (await notices()).length;
      await post(webhookOf(field, value));
      await post(webhookOf(field, value));
      expect((await notices()).slice(before)).toMatchObject([{ kind, severity }]);
      await post(webhookOf(field, value, 1_780_000_001));
      expect(await notices()).toHaveLength(before + 2);
    },
  );

  test('what is due by a date says so', async () => {
    const planned = (await notices()).find(({ kind }) => kind === 'account-disable-planned');
    expect(planned?.due_at).toEqual(new Date('2027-01-31T00:00:00Z'));
  });

  test('a notice that was raised before its event was kept is not raised twice', async () => {
    const before = (await notices()).length;
    const body = webhookOf('account_review_update', { decision: 'PENDING' });
    await post(body);
    await opened.db.deleteFrom('webhook_events').execute();
    await post(body);
    expect(await notices()).toHaveLength(before + 1);
  });

  test('a field on which nothing acts is told of once for each account', async () => {
    const before = (await notices()).length;
    for (const id of [1, 2, 3]) await post(webhookOf('calls', { calls: [{ id }] }));
    expect((await notices()).slice(before)).toMatchObject([
      { kind: 'field-not-used', subject_name: 'calls' },
    ]);
  });

  describe('the list', () => {
    test('has words in both languages, the flows that enforcement is about, and each reader’s own marks', async () => {
      const { db } = opened;
      const [{ id: channel }, other] = [
        await db
          .updateTable('channels')
          .set({ business_account_id: ACCOUNT, display_phone: '+1 555-010-0001' })
          .where('phone_number_id', '=', '1')
          .returning('id')
          .executeTakeFirstOrThrow(),
        await addChannel(db, KEY, {
          phoneNumberId: '2',
          accessToken: 'x',
          appSecret: APP_SECRET,
          throughput: 80,
        }),
      ];
      for (const [flow, name, number] of [
        ['desk', 'Front desk', channel],
        ['elsewhere', 'Of another account', other?.id ?? ''],
      ] as const) {
        await db.insertInto('flows').values({ id: flow, name, draft: '{}' }).execute();
        await db
          .insertInto('channel_flows')
          .values({ channel_id: number, flow_id: flow, is_default: true })
          .execute();
      }
      const { json } = await api.call('GET', '/api/notices?severity=error');
      const listed = json.notices as {
        id: string;
        kind: string;
        words: object;
        isRead: boolean;
        flows: object[];
      }[];
      expect(listed.find(({ kind }) => kind === 'number-flagged')).toMatchObject({
        isRead: false,
        words: {
          en: {
            happened: 'The quality of +15550100001 is low: WhatsApp has flagged it',
            advice: expect.stringMatching(/opting out/),
          },
          ru: { happened: expect.stringContaining('+15550100001'), advice: expect.stringMatching(/[а-я]/) },
        },
      });
      /* Whoever enforces the policy looks at the ways to a person first: here stands whose. */
      const flowsOf = (kind: string) => listed.find((one) => one.kind === kind)?.flows;
      for (const kind of ['number-flagged', 'account-restricted', 'account-disable-planned'])
        expect(flowsOf(kind), kind).toEqual([{ id: 'desk', name: 'Front desk' }]);
      expect(flowsOf('pin-reset-asked')).toEqual([]);
      const unread = (await api.call('GET', '/api/notices/unread')).json;
      expect(unread).toMatchObject({ worst: 'error' });
      const [first] = listed;
      const left = await api.call('POST', '/api/notices/read', { ids: [first?.id] });
      expect(left.json.unread).toBe(Number(unread.unread) - 1);
      const all = await api.call('POST', '/api/notices/read', { upTo: '999999999' });
      expect(all.json).toEqual({ unread: 0, worst: null });
    });
  });
});
