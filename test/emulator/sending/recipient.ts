import type { BusinessNumber } from '../business-number.ts';
import { type Refusal, refusal } from '../graph/graph-error.ts';
import { isUserId, type Person } from '../people.ts';
import type { GraphMessage } from '../rules/message-rules.ts';
import type { TemplateDefinition } from '../templates/templates.ts';
import type { Thread } from '../threads.ts';
import { isOpen } from '../windows.ts';
import type { World } from '../world.ts';

/** Who a message is for. Where both are given, `to` wins over `recipient`. */
export function recipientOf(world: World, number: BusinessNumber, message: GraphMessage): Person | Refusal {
  if (message.to === undefined) {
    const userId = message.recipient ?? '';
    return isUserId(userId) ? world.people.know(userId) : refusal(131009, 'recipient is not a user id');
  }
  if (!/^\+?[\d\s()-]+$/.test(message.to)) return refusal(131009, 'to is not a valid phone number');
  const digits = completed(world, number, message.to);
  if (digits.length < 5 || digits.length > 20) return refusal(131009, 'to is not a valid phone number');
  if (digits === number.digits) return refusal(131021, 'Recipient and sender are the same phone number');
  return world.people.know(digits);
}

/**
 * A number without `+` is completed with the business's own calling code, unless it already begins with it or is the
 * wa_id of somebody the platform has seen here. Source: WhatsApp Cloud API, phone number formats, which warns that
 * such a message may go astray.
 */
function completed(world: World, number: BusinessNumber, to: string): string {
  const digits = to.replace(/\D/g, '');
  const isComplete = to.startsWith('+') || digits.startsWith(number.callingCode) || world.people.find(digits);
  return isComplete ? digits : number.callingCode + digits;
}

/** A one-time code needs a phone number. */
export function checkUserId(message: GraphMessage, template: TemplateDefinition | undefined): Refusal | null {
  if (message.to !== undefined || template?.category !== 'AUTHENTICATION') return null;
  return refusal(131062, 'Authentication templates cannot be sent to a business-scoped user id.');
}

/** Why the message will not arrive, and whether the caller learns it at once or by a `failed` status. */
export function outcomeFor(
  world: World,
  thread: Thread,
  message: GraphMessage,
  template: TemplateDefinition | undefined,
): { when: 'sync' | 'async'; refusal: Refusal } | null {
  const { person } = thread;
  const { deliveryErrors, windowErrors } = world.policy;

  if (!person.onWhatsApp) {
    return { when: deliveryErrors, refusal: refusal(131026, 'Message undeliverable.') };
  }
  if (message.type !== 'template' && !isOpen(thread.window, world.clock.now())) {
    const details =
      'Message failed to send because more than 24 hours have passed since the customer last replied.';
    return { when: windowErrors, refusal: refusal(131047, details) };
  }
  if (template?.category === 'MARKETING' && person.marketing === 'stopped') {
    return { when: deliveryErrors, refusal: refusal(131050, 'The person has stopped marketing messages.') };
  }
  // Marketing inside a window that the person opened does not count against the cap.
  if (
    template?.category === 'MARKETING' &&
    person.marketing === 'capped' &&
    !isOpen(thread.window, world.clock.now())
  ) {
    return {
      when: deliveryErrors,
      refusal: refusal(131049, 'Not delivered, to maintain healthy ecosystem engagement.'),
    };
  }
  const hash = message.recipient_identity_key_hash;
  if (hash !== undefined && hash !== person.identityHash) {
    return { when: 'async', refusal: refusal(137000, 'The recipient has another identity key hash by now.') };
  }
  return message.type === 'reaction'
    ? reactionOutcome(thread, message.reaction.message_id, world.clock.now())
    : null;
}

/** One reacts to a message that one has received, not to a reaction, and within 30 days; WhatsApp says so afterwards. */
function reactionOutcome(thread: Thread, wamid: string, now: number) {
  const target = thread.written.get(wamid);
  const isGood = target && target.type !== 'reaction' && now - target.at < 30 * 86_400_000;
  return isGood
    ? null
    : { when: 'async' as const, refusal: refusal(131009, 'The message to react to cannot be reacted to.') };
}
