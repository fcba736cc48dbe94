import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { EVERY_LANE } from '../db/lane.ts';
import type { Database } from '../db/tables.ts';
import type { Log } from '../log.ts';
import type { Caller } from '../people/caller.ts';
import { visibleTeams } from '../people/caller.ts';
import { type CardChange, changesSince, maySee, newestVersion, toldOf } from './feed.ts';
import { currentCallers } from './live-callers.ts';
import { createLiveStream, type LiveStream } from './live-stream.ts';
import { readViewers, type Viewer } from './viewers.ts';

export type LiveDeps = {
  db: Kysely<Database>;
  log: Pick<Log, 'warn'>;
  pollMs?: number;
  heartbeatMs?: number;
  /** How often it is asked whether those who listen still may. */
  recheckMs?: number;
  /** A listener who takes nothing for so long is let go; it goes on later from where it stood. */
  patienceMs?: number;
  mostListeners?: number;
};

export type Live = {
  /**
   * What happens in the inbox from now on, or from the change after `since` on, as server-sent events; null when there are too many
   * listeners. The stream ends when its reader cancels it, is too slow, or may no longer read it.
   */
  listen(caller: Caller, since: string | null): Promise<ReadableStream<Uint8Array> | null>;
  listeners(): number;
  /** Ends all streams: their readers connect again, to another process or the next start. */
  stop(): Promise<void>;
};

type Listener = {
  caller: Caller;
  stream: LiveStream;
  /** The last change that was told or passed over. */
  at: bigint;
  viewers: Map<string, Viewer>;
};

const POLL_MS = 300;
const HEARTBEAT_MS = 15_000;
const RECHECK_MS = 3_000;
const PATIENCE_MS = 20_000;
const MOST_LISTENERS = 5_000;

/** One look at the database a few times a second for all listeners together, and none while nobody listens. */
export function createLive(deps: LiveDeps): Live {
  const { db, log, pollMs = POLL_MS, heartbeatMs = HEARTBEAT_MS } = deps;
  const { recheckMs = RECHECK_MS, patienceMs = PATIENCE_MS, mostListeners = MOST_LISTENERS } = deps;
  const listeners = new Set<Listener>();
  const stopping = new AbortController();
  let at: string | null = null;
  let running: Promise<void> | null = null;
  let checkedAt = 0;
  let beatAt = 0;

  const drop = (listener: Listener) => {
    listeners.delete(listener);
    listener.stream.end();
  };
  const tellAll = (changes: readonly CardChange[]) => {
    for (const listener of listeners) tell(listener, changes);
  };
  const tellViewers = (
    all: readonly Viewer[],
    cards: ReadonlyMap<string, Pick<CardChange, 'owner' | 'teams'>>,
  ) => {
    for (const listener of listeners) {
      const visible = all.filter(({ conversationId }) => {
        const card = cards.get(conversationId);
        return card !== undefined && maySee(card, viewerOf(listener.caller));
      });
      const now = new Map(visible.map((viewer) => [`${viewer.conversationId} ${viewer.personId}`, viewer]));
      const changed = new Set<string>();
      for (const [key, { conversationId, state }] of now) {
        if (listener.viewers.get(key)?.state !== state) changed.add(conversationId);
      }
      for (const [key, { conversationId }] of listener.viewers) {
        if (!now.has(key)) changed.add(conversationId);
      }
      listener.viewers = now;
      for (const conversationId of changed) {
        const viewers = visible.filter((viewer) => viewer.conversationId === conversationId);
        listener.stream.send('viewers', {
          conversationId,
          viewers: viewers.map(({ personId, state }) => ({ personId, state })),
        });
      }
    }
  };
  const round = async () => {
    at ??= await newestVersion(db);
    const { changes, upTo, isTooMuch } = await changesSince(db, at);
    at = upTo;
    if (isTooMuch) {
      for (const listener of listeners) {
        listener.at = BigInt(upTo);
        listener.stream.send('reset', { version: upTo }, upTo);
      }
    } else if (changes.length > 0) tellAll(changes);
    const viewers = await readViewers(db);
    tellViewers(viewers, await cardsOf(db, viewers));
    const now = performance.now();
    if (now - checkedAt > recheckMs) {
      checkedAt = now;
      await recheck();
    }
    if (now - beatAt > heartbeatMs) {
      beatAt = now;
      for (const { stream } of listeners) stream.beat();
    }
    for (const listener of [...listeners]) if (listener.stream.stalledMs() > patienceMs) drop(listener);
  };
  const recheck = async () => {
    const asked = [...listeners];
    const current = await currentCallers(
      db,
      asked.map(({ caller }) => caller),
    );
    for (const [n, listener] of asked.entries()) {
      const caller = current[n];
      if (caller?.rights.has('conversations:read')) {
        if (whoOf(caller) !== whoOf(listener.caller)) listener.stream.send('rights', { role: caller.role });
        listener.caller = caller;
      } else {
        listener.stream.send('bye', { reason: 'rights' });
        drop(listener);
      }
    }
  };
  const run = async () => {
    while (listeners.size > 0 && !stopping.signal.aborted) {
      await round().catch((err) =>
        log.warn({ err }, 'those who watch the inbox could not be told of its changes'),
      );
      await sleep(pollMs, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    }
    at = null;
    running = null;
  };

  return {
    async listen(caller, since) {
      if (stopping.signal.aborted || listeners.size >= mostListeners) return null;
      const begins = since ?? (await newestVersion(db));
      const listener: Listener = {
        caller,
        at: BigInt(begins),
        viewers: new Map(),
        stream: createLiveStream(() => listeners.delete(listener)),
      };
      listener.stream.send('hello', { version: begins }, begins);
      // Added before it is read what was missed: what comes meanwhile is told by the next round, and nothing twice.
      listeners.add(listener);
      const missed = await changesSince(db, begins);
      // Looking begins where this listener was told to: what has come since then is told by the first round.
      if (at === null || BigInt(missed.upTo) < BigInt(at)) at = missed.upTo;
      if (missed.isTooMuch) {
        listener.at = BigInt(missed.upTo);
        listener.stream.send('reset', { version: missed.upTo }, missed.upTo);
      } else tell(listener, missed.changes);
      running ??= run();
      return listener.stream.readable;
    },
    listeners: () => listeners.size,
    async stop() {
      stopping.abort();
      for (const listener of [...listeners]) drop(listener);
      await running;
    },
  };
}

/** What a listener has not heard yet, of what they may see. */
function tell(listener: Listener, changes: readonly CardChange[]): void {
  const fresh = changes.filter(({ version }) => BigInt(version) > listener.at);
  const last = fresh.at(-1);
  if (!last) return;
  listener.at = BigInt(last.version);
  const viewer = viewerOf(listener.caller);
  const visible = fresh.filter((change) => maySee(change, viewer));
  // Of what they may not see they hear nothing but that their list may hold something they no longer may.
  const hasHidden = visible.length < fresh.length;
  if (visible.length > 0 || hasHidden)
    listener.stream.send('changes', { changes: visible.map(toldOf), hasHidden }, last.version);
}

export function viewerOf(caller: Caller) {
  return { id: caller.id, teams: visibleTeams(caller) };
}

/** What of a caller decides what they are told. */
const whoOf = (caller: Caller) =>
  JSON.stringify([caller.role, visibleTeams(caller)?.toSorted() ?? null, [...caller.rights].sort()]);

async function cardsOf(db: Kysely<Database>, viewers: readonly Viewer[]) {
  if (viewers.length === 0) return new Map<string, Pick<CardChange, 'owner' | 'teams'>>();
  const ids = [...new Set(viewers.map(({ conversationId }) => conversationId))];
  const rows = await db
    .selectFrom('conversation_cards')
    .select(['conversation_id', 'owner', 'teams'])
    .where('lane', 'in', [...EVERY_LANE])
    .where('conversation_id', 'in', ids)
    .execute();
  return new Map(rows.map(({ conversation_id, owner, teams }) => [conversation_id, { owner, teams }]));
}
