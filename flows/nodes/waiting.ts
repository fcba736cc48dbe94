import { z } from 'zod';
import { after, on, type Port, type Wire } from '../definition.ts';
import { afterKey, durationMs } from '../duration.ts';
import { PERSON_EVENTS } from '../input.ts';
import type { EventName, StateConfig, Transition } from '../machine-schema.ts';
import type { Problem } from '../problem.ts';
import { Reopening } from '../reopen.ts';

/** Fields of every node that waits for the contact. */
export const Waiting = {
  silentAfter: z.string().optional().meta({ label: 'When there is no answer for', control: 'duration' }),
  ...Reopening,
};

/** For nodes that offer options: what a tap on their message does once the conversation has gone on. */
export const Late = {
  late: z
    .enum(['follow'])
    .optional()
    .meta({
      label: 'A late tap',
      control: 'choice',
      options: { '': 'asks the current question again', follow: 'is followed' },
    }),
};

const OTHER: Port = { id: 'other', label: 'Anything else' };
const SILENT: Port = { id: 'silent', label: 'No answer' };

/** The ports of a waiting node: its own, then `other`, and `silent` where a silence is set. */
export function waitingPorts(own: Port[], node: { silentAfter?: string | undefined }): Port[] {
  return [...own, OTHER, ...(node.silentAfter === undefined ? [] : [SILENT])];
}

/**
 * How a state waits: each event's own answers first; whatever else a person sends leaves by `other`; `again` asks once more
 * (a tap on an older message); silence leaves by `silent`. A duration that cannot be read is kept as it is, so that a draft keeps its wire;
 * `silenceProblems` keeps it from being published.
 */
export function waiting(
  wire: Wire,
  node: { silentAfter?: string | undefined },
  answers: { [event in EventName]?: readonly (Transition | null)[] },
): Pick<StateConfig, 'on' | 'after'> {
  const events: { [event in EventName]?: (Transition | null)[] } = {};
  for (const event of PERSON_EVENTS) events[event] = [...(answers[event] ?? []), wire.to('other')];
  return {
    on: on({ ...events, again: [wire.again()] }),
    after:
      node.silentAfter === undefined
        ? undefined
        : after({ [afterKey(node.silentAfter)]: [wire.to('silent')] }),
  };
}

/** What is wrong with a silence, if anything. */
export function silenceProblems(node: { silentAfter?: string | undefined }): Problem[] {
  if (node.silentAfter === undefined || durationMs(node.silentAfter) !== null) return [];
  return [
    {
      code: 'bad-duration',
      level: 'error',
      field: 'silentAfter',
      message: `“${node.silentAfter}” is not a duration. Write it like PT20H (20 hours) or P1D (one day).`,
    },
  ];
}
