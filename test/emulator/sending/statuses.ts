import type { BusinessNumber } from '../business-number.ts';
import { toTimestamp } from '../clock.ts';
import { type Refusal, webhookError } from '../graph/graph-error.ts';
import type { Accepted, StatusName } from '../ledger.ts';
import type { Person } from '../people.ts';
import type { Thread } from '../threads.ts';
import { wake } from '../wait.ts';
import type { Change } from '../webhooks/webhook-body.ts';
import { isFree, isOpen } from '../windows.ts';
import type { World } from '../world.ts';

/**
 * Report one status of an accepted message. `error` is the reason of `failed`. Resolves after the webhook's first try.
 * Nothing is checked: a status may be reported twice or out of order, as WhatsApp does.
 */
export function reportStatus(
  world: World,
  record: Accepted,
  status: StatusName,
  error?: Refusal,
): Promise<void> {
  const thread = threadOf(world, record);
  record.statuses.push(status);
  wake(world.watchers);
  return world.webhooks.report(
    messagesChange(thread.number, statusValue(world, thread, record, status, error)),
  );
}

/** What a webhook of the field `messages` is made of. */
export function messagesChange(number: BusinessNumber, value: Record<string, unknown>): Change {
  return {
    wabaId: number.wabaId,
    field: 'messages',
    value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: number.digits, phone_number_id: number.phoneNumberId },
      ...value,
    },
  };
}

/** The `contacts` item that goes with a person's messages and statuses. */
export function contactOf(number: BusinessNumber, person: Person, withUsername: boolean) {
  return {
    profile: { name: person.name, ...(person.username && withUsername ? { username: person.username } : {}) },
    ...visibleNumber(person, 'wa_id'),
    user_id: person.userId,
    ...(number.identityCheck ? { identity_key_hash: person.identityHash } : {}),
  };
}

/** The person's number under the given key, or nothing where the business may not see it. */
export function visibleNumber(person: Person, key: string): Record<string, string> {
  return person.waId !== null && !person.hidesNumber ? { [key]: person.waId } : {};
}

/** The chat into which an accepted message went; the person's number may have changed since. */
export function threadOf(world: World, { wamid }: Accepted): Thread {
  const sent = world.threads.sent.get(wamid);
  if (!sent) throw new Error(`nobody was sent a message with the id ${wamid}`);
  return sent.thread;
}

function statusValue(world: World, thread: Thread, record: Accepted, status: StatusName, error?: Refusal) {
  const { number, person } = thread;
  const contacts = status === 'failed' ? {} : { contacts: [contactOf(number, person, status !== 'sent')] };
  return {
    ...contacts,
    statuses: [
      {
        id: record.wamid,
        status,
        timestamp: toTimestamp(world.clock.now()),
        ...visibleNumber(person, 'recipient_id'),
        recipient_user_id: person.userId,
        ...(number.identityCheck ? { recipient_identity_key_hash: person.identityHash } : {}),
        ...(record.callbackData === null ? {} : { biz_opaque_callback_data: record.callbackData }),
        ...(status === 'sent' || status === 'delivered' ? priceOf(world, thread, record) : {}),
        ...(error ? { errors: [webhookError(error)] } : {}),
      },
    ],
  };
}

/**
 * What the message costs. Source: WhatsApp Cloud API, pricing: templates are charged, service messages and utility
 * templates inside the window are not, nothing is inside a free entry point. Reports of charges for service messages
 * from October 2026 are not confirmed by WhatsApp's pages and not modelled.
 */
function priceOf(world: World, thread: Thread, record: Accepted) {
  const now = world.clock.now();
  if (isFree(thread.window, now)) {
    return {
      conversation: { id: thread.person.userId, origin: { type: 'referral_conversion' } },
      pricing: {
        billable: false,
        pricing_model: 'PMP',
        type: 'free_entry_point',
        category: 'referral_conversion',
      },
    };
  }
  const template =
    record.body.type === 'template'
      ? world.templates.find(
          thread.number.wabaId,
          record.body.template.name,
          record.body.template.language.code,
        )
      : undefined;
  const category = template?.category.toLowerCase() ?? 'service';
  const isFreeService = category === 'service' || (category === 'utility' && isOpen(thread.window, now));
  return {
    pricing: {
      billable: !isFreeService,
      pricing_model: 'PMP',
      type: isFreeService ? 'free_customer_service' : 'regular',
      category,
    },
  };
}
