import { z } from 'zod';
import { Answer } from '../answer.ts';
import { Base, defineNode, state } from '../definition.ts';
import { PERSON_EVENTS } from '../input.ts';
import type { Action, EventName, Transition } from '../machine-schema.ts';
import type { Problem } from '../problem.ts';
import { silenceProblems, Waiting, waiting, waitingPorts } from './waiting.ts';

const Question = z.strictObject({
  type: z.literal('question'),
  ...Base,
  body: z.string().meta({ label: 'Question', control: 'message' }),
  answer: Answer.meta({ label: 'Answer', control: 'answer' }),
  saveAs: z.string().meta({ label: 'Save the answer as', control: 'variable' }),
  retry: z.string().optional().meta({ label: 'When the answer does not fit', control: 'message' }),
  retries: z.number().int().min(0).max(5).meta({ label: 'Ask again at most', control: 'number' }),
  ...Waiting,
});
type Question = z.infer<typeof Question>;

/** Asks, checks what comes back, asks again, and gives up by `other`. */
export const question = defineNode<Question>({
  title: 'Question',
  summary:
    'Asks for a text, number, email, phone, date, pattern or one of some words; asks again, then gives up.',
  family: 'questions',
  schema: Question,
  blank: { type: 'question', at: [0, 0], body: '', answer: { kind: 'text' }, saveAs: 'answer', retries: 2 },
  ports: (node) =>
    waitingPorts([{ id: 'answered', label: 'Answered' }], node).map((port) =>
      port.id === 'other' ? { ...port, label: 'Given up' } : port,
    ),
  compile: (node, wire) => {
    const counter = `${wire.nodeId}.tries`;
    const save: Action = {
      type: 'set',
      params: { variable: node.saveAs, value: { from: 'answer', answer: node.answer } },
    };
    const retry = wire.inner('retry', {
      guard: { type: 'when', params: { counter, below: node.retries } },
      actions: [{ type: 'set', params: { counter, add: 1 } }],
    });
    const answers: { [event in EventName]?: (Transition | null)[] } = {};
    if (node.retries > 0) for (const event of PERSON_EVENTS) answers[event] = [retry];
    answers.text = [
      wire.to('answered', { guard: { type: 'matches', params: { answer: node.answer } }, actions: [save] }),
      ...(answers.text ?? []),
    ];
    return state({
      initial: 'ask',
      states: {
        ask: {
          entry: [
            { type: 'set', params: { counter, to: 0 } },
            { type: 'send', params: { key: wire.nodeId, message: { type: 'text', body: node.body } } },
          ],
        },
        ...(node.retries > 0 && {
          retry: {
            entry: [
              {
                type: 'send' as const,
                params:
                  node.retry === undefined
                    ? { key: wire.nodeId, message: { type: 'text' as const, body: node.body } }
                    : { key: `${wire.nodeId}.retry`, message: { type: 'text' as const, body: node.retry } },
              },
            ],
          },
        }),
      },
      ...waiting(wire, node, answers),
    });
  },
  validate: (node) => [...silenceProblems(node), ...answerProblems(node.answer)],
  preview: (node) => ({ text: node.body, messages: [{ type: 'text', body: node.body }] }),
});

function answerProblems(answer: Answer): Problem[] {
  const problem = (message: string): Problem[] => [
    { code: 'bad-answer', level: 'error', field: 'answer', message },
  ];
  if (answer.kind === 'number' && (answer.min ?? -Infinity) > (answer.max ?? Infinity)) {
    return problem('The smallest number allowed is above the largest.');
  }
  if (answer.kind === 'date' && answer.from && answer.to && answer.from > answer.to) {
    return problem('The first day allowed is after the last.');
  }
  return [];
}
