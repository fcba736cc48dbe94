import type { FlowTest, TestStep } from '../flow-test.ts';
import type { PlatformInput } from '../input.ts';
import type { Conversation, Move } from '../simulation.ts';

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

/** A step without what is expected of it. */
export type TestDeed = DistributiveOmit<TestStep, 'expects'>;

/** How the conversation of a test begins. */
export function beginningOf(test: Pick<FlowTest, 'contact' | 'opening' | 'node'>, flow: string): Move {
  const { contact, opening, node } = test;
  const unprompted = opening === undefined;
  return { do: 'begin', flow, locale: contact.locale, unprompted, ...(node !== undefined && { node }) };
}

/** The move that a step stands for where the conversation is; null for the answer of a request when none is waited for. */
export function moveOf(step: TestDeed, { session }: Conversation): Move | null {
  const call = session?.state.call ?? null;
  const tell = (input: PlatformInput): Move => ({ do: 'tell', input });
  switch (step.do) {
    case 'say':
      return { do: 'say', input: step.input };
    case 'wait':
      return { do: 'wait' };
    case 'pass':
      return { do: 'pass', ms: step.ms };
    case 'answer':
      return call === null ? null : tell({ type: 'call.done', call, status: step.status, body: step.body });
    case 'fail':
      return call === null ? null : tell({ type: 'call.failed', call, reason: step.reason });
    case 'hand-back':
      return tell({
        type: 'agent.resolved',
        ...(step.outcome !== undefined && { outcome: step.outcome }),
      });
    case 'agent':
      return tell({ type: `agent.${step.is}` });
    case 'window':
      return tell({ type: `window.${step.is}` });
    case 'set':
      return { do: 'set', variable: step.variable, value: step.value };
  }
}

/** The step that a move of the simulator is in a test; null for what happens by itself, and for another beginning. */
export function deedOf(move: Move): TestDeed | null {
  switch (move.do) {
    case 'begin':
      return null;
    case 'say':
    case 'wait':
      return move;
    case 'pass':
      return { do: 'pass', ms: Math.max(0, Math.round(move.ms)) };
    case 'set':
      return move;
    case 'tell':
      return told(move.input);
  }
}

function told(input: Extract<Move, { do: 'tell' }>['input']): TestDeed | null {
  switch (input.type) {
    case 'call.done':
      return { do: 'answer', status: input.status, body: input.body };
    case 'call.failed':
      return { do: 'fail', reason: input.reason };
    case 'agent.resolved':
      return { do: 'hand-back', ...(input.outcome !== undefined && { outcome: input.outcome }) };
    case 'agent.absent':
      return { do: 'agent', is: 'absent' };
    case 'agent.returned':
      return { do: 'agent', is: 'returned' };
    case 'window.closing':
      return { do: 'window', is: 'closing' };
    case 'window.closed':
      return { do: 'window', is: 'closed' };
    default:
      return null;
  }
}
