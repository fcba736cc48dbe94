import { randomBytes, randomUUID } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { type SecretKey, seal } from '../secrets.ts';

/** Somebody outside the web app who is told of notices. */
export type Subscription = {
  id: string;
  way: 'webhook' | 'email';
  /** An address to post to, or to write to. */
  target: string;
  /** Told of notices at least as bad as this. */
  least: 'info' | 'warning' | 'error';
  createdAt: Date;
  /** Those that wait, and those that were given up. */
  waiting: number;
  failed: number;
  /** What was heard from there last, and when. */
  lastAnswer: string | null;
  lastAt: Date | null;
};

const SECRET_PREFIX = 'whsec_';

/** Where a subscription's secret is sealed for. */
export const secretPlace = (subscriptionId: string) => `notice_subscriptions/${subscriptionId}/secret`;

/** Makes one. `secret` is only in this answer; null for letters. Notices from now on are told. */
export async function subscribe(
  tx: Kysely<Database>,
  key: SecretKey,
  { way, target, least, by }: Pick<Subscription, 'way' | 'target' | 'least'> & { by: string },
): Promise<{ id: string; secret: string | null }> {
  const id = randomUUID();
  const secret = way === 'webhook' ? SECRET_PREFIX + randomBytes(24).toString('base64') : null;
  await tx
    .insertInto('notice_subscriptions')
    .values({ id, way, target, least, made_by: by, secret: secret && seal(secret, key, secretPlace(id)) })
    .execute();
  return { id, secret };
}

/** False: there is no such one. */
export async function unsubscribe(tx: Kysely<Database>, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('notice_subscriptions')
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** The oldest first. */
export async function listSubscriptions(db: Kysely<Database>): Promise<Subscription[]> {
  const { rows } = await sql<
    Selectable<Database['notice_subscriptions']> & {
      waiting: number;
      failed: number;
      last_answer: string | null;
      last_at: Date | null;
    }
  >`
    select s.*, coalesce(d.waiting, 0)::integer as waiting, coalesce(d.failed, 0)::integer as failed,
      l.answered as last_answer, l.done_at as last_at
    from notice_subscriptions s
    left join lateral (
      select count(*) filter (where status = 'waiting') as waiting, count(*) filter (where status = 'failed') as failed
      from notice_deliveries where subscription_id = s.id
    ) d on true
    left join lateral (
      select answered, done_at from notice_deliveries
      where subscription_id = s.id and answered is not null order by done_at desc nulls last limit 1
    ) l on true
    order by s.created_at, s.id
  `.execute(db);
  return rows.map((row) => ({
    id: row.id,
    way: row.way,
    target: row.target,
    least: row.least,
    createdAt: row.created_at,
    waiting: row.waiting,
    failed: row.failed,
    lastAnswer: row.last_answer,
    lastAt: row.last_at,
  }));
}

/** Sends again what was given up, or with `since` everything from then on. Returns how many; null: there is no such subscription. */
export async function replay(db: Kysely<Database>, id: string, since: Date | null): Promise<number | null> {
  const known = await db
    .selectFrom('notice_subscriptions')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!known) return null;
  const { rows } = await sql`
    insert into notice_deliveries as d (subscription_id, notice_id)
    select s.id, n.id from notice_subscriptions s, notices n
    where s.id = ${id}
      and ${
        since === null
          ? sql`exists (select from notice_deliveries f where f.subscription_id = s.id and f.notice_id = n.id and f.status = 'failed')`
          : sql`n.at >= ${since}`
      }
    on conflict (subscription_id, notice_id) do update set status = 'waiting', attempts = 0, due_at = now()
    returning notice_id
  `.execute(db);
  return rows.length;
}
