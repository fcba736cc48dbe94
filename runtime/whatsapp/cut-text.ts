/**
 * The text, or as much of its beginning as fits in `max` UTF-16 units. What a reader sees as one character (an emoji of several
 * parts, a letter with its accents) is kept whole or left out, and no cut ends in half a surrogate pair.
 */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter().segment(text)) {
    if (index + segment.length > max) break;
    end = index + segment.length;
  }
  // A first character longer than the whole limit cannot be kept whole.
  return end > 0 ? text.slice(0, end) : text.slice(0, max).replace(/[\ud800-\udbff]$/, '');
}
