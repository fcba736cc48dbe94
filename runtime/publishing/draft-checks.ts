import { setImmediate } from 'node:timers/promises';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { validate } from '@parley/flows/validate.ts';
import { flowHash } from './flow-hash.ts';

export type CheckedDraft = { hash: string; problems: { errors: number; warnings: number } | null };

type Kept = CheckedDraft & { revision: number };

/** Milliseconds that one list may spend on proofs. A café's flow takes 30; webhooks are answered in between. */
const BUDGET = 300;

export type DraftChecks = ReturnType<typeof createDraftChecks>;

/**
 * What drafts do and what is wrong with them, worked out once for each saved revision and kept in this process: a list asks for all
 * drafts each time, and proving a hundred takes seconds. What one list leaves unproved the next one goes on with.
 */
export function createDraftChecks(budget = BUDGET) {
  const kept = new Map<string, Kept>();
  return {
    async of(
      drafts: readonly { id: string; revision: number }[],
      read: (ids: string[]) => Promise<{ id: string; draft: FlowMachine }[]>,
    ): Promise<ReadonlyMap<string, CheckedDraft>> {
      const revisions = new Map(drafts.map(({ id, revision }) => [id, revision]));
      for (const [id, { revision }] of kept) if (revisions.get(id) !== revision) kept.delete(id);
      const unknown = drafts.filter(({ id }) => !kept.get(id)?.problems).map(({ id }) => id);
      if (unknown.length === 0) return kept;
      const until = performance.now() + budget;
      for (const { id, draft } of await read(unknown)) {
        const isInTime = performance.now() < until;
        const hash = kept.get(id)?.hash ?? flowHash(draft);
        kept.set(id, { hash, revision: revisions.get(id) ?? 0, problems: isInTime ? counted(draft) : null });
        await setImmediate();
      }
      return kept;
    },
  };
}

function counted(draft: FlowMachine) {
  const problems = validate(draft);
  const errors = problems.filter(({ level }) => level === 'error').length;
  return { errors, warnings: problems.length - errors };
}
