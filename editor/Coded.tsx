/** A sentence whose names and expressions stand between backticks, as `flows` tells problems: those are shown as code. */
export function Coded({ text }: { text: string }) {
  return text.split('`').map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence have no state, and two may read the same
      <code className="in-words" key={at}>
        {part}
      </code>
    ),
  );
}
