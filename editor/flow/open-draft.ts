import type { Flow } from '@parley/flows/flow.ts';
import { fromMachine } from '@parley/flows/machine.ts';
import type { Draft } from '../api.ts';
import type { Opened, SaveState } from './flow-store.ts';
import { type LocalCopies, readLocalCopy } from './save.ts';

/**
 * The draft of the server, or what this browser still had to save. Work on a revision that is no longer the newest is
 * shown as a conflict, never saved over what is there.
 */
export function openDraft(
  copies: LocalCopies,
  draft: Draft,
  stored: Flow,
): { opened: Opened; save: SaveState | null } {
  const { revision, publishedVersion, savedBy, savedAt } = draft;
  const copy = readLocalCopy(copies, draft.id);
  const read = copy && fromMachine(copy.machine);
  if (!copy || !read?.ok || read.flow.id !== draft.id) {
    return { opened: { flow: stored, stored, revision, publishedVersion }, save: null };
  }
  if (copy.revision === revision) {
    return { opened: { flow: read.flow, stored, revision, publishedVersion }, save: null };
  }
  const made = fromMachine(copy.base);
  const base = made.ok && made.flow.id === draft.id ? made.flow : stored;
  const opened = { flow: read.flow, stored: base, revision: copy.revision, publishedVersion };
  return { opened, save: { is: 'conflict', revision, by: savedBy, at: savedAt } };
}
