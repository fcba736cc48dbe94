import type { Kysely } from 'kysely';
import type { ChannelCache } from '../channel/channel-cache.ts';
import { learnOfPeople } from '../consent/told-by-whatsapp.ts';
import type { KnownWriters } from '../contact/known-writers.ts';
import type { Database } from '../db/tables.ts';
import type { Metrics } from '../metrics.ts';
import { raiseNoticesOf } from '../notices/raise-of-events.ts';
import { recordStatuses } from '../outbox/record-status.ts';
import type { Telemetry } from '../telemetry.ts';
import { applyTemplateEvents } from '../templates/apply-events.ts';
import type { StatusUpdate, WebhookItem } from '../whatsapp/webhook-event.ts';
import { type AddressedEcho, acceptEchoes } from './accept-echoes.ts';
import { type Addressed, acceptMessages } from './accept-messages.ts';
import type { Work } from './enqueue.ts';
import { inParts } from './in-parts.ts';
import { keepEvents } from './keep-events.ts';
import { asBytes, eventOf, type KeptEvent } from './kept-event.ts';

export type ReceiveDeps = {
  db: Kysely<Database>;
  channels: ChannelCache;
  writers: KnownWriters;
  /** The database is spread over several by lane (`parley db distribute`). */
  isDistributed?: boolean;
  metrics: Metrics;
  telemetry?: Telemetry;
  /** Told of templates that have changed, and of accounts whose list is to be read again. */
  onTemplatesChanged?: (readAgain: readonly string[]) => void;
  /** Awaited between the steps, so that a test can end the process there. */
  at?: (point: string) => Promise<void> | void;
};

export type Received = {
  /** Messages that are new and will have their turn. */
  accepted: number;
  /** Messages that were accepted before. */
  duplicates: number;
  /** Statuses that are about messages of ours. */
  statuses: number;
  /** Items that are new, and kept as they were told. */
  kept: number;
  /** Conversations that something waits for now. */
  work: Work[];
};

/**
 * Stores everything that WhatsApp told us, each item once for ever. When it resolves all of it is committed, and Meta may be told
 * so. When it rejects, some of it may be; hearing all of it again does no harm. An item that the database refuses is set aside
 * and its neighbours go on. `events` are kept with the rest.
 */
export async function receive(
  deps: ReceiveDeps,
  items: readonly WebhookItem[],
  events: readonly KeptEvent[] = [],
): Promise<Received> {
  const { messages, statuses, echoes, others } = await sortOut(deps, items);
  await deps.at?.('receive.begun');
  const [told, recorded] = await bothOf(receiveMessages(deps, messages), receiveStatuses(deps, statuses));
  const echoed = await receiveEchoes(deps, echoes);
  await receiveTemplateEvents(deps, others);
  await learnOfPeople(deps, items);
  const kept = await keep(deps, [...events, ...others, ...told.kept, ...recorded.kept, ...echoed.kept]);
  await deps.at?.('receive.committed');
  return {
    accepted: told.accepted,
    duplicates: told.duplicates,
    statuses: recorded.matched,
    kept,
    work: uniqueBy([...told.work, ...recorded.work, ...echoed.work], ({ conversationId }) => conversationId),
  };
}

/** Both at once; when one fails it is told after the other has ended, so that nothing goes on unseen. */
async function bothOf<One, Other>(one: Promise<One>, other: Promise<Other>): Promise<[One, Other]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

/** By what becomes of them. What is for a number that is not ours is kept: else Meta would send it for a week. */
async function sortOut({ channels, metrics }: ReceiveDeps, items: readonly WebhookItem[]) {
  const messages: Addressed[] = [];
  const statuses: (StatusUpdate & { channelId: string })[] = [];
  const echoes: AddressedEcho[] = [];
  const others: KeptEvent[] = [];
  for (const item of items) {
    if (item.kind === 'other' || item.kind === 'malformed') {
      others.push(eventOf(item));
      continue;
    }
    const channel = await channels.byPhoneNumberId(item.phoneNumberId);
    if (!channel) {
      metrics.unknownNumbers.inc();
      others.push({ ...eventOf(item), kind: 'unknown-number' });
    } else if (item.kind === 'message') messages.push({ ...item, channelId: channel.id });
    else if (item.kind === 'echo') echoes.push({ ...item, channelId: channel.id });
    else statuses.push({ ...item, channelId: channel.id });
  }
  return { messages, statuses, echoes, others };
}

async function receiveMessages(
  { db, writers, isDistributed, metrics, telemetry, at }: ReceiveDeps,
  messages: readonly Addressed[],
) {
  const once = uniqueBy(messages, ({ wamid }) => wamid);
  const work: Work[] = [];
  let accepted = 0;
  let duplicates = messages.length - once.length;
  const refused = await inParts(once, async (part) => {
    for (const { message, identity, verdict } of await acceptMessages(db, writers, part, { isDistributed })) {
      if (message.input === null) continue;
      if (verdict === 'duplicate') {
        duplicates++;
        continue;
      }
      accepted++;
      metrics.messages.inc({ kind: message.input.type });
      telemetry?.accepted(message.wamid, identity);
      work.push({ lane: identity.lane, conversationId: identity.conversationId });
    }
  });
  metrics.duplicates.inc(duplicates);
  if (accepted > 0) await at?.('receive.messages-committed');
  const isRefused = new Set(refused.map(({ item }) => item));
  const silent = once.filter(
    (message) => message.input === null && !message.isCall && !isRefused.has(message),
  );
  const kept = [...silent.map(eventOf), ...refused.map(({ item, code }) => asBytes(eventOf(item), code))];
  return { accepted, duplicates, work, kept };
}

async function receiveStatuses(
  { db, isDistributed, metrics, telemetry, at }: ReceiveDeps,
  statuses: readonly (StatusUpdate & { channelId: string })[],
) {
  const work: Work[] = [];
  const unmatched: KeptEvent[] = [];
  const refused = await inParts(statuses, async (part) => {
    const recorded = await recordStatuses(db, part, { isDistributed });
    work.push(...recorded.failed);
    for (const [n, status] of part.entries()) {
      if (recorded.matched[n]) {
        metrics.statuses.inc({ status: status.status });
        telemetry?.told(status);
      } else unmatched.push(eventOf(status));
    }
  });
  const kept = [...unmatched, ...refused.map(({ item, code }) => asBytes(eventOf(item), code))];
  const matched = statuses.length - kept.length;
  if (matched > 0) await at?.('receive.statuses-committed');
  return { matched, work, kept };
}

/** Each is also kept as it was told: few come, and what we make of one is less than what it says. */
async function receiveEchoes({ db }: ReceiveDeps, echoes: readonly AddressedEcho[]) {
  const once = uniqueBy(echoes, ({ wamid }) => wamid);
  const work: Work[] = [];
  const refused = await inParts(once, async (part) => {
    work.push(...(await acceptEchoes(db, part)));
  });
  const isRefused = new Set(refused.map(({ item }) => item));
  const taken = once.filter((echo) => !isRefused.has(echo));
  return {
    work,
    kept: [...taken.map(eventOf), ...refused.map(({ item, code }) => asBytes(eventOf(item), code))],
  };
}

/** Applied before they are kept: heard again they change nothing, so none is lost between the two. */
async function receiveTemplateEvents(
  { db, onTemplatesChanged }: ReceiveDeps,
  events: readonly KeptEvent[],
): Promise<void> {
  const about = events.filter(({ kind }) => kind === 'template-event');
  if (about.length === 0) return;
  const readAgain: string[] = [];
  await inParts(about, async (part) => {
    readAgain.push(...(await applyTemplateEvents(db, part)).incomplete);
  });
  onTemplatesChanged?.(readAgain);
}

async function keep({ db, metrics }: ReceiveDeps, events: readonly KeptEvent[]): Promise<number> {
  const once = uniqueBy(events, ({ dedupKey }) => dedupKey);
  await raiseNoticesOf(db, once);
  const counts = await keepEvents(db, once);
  for (const [kind, count] of counts) metrics.kept.inc({ kind }, count);
  metrics.malformed.inc(counts.get('malformed') ?? 0);
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function uniqueBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.toReversed().map((item) => [keyOf(item), item])).values()].reverse();
}
