import type { DeliveryStatus } from '../db/tables.ts';
import { classify } from '../whatsapp/graph-errors.ts';
import { type FailureWords, NOTICES_RU, OTHER_RU, RULES_RU } from './failure-words-ru.ts';

/** Why a message did not arrive, and what somebody can do about it. */
export type Failure = {
  /** WhatsApp's number for it. */
  code: number | null;
  /** Ours: `window-closed`, `unknown`, `refused`, … */
  reason: string;
  /** WhatsApp's own words, in English. */
  details: string | null;
  words: { en: FailureWords; ru: FailureWords };
};

const NOTICES_EN: { readonly [reason: string]: FailureWords } = {
  'quality-assessment': {
    happened: 'WhatsApp keeps it back while it looks at how people take its template.',
    advice: 'Nothing to do: within an hour it is delivered, or WhatsApp says why not.',
  },
  'template-paused': {
    happened: 'Its template cannot be sent now, so it waits.',
    advice: 'It goes as soon as the template is approved again, or another one stands in for it.',
  },
  'number-restricted': {
    happened: 'WhatsApp forbids the number to send this now, so it waits for a day at most.',
    advice: 'Look at the number’s page: until when, and why. Answers to people who write may still go.',
  },
  'template-not-approved': {
    happened: 'WhatsApp has not approved its template, so it was not tried.',
    advice: 'Choose another template, or correct this one and submit it again.',
  },
  'template-parameters': {
    happened: 'Its values are not those that the template asks for, so it was not tried.',
    advice: 'Look at the template and correct the values.',
  },
  'window-closed': {
    happened: 'The 24-hour window had closed before it could leave.',
    advice: 'Send a template: when the contact answers, the window opens again.',
  },
  'taken-over': {
    happened: 'A person took the conversation over before it could leave, so the bot did not say it.',
    advice: 'Nothing to do: handed back, the bot asks its question again.',
  },
  'no-consent': {
    happened: 'The person has not agreed to messages of this kind, so it was not sent.',
    advice: 'Record a consent, or wait until the person writes.',
  },
  'opted-out': {
    happened: 'The person does not want messages of this kind, so it was not sent.',
    advice: 'Nothing to do: they can agree again whenever they like.',
  },
  'marketing-held': {
    happened: 'WhatsApp holds marketing messages back from this person for now, so it was not tried.',
    advice: 'Wait a day, longer each time. Messages that are no marketing still go.',
  },
  'identity-changed': {
    happened: 'Somebody else may be at this number now, so it was not sent.',
    advice: 'Say above the thread who is there; then send it again.',
  },
  unknown: {
    happened: 'WhatsApp’s answer was lost: nobody knows yet whether it arrived.',
    advice: 'Wait a little: Parley looks for its status before it sends it again.',
  },
};

/** A message that arrived after all keeps what went wrong on its way; that is nobody's concern any more. */
const ARRIVED: readonly DeliveryStatus[] = ['sent', 'delivered', 'read'];

/** In words, by WhatsApp's number where there is one; null for what has not gone wrong. */
export function failureOf(
  status: DeliveryStatus,
  error: { code?: number; reason: string; details?: string } | null,
): Failure | null {
  if (!error || ARRIVED.includes(status)) return null;
  const { code = null, reason, details = null } = error;
  const { happened, advice } = classify({
    ...(code !== null && { code }),
    ...(details !== null && { details }),
  });
  const general = { happened, advice };
  return {
    code,
    reason,
    details,
    words: {
      en: NOTICES_EN[reason] ?? general,
      ru: NOTICES_RU[reason] ?? (code === null ? undefined : RULES_RU[code]) ?? OTHER_RU,
    },
  };
}
