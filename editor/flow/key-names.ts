const isMac = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform);

const NAMES: { [key: string]: string } = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: isMac ? '⇧' : 'Shift',
  alt: isMac ? '⌥' : 'Alt',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  enter: 'Enter',
  escape: 'Esc',
  delete: 'Del',
  backspace: '⌫',
};

/** “mod+shift+z” as it stands on this keyboard. */
export function keyName(keys: string): string {
  const parts = keys === '+' ? ['+'] : keys.split('+');
  return parts.map((part) => NAMES[part] ?? part.toUpperCase()).join(isMac ? '' : '+');
}
