import { limits } from '@parley/flows/limits.ts';
import { z } from 'zod';
import { cutText } from './cut-text.ts';
import { identifier, maybe } from './lenient.ts';

/** Whoever wrote to us. At least one of the three ids is set; a person who hides the number has no `waId`. */
export type Sender = {
  /** International number, digits only. */
  waId?: string;
  /** Business-scoped user id: one per person and business portfolio, opaque. */
  userId?: string;
  /** The same across linked portfolios. */
  parentUserId?: string;
  /** As the person wrote it on WhatsApp: on one line, 60 characters at most, unverified. */
  name?: string;
  /** Without `@`. */
  username?: string;
  /** Changes when the person's keys change. Only with the identity check switched on. */
  identityHash?: string;
};

const Ids = z.object({
  from: maybe(identifier),
  from_user_id: maybe(identifier),
  from_parent_user_id: maybe(identifier),
});

const Contact = z.object({
  profile: maybe(z.object({ name: maybe(z.string()), username: maybe(z.string()) })),
  wa_id: maybe(identifier),
  user_id: maybe(identifier),
  parent_user_id: maybe(identifier),
  identity_key_hash: maybe(identifier),
});
type Contact = z.infer<typeof Contact>;

/**
 * The sender of a message, with the entry of `contacts` that describes the same person. Null when nothing says who it
 * was. Source: WhatsApp Cloud API, "Business-scoped user IDs"; `from` and `wa_id` are absent for people with a username.
 */
export function readSender(
  message: Record<string, unknown>,
  contacts: readonly unknown[],
): { sender: Sender; contact: unknown } | null {
  const ids = Ids.parse(message);
  const own = {
    ...identityOf(ids.from),
    ...userIdOf(ids.from_user_id),
    ...(ids.from_parent_user_id ? { parentUserId: ids.from_parent_user_id } : {}),
  };
  const contact = contactOf(own, contacts);
  const sender: Sender = { ...(contact ? describe(contact.read) : {}), ...own };
  const isKnown = sender.waId ?? sender.userId ?? sender.parentUserId;
  return isKnown ? { sender, contact: contact?.raw } : null;
}

/** Which of the ids a value is. Some gateways write a business-scoped id where the number used to be. */
export function identityOf(id: string | undefined): Pick<Sender, 'waId' | 'userId' | 'parentUserId'> {
  if (id === undefined) return {};
  if (/^\+?[\d\s().-]+$/.test(id)) {
    const waId = id.replace(/\D/g, '');
    return waId === '' ? {} : { waId };
  }
  return userIdOf(id);
}

function userIdOf(id: string | undefined): Pick<Sender, 'userId' | 'parentUserId'> {
  if (id === undefined) return {};
  return /^[A-Z]{2}\.ENT\./.test(id) ? { parentUserId: id } : { userId: id };
}

/** The entry with the same id; else the only one, unless it names somebody else. */
function contactOf(own: Sender, contacts: readonly unknown[]): { read: Contact; raw: unknown } | undefined {
  const readable = contacts.flatMap((raw) => {
    const read = Contact.safeParse(raw);
    return read.success ? [{ read: read.data, raw }] : [];
  });
  const same = readable.find(({ read }) => {
    const { waId, userId } = describe(read);
    return (waId !== undefined && waId === own.waId) || (userId !== undefined && userId === own.userId);
  });
  const only = readable.length === 1 ? readable[0] : undefined;
  const namesAnother = only && own.waId !== undefined && describe(only.read).waId !== undefined;
  return same ?? (namesAnother ? undefined : only);
}

function describe(contact: Contact): Sender {
  const name = cutText(
    (contact.profile?.name ?? '').replace(/[\s\p{Cc}]+/gu, ' ').trim(),
    limits.contactName,
  );
  const username = contact.profile?.username?.trim().replace(/^@/, '');
  return {
    ...identityOf(contact.wa_id),
    ...userIdOf(contact.user_id),
    ...(contact.parent_user_id ? { parentUserId: contact.parent_user_id } : {}),
    ...(name ? { name } : {}),
    ...(username ? { username } : {}),
    ...(contact.identity_key_hash ? { identityHash: contact.identity_key_hash } : {}),
  };
}
