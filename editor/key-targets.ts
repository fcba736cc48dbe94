/** Fields keep their keys, and so do panels and dialogs, which are marked. */
export function isElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"], [data-own-keys]') !==
    null
  );
}

/** Something that Enter, the arrows and Escape mean something of its own for. */
export const isControl = (target: EventTarget | null) =>
  target instanceof Element && target.closest('button, a, [role="menu"]') !== null;
