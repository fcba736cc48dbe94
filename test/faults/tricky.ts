import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** What tricks.ts plays on a process: a clock that is wrong by `clock` milliseconds, and what happens at SIGUSR2. */
export type Tricks = { clock?: number; onSignal?: 'jump-back' | 'reject' | 'run-out-of-memory' };

/** Options of Node that load it. */
export function tricky({ clock, onSignal }: Tricks): string[] {
  const script = pathToFileURL(path.join(import.meta.dirname, 'tricks.ts'));
  if (clock !== undefined) script.searchParams.set('clock', String(clock));
  if (onSignal !== undefined) script.searchParams.set('onSignal', onSignal);
  return ['--import', script.href];
}
