import type { Facts, Input } from '@parley/flows/input.ts';
import { zoneOfPhone } from '@parley/flows/phone-zone.ts';
import { isHeldAt, start, transition } from '@parley/flows/transition.ts';
import type { Effect, Turn } from '@parley/flows/turn.ts';
import { windowAt } from '@parley/flows/window.ts';
import type { StartedBy } from '../db/tables.ts';
import { type InboxRow, timerKey } from './batch.ts';
import type { Change, Session } from './change.ts';
import type { Machine } from './machine-cache.ts';
import { type Standing, type Step, stepFrom, type World } from './standing.ts';
import { leftBehind } from './taken.ts';

/** Flows that start each other without waiting for anybody: more than this is a circle. */
const MAX_STARTS = 10;

/** Move the session by one input. */
export function advance(
  world: World,
  standing: Standing & { session: Session },
  event: InboxRow,
  input: Input,
): Step {
  const { session } = standing;
  const machine = world.shelf.machine(session);
  if (!machine) throw new Error(`no version ${session.version} of flow ${session.flowId}`);
  const turn = transition(machine.load(), session.state, input, factsOf(world, standing, event, machine));
  const spoken = turn.state.context.locale;
  const isChanged = spoken !== session.state.context.locale;
  return take(world, inLocale(stepFrom(standing), isChanged ? spoken : ''), event, session, turn);
}

/** Whether the flow itself asked for a person where the session stands. */
export function isWaitingForPerson(world: World, session: Session): boolean {
  const machine = world.shelf.machine(session);
  if (!machine) throw new Error(`no version ${session.version} of flow ${session.flowId}`);
  return isHeldAt(machine.load(), session.state);
}

type Beginning = { flowId: string; startedBy: StartedBy; locale: string };

/** Begin a session on the flow's published version. */
export function begin(world: World, step: Step, event: InboxRow, beginning: Beginning, starts = 1): Step {
  const { flowId, startedBy, locale } = beginning;
  if (starts > MAX_STARTS) {
    throw new Error(`more than ${MAX_STARTS} flows start each other, the last one is ${flowId}`);
  }
  const machine = world.shelf.published(flowId);
  if (!machine) throw new Error(`the flow ${flowId} is not published`);
  const turn = start(machine.load(), factsOf(world, step.standing, event, machine), locale);
  const session = {
    sessionId: world.newId(),
    flowId,
    version: machine.version,
    state: turn.state,
    startedBy,
  };
  // A flow that lacks the contact's language begins in its own, which says nothing about the contact. A keyword's language does.
  return take(world, inLocale(step, locale), event, session, turn, starts);
}

/** The language in which the contact wants to be spoken to; '' leaves it as it is. */
function inLocale(step: Step, locale: string): Step {
  if (locale === '' || locale === step.standing.locale) return step;
  return {
    ...step,
    standing: { ...step.standing, locale },
    changes: [...step.changes, { type: 'locale', locale }],
  };
}

/** Turn what a turn asks for into changes, and go on with the flow that it starts. */
function take(world: World, step: Step, event: InboxRow, session: Session, turn: Turn, starts = 0): Step {
  const { standing } = step;
  const moved = { ...session, state: turn.state };
  const next = turn.effects.findLast((effect) => effect.type === 'start');
  const ended = next ? 'started-flow' : turn.ended;
  // Nobody talks over a person: the conversation's row is locked, so nobody takes it over between here and the commit. That nobody
  // has answered may be said, as no person has the conversation then.
  const isSilenced = standing.held && turn.held && event.input?.type !== 'agent.absent';
  const timers = new Map(standing.timers);
  const changes: Change[] = [...step.changes];
  if (session.startedBy || ended !== null || turn.state !== session.state) {
    changes.push({ type: 'session', session: moved, ended });
  }
  for (const effect of turn.effects) {
    if (effect.type === 'send' && isSilenced) continue;
    changes.push(...changesOf(world, { event, session: moved, timers, before: changes }, effect));
  }
  if (turn.held !== standing.held) {
    changes.push({ type: 'held', held: turn.held, owner: turn.held ? standing.owner : null });
    // Handing back closes the cases itself.
    if (!turn.held && event.kind !== 'agent') changes.push({ type: 'cases-closed', status: 'expired' });
  }
  const path = [...step.path, ...turn.path];
  const taken: Step = {
    standing: {
      ...standing,
      session: ended === null ? moved : null,
      held: turn.held,
      owner: turn.held ? standing.owner : null,
      timers,
    },
    changes,
    path: next ? leftBehind(path, session.sessionId) : path,
    sessionId: session.sessionId,
  };
  if (!next) return taken;
  const startedBy = { trigger: 'flow' as const, flow: session.flowId };
  return begin(world, taken, event, { flowId: next.flow, startedBy, locale: '' }, starts + 1);
}

type Taking = {
  event: InboxRow;
  session: Session;
  timers: Map<string, string>;
  /** What this event has led to so far. */
  before: readonly Change[];
};

function changesOf(
  { batch, newId }: World,
  { event, session, timers, before }: Taking,
  effect: Effect,
): Change[] {
  const { sessionId } = session;
  switch (effect.type) {
    case 'send': {
      const isFirst = !before.some(({ type }) => type === 'send');
      const answers = event.kind === 'message' && isFirst ? event.source : null;
      const { node, message } = effect;
      return [{ type: 'send', sessionId, inboxId: event.id, node, message, answers }];
    }
    case 'schedule': {
      // From the database's now, not the message's: one that was long on its way must not make a timer fire early.
      const row = { id: newId(), dueAt: new Date(batch.now.getTime() + effect.delayMs) };
      timers.set(timerKey(sessionId, effect.timer), row.id);
      return [{ type: 'timer', sessionId, timer: effect.timer, row }];
    }
    case 'cancel':
      timers.delete(timerKey(sessionId, effect.timer));
      return [{ type: 'timer', sessionId, timer: effect.timer, row: null }];
    case 'call':
      return [
        {
          ...{ type: 'call', sessionId, call: effect.call, request: effect.request },
          answers: event.kind === 'message' ? event.source : null,
        },
      ];
    case 'escalate': {
      const { type: _, ...asked } = effect;
      return [{ type: 'case', sessionId, ...asked, collected: session.state.context.vars }];
    }
    case 'consent': {
      const { purpose, granted, wording } = effect;
      return [
        { type: 'consent', sessionId, purpose, granted, wording, source: event.source, at: event.sent_at },
      ];
    }
    case 'verified':
      return [{ type: 'verified' }];
    case 'tag':
      return [{ type: 'tag', add: effect.add, remove: effect.remove }];
    case 'start':
    case 'end':
      return [];
  }
}

function factsOf(
  { conversation, batch, shelf }: World,
  { locale }: Standing,
  event: InboxRow,
  { teams }: Machine,
): Facts {
  const { name, phone, timezone, isDoubted = false } = conversation.contact;
  const zone = timezone === '' ? zoneOfPhone(phone) : timezone;
  // A message's own time decides in the flow; still, a window that has closed meanwhile is closed.
  const { open, closesAt } = windowAt(conversation.last_inbound_at, batch.now);
  return {
    now: event.sent_at.getTime(),
    contact: { name, phone, locale, timezone: zone, ...(isDoubted && { isDoubted }) },
    windowClosesAt: open && closesAt ? closesAt.getTime() : null,
    ...(teams.length > 0 && { absentTeams: teams.filter((team) => shelf.isAbsent(team)) }),
  };
}
