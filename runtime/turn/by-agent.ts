import { AgentAct } from '../escalation/agent-act.ts';
import type { InboxRow } from './batch.ts';
import type { Change } from './change.ts';
import { finished, ignored, type Standing, type Step, stepFrom, type World } from './standing.ts';
import { advance, begin, isWaitingForPerson } from './take.ts';

/** A person hands the conversation back, or nobody has answered in time. */
export function byAgent(world: World, standing: Standing, event: InboxRow): Step {
  // Taken again since: the conversation is that person's, and what is to become of it as well.
  if (standing.owner !== null) return ignored(standing, event, 'taken by a person since');
  const act = AgentAct.parse(event.raw ?? {});
  if (act.act === 'absent') return tellAbsence(world, standing, event, act.notice);
  const step = finished(handedBack(world, standing, event, act), event);
  return { ...step, changes: [{ type: 'cases-closed', status: 'resolved' }, ...step.changes] };
}

function handedBack(
  world: World,
  standing: Standing,
  event: InboxRow,
  act: Extract<AgentAct, { act: 'back' }>,
): Step {
  const thawed: Change = { type: 'thawed' };
  const { session } = standing;
  if (session && act.how === 'exit') {
    const isAsked = isWaitingForPerson(world, session);
    const input = isAsked
      ? { ...(event.input ?? { type: 'agent.resolved' as const }) }
      : { type: 'agent.returned' as const };
    const step = advance(world, { ...standing, session }, event, input);
    return { ...step, changes: [...step.changes, thawed] };
  }
  const free = { ...standing, session: null, held: false, owner: null };
  const changes: Change[] = [
    ...(session
      ? [{ type: 'session' as const, session, ended: act.how === 'flow' ? 'replaced' : 'ended-by-agent' }]
      : []),
    ...(standing.held ? [{ type: 'held' as const, held: false, owner: null }] : []),
    thawed,
  ];
  const ended: Step = { ...stepFrom(free), changes, sessionId: session?.sessionId ?? null };
  if (act.how !== 'flow' || !world.shelf.published(act.flowId)) return ended;
  const startedBy = { trigger: 'agent' as const, by: act.by };
  return begin(world, ended, event, { flowId: act.flowId, startedBy, locale: '' });
}

/** The flow says how else to reach somebody; where it does not, `notice` is said. The contact keeps waiting. */
function tellAbsence(world: World, standing: Standing, event: InboxRow, notice: string): Step {
  if (!standing.held) return ignored(standing, event, 'nobody waits any more');
  const { session } = standing;
  const isAsked = session && isWaitingForPerson(world, session);
  const told =
    isAsked && event.input
      ? advance(world, { ...standing, session }, event, event.input)
      : stepFrom(standing);
  const noticed: Change = { type: 'noticed' };
  if (told.changes.some(({ type }) => type === 'send'))
    return finished({ ...told, changes: [...told.changes, noticed] }, event);
  const message = { type: 'text' as const, body: notice };
  const ours: Change = {
    type: 'send',
    sessionId: null,
    inboxId: event.id,
    node: null,
    message,
    answers: null,
  };
  return finished({ ...told, changes: [...told.changes, ours, noticed] }, event);
}
