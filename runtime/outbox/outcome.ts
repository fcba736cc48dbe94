import type { OutboundMessage } from '@parley/flows/message.ts';
import { isFreeForm } from '@parley/flows/message.ts';
import type { Sent } from '../whatsapp/graph-client.ts';
import { type SendFailure, waitBeforeRetry } from '../whatsapp/send-failure.ts';
import type { Outcome, SendError } from './settle.ts';

/** How long a status may take to tell what became of a message whose answer was lost. */
export const GRACE_MS = 60_000;

const REPLY_MAX_AGE_MS = 15 * 60_000;
const DAY_MS = 24 * 3600_000;

/** How often a message was refused before, for each of the two kinds of reason. */
export type Refusals = { failures: number; slowed: number };

/**
 * What the answer to a send means for the message. `before` counts the refusals before this one, `chance` is from 0 to 1.
 * Failing is limited, by the code's own schedule and by the message's age. Being told to wait is not failing: the waits grow, and
 * only age ends them.
 */
export function outcomeOf(sent: Sent, message: OutboundMessage, before: Refusals, chance: number): Outcome {
  if (sent.ok)
    return { outcome: 'sent', wamid: sent.wamid, ...(isHeldBack(sent.messageStatus) && { held: true }) };
  if (sent.outcome === 'unknown') {
    return { outcome: 'unknown', graceMs: GRACE_MS, error: { reason: 'unknown', details: sent.reason } };
  }
  const { failure } = sent;
  const error = errorOf(failure);
  switch (failure.policy) {
    case 'retry': {
      const waitMs = waitBeforeRetry(failure, before.failures + 1);
      if (waitMs === null) return { outcome: 'failed', error };
      // Between half and all of it, so that not everybody comes back at once.
      const delayMs = Math.round(waitMs * (0.5 + chance / 2));
      const maxAgeMs = isFreeForm(message) ? REPLY_MAX_AGE_MS : DAY_MS;
      return { outcome: 'again', counts: 'failures', delayMs, maxAgeMs, error };
    }
    case 'slow-person':
    case 'slow-number':
    case 'slow-account':
    case 'slow-app':
      // Nothing is wrong with the message: it waits its turn, for as long as it can be sent at all.
      return {
        ...{ outcome: 'again', counts: 'slowed', maxAgeMs: DAY_MS, error },
        delayMs: slowedMs(failure, before.slowed + 1),
      };
    case 'stop-number':
      // It goes when the number may send again, whenever that is.
      return { outcome: 'again', counts: null, delayMs: 0, maxAgeMs: 365 * DAY_MS, error };
    // What will hold for hours must not hold up what comes behind: the session is told, and its flow or a person decides.
    case 'needs-template':
    case 'hold-marketing':
    case 'pause-template':
    case 'stop-template':
    case 'pause-campaigns':
    case 'never':
      return { outcome: 'failed', error };
  }
}

/** A template that is new, or not well received, goes to some people first. Source: “Template pacing”. */
function isHeldBack(messageStatus: string | undefined): boolean {
  return messageStatus === 'held_for_quality_assessment' || messageStatus === 'paused';
}

/** The wait after the nth time in a row: the schedule's, and its longest ever after. */
function slowedMs({ schedule }: SendFailure, times: number): number {
  const { firstMs, factor, longestMs } = schedule ?? { firstMs: 1_000, factor: 2, longestMs: 60_000 };
  return Math.min(firstMs * factor ** (times - 1), longestMs);
}

/** What is kept with the message, for the flow and for people. */
export function errorOf({ policy, code, happened, details }: SendFailure): SendError {
  return {
    ...(code === null ? {} : { code }),
    reason: policy === 'needs-template' ? 'window-closed' : 'refused',
    details: details === null ? happened : `${happened} ${details}`,
  };
}
