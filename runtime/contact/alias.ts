import { namedUuid } from '../db/named-uuid.ts';
import type { Sender } from '../whatsapp/sender.ts';

/** How WhatsApp names a person: by phone number (`wa_id`), or, where the number is hidden, by a business-scoped user id. */
export type Aliases = { waId: string | null; bsuid: string | null };

/** At least one of the two is set. The id across portfolios only counts when there is nothing else. */
export function aliasesOf({ waId, userId, parentUserId }: Sender): Aliases {
  return { waId: waId ?? null, bsuid: userId ?? (waId === undefined ? (parentUserId ?? null) : null) };
}

/** The id of a contact that is first heard of under these names: two processes that hear of it at once agree on it. */
export function newContactId({ waId, bsuid }: Aliases): string {
  return namedUuid(waId === null ? `bsuid:${bsuid}` : `wa_id:${waId}`);
}

/** The same for the conversation of a contact with one of our numbers. */
export function newConversationId(channelId: string, contactId: string): string {
  return namedUuid(`conversation:${channelId}/${contactId}`);
}
