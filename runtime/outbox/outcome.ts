import type { OutboundMessage } from '@parley/flows/message.ts';
import { isFreeForm } from '@parley/flows/message.ts';
import type { Sent } from '../whatsapp/graph-client.ts';
import type { SendFailure } from '../whatsapp/send-failure.ts';
import type { Outcome, SendError } from './settle.ts';

/** How long a status may take to tell what became of a message whose answer was lost. */
export const GRACE_MS = 60_000;

const REPLY_MAX_AGE_MS = 15 * 60_000;
const DAY_MS = 24 * 3600_000;

/** What the answer to a send means for the message. `attempts` counts this attempt, `chance` is from 0 to 1. */
export function outcomeOf(sent: Sent, message: OutboundMessage, attempts: number, chance: number): Outcome {
  if (sent.ok) return { outcome: 'sent', wamid: sent.wamid };
  if (sent.outcome === 'unknown') {
    return { outcome: 'unknown', graceMs: GRACE_MS, error: { reason: 'unknown', details: sent.reason } };
  }
  const { failure } = sent;
  const error = errorOf(failure);
  switch (failure.policy) {
    case 'retry': {
      const maxAgeMs = isFreeForm(message) ? REPLY_MAX_AGE_MS : DAY_MS;
      return { outcome: 'again', delayMs: backoffMs(failure, attempts, chance), maxAgeMs, error };
    }
    case 'slow-person':
    case 'slow-number':
    case 'slow-account':
      // Nothing is wrong with the message: it waits its turn, for as long as it can be sent at all.
      return { outcome: 'again', delayMs: backoffMs(failure, attempts, 1), maxAgeMs: DAY_MS, error };
    case 'stop-number':
      // It goes when the number may send again, whenever that is.
      return { outcome: 'again', delayMs: 0, maxAgeMs: 365 * DAY_MS, error };
    case 'needs-template':
    case 'hold-marketing':
    case 'pause-template':
    case 'stop-template':
    case 'pause-campaigns':
    case 'never':
      return { outcome: 'failed', error };
  }
}

/** The wait after the nth failure in a row: the schedule's, between half and all of it, so that not everybody comes back at once. */
function backoffMs({ schedule }: SendFailure, attempts: number, chance: number): number {
  const { firstMs, factor, longestMs } = schedule ?? { firstMs: 2_000, factor: 2, longestMs: 300_000 };
  const fullMs = Math.min(firstMs * factor ** (attempts - 1), longestMs);
  return Math.round(fullMs * (0.5 + chance / 2));
}

/** What is kept with the message, for the flow and for people. */
export function errorOf({ policy, code, happened, details }: SendFailure): SendError {
  return {
    ...(code === null ? {} : { code }),
    reason: policy === 'needs-template' ? 'window-closed' : 'refused',
    details: details === null ? happened : `${happened} ${details}`,
  };
}
