import type { SessionStepBody, WalkedSessionBody } from '@parley/runtime/http/session-step-schemas.ts';
import { type Answer, call } from '../api.ts';

export type Step = SessionStepBody;
export type Taken = Step['path'][number];
export type WalkedSession = WalkedSessionBody;
type Page = { session: WalkedSession; steps: Step[]; next: string | null };

/** A session with its turns; `isWhole` is false where there are more of them than anybody goes through. */
export type Walk = { session: WalkedSession; steps: Step[]; isWhole: boolean };

const PAGES_MAX = 5;

/** Reads a session of a conversation turn by turn. */
export async function readWalk(conversation: string, session: string): Promise<Answer<Walk>> {
  const path = `/api/conversations/${encodeURIComponent(conversation)}/sessions/${encodeURIComponent(session)}/steps`;
  const steps: Step[] = [];
  let next: string | null = '0';
  for (let page = 0; ; page++) {
    const answer: Answer<Page> = await call<Page>('GET', `${path}?${new URLSearchParams({ next })}`);
    if (!answer.ok) return answer;
    steps.push(...answer.body.steps);
    next = answer.body.next;
    if (next === null || page + 1 === PAGES_MAX) {
      return { ok: true, body: { session: answer.body.session, steps, isWhole: next === null } };
    }
  }
}
