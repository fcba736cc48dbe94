import type { Batch, InboxRow, Loaded } from './batch.ts';
import type { Change, Session } from './change.ts';
import type { FlowShelf } from './flow-shelf.ts';
import type { Taken } from './taken.ts';

/** Where a conversation stands between two of its events. Never changed, only replaced: a turn that throws leaves no trace. */
export type Standing = {
  session: Session | null;
  held: boolean;
  /** The person who has the conversation; null: the bot or, while it is held, nobody yet. */
  owner: string | null;
  /** The contact's. */
  locale: string;
  timers: ReadonlyMap<string, string>;
};

/** What one event leads to. */
export type Step = { standing: Standing; changes: Change[]; path: Taken[]; sessionId: string | null };

/** What all events of one conversation share. */
export type World = { conversation: Loaded; batch: Batch; shelf: FlowShelf; newId: () => string };

export function standingOf({ session, held, owner, contact, timers }: Loaded): Standing {
  return {
    session: session && {
      sessionId: session.id,
      flowId: session.flow_id,
      version: session.version,
      state: session.state,
      startedBy: null,
    },
    held,
    owner,
    locale: contact.locale,
    timers,
  };
}

export function stepFrom(standing: Standing): Step {
  return { standing, changes: [], path: [], sessionId: standing.session?.sessionId ?? null };
}

/** The event has had its effect. */
export function finished(step: Step, event: InboxRow): Step {
  const done: Change = { type: 'done', inboxId: event.id, sessionId: step.sessionId, path: step.path };
  return { ...step, changes: [...step.changes, done] };
}

/** The event takes effect when the bot has the conversation again. */
export function kept(standing: Standing, event: InboxRow): Step {
  const sessionId = event.session_id ?? standing.session?.sessionId ?? null;
  return { ...stepFrom(standing), changes: [{ type: 'kept', inboxId: event.id, sessionId }] };
}

/** The event changes nothing; `reason` is kept with it. */
export function ignored(standing: Standing, event: InboxRow, reason: string): Step {
  const sessionId = event.session_id ?? standing.session?.sessionId ?? null;
  return { ...stepFrom(standing), changes: [{ type: 'ignored', inboxId: event.id, sessionId, reason }] };
}
