import { z } from 'zod';
import { asList, identifier, instant, maybe } from './lenient.ts';

/**
 * What a webhook says of an account or of a number, as far as it matters to people. `is` is a word of ours; what Meta wrote is in `said`, as
 * it is, since the lists are open.
 */
export type AccountEvent = {
  is: AccountEventKind;
  /** The WhatsApp Business Account. */
  accountId: string | null;
  /** The number that it is about, in digits; null: the whole account. */
  phone: string | null;
  /** Meta's word for what happened: `FLAGGED`, `REJECTED`, … */
  event: string | null;
  /** Single facts for the sentence: a name, a reason, a limit, a type of restriction. */
  said: { [fact: string]: string };
  /** The limit of messages that was told with it. */
  limit: string | null;
  /** When it takes effect, or until when it holds. */
  until: Date | null;
  /** What the account may not do, and until when; null: no end was told. */
  restrictions: { type: string; until: Date | null }[];
};

export type AccountEventKind =
  | 'number-quality'
  | 'number-name'
  | 'number-username'
  | 'number-security'
  | 'account-update'
  | 'account-alert'
  | 'account-review'
  | 'account-settings'
  | 'account-limit'
  | 'account-business-status'
  | 'account-payments'
  | 'account-partner'
  | 'account-error';

const KIND_OF_FIELD: { readonly [field: string]: AccountEventKind } = {
  phone_number_quality_update: 'number-quality',
  phone_number_name_update: 'number-name',
  business_username_update: 'number-username',
  security: 'number-security',
  account_update: 'account-update',
  account_alerts: 'account-alert',
  account_review_update: 'account-review',
  account_settings_update: 'account-settings',
  business_capability_update: 'account-limit',
  business_status_update: 'account-business-status',
  payment_configuration_update: 'account-payments',
  partner_solutions: 'account-partner',
};

const Text = maybe(z.string());
const Raw = z.object({
  entryId: maybe(identifier),
  field: z.string(),
  value: z.object({
    event: Text,
    decision: Text,
    status: Text,
    display_phone_number: maybe(identifier),
    phone_number: maybe(identifier),
    requested_verified_name: Text,
    rejection_reason: Text,
    username: Text,
    requester: maybe(identifier),
    current_limit: maybe(identifier),
    max_daily_conversations_per_business: maybe(identifier),
    max_daily_conversation_per_phone: maybe(identifier),
    max_phone_numbers_per_business: maybe(identifier),
    max_phone_numbers_per_waba: maybe(identifier),
    violation_info: maybe(z.object({ violation_type: Text })),
    restriction_info: z.unknown().optional(),
    ban_info: maybe(
      z.object({ waba_ban_state: z.unknown().optional(), waba_ban_date: z.unknown().optional() }),
    ),
    volume_tier_info: maybe(z.object({ pricing_category: Text, tier: Text, region: Text })),
    country: Text,
    alert_severity: Text,
    alert_status: Text,
    alert_type: Text,
    alert_description: Text,
    alert_info: maybe(
      z.object({ alert_severity: Text, alert_status: Text, alert_type: Text, alert_description: Text }),
    ),
    type: Text,
    configuration_name: Text,
    solution_id: maybe(identifier),
    errors: z.unknown().optional(),
  }),
});
const Restriction = z.object({ restriction_type: Text, expiration: z.unknown().optional() });
const GraphErrorJson = z.object({ code: maybe(identifier), title: Text, message: Text });

/** Reads an event as it is kept; null for what is about neither an account nor a number, or cannot be read. Never throws. */
export function readAccountEvent(raw: unknown, receivedAt: Date): AccountEvent | null {
  const read = Raw.safeParse(raw).data;
  if (!read) return null;
  const { field, value } = read;
  const errors = asList(value.errors);
  const is = KIND_OF_FIELD[field] ?? (errors ? 'account-error' : undefined);
  if (!is) return null;
  const alert = value.alert_info ?? value;
  const restrictions = (asList(value.restriction_info) ?? []).flatMap(
    (one) => Restriction.safeParse(one).data ?? [],
  );
  const [error] = (errors ?? []).flatMap((one) => GraphErrorJson.safeParse(one).data ?? []);
  const limit =
    value.max_daily_conversations_per_business ??
    value.current_limit ??
    value.max_daily_conversation_per_phone ??
    null;
  const { violation_info: violation, ban_info: ban, volume_tier_info: volume } = value;
  const said = {
    name: value.requested_verified_name ?? value.username ?? value.configuration_name ?? value.solution_id,
    reason: value.rejection_reason === 'NONE' ? undefined : value.rejection_reason,
    requester: value.requester,
    violation: violation?.violation_type,
    restriction:
      restrictions
        .map(({ restriction_type: type }) => type)
        .filter(Boolean)
        .join(', ') || undefined,
    ban: ban?.waba_ban_state === undefined ? undefined : String(ban.waba_ban_state),
    tier: volume && [volume.pricing_category, volume.region, volume.tier].filter(Boolean).join(' '),
    country: value.country,
    severity: alert.alert_severity,
    alert: alert.alert_type,
    description: alert.alert_description,
    settings: field === 'account_settings_update' ? value.type : undefined,
    limit: limit ?? undefined,
    numbers: value.max_phone_numbers_per_business ?? value.max_phone_numbers_per_waba,
    code: error?.code,
    error: error?.title ?? error?.message,
  };
  return {
    is,
    accountId: read.entryId ?? null,
    phone: (value.display_phone_number ?? value.phone_number)?.replace(/\D/g, '') || null,
    event: value.event ?? value.decision ?? alert.alert_status ?? value.status ?? null,
    said: Object.fromEntries(
      Object.entries(said).flatMap(([fact, text]) => (text ? [[fact, text.slice(0, 500)]] : [])),
    ),
    limit,
    until: latest([ban?.waba_ban_date, ...restrictions.map(({ expiration }) => expiration)], receivedAt),
    restrictions: restrictions.flatMap(({ restriction_type: type, expiration }) =>
      type === undefined ? [] : [{ type, until: latest([expiration], receivedAt) }],
    ),
  };
}

/** Seconds since 1970 or a date in English (`April 17, 2025`), which is what Meta writes here. */
function latest(times: readonly unknown[], receivedAt: Date): Date | null {
  const read = times.flatMap((time) => {
    if (time === undefined || time === null) return [];
    const written = typeof time === 'string' && !/^\d+$/.test(time) ? Date.parse(`${time} UTC`) : Number.NaN;
    return Number.isNaN(written) ? [instant(time, receivedAt)] : [new Date(written)];
  });
  return read.length === 0 ? null : new Date(Math.max(...read.map((time) => time.getTime())));
}
