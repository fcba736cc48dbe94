const STORED = 'parley-emoji';
const MOST = 16;

/** Those that were picked last in this browser, the newest first. */
export function recentEmoji(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORED) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function noteEmoji(emoji: string): void {
  const kept = [emoji, ...recentEmoji().filter((other) => other !== emoji)].slice(0, MOST);
  localStorage.setItem(STORED, JSON.stringify(kept));
}
