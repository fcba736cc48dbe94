import { durationMs } from '@parley/flows/duration.ts';

export const UNITS = ['D', 'H', 'M', 'S'] as const;
export type Unit = (typeof UNITS)[number];
const MS: { [unit in Unit]: number } = { D: 86_400_000, H: 3_600_000, M: 60_000, S: 1000 };

/** A duration as a number of its largest unit that needs no fraction: `P1DT2H` → 26 hours. Null when it cannot be read. */
export function partsOfDuration(duration: string): { count: number; unit: Unit } | null {
  const ms = durationMs(duration);
  if (ms === null) return null;
  const unit = UNITS.find((one) => ms % MS[one] === 0) ?? 'S';
  return { count: ms / MS[unit], unit };
}

/** The duration of so many units: `PT26H`. */
export function durationOf(count: number, unit: Unit): string {
  return unit === 'D' ? `P${count}D` : `PT${count}${unit}`;
}
