import type { Flow } from '../flow.ts';

/** An edge; `node` is null for one of the flow's own ports. */
export type Edge = { node: string | null; port: string; to: string };

/** A flow after a change; `dropped` are edges that the change took away because their way out is no more. */
export type Applied = { ok: true; flow: Flow; name: string; dropped: Edge[] } | { ok: false; reason: string };

export function done(name: string, flow: Flow, dropped: Edge[] = []): Applied {
  return { ok: true, flow, name, dropped };
}

export function refused(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}

export const noSuchNode = (id: string) => refused(`There is no node “${id}”.`);

/** “3 nodes”, “1 node”. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
