import type { Kysely } from 'kysely';
import { identify } from '../contact/identity.ts';
import type { Database } from '../db/tables.ts';
import type { MessageEcho } from '../whatsapp/message-echo.ts';
import { type Entry, enqueue, type Work } from './enqueue.ts';

/** A message that was sent from the WhatsApp Business app of one of our numbers. */
export type AddressedEcho = MessageEcho & { channelId: string };

/**
 * Stores what people sent from the WhatsApp Business app, each message once for ever; a conversation begins with it where there is none.
 * It waits for no turn: whose the conversation is from then on is decided in its own turn, `turn/by-phone.ts`.
 */
export async function acceptEchoes(db: Kysely<Database>, echoes: readonly AddressedEcho[]): Promise<Work[]> {
  const sent = echoes.flatMap(({ message, ...echo }) => (message ? [{ ...echo, message }] : []));
  if (sent.length === 0) return [];
  const contacts = await identify(
    db,
    sent.map(({ channelId, to }) => ({ channelId, sender: to })),
  );
  const entries: Entry[] = [];
  for (const [n, { channelId, wamid, sentAt, message }] of sent.entries()) {
    const contact = contacts[n];
    if (!contact) throw new Error(`nobody was identified for ${wamid}`);
    const { lane, conversationId, contactId, isNew } = contact;
    if (isNew) {
      await db
        .insertInto('conversations')
        .values({ lane, id: conversationId, channel_id: channelId, contact_id: contactId })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    const raw = { wamid, message, sentAt: sentAt.toISOString() };
    const source = `echo:${wamid}`;
    entries.push({ lane, conversationId, sessionId: null, kind: 'echo', source, input: null, raw });
  }
  return enqueue(db, entries);
}
