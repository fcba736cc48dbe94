import { diffWordsWithSpace } from 'diff';

/** A text that was written anew: what is gone struck out, what is new underlined. */
export function WordDiff({ before, after }: { before: string; after: string }) {
  const parts = diffWordsWithSpace(before, after);
  return (
    <span className="word-diff">
      {parts.map(({ value, added, removed }, at) => {
        const key = `${at} ${value.slice(0, 12)}`;
        if (added) return <ins key={key}>{value}</ins>;
        return removed ? <del key={key}>{value}</del> : <span key={key}>{value}</span>;
      })}
    </span>
  );
}
