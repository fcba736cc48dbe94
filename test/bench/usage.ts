import { readdirSync, readFileSync } from 'node:fs';

/** CPU seconds that a process has used, and the most memory it has had, in MB. Linux only. */
export type Usage = { cpuSeconds: number; peakMb: number };

/** Of one process, its threads included. */
export function usageOf(pid: number): Usage {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const peakKb = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0);
  return { cpuSeconds: cpuSecondsOf(pid), peakMb: peakKb / 1024 };
}

/** CPU seconds of a process and all that it has started, those that are gone and waited for included. */
export function cpuSecondsOfTree(root: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = fieldsOf(Number(name));
    if (fields) parents.set(Number(name), Number(fields[1]));
  }
  const isBelow = (pid: number): boolean =>
    pid === root || (parents.has(pid) && isBelow(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isBelow).reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
}

/** A tick is a hundredth of a second on every Linux that we know of. */
function cpuSecondsOf(pid: number): number {
  const fields = fieldsOf(pid);
  if (!fields) return 0;
  // utime, stime, and those of children that have ended.
  return [11, 12, 13, 14].reduce((sum, n) => sum + Number(fields[n] ?? 0), 0) / 100;
}

/** `/proc/PID/stat` after the name, which may hold anything; null when the process is gone. */
function fieldsOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
