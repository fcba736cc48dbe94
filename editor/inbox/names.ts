import type { InboxWords } from './words.ts';

/** What a contact is called: by name, else by number, else by nothing that one knows. */
export function contactName({ name, phone }: { name: string; phone: string }, words: InboxWords): string {
  return name.trim() || phoneWords(phone) || words.unnamed;
}

/** International digits as people write them. */
export const phoneWords = (phone: string) => (phone === '' ? '' : `+${phone}`);
