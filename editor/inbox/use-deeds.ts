import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Answer, Failure } from '../api.ts';
import { useWords } from '../words.ts';
import * as api from './inbox-api.ts';
import { tell, useInbox } from './inbox-store.ts';
import { KEYS, useNameOf } from './queries.ts';
import { type InboxWords, inboxWords } from './words.ts';

/** What went wrong, for whoever asked for it: who was faster, why it was refused. */
export function refusalWords({ why, status, problem }: Failure, words: InboxWords): string {
  if (why === 'no-answer') return words.noAnswer;
  if (problem.code === 'taken-by') return words.takenBy(problem.ownerName ?? problem.owner ?? '');
  const known = words.refusals[problem.code ?? ''];
  return known ?? problem.detail ?? problem.title ?? words.refused(status);
}

/** What a person can do with conversations: asked of the server, told when it fails, and shown when it is done. */
export function useDeeds() {
  const queries = useQueryClient();
  const words = useWords(inboxWords);
  const nameOf = useNameOf();
  return useMemo(() => {
    const refresh = (id?: string) => {
      for (const key of [KEYS.list, KEYS.counts, ...(id ? [KEYS.thread(id), KEYS.detail(id)] : [])]) {
        void queries.invalidateQueries({ queryKey: key });
      }
    };
    const done = <Body>(answer: Answer<Body>, id: string | undefined, said?: string): boolean => {
      if (!answer.ok) tell(refusalWords(answer, words), { isBad: true });
      else if (said !== undefined) tell(said);
      refresh(id);
      return answer.ok;
    };
    const undo = (token: string) => async () => {
      done(await api.undoMany(token), undefined, words.undone);
      for (const id of ['thread', 'detail']) void queries.invalidateQueries({ queryKey: ['inbox', id] });
    };
    return {
      refresh,
      take: async (id: string) => done(await api.take(id), id),
      release: async (id: string) => done(await api.release(id), id, words.released),
      assign: async (id: string, to: string) =>
        done(await api.assign(id, to), id, words.assignedTo(nameOf(to))),
      handBack: async (id: string, how: api.HandBack) =>
        done(await api.handBack(id, how), id, words.handedBack),
      restart: async (id: string) => done(await api.restart(id), id, words.restarted),
      startFlow: async (id: string, flow: string) =>
        done(await api.startFlow(id, flow, crypto.randomUUID()), id, words.started),
      snooze: async (id: string, until: api.Snooze) =>
        done(await api.snooze(id, until), id, until === null ? words.awake : words.snoozed),
      label: async (id: string, change: { add?: string[]; remove?: string[] }) =>
        done(await api.label(id, change), id),
      setBlocked: async (id: string, isBlocked: boolean) =>
        done(await api.setBlocked(id, isBlocked), id, isBlocked ? words.blocked : words.unblocked),
      /** At once with all of them; what it was can be had back for a moment. */
      async many(ids: string[], act: api.BulkAct) {
        const answer = await api.actOnMany(ids, act);
        refresh();
        if (!answer.ok) return tell(refusalWords(answer, words), { isBad: true });
        const { done: changed, refused, token } = answer.body;
        useInbox.setState({ selected: new Set(refused) });
        const text = words.didMany(changed.length, refused.length);
        tell(text, {
          undo: token === null ? undefined : () => void undo(token)(),
          isBad: refused.length > 0,
        });
      },
    };
  }, [queries, words, nameOf]);
}

export type Deeds = ReturnType<typeof useDeeds>;
