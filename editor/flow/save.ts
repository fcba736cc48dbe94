import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { Answer } from '../api.ts';
import type { FlowStore } from './flow-store.ts';

type Save = (
  id: string,
  saved: { machine: FlowMachine; revision: number },
) => Promise<Answer<{ revision: number; savedAt: string }>>;

/** Where unsaved work is kept in this browser, so that a crash or a lost network loses nothing. */
export type LocalCopies = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Milliseconds: from an edit until it is saved, until it is kept in the browser, and between tries. */
const PAUSES = { save: 900, keep: 200, retry: [2_000, 5_000, 15_000, 30_000] };

const copyKey = (flowId: string) => `parley-unsaved:${flowId}`;

/** What was not saved when this browser last had the flow open; null when everything was. */
export function readLocalCopy(
  copies: LocalCopies,
  flowId: string,
): { machine: unknown; revision: number; base?: unknown } | null {
  try {
    const copy: unknown = JSON.parse(copies.getItem(copyKey(flowId)) ?? 'null');
    if (typeof copy !== 'object' || copy === null) return null;
    if (!('machine' in copy) || !('revision' in copy) || typeof copy.revision !== 'number') return null;
    const base = 'base' in copy ? { base: copy.base } : {};
    return { machine: copy.machine, revision: copy.revision, ...base };
  } catch {
    return null;
  }
}

export type Saving = {
  /** Saves at once what is not saved. True when the server has all of it. */
  flush(): Promise<boolean>;
  /** Tries again at once what failed: whoever comes back to the tab may have signed in again. */
  resume(): void;
  /** Keeps in the browser at once what is not saved: the page may be about to go. */
  keep(): void;
  stop(): void;
};

/** For those who may only look. */
export const NOT_SAVING: Saving = { flush: async () => true, resume() {}, keep() {}, stop() {} };

/**
 * Saves shortly after each edit, one request at a time, with the revision that was edited. Without an answer, or while nobody is
 * signed in, it tries again; when somebody else has saved, it waits for a person's decision.
 */
export function startSaving(store: FlowStore, save: Save, copies: LocalCopies): Saving {
  const { act } = store.getState();
  const flowId = store.getState().flow.id;
  let saveTimer: ReturnType<typeof setTimeout> | undefined;
  let keepTimer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | undefined;
  let tries = 0;

  const isDirty = () => store.getState().flow !== store.getState().stored;
  const keep = () => {
    clearTimeout(keepTimer);
    const { flow, stored, revision } = store.getState();
    if (!isDirty()) return copies.removeItem(copyKey(flowId));
    try {
      /* With what it was made from: only so can it be merged with what somebody else makes of that. */
      const copy = { revision, machine: toMachine(flow), base: toMachine(stored) };
      copies.setItem(copyKey(flowId), JSON.stringify(copy));
    } catch {
      /* The browser's room is full: the work is still here, and still on its way to the server. */
    }
  };
  const plan = (pause: number) => {
    clearTimeout(saveTimer);
    saveTimer = setTimeout(() => void flush(), pause);
  };

  async function once(sent: Flow): Promise<boolean> {
    act.setSave({ is: 'saving' });
    const answer = await save(flowId, { machine: toMachine(sent), revision: store.getState().revision });
    if (answer.ok) {
      tries = 0;
      act.stored(sent, answer.body.revision);
      keep();
      return true;
    }
    const { code, revision = 0, savedBy = null, savedAt = '' } = answer.problem;
    if (code === 'stale-revision') {
      act.setSave({ is: 'conflict', revision, by: savedBy, at: savedAt });
      return false;
    }
    act.setSave({ is: 'failed', failure: answer });
    /* A sign-in that has expired may be renewed in another tab. */
    if (answer.why !== 'refused' || (answer.status ?? 0) >= 500) {
      plan(PAUSES.retry[Math.min(tries, PAUSES.retry.length - 1)] ?? 30_000);
      tries += 1;
    }
    return false;
  }

  async function flush(): Promise<boolean> {
    clearTimeout(saveTimer);
    await running;
    if (store.getState().save.is === 'conflict') return false;
    if (!isDirty()) return true;
    running = once(store.getState().flow);
    const isSaved = await running;
    running = undefined;
    if (!isSaved) return false;
    return isDirty() ? flush() : true;
  }

  const stopListening = store.subscribe((state, before) => {
    if (state.flow === before.flow && state.save === before.save) return;
    if (state.flow !== before.flow) {
      clearTimeout(keepTimer);
      keepTimer = setTimeout(keep, PAUSES.keep);
    }
    if (state.flow === state.stored || state.save.is === 'conflict') return;
    const isDecided = before.save.is === 'conflict';
    if (state.flow !== before.flow || isDecided) plan(PAUSES.save);
  });
  if (isDirty()) plan(PAUSES.save);
  return {
    flush,
    resume() {
      if (store.getState().save.is === 'failed') plan(0);
    },
    keep,
    stop() {
      stopListening();
      clearTimeout(saveTimer);
      keep();
    },
  };
}
