import type { CannedReply } from './inbox-api.ts';

/** What stands behind a slash that begins the text or a word, just before the cursor; null where there is none. */
export function cannedQuery(text: string, cursor: number): { from: number; query: string } | null {
  const [whole, query = ''] = /(?:^|(?<=\s))\/([\p{L}\p{N}_-]*)$/u.exec(text.slice(0, cursor)) ?? [];
  return whole === undefined ? null : { from: cursor - whole.length, query };
}

/** Replies that fit: those whose shortcut begins so come first, then those with the word anywhere. */
export function fittingReplies(replies: readonly CannedReply[], query: string): CannedReply[] {
  const sought = query.toLocaleLowerCase();
  const rank = ({ shortcut, title, text }: CannedReply) => {
    if (shortcut.toLocaleLowerCase().startsWith(sought)) return 0;
    if (`${shortcut} ${title}`.toLocaleLowerCase().includes(sought)) return 1;
    return text.toLocaleLowerCase().includes(sought) ? 2 : 3;
  };
  return replies
    .filter((reply) => rank(reply) < 3)
    .toSorted((one, other) => rank(one) - rank(other))
    .slice(0, 8);
}
