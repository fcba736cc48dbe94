import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Notice } from './notices.ts';

export type NoticedFlow = { id: string; name: string };

/** By these WhatsApp says that it holds, or is about to hold, the business to its policy: how flows lead to a person is looked at then. */
const ENFORCED: ReadonlySet<string> = new Set([
  'account-violation',
  'account-restricted',
  'account-disable-planned',
  'account-disabled',
  'number-flagged',
]);

/** The flows that answer on the numbers which a notice of enforcement is about, by the notice's id. */
export async function flowsOfNotices(
  db: Kysely<Database>,
  notices: readonly Notice[],
): Promise<ReadonlyMap<string, NoticedFlow[]>> {
  const enforced = notices.filter(({ kind }) => ENFORCED.has(kind));
  if (enforced.length === 0) return new Map();
  const bound = await db
    .selectFrom('channel_flows as cf')
    .innerJoin('channels as c', 'c.id', 'cf.channel_id')
    .innerJoin('flows as f', 'f.id', 'cf.flow_id')
    .select(['f.id', 'f.name', 'c.business_account_id as account', 'c.display_phone as phone'])
    .orderBy('f.name')
    .orderBy('f.id')
    .execute();
  const isOf = ({ subject, details }: Notice, { account, phone }: (typeof bound)[number]) =>
    subject.kind === 'number'
      ? (phone ?? '').replace(/\D/g, '') === subject.id
      : account !== null && account === String(details.accountId ?? subject.id);
  return new Map(
    enforced.map((notice) => {
      const flows = bound.filter((one) => isOf(notice, one)).map(({ id, name }) => ({ id, name }));
      return [notice.id, flows.filter(({ id }, at) => flows.findIndex((other) => other.id === id) === at)];
    }),
  );
}
