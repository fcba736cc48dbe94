import type { KeptEvent } from '../inbox/kept-event.ts';
import { type AccountEvent, readAccountEvent } from '../whatsapp/account-event.ts';
import { readTemplateEvent, type TemplateEvent } from '../whatsapp/template-event.ts';
import { type Judged, judge } from './judge.ts';
import type { NewNotice } from './raise.ts';

/**
 * What people are told of something that WhatsApp has told us: one notice for each event about a template, a number or an account, none for
 * the others. Fields that nothing here acts on make one notice for each field and account, however often they are heard. Pure.
 */
export function noticeOfEvent(event: KeptEvent, receivedAt: Date): NewNotice | null {
  const { kind, raw, dedupKey } = event;
  const once = `webhook:${dedupKey}`;
  if (kind === 'template-event') {
    const read = readTemplateEvent(raw, receivedAt);
    // The same `once` as in `templates/apply-events.ts`, which says more for the accounts that are ours, and is first.
    return read ? templateNotice(once, read) : unreadable(once, event);
  }
  if (kind === 'number-event' || kind === 'account-event' || kind === 'account-error') {
    const read = readAccountEvent(raw, receivedAt);
    return read ? accountNotice(once, read) : unreadable(once, event);
  }
  return NOT_ACTED_ON.has(kind) ? unused(event) : null;
}

/** Kinds of events that are kept and no more: whoever subscribed to them is told so once. */
const NOT_ACTED_ON = new Set([
  'unknown',
  'calls',
  'group-event',
  'group-message',
  'form-event',
  'conversion-event',
  'contact-sync',
  'history',
  'standby',
  'handover',
  'user-preferences',
]);

function accountNotice(once: string, event: AccountEvent): NewNotice {
  const { kind, severity, whatToDo, isDue }: Judged = judge(event);
  const { phone, accountId, said, until } = event;
  const subject =
    phone === null
      ? { kind: 'account', id: accountId ?? '', name: accountId ?? '' }
      : { kind: 'number', id: phone, name: `+${phone}` };
  const details = {
    ...said,
    ...(event.event && { event: event.event }),
    ...(accountId && { accountId }),
    ...(until && { until: until.toISOString() }),
  };
  return { once, kind, severity, subject, whatToDo, details, dueAt: isDue ? until : null };
}

const BAD_TEMPLATE = new Set(['REJECTED', 'PAUSED', 'DISABLED', 'LIMIT_EXCEEDED', 'LOCKED']);
const DOUBTFUL_TEMPLATE = new Set(['FLAGGED', 'PENDING_DELETION', 'DELETED', 'IN_APPEAL', 'ARCHIVED']);

/** For accounts of which no number is connected here. */
function templateNotice(once: string, event: TemplateEvent): NewNotice {
  const { name, language, businessAccountId } = event;
  const subject = { kind: 'template', id: `${name}/${language}`, name: `${name} (${language})` };
  const details = { name, language, businessAccountId };
  switch (event.is) {
    case 'status': {
      const { event: status, reason, details: said, disableDate } = event;
      const severity = BAD_TEMPLATE.has(status)
        ? 'error'
        : DOUBTFUL_TEMPLATE.has(status)
          ? 'warning'
          : 'info';
      return {
        once,
        kind: 'template-status',
        severity,
        subject,
        details: { ...details, status, reason, said, disableDate },
      };
    }
    case 'quality': {
      const { quality, before } = event;
      const severity = quality === 'RED' ? 'error' : quality === 'YELLOW' ? 'warning' : 'info';
      return { once, kind: 'template-quality', severity, subject, details: { ...details, quality, before } };
    }
    case 'category': {
      const { category, before, coming, changesAt } = event;
      const told = { ...details, category, before, coming };
      return {
        once,
        kind: 'template-category',
        severity: 'warning',
        subject,
        details: told,
        dueAt: changesAt,
      };
    }
    case 'components':
      return { once, kind: 'template-components', severity: 'info', subject, details };
  }
}

function unreadable(once: string, { kind, field }: KeptEvent): NewNotice {
  return {
    once,
    kind: 'webhook-unreadable',
    severity: 'warning',
    subject: { kind: 'account', id: '', name: field ?? kind },
    whatToDo:
      'WhatsApp told something of this field that Parley cannot read. Look at it in WhatsApp Manager.',
    details: { field: field ?? '' },
  };
}

function unused({ field = 'unknown', raw }: KeptEvent): NewNotice {
  const account = readEntryId(raw);
  return {
    once: `unused-field:${account}:${field}`,
    kind: 'field-not-used',
    severity: 'info',
    subject: { kind: 'account', id: account, name: field },
    whatToDo:
      'Nothing. Parley keeps what this field tells; if nobody needs it, unsubscribe it in the app’s settings at Meta.',
    details: { field },
  };
}

function readEntryId(raw: unknown): string {
  const id = typeof raw === 'object' && raw !== null ? Reflect.get(raw, 'entryId') : undefined;
  return typeof id === 'string' ? id : '';
}
