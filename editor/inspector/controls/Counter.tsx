import { placeholdersOf } from '@parley/flows/placeholders.ts';
import { longestText } from '@parley/flows/render.ts';
import { lengthOf } from '@parley/flows/value.ts';
import { useInspector } from '../state.ts';

/** How long a text is, and how long its values can make it, of what WhatsApp takes. */
export function Counter({ label, text, limit }: { label: string; text: string; limit: number | undefined }) {
  const { scope, words } = useInspector();
  if (limit === undefined) return null;
  const written = placeholdersOf(text).length === 0 ? lengthOf(text) : longestText(text, scope);
  const own = text.length;
  const longest = Number.isFinite(written) ? String(written) : words.anyLength;
  return (
    <span className="counter" data-over={written > limit || undefined} title={words.lengthName(label)}>
      {placeholdersOf(text).length === 0 ? words.length(own, limit) : words.lengthUpTo(own, longest, limit)}
    </span>
  );
}
