import { type Capability, type FlowChannel, INSTEAD, neededFor } from '../channel-capabilities.ts';
import type { Problem } from '../problem.ts';
import type { Subject } from './subject.ts';

/**
 * Every message can be sent from every number that the flow answers on. One problem for each node, number and kind of message, with what
 * to do instead. Says nothing where nothing is known of the numbers.
 */
export function channelCannot({ sites, channels }: Subject): Problem[] {
  const needs = sites.flatMap(({ node, actions }) =>
    actions.flatMap((action) => {
      const need = action.type === 'send' ? neededFor(action.params.message) : null;
      return need === null ? [] : [{ node, need }];
    }),
  );
  return channels.flatMap((channel) =>
    needs
      .filter(({ need }) => channel.can !== null && !channel.can.includes(need))
      .map(({ node, need }) => problem(node, need, channel)),
  );
}

function problem(node: string, need: Capability, { name }: FlowChannel): Problem {
  const instead = INSTEAD[need] ?? 'Use text.';
  const message = `The number ${name} cannot send this kind of message (${need}). ${instead}`;
  return { code: 'channel-cannot', level: 'error', node, message };
}
