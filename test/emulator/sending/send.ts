import type { BusinessNumber } from '../business-number.ts';
import type { Refusal } from '../graph/graph-error.ts';
import type { Accepted } from '../ledger.ts';
import { show } from '../phone/shown-message.ts';
import type { GraphMessage } from '../rules/message-rules.ts';
import { checkTemplate } from '../templates/template-check.ts';
import type { TemplateDefinition } from '../templates/templates.ts';
import type { Thread } from '../threads.ts';
import { wake } from '../wait.ts';
import { noteOutbound } from '../windows.ts';
import { STATUS_ORDER, type World } from '../world.ts';
import { checkUserId, outcomeFor, recipientOf } from './recipient.ts';
import { checkProducts, checkStoredMedia } from './send-checks.ts';
import { reportStatus, threadOf } from './statuses.ts';

export type Answer =
  | { refusal: Refusal }
  | {
      body: Record<string, unknown>;
      /** What happens after the call is answered: the message's statuses. */
      afterwards: () => Promise<void>;
    };

/** A well-formed message goes through everything that WhatsApp holds against it, and onto the person's phone. */
export function sendMessage(
  world: World,
  number: BusinessNumber,
  message: GraphMessage,
  version: number,
): Answer {
  const person = recipientOf(world, number, message);
  if ('code' in person) return { refusal: person };
  const thread = world.threads.of(number, person);
  const template = templateOf(world, number, message);
  const now = world.clock.now();

  const refused =
    checkStoredMedia(world, number, message) ??
    checkProducts(number, message) ??
    (message.type === 'template' ? checkTemplate(template, message.template, version, now) : null) ??
    checkUserId(message, template);
  if (refused) return { refusal: refused };

  const undeliverable = outcomeFor(world, thread, message, template);
  if (undeliverable && undeliverable.when === 'sync') return { refusal: undeliverable.refusal };

  const limited = world.rates.takeOutbound(number, person.userId, now);
  if (limited) return { refusal: limited };

  return accept(world, thread, message, undeliverable?.refusal ?? null);
}

function accept(world: World, thread: Thread, message: GraphMessage, failure: Refusal | null): Answer {
  const { number, person } = thread;
  const to = person.waId ?? person.userId;
  const record: Accepted = {
    wamid: world.ids.wamid(to, 'out'),
    at: world.clock.now(),
    phoneNumberId: number.phoneNumberId,
    to,
    type: message.type,
    body: message,
    callbackData: message.biz_opaque_callback_data ?? null,
    shown: false,
    statuses: [],
  };
  const isPaced = templateOf(world, number, message)?.pacing ?? false;
  world.ledger.accepted.push(record);
  world.threads.sent.set(record.wamid, { thread, record });
  thread.typingAt = null;
  wake(world.watchers);
  if (!failure && !isPaced) {
    noteOutbound(thread.window, record.at);
    if (thread.isOnline && !thread.isBlocked) putOnScreen(world, record);
    else if (!thread.isBlocked) thread.waiting.push(record);
  }
  const contact =
    message.to === undefined
      ? { input: message.recipient, user_id: person.userId }
      : { input: message.to, wa_id: to };
  return {
    body: {
      messaging_product: 'whatsapp',
      contacts: [contact],
      messages: [
        {
          id: record.wamid,
          ...(message.type === 'template'
            ? { message_status: isPaced ? 'held_for_quality_assessment' : 'accepted' }
            : {}),
        },
      ],
    },
    afterwards: async () => {
      if (failure) await reportStatus(world, record, 'failed', failure);
      else if (!isPaced) await reportUpTo(world, record, world.policy.autoStatuses);
    },
  };
}

/** The message is now in front of the person. */
export function putOnScreen(world: World, record: Accepted): void {
  const thread = threadOf(world, record);
  const message = record.body;
  record.shown = true;
  thread.screen.push({
    ...show(message, templateOf(world, thread.number, message)),
    wamid: record.wamid,
    at: world.clock.now(),
    quotes: message.context?.message_id ?? null,
    readAt: null,
    graph: message,
  });
  wake(thread.watchers);
  wake(world.watchers);
}

/** Report every status up to this one that has not been reported and that can come yet. */
export async function reportUpTo(
  world: World,
  record: Accepted,
  last: World['policy']['autoStatuses'],
): Promise<void> {
  const thread = threadOf(world, record);
  const upTo = last === 'none' ? 0 : STATUS_ORDER.indexOf(last) + 1;
  for (const status of STATUS_ORDER.slice(0, upTo)) {
    if (record.statuses.includes(status)) continue;
    // A reaction is only ever sent; to a phone that is off or has blocked the business, so is everything.
    if (status !== 'sent' && (record.type === 'reaction' || !record.shown)) break;
    if (status === 'read' && !thread.person.readReceipts) break;
    if (status === 'read') markRead(thread, record.wamid, world.clock.now());
    await reportStatus(world, record, status);
  }
}

function markRead(thread: Thread, wamid: string, now: number): void {
  const shown = thread.screen.find((message) => message.wamid === wamid);
  if (shown) shown.readAt ??= now;
}

function templateOf(
  world: World,
  number: BusinessNumber,
  message: GraphMessage,
): TemplateDefinition | undefined {
  if (message.type !== 'template') return undefined;
  return world.templates.find(number.wabaId, message.template.name, message.template.language.code);
}
