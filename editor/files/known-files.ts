import type { Flow } from '@parley/flows/flow.ts';
import type { StoredFile } from '@parley/flows/message.ts';
import { listFiles } from './files-api.ts';

/** Files that the server is known to have, and those that it was asked for. */
const there = new Set<string>();
const asked = new Set<string>();
const listeners = new Set<() => void>();
const MOST_AT_ONCE = 100;

/** It was just uploaded. */
export function noteFile({ id }: StoredFile): void {
  there.add(id);
  for (const listen of listeners) listen();
}

/** Is told when more is known. Returns what ends it. */
export function onKnownFiles(listen: () => void): () => void {
  listeners.add(listen);
  return () => void listeners.delete(listen);
}

/**
 * Ids of the files of a flow that the server has; null while that is not known of each. What is not known is asked for, and told to those who
 * listen.
 */
export function knownFiles(flow: Flow): string[] | null {
  const ids = idsIn(flow);
  const unknown = ids.filter((id) => !there.has(id) && !asked.has(id)).slice(0, MOST_AT_ONCE);
  if (unknown.length === 0) return ids.filter((id) => there.has(id));
  void listFiles(unknown).then((answer) => {
    if (!answer.ok) return;
    for (const id of unknown) asked.add(id);
    for (const { id } of answer.body.files) there.add(id);
    for (const listen of listeners) listen();
  });
  return null;
}

/** Nothing else in a flow looks like the id of a file. */
function idsIn({ nodes, settings }: Flow): string[] {
  const quoted = JSON.stringify([nodes, settings]).match(/"[0-9a-f]{64}"/g) ?? [];
  return [...new Set(quoted.map((id) => id.slice(1, -1)))];
}
