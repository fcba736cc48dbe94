import type { Input } from './input.ts';
import type { FlowMachine } from './machine-schema.ts';
import { isFreeForm, type OutboundMessage } from './message.ts';
import { Reopen } from './reopen.ts';
import type { Effect } from './turn.ts';

/**
 * Going on after the 24-hour window has closed. What a turn wants to say then waits: an approved template goes out in its place, and once
 * the contact has answered it the turn is taken after all. The session stands where it stood until then.
 */

type Sent = { key: string; message: OutboundMessage };

/** What a node names to re-open the window with, and null where it names nothing. */
export function reopenAt({ states }: Pick<FlowMachine, 'states'>, node: string): Sent | null {
  const named = states[node]?.meta.node.reopen;
  const reopen = named === undefined ? null : Reopen.safeParse(named).data;
  return reopen ? sent(`${node}.reopen`, reopen) : null;
}

/** What the flow names for every node that names nothing. No node is called `*`, so its translations are nobody else's. */
export function reopenByDefault({ meta }: Pick<FlowMachine, 'meta'>): Sent | null {
  const { reopen } = meta.flow.window ?? {};
  return reopen ? sent('*.reopen', reopen) : null;
}

/**
 * The template that goes out in place of what an input makes a session say with the window closed. A node's own is for what the node
 * itself waits for (its time, the agent, the answer of its request); everything else, a start included, has the flow's.
 */
export function reopenFor(flow: FlowMachine, node: string, input: Pick<Input, 'type'> | null): Sent | null {
  const own = input !== null && OF_THE_NODE.has(input.type) ? reopenAt(flow, node) : null;
  return own ?? reopenByDefault(flow);
}

const OF_THE_NODE = new Set<Input['type']>(['timer', 'agent.resolved', 'call.done', 'call.failed']);

/** Whether the effects of a turn need an open window. What another flow begins with is not known here, so starting one does. */
export function needsOpenWindow(effects: readonly Effect[]): boolean {
  return effects.some(
    (effect) => effect.type === 'start' || (effect.type === 'send' && isFreeForm(effect.message)),
  );
}

function sent(key: string, { name, language, header, body }: Reopen): Sent {
  return {
    key,
    message: { type: 'template', name, language, ...(header && { header }), ...(body && { body }) },
  };
}
