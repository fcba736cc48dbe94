/** Durations are ISO 8601, the part that has a fixed length: days, hours, minutes, seconds. */
const DURATION = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/;

/** Milliseconds of `P1DT2H`, `PT20M` …; null when the text is no duration or is zero. */
export function durationMs(text: string): number | null {
  const match = DURATION.exec(text);
  if (!match) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const ms = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  return ms > 0 ? ms : null;
}

/**
 * The key of `after` for a duration as it is written. One that cannot be read yet stays as it is, so that a draft keeps its wire;
 * marked, so that no text can become a key with a meaning of its own.
 */
export function afterKey(duration: string): string {
  return String(durationMs(duration) ?? `? ${duration}`);
}

/** A duration in words, e.g. `20 h`, `1 d 2 h`; for transcripts and problems. */
export function durationWords(ms: number): string {
  const parts: string[] = [];
  let rest = Math.round(ms / 1000);
  for (const [unit, seconds] of [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * seconds;
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}
