import { expect, test } from 'vitest';
import { at, flowWithPerson, problemOf, problemsOf } from './small-flow.ts';

const asking = (pattern: string) =>
  flowWithPerson(
    {
      here: {
        type: 'question',
        at,
        body: 'Which order?',
        answer: { kind: 'pattern', pattern },
        saveAs: 'order',
        retries: 1,
      },
    },
    { here: { answered: 'bye', other: 'bye' } },
    { settings: { variables: [{ name: 'order', type: 'text', maxLength: 20, default: '' }] } },
  );

test('a pattern that cannot be read is a problem of its question, with the reason', () => {
  expect(problemsOf(asking('\\d{4}'))).toEqual([]);
  expect(problemOf(asking('(\\d{4}'), 'bad-answer')).toMatchObject({
    level: 'error',
    node: 'here',
    field: 'answer',
    message: expect.stringMatching(/^The pattern cannot be read: .*missing closing \)/),
  });
});
