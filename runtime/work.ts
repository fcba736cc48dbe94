import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Opened } from './calls/guarded-fetch.ts';
import { startDueCalls } from './calls/make-due.ts';
import { EVERY_LANE } from './db/lane.ts';
import { statement } from './db/statement.ts';
import type { Database } from './db/tables.ts';
import { watchCases } from './escalation/watch.ts';
import type { SentFiles } from './files/sent-files.ts';
import type { Log } from './log.ts';
import type { SendingChannel } from './outbox/attempt.ts';
import { createSender, LEASE_MS, startDelivery } from './outbox/deliver.ts';
import { GRACE_MS } from './outbox/outcome.ts';
import { createSharedRates } from './outbox/shared-rates.ts';
import { createRounds } from './rounds.ts';
import type { Telemetry } from './telemetry.ts';
import type { TemplateBooks } from './templates/books.ts';
import { fireDueTimers } from './timers/fire-due.ts';
import { createMachineCache } from './turn/machine-cache.ts';
import { takeTurns } from './turn/take-turns.ts';
import type { GraphClient } from './whatsapp/graph-client.ts';

export type WorkDeps = {
  db: Kysely<Database>;
  graph: Pick<GraphClient, 'send' | 'markRead'>;
  /** One of our numbers; null when there is no such one. Asked for every message sent. */
  channelOf: (channelId: string) => Promise<SendingChannel | null>;
  /** The same, read again. */
  freshChannelOf?: (channelId: string) => Promise<SendingChannel | null>;
  log: Pick<Log, 'warn' | 'error'>;
  /** What is known of templates, for sending. */
  templates?: Pick<TemplateBooks, 'choose' | 'of'>;
  /** Gives files that are kept with the flows to WhatsApp. */
  files?: SentFiles;
  /** Counts and writes down what has happened. */
  telemetry?: Telemetry;
  /** What the operator opened to `request` nodes. */
  opened?: Opened;
  /** Letters are sent: people are to hear of cases that nobody takes by them. */
  writesLetters?: boolean;
  /** No other process can be on this database. */
  isAlone?: boolean;
  /** How often to look for what nobody woke us for: work of other processes, timers, retries. */
  pollMs?: number;
  mediaWaitMs?: number;
  leaseMs?: number;
  graceMs?: number;
  /** Awaited between the steps, so that a test can end the process there. */
  at?: (point: string) => Promise<void> | void;
};

export type Work = {
  /** Something waits in the inbox of these lanes. */
  wake(lanes: Iterable<number>): void;
  /** Something waits in the outbox of these lanes. */
  deliver(lanes: Iterable<number>): void;
  /** Finishes what is under way, within 16 seconds, and starts nothing more. */
  stop(): Promise<void>;
};

/** Conversations of one lane in one transaction. */
const TURNS_BATCH = 100;
const POLL_MS = 500;
/** HTTP calls of flows at once; each may take half a minute. */
const MAX_CALLS = 32;
/** Below this much room new messages are left for whoever has more of it. */
const MIN_ROOM = 100;
/** A lane that never comes to rest gets its timers all the same. */
const LET_IN_MS = 1_000;
/** What is under way for longer is left to its lease: another process finds it, and knows that nobody knows. */
const STOP_WITHIN_MS = 16_000;

/**
 * Everything that happens after a message is stored: turns, sending, timers, calls. Each stage wakes the next one directly; under
 * that a poll finds what other processes left and what has become due. Any number of processes may do this on one database.
 */
export function startWork(deps: WorkDeps): Work {
  const { db, log, telemetry, at, pollMs = POLL_MS, leaseMs = LEASE_MS, graceMs = GRACE_MS } = deps;
  // What WhatsApp told while no process listened it tells again, but not at once: a standstill is no time to have heard of a message.
  const listensSince = performance.now();
  const machines = createMachineCache();
  const underWay = new Set<Promise<unknown>>();
  const onError = (stage: string) => (err: unknown, lane: number) =>
    log.error({ err, lane, action: stage }, 'a round of work failed');

  const rates = createSharedRates(deps);
  const sender = createSender({
    ...deps,
    rates,
    leaseMs,
    onFailed: (lane) => turns.wake([lane]),
    onReleased: (lane, delayMs) => {
      // Later ones are found by the poll.
      if (delayMs < pollMs) setTimeout(() => deliveries.wake([lane]), delayMs);
    },
  });
  const follow = (work: Promise<unknown>, stage: string, lane: number) => {
    const followed = work
      .catch((error) => onError(stage)(error, lane))
      .finally(() => underWay.delete(followed));
    underWay.add(followed);
  };

  const turns = createRounds(
    async (lane) => {
      const mayLease = sender.room() >= MIN_ROOM;
      const taken = await takeTurns(
        { db, machines, log, telemetry, at, leaseMs: () => (mayLease ? leaseMs : null) },
        lane,
        TURNS_BATCH,
      );
      if (taken.wrote.length > 0) follow(sender.deliver(taken.wrote), 'deliver', lane);
      if (taken.calls) calls.wake([lane]);
      if (taken.slow.length > 0) follow(sender.announce(taken.slow), 'announce', lane);
      if (!mayLease) deliveries.wake([lane]);
      return taken.turns > 0;
    },
    { parallel: 4, onError: onError('turns') },
  );
  const deliveries = createRounds(
    async (lane) => {
      const mayDecide = performance.now() - listensSince > graceMs;
      const { claimed, sent } = await startDelivery(
        { ...deps, sender, leaseMs, graceMs, mayDecide, onFailed: (failed) => turns.wake([failed]) },
        lane,
      );
      follow(sent, 'deliver', lane);
      return claimed > 0 && sender.room() > 0;
    },
    { parallel: 2, onError: onError('deliver') },
  );
  const timers = createRounds(
    async (lane) => {
      const fired = await fireDueTimers({ db, telemetry, at }, lane);
      if (fired === 0) return false;
      turns.wake([lane]);
      // A storm of timers goes through in batches, and between two of them the people who have written meanwhile.
      await Promise.race([turns.idle(lane), sleep(LET_IN_MS, undefined, { ref: false })]);
      return true;
    },
    { parallel: 4, onError: onError('timers') },
  );
  let calling = 0;
  const calls = createRounds(
    async (lane) => {
      const limit = MAX_CALLS - calling;
      if (limit <= 0) return false;
      const started = await startDueCalls(
        { ...deps, onAnswered: (answered) => turns.wake([answered]) },
        lane,
        limit,
      );
      calling += started.length;
      telemetry?.calling(calling);
      for (const call of started) {
        follow(
          call.finally(() => {
            calling--;
            telemetry?.calling(calling);
            calls.wake([lane]);
          }),
          'calls',
          lane,
        );
      }
      return false;
    },
    { parallel: 2, onError: onError('calls') },
  );

  const cases = createRounds(
    async (lane) => {
      const due = await watchCases({ ...deps, wake: () => turns.wake([lane]) }, lane);
      return due > 0;
    },
    { parallel: 1, onError: onError('cases') },
  );

  const stages = { turns, deliveries, timers, calls, cases };
  const stopping = new AbortController();
  const poll = async () => {
    let isDown = false;
    while (!stopping.signal.aborted) {
      try {
        for (const { stage, lane } of await lanesWithWork(db)) stages[stage].wake([lane]);
        isDown = false;
      } catch (err) {
        if (!isDown) log.warn({ err }, 'the database does not answer; trying again');
        isDown = true;
      }
      // Not in step with other processes.
      await sleep(pollMs * (0.75 + Math.random() / 2), undefined, { signal: stopping.signal }).catch(
        () => {},
      );
    }
  };
  const polling = Promise.all([poll(), rates.run(stopping.signal)]);

  return {
    wake: (lanes) => turns.wake(lanes),
    deliver: (lanes) => deliveries.wake(lanes),
    async stop() {
      stopping.abort();
      const rounds = [polling, turns.stop(), deliveries.stop(), timers.stop(), calls.stop(), cases.stop()];
      const done = Promise.all(rounds)
        .then(() => sender.stop())
        .then(() => rates.leave())
        .then(() => Promise.all(underWay));
      const late = new AbortController();
      const enough = sleep(STOP_WITHIN_MS, undefined, { signal: late.signal }).catch(() => {});
      await Promise.race([done, enough]);
      late.abort();
    },
  };
}

type Stage = 'turns' | 'deliveries' | 'timers' | 'calls' | 'cases';

/** One small question for all lanes, instead of one for each lane and stage. It looks for one row of each kind and no further. */
async function lanesWithWork(db: Kysely<Database>): Promise<{ stage: Stage; lane: number }[]> {
  return readLanesWithWork(db, EVERY_LANE);
}

const readLanesWithWork = statement<{ stage: Stage; lane: number }>(`
  select stage, lane
  from unnest($1::smallint[]) as l(lane), unnest(array['turns', 'deliveries', 'timers', 'calls', 'cases']) as stage
  where case stage
    when 'turns' then exists (select from inbox where lane = l.lane and status = 'new')
    when 'deliveries' then exists (
      select from outbox
      where lane = l.lane and open and status in ('queued', 'unknown') and due_at <= now()
        and (leased_until is null or leased_until < now())
        and not exists (select from channels n where n.id = channel_id and n.status = 'stopped')
    ) or exists (select from outbox where lane = l.lane and open and status = 'sending' and leased_until < now())
    when 'timers' then exists (select from timers where lane = l.lane and not fired and due_at <= now())
    when 'cases' then exists (
      select from cases
      where lane = l.lane and status in ('requested', 'assigned', 'answered') and due_at <= now()
    )
    else exists (select from calls where lane = l.lane and (leased_until is null or leased_until < now()))
  end
`);
