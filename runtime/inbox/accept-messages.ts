import type { Kysely } from 'kysely';
import { type Identity, identify, nameOf } from '../contact/identity.ts';
import { keepCurrent } from '../contact/keep-current.ts';
import type { KnownWriters } from '../contact/known-writers.ts';
import type { Database } from '../db/tables.ts';
import type { InboundMessage } from '../whatsapp/webhook-event.ts';
import { type Accepted, accept } from './accept.ts';

/** A message for one of our numbers. */
export type Addressed = InboundMessage & { channelId: string };

/** A message with the conversation it belongs to, and whether it was new. */
export type Taken = { message: Addressed; identity: Identity; verdict: Exclude<Accepted, 'stale'> };

const MAX_LOOKS = 5;

/**
 * Finds out whom the messages are from and stores them, whatever their number in one statement when everybody is in `writers`, in two
 * when everybody is known. Messages that move no session only open the windows that they open.
 */
export async function acceptMessages(
  db: Kysely<Database>,
  writers: KnownWriters,
  messages: readonly Addressed[],
  options: { isDistributed?: boolean } = {},
): Promise<Taken[]> {
  const taken: Taken[] = [];
  let waiting = messages.filter(({ input, opensWindow }) => input !== null || opensWindow);
  for (let look = 1; waiting.length > 0; look++) {
    // A contact is merged a few times in its life, and each time only sends us back here once.
    if (look > MAX_LOOKS) throw new Error(`${waiting.length} senders could not be told apart from others`);
    const known = await identifyAll(db, writers, waiting);
    const verdicts = await accept(
      db,
      known.map(({ message, identity }) => incomingOf(message, identity)),
      options,
    );
    waiting = [];
    for (const [n, { message, identity }] of known.entries()) {
      const verdict = verdicts[n] ?? 'stale';
      if (verdict === 'stale') {
        writers.forget(message);
        waiting.push(message);
      } else {
        writers.remember(message, { ...identity, isNew: false });
        taken.push({ message, identity, verdict });
      }
    }
  }
  await learnNames(db, writers, taken);
  return taken;
}

async function identifyAll(db: Kysely<Database>, writers: KnownWriters, messages: readonly Addressed[]) {
  const strangers = messages.filter((message) => !writers.find(message));
  const looked = strangers.length === 0 ? [] : await identify(db, strangers);
  const found = new Map(strangers.map((message, n) => [message, looked[n]]));
  return messages.flatMap((message) => {
    const identity = writers.find(message) ?? found.get(message);
    return identity ? [{ message, identity }] : [];
  });
}

function incomingOf(message: Addressed, identity: Identity) {
  const { channelId, wamid, sentAt, opensWindow, input, contextId, referral, raw } = message;
  const { contactId, merges, name, phone, lane, conversationId, isNew } = identity;
  return {
    ...{ contactId, merges, name, phone, lane, conversationId, isNew },
    ...{ channelId, wamid, sentAt, opensWindow, input, raw },
    contextId: contextId ?? null,
    referral: referral ?? null,
  };
}

/** A message that was accepted before may be old, and so may what it says about its sender. */
async function learnNames(
  db: Kysely<Database>,
  writers: KnownWriters,
  taken: readonly Taken[],
): Promise<void> {
  const seen = taken
    .filter(({ verdict }) => verdict === 'accepted')
    .map(({ message, message: { sender }, identity }) => ({
      message,
      contactId: identity.contactId,
      name: nameOf(sender) || identity.name,
      phone: sender.waId ?? identity.phone,
      username: sender.username ?? identity.username,
      parentUserId: sender.parentUserId ?? identity.parentUserId,
      known: identity,
    }));
  const isNew = ({ name, phone, username, parentUserId, known }: (typeof seen)[number]) =>
    name !== known.name ||
    phone !== known.phone ||
    username !== known.username ||
    parentUserId !== known.parentUserId;
  const changed = new Map(seen.filter(isNew).map((one) => [one.contactId, one]));
  if (changed.size > 0) await keepCurrent(db, [...changed.values()]);
  // What is remembered of them is out of date now.
  for (const { message } of changed.values()) writers.forget(message);
}
