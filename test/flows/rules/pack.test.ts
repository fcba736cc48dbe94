import { limitsOn } from '@parley/flows/limits.ts';
import { toMachine } from '@parley/flows/machine.ts';
import { changesBetween, RULES_AS_OF, ruleOn, rules } from '@parley/flows/rules/pack.ts';
import { validate } from '@parley/flows/validate.ts';
import { isDay } from '@parley/runtime/commands/rule-changes.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowWithPerson } from '../proofs/small-flow.ts';

const byId = Map.groupBy(rules, ({ id }) => id);
const day = fc
  .date({ min: new Date('2022-01-01'), max: new Date('2031-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test('a rule has one value on each day, from its first day to its last, without a gap', () => {
  for (const [id, some] of byId) {
    const inOrder = some.toSorted((one, other) => ((one.from ?? '') < (other.from ?? '') ? -1 : 1));
    for (const [at, { until }] of inOrder.slice(0, -1).entries())
      expect(until, id).toBe(inOrder[at + 1]?.from);
  }
  fc.assert(
    fc.property(day, fc.constantFrom(...byId.keys()), (on, id) => {
      const holding = rules.filter(
        (one) => one.id === id && (one.from ?? '') <= on && (one.until === null || on < one.until),
      );
      expect(holding.length).toBeLessThanOrEqual(1);
      const some = byId.get(id) ?? [];
      const isBegun = some.some((one) => (one.from ?? '') <= on);
      const isOver = some.every(({ until }) => until !== null && until <= on);
      expect(holding.length).toBe(isBegun && !isOver ? 1 : 0);
    }),
  );
});

test('every rule says where it is from, and its days are days', () => {
  for (const { id, source, from, until, unit, value } of rules) {
    expect(source, id).toMatch(/\w{4}/);
    for (const one of [from, until]) if (one !== null) expect(isDay(one), `${id} ${one}`).toBe(true);
    if (unit !== 'word' && unit !== 'words') expect(typeof value === 'string', id).toBe(false);
  }
});

test('there are limits on every day, also on those of the guide of 2023', () => {
  fc.assert(fc.property(day, (on) => void limitsOn(on)));
  expect(limitsOn('2023-04-19').list.body).toBe(1024);
  expect(limitsOn(RULES_AS_OF).list.body).toBe(4096);
});

test('what changed between the guide of 2023 and today can be asked', () => {
  const changed = changesBetween('2023-04-19', RULES_AS_OF).map(({ day: on, now }) => `${on} ${now.id}`);
  expect(changed).toContain('2025-10-07 messagingLimit.scope');
  expect(changed).toContain('2025-07-01 price.unit');
  expect(changesBetween(RULES_AS_OF, '2027-02-01').map(({ now }) => now.id)).toEqual(['graph.v21.0']);
  expect(ruleOn('messagingLimit.steps', '2023-04-19')?.value).toEqual([
    250,
    1000,
    10000,
    100000,
    'unlimited',
  ]);
});

test('a flow is held against the rules of the day that is named', () => {
  const list = {
    type: 'list' as const,
    at: [0, 0] as [number, number],
    body: 'a'.repeat(2000),
    button: 'Open',
    sections: [{ rows: [{ id: 'one', title: 'One' }] }],
  };
  const machine = toMachine(flowWithPerson({ list }, { list: { one: 'bye', other: 'person' } }));
  const codes = (rulesOn?: string) => validate(machine, { rulesOn }).map(({ code }) => code);
  expect(codes()).toEqual([]);
  expect(codes('2027-01-01')).toEqual([]);
  expect(codes('2023-04-19')).toEqual(['whatsapp-limit']);
});
