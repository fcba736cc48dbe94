import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import type { Problem } from '@parley/flows/problem.ts';
import { blocksPublishing, validate } from '@parley/flows/validate.ts';
import { describe, expect, test } from 'vitest';
import { ask, at, bye, flowWithPerson, person, say, smallFlow } from './proofs/small-flow.ts';

const examples = join(import.meta.dirname, '../../flows/examples');

describe('validating', () => {
  test.each(readdirSync(examples).filter((name) => name.endsWith('.machine.json')))(
    'finds nothing that blocks %s',
    (name) => {
      const problems = validate(JSON.parse(readFileSync(join(examples, name), 'utf8')));
      expect(problems.filter(({ level }) => level === 'error')).toEqual([]);
    },
  );

  test('something that is no flow says why it does not load, and nothing else', () => {
    expect(validate('a flow').map(({ code }) => code)).toEqual(['not-a-flow']);
    expect(validate(null).map(({ level }) => level)).toEqual(['error']);
  });

  test('a machine that was edited by hand says where', () => {
    const machine = toMachine(flowWithPerson({ hello: say('Hello.') }, { hello: { next: 'bye' } }));
    const edited = JSON.parse(JSON.stringify(machine));
    edited.states.hello.entry[0].params.message.body = 'Bye.';
    expect(validate(edited)).toMatchObject([{ code: 'edited-wiring', level: 'error', node: 'hello' }]);
    expect(validate(machine)).toEqual([]);
  });

  test('lists errors first, then by the order of the proofs, then by node and field', () => {
    const flow = smallFlow(
      {
        b: { type: 'set', at, set: [{ variable: 'nobody', to: 'now' }] },
        a: { ...ask('', 'Go on'), footer: 'x'.repeat(61) },
        lost: bye,
        person,
      },
      { b: { next: 'a' }, a: { other: 'person' } },
    );
    expect(validate(toMachine(flow)).map(({ code, node, field }) => [code, node, field].join(' '))).toEqual([
      'dead-end a ports.go-on',
      'dead-end person ports.resolved',
      'expression-type b set.0.variable',
      'whatsapp-limit a body',
      'whatsapp-limit a footer',
      'unreachable lost ',
    ]);
  });

  test('copes with a thousand nodes, and with questions that ask many times', () => {
    const flow = thousandNodes();
    const problems = validate(toMachine(flow)).filter(({ code }) => code === 'escalation-unreachable');
    /* The last question alone leads to a person, after six texts. */
    expect(problems).toHaveLength(1000);
    expect(problems.find(({ node }) => node === 'q3')?.example).toEqual([
      ...Array.from({ length: 3 }, () => 'an answer that fits'),
      'any text',
      'any text',
    ]);
    expect(validate(toMachine({ ...flow, globals: { escalation: 'person' } }))).toEqual([]);
  });
});

function thousandNodes(): Flow {
  const ids = Array.from({ length: 1000 }, (_, index) => `q${index}`);
  return smallFlow(
    {
      ...Object.fromEntries(
        ids.map((id) => [
          id,
          { type: 'question', at, body: 'How many?', answer: { kind: 'number' }, saveAs: 'n', retries: 5 },
        ]),
      ),
      person,
      bye,
    },
    {
      ...Object.fromEntries(
        ids.map((id, index) => [
          id,
          { answered: ids[index + 1] ?? 'bye', other: ids[index + 1] ?? 'person' },
        ]),
      ),
      person: { resolved: 'bye' },
    },
    {
      settings: {
        variables: [{ name: 'n', type: 'number' }],
        escalation: { keywords: { en: ['agent'] }, maxTurns: 2 },
      },
    },
  );
}

test('an error blocks publishing, and a warning does not', () => {
  const problem = (level: Problem['level']): Problem => ({ code: 'any', level, message: 'Any.' });
  expect(blocksPublishing([])).toBe(false);
  expect(blocksPublishing([problem('warning')])).toBe(false);
  expect(blocksPublishing([problem('warning'), problem('error')])).toBe(true);
});
