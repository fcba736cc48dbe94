import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { statement } from '../db/statement.ts';
import type { Database } from '../db/tables.ts';
import type { Log } from '../log.ts';
import type { Telemetry } from '../telemetry.ts';
import { refreshCards } from './cards.ts';

/** What this process has changed since cards were last brought up to date. */
export type Changes = {
  /** Something has happened in a conversation, and is committed. */
  note(lane: number, conversationId: string): void;
  /** Something has become of a message of ours, named as its statuses name it: `<lane>.<outbox id>`. */
  noteMessage(name: string): void;
  /** Resolves when all that was noted until now can be seen. */
  flush(): Promise<void>;
  stop(): Promise<void>;
};

/** Cards are written no more often than this, so that many changes of one conversation cost one. */
const EVERY_MS = 250;
/** With so many conversations at once the next cards wait a little longer: what follows upon each other in one is then one change. */
const BUSY = { conversations: 40, everyMs: 1_000 };
/** At most this part of the time is spent on cards: under load they come later, and the messages do not. */
const SHARE = 0.05;
const MOST_AT_ONCE = 500;

/**
 * Notes which conversations have changed, for the price of a set's entry, and brings their cards up to date a few times a second. What is
 * lost with a crash is found by `catch-up.ts`.
 */
export function startChanges(db: Kysely<Database>, log: Pick<Log, 'warn'>, everyMs = EVERY_MS): Changes {
  let conversations = new Map<number, Set<string>>();
  let messages = new Map<number, Set<string>>();
  let isStopped = false;
  let running: Promise<number> | null = null;
  let timer: NodeJS.Timeout | null = null;

  /** Returns how many conversations had changed. */
  const flushOnce = async (): Promise<number> => {
    const changed = conversations;
    const told = messages;
    conversations = new Map();
    messages = new Map();
    try {
      for (const [lane, ids] of told) {
        for (const { id } of await conversationsOf(db, lane, [...ids])) add(changed, lane, id);
      }
      for (const part of partsOf(changed)) await refreshCards(db, part);
    } catch (err) {
      log.warn({ err }, 'the inbox could not be brought up to date');
      // The next look finds what is noted again.
      for (const [lane, ids] of changed) for (const id of ids) add(conversations, lane, id);
      for (const [lane, ids] of told) for (const id of ids) add(messages, lane, id);
      if (!isStopped) await sleep(1_000, undefined, { ref: false });
    }
    return [...changed.values()].reduce((sum, ids) => sum + ids.size, 0);
  };
  const schedule = (delayMs: number) => {
    if (timer || isStopped) return;
    timer = setTimeout(() => void run(), delayMs);
    timer.unref();
  };
  const run = async (): Promise<void> => {
    if (running !== null) return void (await running);
    if (timer) clearTimeout(timer);
    timer = null;
    const began = performance.now();
    running = flushOnce();
    const count = await running;
    running = null;
    const tookMs = performance.now() - began;
    const pauseMs = count < BUSY.conversations ? everyMs : Math.max(everyMs, BUSY.everyMs);
    if (isWaiting()) schedule(Math.max(pauseMs, tookMs / SHARE - tookMs));
  };
  const isWaiting = () => conversations.size > 0 || messages.size > 0;

  return {
    note(lane, conversationId) {
      add(conversations, lane, conversationId);
      if (running === null) schedule(everyMs);
    },
    noteMessage(name) {
      const [, lane, id] = /^(\d{1,2})\.(\d{1,18})$/.exec(name) ?? [];
      if (lane === undefined || id === undefined) return;
      add(messages, Number(lane), id);
      if (running === null) schedule(everyMs);
    },
    async flush() {
      await running;
      if (isWaiting()) await run();
    },
    async stop() {
      if (timer) clearTimeout(timer);
      timer = null;
      await running;
      isStopped = true;
      if (isWaiting()) await flushOnce();
    },
  };
}

const conversationsOf = statement<{ id: string }>(`
  select distinct conversation_id as id from outbox where lane = $1 and id = any($2::bigint[])
`);

function add(sets: Map<number, Set<string>>, lane: number, id: string): void {
  const known = sets.get(lane);
  if (known) known.add(id);
  else sets.set(lane, new Set([id]));
}

function* partsOf(changed: ReadonlyMap<number, ReadonlySet<string>>): Generator<Map<number, Set<string>>> {
  let part = new Map<number, Set<string>>();
  let size = 0;
  for (const [lane, ids] of changed) {
    for (const id of ids) {
      add(part, lane, id);
      if (++size < MOST_AT_ONCE) continue;
      yield part;
      part = new Map();
      size = 0;
    }
  }
  if (size > 0) yield part;
}

/** The same telemetry, through which the inbox hears of what the work has done. */
export function heardBy(telemetry: Telemetry, changes: Pick<Changes, 'note' | 'noteMessage'>): Telemetry {
  return {
    ...telemetry,
    accepted(wamid, conversation) {
      telemetry.accepted(wamid, conversation);
      changes.note(conversation.lane, conversation.conversationId);
    },
    turnsTaken(lane, decided, wrote) {
      telemetry.turnsTaken(lane, decided, wrote);
      for (const { conversation } of decided) changes.note(lane, conversation.id);
    },
    attempted(message, settled, status) {
      telemetry.attempted(message, settled, status);
      changes.note(message.lane, message.conversation_id);
    },
    told(status) {
      telemetry.told(status);
      if (status.callbackData !== undefined) changes.noteMessage(status.callbackData);
    },
  };
}
