import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Leased } from './outbox/leased.ts';
import type { Settled, SettledStatus } from './outbox/settle.ts';
import type { Decided } from './turn/apply-changes.ts';
import type { Change } from './turn/change.ts';
import type { DeliveryStatus } from './whatsapp/delivery-status.ts';
import { ruleFor } from './whatsapp/graph-error-codes.ts';

/**
 * Told by the work what has happened, after it is committed: counts it, and writes it down at level `debug`; failures and lost
 * answers at `info`. The lines of one message hang together by their ids: a webhook's line has `requestId` and `wamid`, the
 * acceptance `wamid` and `conversationId`, the turn `wamid`, `inboxId` and `conversationId`, a try to send `conversationId`,
 * `outboxId` and the new `wamid`, a status `outboxId` and that `wamid`.
 */
export type Telemetry = {
  accepted(wamid: string, conversation: { lane: number; conversationId: string }): void;
  turnsTaken(lane: number, decided: readonly Decided[], wrote: readonly Leased[]): void;
  /** `status` is what the message has become by this try. */
  attempted(message: Leased, settled: Settled, status: SettledStatus): void;
  recovered(lane: number, recovered: { unknown: number; again: number; failed: number }): void;
  told(status: Pick<DeliveryStatus, 'wamid' | 'status' | 'callbackData'>): void;
  timersFired(lateSeconds: readonly number[]): void;
  calling(inFlight: number): void;
};

export function createTelemetry(
  metrics: Metrics,
  log: Pick<Log, 'info' | 'debug' | 'isLevelEnabled'>,
): Telemetry {
  // Asked before a line is put together: at the usual level these cost a comparison.
  const isTraced = () => log.isLevelEnabled('debug');
  return {
    accepted(wamid, { lane, conversationId }) {
      if (isTraced()) log.debug({ wamid, lane, conversationId }, 'a message was accepted');
    },

    turnsTaken(lane, decided, wrote) {
      const results: { [result: string]: number } = {};
      for (const { changes } of decided) {
        for (const change of changes) {
          const result = resultOf(change);
          if (result) results[result] = (results[result] ?? 0) + 1;
        }
      }
      for (const [result, count] of Object.entries(results)) metrics.turns.inc({ result }, count);
      if (!isTraced()) return;
      for (const line of decided.flatMap(turnLines)) log.debug({ lane, ...line }, 'a turn was taken');
      for (const { id: outboxId, conversation_id: conversationId } of wrote) {
        log.debug({ lane, outboxId, conversationId }, 'a message was written');
      }
    },

    attempted({ lane, conversation_id: conversationId }, settled, status) {
      const result = settled.outcome === 'again' && status === 'failed' ? 'failed' : settled.outcome;
      const error = settled.outcome === 'sent' ? null : settled.error;
      metrics.sends.inc({ result, code: codeLabel(error?.code) });
      if (result === 'unknown') metrics.unknown.inc();
      const level = result === 'failed' || result === 'unknown' ? 'info' : 'debug';
      if (!log.isLevelEnabled(level)) return;
      const { id: outboxId, attempts: attempt } = settled;
      const outcome =
        settled.outcome === 'sent' ? { wamid: settled.wamid } : { code: error?.code, reason: error?.reason };
      const fields = { lane, outboxId, conversationId, attempt, status: result, ...outcome };
      log[level](fields, SENDING[result]);
    },

    recovered(lane, { unknown, again, failed }) {
      if (unknown + again + failed === 0) return;
      metrics.unknown.inc(unknown);
      metrics.resent.inc(again);
      metrics.givenUp.inc(failed);
      if (unknown > 0) log.info({ lane, count: unknown }, 'messages were being sent by a process that ended');
      if (again > 0) log.info({ lane, count: again }, 'messages of unknown fate go once more');
      if (failed > 0) log.info({ lane, count: failed }, 'messages of unknown fate were given up');
    },

    told({ wamid, status, callbackData }) {
      if (!isTraced()) return;
      const [, lane, outboxId] = /^(\d+)\.(\d+)$/.exec(callbackData ?? '') ?? [];
      const row = lane === undefined ? {} : { lane: Number(lane), outboxId };
      log.debug({ wamid, ...row, status }, 'a status came');
    },

    timersFired(lateSeconds) {
      for (const seconds of lateSeconds) metrics.timerLateness.observe(Math.max(0, seconds));
    },

    calling(inFlight) {
      metrics.callsInFlight.set(inFlight);
    },
  };
}

const SENDING: { readonly [Result in Settled['outcome']]: string } = {
  sent: 'a message was sent',
  held: 'a message waits for its template',
  again: 'a message was not taken and goes again',
  failed: 'a message was not sent and will not be',
  unknown: 'the answer to a message was lost',
};

/** What an event's turn came to; null for changes that are part of a turn. */
function resultOf(change: Change): 'done' | 'ignored' | 'kept' | 'failed' | 'parked' | null {
  switch (change.type) {
    case 'done':
    case 'ignored':
    case 'kept':
      return change.type;
    case 'failed':
      return change.parked ? 'parked' : 'failed';
    default:
      return null;
  }
}

/** One line's fields for each event of a conversation: ids, and the ways that the flow went. Nothing that somebody wrote. */
function turnLines({ conversation, changes }: Decided): { [field: string]: unknown }[] {
  const eventOf = new Map(conversation.events.map((event) => [event.id, event]));
  return changes.flatMap((change) => {
    if (change.type !== 'done' && change.type !== 'ignored' && change.type !== 'failed') return [];
    const event = eventOf.get(change.inboxId);
    return [
      {
        inboxId: change.inboxId,
        conversationId: conversation.id,
        kind: event?.kind,
        status: resultOf(change),
        ...(event?.kind === 'message' ? { wamid: event.source } : {}),
        ...(change.type === 'failed' ? {} : { sessionId: change.sessionId }),
        ...(change.type === 'done'
          ? { path: change.path.map(({ node, port }) => `${node}.${port}`).join(' ') }
          : {}),
        ...(change.type === 'ignored' ? { reason: change.reason } : {}),
      },
    ];
  });
}

/** Meta may invent codes faster than we learn them; a label must come from a closed list. */
function codeLabel(code: number | undefined): string {
  if (code === undefined) return 'none';
  return ruleFor(code) ? String(code) : 'other';
}
