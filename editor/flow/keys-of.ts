/** What of a keyboard event says which keys were pressed. */
type KeyPress = { key: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean };

/** How keys are written in `keys`: `mod` is Ctrl, or Cmd on a Mac. */
export function keysOf(event: KeyPress): string {
  const key = event.key.toLowerCase();
  /* Shift is part of a sign such as “?” or “+” already. */
  const isSign = key.length === 1 && !/[\p{L}\d]/u.test(key);
  return [
    event.ctrlKey || event.metaKey ? 'mod' : '',
    event.shiftKey && !isSign ? 'shift' : '',
    event.altKey ? 'alt' : '',
    key,
  ]
    .filter(Boolean)
    .join('+');
}
