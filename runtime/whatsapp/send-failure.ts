/**
 * What to do with a message that WhatsApp did not take.
 * - `retry`: the same message again later, a few times.
 * - `slow-number`, `slow-account`, `slow-app`, `slow-person`: too fast for this number, for all numbers of its business
 *   account or of the app, or for this one person; wait with everything that shares it, then send again.
 * - `needs-template`: the 24-hour window has closed; only a template may go now.
 * - `hold-marketing`: WhatsApp held a marketing template back; none to this person for a day, and not this one again.
 * - `pause-template`: the template is paused; wait until it is active again. `stop-template`: it never will be.
 * - `pause-campaigns`: the number may answer people but must not start conversations for some hours.
 * - `stop-number`: nothing sent by this number can succeed until its owner has put something right.
 * - `never`: this message will not be delivered; others are not affected.
 */
export type Policy =
  | 'retry'
  | 'slow-number'
  | 'slow-account'
  | 'slow-app'
  | 'slow-person'
  | 'needs-template'
  | 'hold-marketing'
  | 'pause-template'
  | 'stop-template'
  | 'pause-campaigns'
  | 'stop-number'
  | 'never';

/** What an error tells about the world beyond the message, to be remembered. */
export type Lesson =
  | 'unreachable'
  | 'marketing-opt-out'
  | 'identity-changed'
  | 'number-gone'
  | 'template-changed'
  | 'number-required';

export type SendFailure = {
  policy: Policy;
  code: number | null;
  /** One plain sentence: what happened. */
  happened: string;
  /** One plain sentence: what the owner of the number can do; empty when there is nothing to do. */
  advice: string;
  /** Meta's own words about this case, or null. */
  details: string | null;
  /** A person has to act: configuration, payment, policy. */
  alertOwner: boolean;
  learned: Lesson | null;
  /** Null: do not send again by the clock. */
  schedule: Schedule | null;
};

/** The wait after the nth failure is `firstMs * factor ** n`, at most `longestMs`; after `attempts` failures no more. */
export type Schedule = { attempts: number; firstMs: number; factor: number; longestMs: number };

/**
 * Milliseconds to wait before sending again, or null when the message must not go again by itself.
 * `failures` counts the failures so far, this one included.
 */
export function waitBeforeRetry(failure: SendFailure, failures: number): number | null {
  const { schedule } = failure;
  if (!schedule || failures > schedule.attempts) return null;
  return Math.min(schedule.firstMs * schedule.factor ** (failures - 1), schedule.longestMs);
}
