import type { Kysely } from 'kysely';
import type { Bar } from '../channel/channels.ts';
import { barredNow } from '../channel/restrictions.ts';
import { type ConsentNeeded, consentNeededFor } from '../consent/template-rule.ts';
import type { Database } from '../db/tables.ts';
import { isFileUnknown, type SentFiles } from '../files/sent-files.ts';
import type { Log } from '../log.ts';
import { persistently } from '../persistently.ts';
import type { Telemetry } from '../telemetry.ts';
import type { TemplateBooks } from '../templates/books.ts';
import { isOfTemplate } from '../templates/mark-refused.ts';
import type { GraphClient, SendingNumber, Sent } from '../whatsapp/graph-client.ts';
import { toGraphMessage } from '../whatsapp/outbound-message.ts';
import type { Policy } from '../whatsapp/send-failure.ts';
import { grouped } from './grouped.ts';
import type { Leased } from './leased.ts';
import { markSending, type Verdict } from './mark-sending.ts';
import { outcomeOf, type Refusals } from './outcome.ts';
import type { Pacing } from './pacing.ts';
import type { ReadMarks } from './read-marks.ts';
import { type Settled, type SettledStatus, settle } from './settle.ts';
import type { SharedRates, SlowScope } from './shared-rates.ts';
import { createSlots } from './slots.ts';

/** What sending needs to know of one of our numbers. */
export type SendingChannel = SendingNumber & {
  /** What WhatsApp forbids it for now. */
  bar?: Bar;
  catalogId: string | null;
  /** Whose templates are sent; null where that is not known. */
  businessAccountId?: string | null;
  /** Messages a second. */
  throughput: number;
};

export type AttemptDeps = {
  db: Kysely<Database>;
  graph: Pick<GraphClient, 'send' | 'markRead'>;
  log: Pick<Log, 'warn' | 'error'>;
  telemetry?: Telemetry;
  /** The number as the database has it now, where what this process knows may be some seconds old. */
  freshChannelOf?: (channelId: string) => Promise<SendingChannel | null>;
  /** What is known of templates; without it they are sent as they are. */
  templates?: Pick<TemplateBooks, 'choose' | 'of'> | undefined;
  /** Gives files that are kept with the flows to WhatsApp; without it, nothing that names one is sent. */
  files?: SentFiles | undefined;
  /** A failed message was told to its session: there is a turn to take. */
  onFailed?: (lane: number) => void;
  /** Awaited between the steps, so that a test can end the process there. */
  at?: (point: string) => Promise<void> | void;
};

/** The message is off the list and the next one may go; or it, and those behind it, wait in the database. */
export type Attempted = 'next' | { waitMs: number };

/** An earlier message of the conversation is with another process, or its fate is unknown: look again soon. */
const BEHIND_MS = 250;
const GROUPS_AT_ONCE = 4;
/** One try to send one message that is leased to this process, from the last look at the database to the stored outcome. */
export function createAttempts(
  deps: AttemptDeps,
  {
    pacing,
    rates,
    marks,
  }: { pacing: Pick<Pacing, 'allowed'>; rates: Pick<SharedRates, 'slow'>; marks: Pick<ReadMarks, 'read'> },
  leaseMs: number,
) {
  const { db, graph, log, at } = deps;
  const mark = perLane<Leased & { needs: ConsentNeeded | null }, Verdict>((lane, messages) =>
    markSending(db, lane, messages, leaseMs),
  );
  const store = perLane<Settled, SettledStatus>((lane, settled) => settle(db, lane, settled));

  const conclude = async (message: Leased, settled: Settled): Promise<SettledStatus> => {
    // The message is on the network, and only we know what became of it.
    const status = await persistently(() => store(message.lane, settled));
    deps.telemetry?.attempted(message, settled, status);
    if (status === 'failed') deps.onFailed?.(message.lane);
    return status;
  };

  const refuse = async (message: Leased, attempts: number, reason: string, details?: string) => {
    await conclude(message, { id: message.id, attempts, outcome: 'failed', error: { reason, details } });
    return 'next' as const;
  };

  const hold = async (
    message: Leased,
    attempts: number,
    reason: string,
    details: string,
    code: number | null = null,
  ) => {
    const error = { ...(code !== null && { code }), reason, details };
    await conclude(message, { id: message.id, attempts, outcome: 'held', error });
    return 'next' as const;
  };

  /** The message as it may leave: its template's fallback, where that is what can be sent; or what became of it instead. */
  const prepare = async (message: Leased, channel: SendingChannel): Promise<Leased | 'next'> => {
    const barred = barredNow(channel.bar, message.message, new Date());
    if (barred !== null) return hold(message, message.attempts, 'number-restricted', barred);
    if (message.message.type !== 'template' || !deps.templates) return message;
    const choice = await deps.templates.choose(channel.businessAccountId ?? null, message.message);
    if (choice.act === 'hold') return hold(message, message.attempts, choice.reason, choice.details);
    if (choice.act === 'refuse') return refuse(message, message.attempts, choice.reason, choice.details);
    if (!choice.instead) return message;
    // What is stored is what was sent, before it is.
    await replaceMessage(db, message, choice.message);
    return { ...message, message: choice.message };
  };

  const knownTemplate = async ({ message }: Leased, { businessAccountId }: SendingChannel) => {
    if (message.type !== 'template' || businessAccountId == null) return undefined;
    return (await deps.templates?.of(businessAccountId))?.find(message.name, message.language);
  };

  const consentFor = async (message: Leased, channel: SendingChannel): Promise<ConsentNeeded | null> => {
    if (message.message.type !== 'template') return null;
    return consentNeededFor((await knownTemplate(message, channel))?.content.category);
  };

  /** What is sent: the message with its stored file as WhatsApp knows it; or what became of the message where there is no such file. */
  const attach = async (message: Leased, channel: SendingChannel): Promise<Content | Attempted> => {
    if (!deps.files) return { message: message.message, isRemembered: false };
    const attached = await deps.files.attach(message.channel_id, channel, message.message);
    if (attached.act === 'ready') return attached;
    const { attempts } = message;
    if (attached.act === 'missing')
      return refuse(message, attempts, 'refused', `The file “${attached.file.name}” is not on this server.`);
    const refusals = await refusalsOf(db, message);
    const { failure } = attached;
    return follow(
      message,
      channel,
      { attempts, refusals, isUntried: true },
      { ok: false, outcome: 'refused', failure },
    );
  };

  const stopNumber = async (channelId: string, { accessToken }: SendingChannel, reason: string) => {
    // Its owner may just have given it another token: what the old one is told says nothing about the number.
    const fresh = await deps.freshChannelOf?.(channelId);
    if (fresh && fresh.accessToken !== accessToken) return;
    log.error({ channelId, reason }, 'a number was stopped: WhatsApp takes nothing from it');
    await db
      .updateTable('channels')
      .set({ status: 'stopped', stopped_reason: reason })
      .where('id', '=', channelId)
      .where('status', '=', 'active')
      .execute();
  };

  /** The message's own fate comes first: without the database this process alone holds back for now. */
  const slow = (channelId: string, scope: SlowScope, delayMs: number, perSecond: number) =>
    rates
      .slow(channelId, scope, delayMs, perSecond)
      .catch((err) => log.warn({ err, channelId }, 'the other processes were not told to slow down'));

  type Go = Extract<Verdict, { verdict: 'go' }>;
  const exchange = async (message: Leased, content: Content, channel: SendingChannel, go: Go) => {
    const { lane, id, channel_id, answers } = message;
    const { attempts, waId, userId, replyTo, reactsTo } = go;
    // The name of the row, which comes back with every status and finds the row when the answer to the send is lost.
    const callbackData = `${lane}.${id}`;
    const send = async (said: Leased['message']): Promise<Sent | string> => {
      const made = toGraphMessage(said, {
        to: waId ?? undefined,
        recipient: userId ?? undefined,
        catalogId: channel.catalogId ?? undefined,
        callbackData,
        formToken: callbackData,
        replyTo: replyTo ?? undefined,
        reactsTo: reactsTo ?? undefined,
      });
      if (!made.ok) return made.reason;
      await at?.('deliver.before-send');
      const answered = await graph.send(channel, made.body);
      await at?.('deliver.after-send');
      return answered;
    };
    let sent = await send(content.message);
    if (content.isRemembered && deps.files && typeof sent !== 'string' && isFileUnknown(sent)) {
      // Refused, so nothing has gone: with the file given anew, it may go once more.
      await deps.files.forget(channel_id, message.message);
      const anew = await deps.files.attach(channel_id, channel, message.message);
      if (anew.act === 'ready') sent = await send(anew.message);
      if (anew.act === 'refused') sent = { ok: false, outcome: 'refused', failure: anew.failure };
    }
    if (typeof sent === 'string') return refuse(message, attempts, 'refused', sent);
    if (sent.ok && answers !== null)
      marks.read(channel, { conversationId: message.conversation_id, wamid: answers });
    return follow(message, channel, go, sent);
  };

  /** Does what an answer asks for, with the message and with what it shares the number with. */
  const follow = async (
    message: Leased,
    channel: SendingChannel,
    { attempts, refusals, isUntried }: { attempts: number; refusals: Refusals; isUntried?: boolean },
    sent: Sent,
  ): Promise<Attempted> => {
    const { id, channel_id } = message;
    const outcome = outcomeOf(sent, message.message, refusals, Math.random());
    const failure = sent.ok || sent.outcome === 'unknown' ? null : sent.failure;
    const policy = failure?.policy ?? null;
    if (outcome.outcome === 'again') {
      const scope = scopeOf(policy);
      if (scope) {
        await slow(channel_id, scope, outcome.delayMs, pacing.allowed(channel_id, channel.throughput));
      }
      if (policy === 'stop-number')
        await stopNumber(channel_id, channel, outcome.error.details ?? outcome.error.reason);
    }
    if (failure?.alertOwner && failure.policy !== 'stop-number') {
      const { code, happened, advice } = failure;
      log.error(
        { channelId: channel_id, code, reason: `${happened} ${advice}` },
        'WhatsApp wants something put right',
      );
    }
    await at?.('deliver.before-mark');
    if (failure && isOfTemplate(failure.code) && (await knownTemplate(message, channel))) {
      const { code, details, happened } = failure;
      return hold(message, attempts, 'template-paused', details ?? happened, code);
    }
    const status = await conclude(message, { id, attempts, ...outcome, ...(isUntried && { isUntried }) });
    if (status === 'queued' && outcome.outcome === 'again') return { waitMs: outcome.delayMs };
    // Those behind wait until it is known whether this one has arrived: it may have to go once more, before them.
    return status === 'unknown' ? { waitMs: BEHIND_MS } : 'next';
  };

  return async (message: Leased, channel: SendingChannel): Promise<Attempted> => {
    await at?.('deliver.claimed');
    const prepared = await prepare(message, channel);
    if (prepared === 'next') return 'next';
    const needs = await consentFor(prepared, channel);
    // Nothing of the message has left yet: a crash while its file is on the way only gives the file twice.
    const content = await attach(prepared, channel);
    if (content === 'next' || 'waitMs' in content) return content;
    const verdict = await mark(message.lane, { ...message, needs });
    switch (verdict.verdict) {
      case 'lost':
        return 'next';
      case 'behind':
        return { waitMs: BEHIND_MS };
      case 'stopped':
        return { waitMs: 0 };
      case 'closed':
        return refuse(message, message.attempts, 'window-closed');
      case 'identity':
        return refuse(message, message.attempts, 'identity-changed');
      case 'opted-out':
      case 'no-consent':
      case 'marketing-held':
        return refuse(message, message.attempts, verdict.verdict);
      case 'go':
        return exchange(prepared, content, channel, verdict);
    }
  };
}

type Content = { message: Leased['message']; isRemembered: boolean };

/** How often a message that waits was refused before. */
async function refusalsOf(db: Kysely<Database>, { lane, id }: Leased): Promise<Refusals> {
  const row = await db
    .selectFrom('outbox')
    .select(['failures', 'slowed'])
    .where('lane', '=', lane)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? { failures: 0, slowed: 0 };
}

/** Stores another message in place of one that waits; nothing changes where it is no longer ours. */
async function replaceMessage(
  db: Kysely<Database>,
  { lane, id, attempts }: Leased,
  message: Leased['message'],
): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ message: JSON.stringify(message) })
    .where('lane', '=', lane)
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .where('attempts', '=', attempts)
    .execute();
}

/** What a refusal slows down besides the message itself. */
function scopeOf(policy: Policy | null): SlowScope | null {
  switch (policy) {
    case 'slow-number':
      return 'number';
    case 'slow-account':
      return 'account';
    case 'slow-app':
      return 'app';
    default:
      return null;
  }
}

/**
 * One group of writes a lane, since a statement may touch one lane only, and few groups at once: what comes meanwhile makes the next
 * ones larger, which costs the database less than many small ones.
 */
function perLane<Item, Result>(
  write: (lane: number, items: readonly Item[]) => Promise<Result[]>,
): (lane: number, item: Item) => Promise<Result> {
  const lanes = new Map<number, (item: Item) => Promise<Result>>();
  const slots = createSlots(GROUPS_AT_ONCE);
  return (lane, item) => {
    let add = lanes.get(lane);
    if (!add) {
      add = grouped((items) => write(lane, items), slots);
      lanes.set(lane, add);
    }
    return add(item);
  };
}
