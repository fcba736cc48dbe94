import type { OutboundMessage } from '@parley/flows/message.ts';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { AccountEvent } from '../whatsapp/account-event.ts';
import type { Bar } from './channels.ts';

/** What an event forbids the numbers of its account, or gives back to them. */
export type BarChange =
  | { act: 'bar'; templatesUntil: Date | null; until: Date | null; because: string }
  | { act: 'lift' };

/** Until somebody lifts it: what has no end is written so, since the columns hold moments. */
export const FOR_EVER = new Date('9999-12-31T00:00:00Z');

/** Why a number may send no templates while WhatsApp calls it `RESTRICTED`. */
const RESTRICTED_STATUS = 'NUMBER_RESTRICTED';

/** Restrictions that stop what we send: beginning conversations needs templates, answering is everything else. */
const STOPS: { readonly [type: string]: 'templates' | 'all' } = {
  RESTRICTED_BIZ_INITIATED_MESSAGING: 'templates',
  RESTRICTED_CUSTOMER_INITIATED_MESSAGING: 'all',
};

/**
 * What `account_update` means for sending: the ladder of enforcement has days without templates, days without anything, and the ban. Null:
 * nothing. Source: WhatsApp Cloud API, webhook `account_update`; WhatsApp Business Platform, "Policy enforcement", as of 2025-11-04.
 */
export function barChangeOf({ is, event, said, restrictions }: AccountEvent): BarChange | null {
  if (is !== 'account-update') return null;
  if (event === 'DISABLED_UPDATE') {
    if (said.ban === 'REINSTATE') return { act: 'lift' };
    return said.ban === 'DISABLE'
      ? { act: 'bar', templatesUntil: FOR_EVER, until: FOR_EVER, because: 'ACCOUNT_DISABLED' }
      : null;
  }
  if (event !== 'ACCOUNT_RESTRICTION') return null;
  const stopping = restrictions.filter(({ type }) => STOPS[type] !== undefined);
  if (stopping.length === 0) return null;
  const until = latestOf(stopping.filter(({ type }) => STOPS[type] === 'all'));
  return {
    act: 'bar',
    templatesUntil: latestOf(stopping),
    until,
    because: stopping.map(({ type }) => type).join(', '),
  };
}

function latestOf(restrictions: AccountEvent['restrictions']): Date | null {
  const ends = restrictions.map(({ until }) => (until ?? FOR_EVER).getTime());
  return ends.length === 0 ? null : new Date(Math.max(...ends));
}

/** Holds an account's numbers to what an event says. In the transaction that notes the event, so that it is done once. */
export async function applyBar(tx: Kysely<Database>, event: AccountEvent): Promise<void> {
  const change = barChangeOf(event);
  if (!change || event.accountId === null) return;
  const columns =
    change.act === 'lift'
      ? { templates_barred_until: null, barred_until: null, barred_because: null }
      : {
          templates_barred_until: change.templatesUntil,
          barred_until: change.until,
          barred_because: change.because,
        };
  await tx.updateTable('channels').set(columns).where('business_account_id', '=', event.accountId).execute();
}

/** A number that WhatsApp calls `RESTRICTED` begins no conversations and still answers; with another status that is over. */
export async function barByStatus(db: Kysely<Database>, channelId: string, status: string): Promise<void> {
  const isRestricted = status === 'RESTRICTED';
  await sql`
    update channels
    set templates_barred_until = ${isRestricted ? FOR_EVER : null}::timestamptz,
      barred_because = ${isRestricted ? RESTRICTED_STATUS : null}
    where id = ${channelId} and case when ${isRestricted}::boolean
      then templates_barred_until is null or templates_barred_until <= now()
      else barred_because = ${RESTRICTED_STATUS} end
  `.execute(db);
}

/** Why a message may not leave from a number now; null: it may. */
export function barredNow(bar: Bar | undefined, message: OutboundMessage, now: Date): string | null {
  if (!bar) return null;
  const until = message.type === 'template' ? (bar.templatesUntil ?? bar.until) : bar.until;
  if (until === null || until <= now) return null;
  const end = until >= FOR_EVER ? 'until it says otherwise' : `until ${until.toISOString()}`;
  return `WhatsApp forbids it ${end}: ${bar.because ?? 'no reason given'}.`;
}
