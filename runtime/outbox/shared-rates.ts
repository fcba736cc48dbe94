import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

/**
 * What this process knows of the others that send from the same numbers. All of them together must keep to what WhatsApp grants a
 * number, without asking each other for every message: each says every two seconds that it lives, counts the living, and takes
 * an equal share. What WhatsApp refuses to one of them reaches the others the same way.
 */
export type SharedRates = {
  /** The part of a number's rate that this process may use: above 0, at most 1. */
  share(): number;
  /** How many processes send, this one included. */
  processes(): number;
  /** How WhatsApp has slowed a number last; null: not lately. */
  slowed(channelId: string): Slowed | null;
  /**
   * WhatsApp called the number, or everything of its business account or of the app, too fast: nothing goes for `delayMs`. A number
   * goes on with half of `perSecond`, its rate until now. Known here at once, and to the others with their next beat.
   */
  slow(channelId: string, scope: SlowScope, delayMs: number, perSecond: number): Promise<void>;
  /** One look at the others. Rejects when the database does. */
  beat(): Promise<void>;
  /** Beats until the signal; never rejects. */
  run(signal: AbortSignal): Promise<void>;
  /** Its share is for the others from their next beat on. */
  leave(): Promise<void>;
};

export type SlowScope = 'number' | 'account' | 'app';

/** Nothing before `untilMs`, of this process's clock; from then on `perSecond` for all processes together, null for all that is granted. */
export type Slowed = { untilMs: number; perSecond: number | null };

const BEAT_MS = 2_000;
/** A process that has not been seen for so long is gone, and does not count on its own share any more either. */
const EXPIRES_MS = 6_000;
/** The others may have promised messages so far ahead before they knew of a new process: `HOLD_MS` of the sender. */
const PROMISED_MS = 3_000;
/**
 * What a process may use while the others do not know of it yet, or may not: a quarter of its share. It breaks nothing in so short a
 * time, and a process that starts again after a crash, whose former self still counts, is not silent.
 */
const TRICKLE = 0.25;
/** Long enough for the slowest recovery; see `pacing.ts`. */
const REMEMBERED = sql`interval '10 minutes'`;
/** Refusals of messages that were on the network together are one, not many. */
const ONE_EPISODE = sql`interval '1 second'`;

/** `isAlone` for a process that knows there is no other: it needs no beat and has the whole rate. */
export function createSharedRates(deps: {
  db: Kysely<Database>;
  isAlone?: boolean;
  now?: () => number;
}): SharedRates {
  const { db, isAlone = false, now = () => performance.now() } = deps;
  const processId = randomUUID();
  let seen: { at: number; processes: number } | null = null;
  /** From here on the others leave us our share. Null: they do not know of us yet. */
  let settledAt: number | null = null;
  let isJoined = false;
  let slowed = new Map<string, Slowed>();
  let refusals = 0;

  const slowLocally = (channelId: string, scope: SlowScope, delayMs: number, perSecond: number) => {
    const known = slowed.get(channelId);
    const isNew = known === undefined || known.untilMs < now();
    const rate = scope === 'number' && isNew ? halved(perSecond) : (known?.perSecond ?? null);
    const untilMs = Math.max(known?.untilMs ?? 0, now() + delayMs);
    slowed.set(channelId, { untilMs, perSecond: rate });
  };

  const beat = async () => {
    const askedAt = now();
    const isLate = seen !== null && askedAt - seen.at > EXPIRES_MS;
    const refusalsBefore = refusals;
    const told = await announce(db, processId, isJoined && !isLate);
    isJoined = true;
    seen = { at: askedAt, processes: told.processes };
    // The answer may be older than a refusal that came in meanwhile.
    if (refusals === refusalsBefore) {
      slowed = new Map(
        told.slowed.map(({ id, forMs, perSecond }) => [id, { untilMs: now() + forMs, perSecond }]),
      );
    }
    if (isLate) settledAt = null;
    if (told.unaware > 0) settledAt = null;
    else settledAt ??= told.processes === 1 ? askedAt : now() + PROMISED_MS;
  };

  return {
    share() {
      if (isAlone) return 1;
      const others = seen?.processes ?? 1;
      const isKnown = seen !== null && now() - seen.at < EXPIRES_MS && settledAt !== null;
      return isKnown && now() >= (settledAt ?? 0) ? 1 / others : TRICKLE / others;
    },
    processes: () => (isAlone ? 1 : (seen?.processes ?? 1)),
    slowed: (channelId) => slowed.get(channelId) ?? null,
    async slow(channelId, scope, delayMs, perSecond) {
      refusals++;
      slowLocally(channelId, scope, delayMs, perSecond);
      await slowInDatabase(db, channelId, scope, delayMs, perSecond);
    },
    beat,
    async run(signal) {
      while (!isAlone && !signal.aborted) {
        // The work's own poll says when the database does not answer; without it nothing can be sent anyway.
        await beat().catch(() => {});
        await sleep(BEAT_MS, undefined, { signal }).catch(() => {});
      }
    },
    async leave() {
      if (!isJoined) return;
      await db
        .deleteFrom('processes')
        .where('id', '=', processId)
        .execute()
        .catch(() => {});
    },
  };
}

function halved(perSecond: number): number {
  return Math.max(1, perSecond / 2);
}

type Told = {
  processes: number;
  /** Others that have not looked since this process joined. */
  unaware: number;
  slowed: { id: string; forMs: number; perSecond: number | null }[];
};

/** Says that this process lives, and asks who else does. Those who join do it one after the other, so that the later sees the earlier. */
async function announce(db: Kysely<Database>, processId: string, isKnown: boolean): Promise<Told> {
  if (isKnown) return ask(db, processId, false);
  return db.transaction().execute(async (tx) => {
    await sql`lock table processes in share row exclusive mode`.execute(tx);
    await sql`delete from processes where seen_at < clock_timestamp() - interval '1 hour'`.execute(tx);
    return ask(tx, processId, true);
  });
}

async function ask(db: Kysely<Database>, processId: string, joins: boolean): Promise<Told> {
  const { rows } = await sql<Told>`
    with me as (
      insert into processes (id, joined_at, seen_at) values (${processId}, clock_timestamp(), clock_timestamp())
      on conflict (id) do update set seen_at = clock_timestamp(),
        joined_at = case when ${joins} then clock_timestamp() else processes.joined_at end
      returning joined_at
    ), others as (
      select seen_at from processes
      where id <> ${processId} and seen_at > clock_timestamp() - ${EXPIRES_MS}::integer * interval '1 millisecond'
    )
    select (select count(*) from others)::integer + 1 as processes,
      (select count(*) from others o, me where o.seen_at <= me.joined_at)::integer as unaware,
      (
        select coalesce(json_agg(json_build_object('id', c.id, 'perSecond', c.slowed_rate,
          'forMs', extract(epoch from c.slowed_until - clock_timestamp()) * 1000)), '[]')
        from channels c where c.slowed_until > clock_timestamp() - ${REMEMBERED}
      ) as slowed
  `.execute(db);
  const [told] = rows;
  if (!told) throw new Error(`the database does not tell process ${processId} about the others`);
  return told;
}

async function slowInDatabase(
  db: Kysely<Database>,
  channelId: string,
  scope: SlowScope,
  delayMs: number,
  perSecond: number,
): Promise<void> {
  const until = sql`greatest(slowed_until, clock_timestamp() + ${delayMs}::float8 * interval '1 millisecond')`;
  if (scope === 'number') {
    await sql`
      update channels set slowed_until = ${until},
        slowed_rate = case
          when slowed_until > clock_timestamp() - ${ONE_EPISODE} and slowed_rate is not null then slowed_rate
          else ${halved(perSecond)}::float8
        end
      where id = ${channelId}
    `.execute(db);
    return;
  }
  const isShared =
    scope === 'app'
      ? sql`true`
      : sql`(id = ${channelId} or business_account_id = (select business_account_id from channels where id = ${channelId}))`;
  await sql`
    update channels set slowed_until = ${until},
      slowed_rate = case when slowed_until > clock_timestamp() - ${REMEMBERED} then slowed_rate end
    where ${isShared}
  `.execute(db);
}
