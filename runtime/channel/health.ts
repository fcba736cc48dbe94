import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import { raiseNotice } from '../notices/raise.ts';
import type { GraphNumbers } from '../whatsapp/graph-numbers.ts';
import type { NumberSaid } from '../whatsapp/number-fields.ts';
import type { Channel } from './channels.ts';
import { isWorse, type ReadingOfNumber } from './readings.ts';
import { barByStatus } from './restrictions.ts';

/** What is asked about a number. */
export type NumberGraph = Pick<GraphNumbers, 'readNumber' | 'readProfile' | 'debugToken'>;

export type Health = {
  said: NumberSaid | null;
  readAt: Date | null;
  /** Why the newest try to read it failed. */
  problem: string | null;
  tokenExpiresAt: Date | null;
  /** The newest first. */
  readings: { what: ReadingOfNumber; value: string; at: Date }[];
};

const READINGS_SHOWN = 50;
const DAY_MS = 24 * 3600_000;
/** A token that ends sooner than this is warned of. */
const WARN_BEFORE_MS = 14 * DAY_MS;
/** Error 190 and 0: the token has ended, was taken back or is not one. Source: WhatsApp Cloud API, "Error codes". */
const TOKEN_CODES: readonly (number | null)[] = [0, 190];

/** Something was heard of our numbers: they are looked at again soon. Those of which nothing is known yet are anyway. */
export async function wantReading(db: Kysely<Database>): Promise<void> {
  await db.updateTable('number_health').set({ is_wanted: true }).where('is_wanted', '=', false).execute();
}

/** What is known of a number, without asking anybody. */
export async function knownHealth(db: Kysely<Database>, channelId: string): Promise<Health> {
  const row = await db
    .selectFrom('channels')
    .leftJoin('number_health', 'number_health.channel_id', 'channels.id')
    .select(['token_expires_at', 'said', 'read_at', 'problem'])
    .where('channels.id', '=', channelId)
    .executeTakeFirst();
  const readings = await db
    .selectFrom('number_readings')
    .select(['what', 'value', 'at'])
    .where('channel_id', '=', channelId)
    .orderBy('id', 'desc')
    .limit(READINGS_SHOWN)
    .execute();
  return {
    said: row?.said ?? null,
    readAt: row?.read_at ?? null,
    problem: row?.problem ?? null,
    tokenExpiresAt: row?.token_expires_at ?? null,
    readings,
  };
}

/**
 * Asks WhatsApp about a number and stores what it says: new values become readings, and what has become worse a notice. Never throws for
 * what the network or WhatsApp does; then the reason stands in `problem`, and what was known before stays.
 */
export async function readHealth(
  db: Kysely<Database>,
  graph: NumberGraph,
  channel: Channel,
): Promise<Health> {
  const { id, accessToken, phoneNumberId } = channel;
  const read = await withProfile(graph, accessToken, phoneNumberId);
  const problem = read.ok ? null : read.outcome === 'unknown' ? read.reason : read.failure.happened;
  const now = sql<Date>`now()`;
  const written = {
    asked_at: now,
    problem,
    is_wanted: false,
    ...(read.ok && { said: JSON.stringify(read.said), read_at: now }),
  };
  await db
    .insertInto('number_health')
    .values({ channel_id: id, ...written })
    .onConflict((conflict) => conflict.column('channel_id').doUpdateSet(written))
    .execute();
  if (read.ok) await keepReadings(db, channel, read.said);
  else if (read.outcome === 'refused' && TOKEN_CODES.includes(read.failure.code))
    await tellTokenRefused(db, channel);
  if (read.ok && read.said.status !== null) await barByStatus(db, id, read.said.status);
  if (read.ok) await watchToken(db, graph, channel);
  return knownHealth(db, id);
}

async function withProfile(graph: NumberGraph, accessToken: string, phoneNumberId: string) {
  const read = await graph.readNumber(accessToken, phoneNumberId);
  if (!read.ok) return read;
  const got = await graph.readProfile(accessToken, phoneNumberId);
  const hasProfile = got.ok ? got.profile.email !== '' || got.profile.websites.length > 0 : null;
  const websites = got.ok ? got.profile.websites : [];
  return { ...read, said: { ...read.said, hasProfile, websites } };
}

async function keepReadings(db: Kysely<Database>, channel: Channel, said: NumberSaid): Promise<void> {
  const values: [ReadingOfNumber, string | null][] = [
    ['quality', said.quality],
    ['status', said.status],
    ['limit', said.limit],
    ['throughput', said.throughput],
    ['name', said.nameStatus],
  ];
  for (const [what, value] of values) {
    if (value === null) continue;
    const { rows } = await sql<{ id: string; before: string | null }>`
      with last as (
        select value from number_readings where channel_id = ${channel.id} and what = ${what} order by id desc limit 1
      )
      insert into number_readings (channel_id, what, value)
      select ${channel.id}::uuid, ${what}, ${value} where not exists (select from last where value = ${value})
      returning id, (select value from last) as before
    `.execute(db);
    const [added] = rows;
    if (added && added.before !== null)
      await tellChange(db, channel, { id: added.id, what, value, before: added.before });
  }
}

async function tellChange(
  db: Kysely<Database>,
  channel: Channel,
  { id, what, value, before }: { id: string; what: ReadingOfNumber; value: string; before: string },
): Promise<void> {
  if (what !== 'quality' && what !== 'status') return;
  const hasWorsened = isWorse({ what, value, before });
  const isBad = value === 'RED' || (what === 'status' && hasWorsened);
  await raiseNotice(db, {
    once: `reading:${id}`,
    kind: what === 'status' ? 'number-status' : 'number-rating',
    severity: isBad ? 'error' : hasWorsened ? 'warning' : 'info',
    subject: subjectOf(channel),
    whatToDo: !hasWorsened
      ? ''
      : what === 'status'
        ? 'Look at the number in WhatsApp Manager: it may no longer be able to send.'
        : 'Send fewer messages that nobody asked for, and look at what people block and report.',
    details: { [what]: value, before },
  });
}

async function tellTokenRefused(db: Kysely<Database>, channel: Channel): Promise<void> {
  const stored = await db
    .selectFrom('channels')
    .select('access_token')
    .where('id', '=', channel.id)
    .executeTakeFirst();
  await raiseNotice(db, {
    // Sealed anew with each token: a notice for each that is refused.
    once: `token-refused:${channel.id}:${stored?.access_token.slice(-16) ?? ''}`,
    kind: 'token-refused',
    severity: 'error',
    subject: subjectOf(channel),
    whatToDo:
      'Make a new token for the system user and enter it on the number’s page: until then nothing is sent.',
  });
}

/** When the token ends, and a warning two weeks before. Graph does not say so of every token: then nothing is known. */
async function watchToken(db: Kysely<Database>, graph: NumberGraph, channel: Channel): Promise<void> {
  const token = await graph.debugToken(channel.accessToken);
  if (!token.ok) return;
  const { expiresAt } = token;
  await db
    .updateTable('channels')
    .set({ token_expires_at: expiresAt })
    .where('id', '=', channel.id)
    .execute();
  if (expiresAt === null || expiresAt.getTime() - Date.now() > WARN_BEFORE_MS) return;
  await raiseNotice(db, {
    once: `token-expires:${channel.id}:${expiresAt.toISOString()}`,
    kind: 'token-expires',
    severity: 'warning',
    subject: subjectOf(channel),
    whatToDo:
      'Make a new token for the system user, best one that never ends, and enter it on the number’s page.',
    details: { until: expiresAt.toISOString() },
    dueAt: expiresAt,
  });
}

function subjectOf({ id, displayPhone, name, phoneNumberId }: Channel) {
  return { kind: 'number', id, name: displayPhone ?? name ?? phoneNumberId };
}
