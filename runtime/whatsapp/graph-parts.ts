import type { ContactCard, Header, Media, MediaHeader } from '@parley/flows/message.ts';
import type { z } from 'zod';

/** Pieces of Meta's JSON that several kinds of message share. A string instead of an object says what is missing. */

/** An uploaded file goes before a link: WhatsApp takes exactly one of the two. */
export function graphMedia({ id, link }: Media): { id: string } | { link: string } | string {
  if (id) return { id };
  return link ? { link } : 'a file without an id or a link';
}

export function mediaHeader(header: z.infer<typeof MediaHeader>): Record<string, unknown> | string {
  const media = graphMedia(header.media);
  if (typeof media === 'string') return media;
  const filename = header.type === 'document' && header.filename ? { filename: header.filename } : {};
  return { type: header.type, [header.type]: { ...media, ...filename } };
}

export function graphHeader(header: Header): Record<string, unknown> | string {
  return header.type === 'text' ? { type: 'text', text: header.text } : mediaHeader(header);
}

/** Degrees as decimal text, as Meta's schema has them. Seven places are a centimetre. */
export function graphLocation(place: {
  latitude: number;
  longitude: number;
  name?: string;
  address?: string;
}): Record<string, string> {
  return {
    latitude: decimal(place.latitude),
    longitude: decimal(place.longitude),
    ...(place.name ? { name: place.name } : {}),
    ...(place.address ? { address: place.address } : {}),
  };
}

/** Never in exponent notation, which `String` uses for small numbers. */
function decimal(degrees: number): string {
  const text = degrees.toFixed(7).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}

/**
 * One card. WhatsApp asks for `formatted_name` and at least one other part of the name; without `wa_id` the card shows "Invite".
 * Source: WhatsApp Cloud API, "Contacts messages".
 */
export function contactCard(card: ContactCardContent): Record<string, unknown> {
  return {
    name: { formatted_name: card.name, first_name: card.name },
    ...(card.phones.length > 0
      ? { phones: card.phones.map(({ phone, waId }) => ({ phone, ...(waId ? { wa_id: waId } : {}) })) }
      : {}),
    ...(card.emails?.length ? { emails: card.emails.map((email) => ({ email })) } : {}),
    ...(card.urls?.length ? { urls: card.urls.map((url) => ({ url })) } : {}),
    ...(card.organization ? { org: { company: card.organization } } : {}),
  };
}

type ContactCardContent = z.infer<typeof ContactCard>;
