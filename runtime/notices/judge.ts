import type { AccountEvent } from '../whatsapp/account-event.ts';
import type { NewNotice } from './raise.ts';

/** How bad an event is, and what to do about it. `isDue`: something has to be done until the time that it names. */
export type Judged = Pick<NewNotice, 'kind' | 'severity'> & { whatToDo: string; isDue?: boolean };

const judged = (kind: string, severity: NewNotice['severity'], whatToDo = '', isDue = false): Judged => ({
  kind,
  severity,
  whatToDo,
  isDue,
});

const APPEAL = 'Read the reason in WhatsApp Manager, put it right and ask for a review there.';
const QUALITY =
  'Send fewer messages that nobody asked for, look at what people block and report, and make opting out easy.';

/** By Meta's word for what happened; words that are new make a plain notice of their kind. */
const BY_EVENT: { readonly [kind in AccountEvent['is']]?: { readonly [event: string]: Judged } } = {
  'number-quality': {
    FLAGGED: judged('number-flagged', 'error', QUALITY),
    UNFLAGGED: judged('number-unflagged', 'info'),
    UPGRADE: judged('number-limit-raised', 'info'),
    DOWNGRADE: judged('number-limit-lowered', 'warning', QUALITY),
    ONBOARDING: judged('number-onboarded', 'info'),
    THROUGHPUT_UPGRADE: judged('number-throughput-raised', 'info'),
  },
  'number-name': {
    APPROVED: judged('name-approved', 'info'),
    REJECTED: judged(
      'name-rejected',
      'warning',
      'Choose a name that shows your business, and ask for it again in WhatsApp Manager.',
    ),
    PENDING: judged('name-in-review', 'info'),
    DEFERRED: judged('name-in-review', 'info'),
  },
  'number-security': {
    PIN_CHANGED: judged(
      'pin-changed',
      'warning',
      'If nobody of yours did that, set a new PIN and look at who has access to the account.',
    ),
    PIN_RESET_REQUEST: judged(
      'pin-reset-asked',
      'error',
      'If nobody of yours asked for it, remove whoever did from the business account now.',
    ),
    PIN_REQUEST_SUCCESS: judged('pin-reset', 'warning', 'Two-step verification is off. Set a new PIN.'),
    PIN_RESET_SUCCESS: judged('pin-reset', 'warning', 'Two-step verification is off. Set a new PIN.'),
  },
  'account-update': {
    ACCOUNT_DELETED: judged(
      'account-deleted',
      'error',
      'Nothing can be sent any more. Connect another account.',
    ),
    ACCOUNT_VIOLATION: judged('account-violation', 'error', APPEAL),
    ACCOUNT_RESTRICTION: judged('account-restricted', 'error', APPEAL),
    ACCOUNT_OFFBOARDED: judged('account-offboarded', 'error', 'Connect the number again.'),
    ACCOUNT_RECONNECTED: judged('account-reconnected', 'info'),
    VERIFIED_ACCOUNT: judged('account-verified', 'info'),
    PARTNER_REMOVED: judged(
      'partner-removed',
      'warning',
      'If it was not meant, give the partner access again: without it messages may not be sent.',
    ),
    VOLUME_BASED_PRICING_TIER_UPDATE: judged('price-tier-reached', 'info'),
  },
  'account-review': {
    APPROVED: judged('account-approved', 'info'),
    REJECTED: judged('account-rejected', 'error', APPEAL),
    PENDING: judged('account-in-review', 'info'),
    DEFERRED: judged('account-in-review', 'info'),
  },
};

const BAN: { readonly [state: string]: Judged } = {
  DISABLE: judged('account-disabled', 'error', `${APPEAL} Nothing can be sent until then.`),
  SCHEDULE_FOR_DISABLE: judged('account-disable-planned', 'error', APPEAL, true),
  REINSTATE: judged('account-reinstated', 'info'),
};

const OTHERWISE: { readonly [kind in AccountEvent['is']]: Judged } = {
  'number-quality': judged('number-changed', 'info'),
  'number-name': judged('name-in-review', 'info'),
  'number-username': judged('username-changed', 'info'),
  'number-security': judged(
    'number-security',
    'warning',
    'Look at the number’s security in WhatsApp Manager.',
  ),
  'account-update': judged('account-changed', 'info'),
  'account-alert': judged('account-alert', 'info', 'Read what WhatsApp Manager says about it.'),
  'account-review': judged('account-in-review', 'info'),
  'account-settings': judged('account-settings-changed', 'info'),
  'account-limit': judged('limit-changed', 'info'),
  'account-business-status': judged(
    'business-status-changed',
    'warning',
    'Look at the business account’s status in Meta Business Suite.',
  ),
  'account-payments': judged('payments-changed', 'info'),
  'account-partner': judged('partner-changed', 'info'),
  'account-error': judged(
    'whatsapp-error',
    'warning',
    'Look up what the error asks for; messages may not have been received.',
  ),
};

const ALERT_SEVERITY: { readonly [word: string]: NewNotice['severity'] } = {
  CRITICAL: 'error',
  WARNING: 'warning',
};

/** What an event means to the business. Source: WhatsApp Cloud API, webhook reference, the fields about accounts and numbers. */
export function judge({ is, event, said }: AccountEvent): Judged {
  if (is === 'account-alert') {
    return { ...OTHERWISE[is], severity: ALERT_SEVERITY[said.severity ?? ''] ?? 'info' };
  }
  const byBan = is === 'account-update' && event === 'DISABLED_UPDATE' ? BAN[said.ban ?? ''] : undefined;
  return byBan ?? BY_EVENT[is]?.[event?.toUpperCase() ?? ''] ?? OTHERWISE[is];
}
