import { type PriceRules, priceRulesOn } from './price-rules.ts';

export type LoggedCategory = 'marketing' | 'utility' | 'authentication' | 'service';

/** A message that was delivered, with what WhatsApp looks at to charge it. */
export type LoggedMessage = {
  /** Milliseconds since 1970. */
  at: number;
  numberId: string;
  /** International digits without `+`. */
  phone: string;
  /** `service` for a free-form one. */
  category: LoggedCategory;
  /** Whether the service window was open. */
  isInWindow: boolean;
  /** Whether it went out in the 72 hours after somebody came by an ad or a page. */
  isInFreeEntry: boolean;
};

export type Charging = {
  /** The day whose rules count for all of them; each message's own, in UTC, when it is left out. */
  day?: string;
  /** So many free-form messages of the month came before: some of them are free. */
  serviceBefore?: number;
};

export type Judged = { message: LoggedMessage; day: string; rules: PriceRules; isCharged: boolean };

/**
 * Which messages of a log are charged, by the rules of their days: conversations, templates, or messages. Of a conversation it is the
 * message that opens it. `log` is in the order of time.
 */
export function chargedOf(
  log: readonly LoggedMessage[],
  { day, serviceBefore = 0 }: Charging = {},
): Judged[] {
  const opened = new Map<string, number>();
  const service = new Map<string, number>();
  const isServiceCharged = (rules: PriceRules, key: string) => {
    if (rules.service === 'free') return false;
    const before = service.get(key) ?? serviceBefore;
    service.set(key, before + 1);
    return before >= rules.freeService;
  };
  return log.map((message) => {
    const on = day ?? new Date(message.at).toISOString().slice(0, 10);
    const rules = priceRulesOn(on);
    const month = on.slice(0, 7);
    const isOfConversation = rules.unit === 'conversation';
    const counts = isOfConversation ? opensOne(message, opened) : isOfCharge(message, rules);
    const isCharged =
      counts &&
      (message.category !== 'service' ||
        isServiceCharged(rules, isOfConversation ? month : `${month} ${message.numberId}`));
    return { message, day: on, rules, isCharged };
  });
}

/** Sources: `price.utilityInWindow` and `window.freeEntry` of the rules pack. Whether a free-form message is one of the free ones comes after. */
function isOfCharge({ isInFreeEntry, isInWindow, category }: LoggedMessage, rules: PriceRules): boolean {
  if (isInFreeEntry) return false;
  return category !== 'utility' || !isInWindow || rules.utilityInWindow === 'charged';
}

const CONVERSATION_MS = 24 * 3_600_000;
const CATEGORIES: readonly LoggedCategory[] = ['marketing', 'utility', 'authentication', 'service'];

/**
 * Whether a message opens a conversation. A template opens one of its category unless there is one; a free-form message goes in any that is
 * open. Source: WhatsApp Business Platform, “Conversation-based pricing” (until 2025-06-30).
 */
function opensOne(message: LoggedMessage, opened: Map<string, number>): boolean {
  const { numberId, phone, category, at, isInFreeEntry } = message;
  const isOpen = (of: string) => {
    const openedAt = opened.get(`${numberId} ${phone} ${of}`);
    return openedAt !== undefined && at < openedAt + CONVERSATION_MS;
  };
  if (isInFreeEntry || (category === 'service' ? CATEGORIES.some(isOpen) : isOpen(category))) return false;
  opened.set(`${numberId} ${phone} ${category}`, at);
  return true;
}
