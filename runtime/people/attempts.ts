import { hash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

/** So many tries within so many seconds. */
type Allowance = { max: number; withinS: number };

/** A password or a code of one account: enough for somebody who mistypes, hopeless for somebody who guesses. */
const FOR_AN_ACCOUNT: Allowance = { max: 10, withinS: 900 };
/** All accounts from one address. Behind a proxy everybody has the same. */
const FROM_AN_ADDRESS: Allowance = { max: 100, withinS: 900 };
/** Mails to one account. */
const MAILS: Allowance = { max: 3, withinS: 900 };

/**
 * Counts a try at a password before it is looked at, over all processes, so that trying many at once gains nothing. Returns the seconds
 * to wait: 0 while it is within what an account and an address are allowed.
 */
export async function tryPassword(db: Kysely<Database>, email: string, address: string): Promise<number> {
  const waits = [
    await take(db, accountKey(email), FOR_AN_ACCOUNT),
    await take(db, `address:${address}`, FROM_AN_ADDRESS),
  ];
  return Math.max(...waits);
}

/** Counts a try at a link or a second factor, which has no account yet that could be named. */
export function tryFrom(db: Kysely<Database>, address: string): Promise<number> {
  return take(db, `address:${address}`, FROM_AN_ADDRESS);
}

/** Counts a mail that somebody asks for; the seconds to wait, or 0. */
export function tryMail(db: Kysely<Database>, email: string): Promise<number> {
  return take(db, `mail:${hashed(email)}`, MAILS);
}

/** The account was opened with the right password, so its tries count no longer. */
export async function forgetAttempts(db: Kysely<Database>, email: string): Promise<void> {
  await db.deleteFrom('attempts').where('key', '=', accountKey(email)).execute();
}

async function take(db: Kysely<Database>, key: string, { max, withinS }: Allowance): Promise<number> {
  const { rows } = await sql<{ count: number; waitS: number }>`
    insert into attempts as known (key, count) values (${key}, 1)
    on conflict (key) do update set
      count = case when known.since < now() - make_interval(secs => ${withinS}) then 1 else known.count + 1 end,
      since = case when known.since < now() - make_interval(secs => ${withinS}) then now() else known.since end
    returning count, ceil(extract(epoch from since + make_interval(secs => ${withinS}) - now()))::int as "waitS"
  `.execute(db);
  const [taken] = rows;
  if (!taken) throw new Error('a try was not counted');
  // Whoever begins anew sweeps up after those who never came back.
  if (taken.count === 1) {
    await db.deleteFrom('attempts').where('since', '<', sql<Date>`now() - interval '1 day'`).execute();
  }
  return taken.count > max ? Math.max(1, taken.waitS) : 0;
}

function accountKey(email: string): string {
  return `account:${hashed(email)}`;
}

/** What is typed as an address may be anything, a password too. */
function hashed(email: string): string {
  return hash('sha256', email.trim().toLowerCase(), 'base64url');
}
