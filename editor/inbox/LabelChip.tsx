import type { Label } from './inbox-api.ts';

/** Colours that a label can have; each stands in `inbox.css` for light and dark. */
export const COLORS = ['gray', 'teal', 'blue', 'violet', 'red', 'orange', 'green'] as const;

export function LabelChip({ label: { name, color } }: { label: Label }) {
  const known = COLORS.find((one) => one === color) ?? 'gray';
  return (
    <span className={`in-label is-${known}`}>
      <span>{name}</span>
    </span>
  );
}
