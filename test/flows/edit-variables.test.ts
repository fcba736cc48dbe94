import { renameInExpression } from '@parley/flows/edit/names.ts';
import { usesOfVariable } from '@parley/flows/edit/references.ts';
import { faultOfRenaming } from '@parley/flows/edit/renaming.ts';
import { edit } from '@parley/flows/edit.ts';
import { evaluateExpression, type Scope, type Values } from '@parley/flows/expression.ts';
import type { Flow } from '@parley/flows/flow.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyExpression, anyValues, scopeOfResponse, variables } from './language.ts';
import { smallFlow } from './proofs/small-flow.ts';

const at: [number, number] = [0, 0];
const nodes: { [id: string]: NodeConfig } = {
  ask: {
    type: 'question',
    at,
    body: 'City, not {{ city }}?',
    answer: { kind: 'text' },
    saveAs: 'city',
    retries: 1,
  },
  pick: {
    type: 'list',
    at,
    body: 'In city {{city}}: {{ "city" }} {{contact.name}}',
    button: 'city',
    sections: [{ rows: [{ id: 'city', title: '{{upper(city)}}' }] }],
    rowsFrom: { variable: 'items', id: 'id', title: 'title', more: 'More in {{city}}' },
    saveAs: 'cup',
  },
  go: {
    type: 'branch',
    at,
    conditions: [{ id: 'a', when: 'city == "city" && items.exists(one, one.title == city)' }],
  },
  keep: {
    type: 'set',
    at,
    set: [
      { variable: 'city', to: 'city + ' },
      { variable: 'locale', to: 'city' },
    ],
  },
  call: {
    type: 'request',
    at,
    method: 'POST',
    url: 'https://example.com/{{city}}',
    headers: { city: '{{city}}' },
    body: '{"city":"{{city}}"}',
    save: [{ variable: 'city', from: 'response.body.city' }],
  },
  form: {
    type: 'form',
    at,
    body: '',
    title: '',
    formId: 'city',
    data: { city: '{{city}}' },
    fields: [{ field: 'city', saveAs: 'city' }],
  },
  where: { type: 'location', at, body: '', saveLatitude: 'n', saveAddress: 'city' },
  bye: { type: 'end', at, reason: 'city' },
};
const settings = {
  locales: ['en', 'ru'],
  variables: [...variables],
  texts: { ru: { 'ask.body': 'Город, не {{city}}?', 'bye.city': 'city' } },
};
const flow: Flow = smallFlow(nodes, { ask: { answered: 'pick' }, pick: { city: 'go' } }, { settings });

const renamed = (of: Flow, from: string, to: string) => {
  const change = { kind: 'rename-variable', from, to } as const;
  const edited = edit(of, change);
  return edited.ok ? (faultOfRenaming(of, change) ?? edited.flow) : edited.reason;
};

describe('a variable', () => {
  test('that is renamed is renamed wherever it is named, and nowhere else', () => {
    const after = renamed(flow, 'city', 'town');
    expect(after).toMatchObject({
      nodes: {
        ask: { body: 'City, not {{ town }}?', saveAs: 'town' },
        pick: {
          body: 'In city {{town}}: {{ "city" }} {{contact.name}}',
          button: 'city',
          sections: [{ rows: [{ id: 'city', title: '{{upper(town)}}' }] }],
          rowsFrom: { variable: 'items', more: 'More in {{town}}' },
          saveAs: 'cup',
        },
        go: { conditions: [{ when: 'town == "city" && items.exists(one, one.title == town)' }] },
        keep: {
          set: [
            { variable: 'town', to: 'town + ' },
            { variable: 'locale', to: 'town' },
          ],
        },
        call: {
          url: 'https://example.com/{{town}}',
          headers: { city: '{{town}}' },
          body: '{"city":"{{town}}"}',
          save: [{ variable: 'town', from: 'response.body.city' }],
        },
        form: { formId: 'city', data: { city: '{{town}}' }, fields: [{ field: 'city', saveAs: 'town' }] },
        where: { saveLatitude: 'n', saveAddress: 'town' },
        bye: { reason: 'city' },
      },
      edges: { pick: { city: 'go' } },
      settings: { texts: { ru: { 'ask.body': 'Город, не {{town}}?', 'bye.city': 'city' } } },
    });
    expect(JSON.stringify(renamed(flow, 'items', 'shops'))).toContain('"rowsFrom":{"variable":"shops"');
  });

  test('that a draft calls like the language of the session does not take that along', () => {
    const set: NodeConfig = { type: 'set', at, set: [{ variable: 'locale', to: 'locale' }] };
    const draft = smallFlow({ set }, {}, { settings: { variables: [{ name: 'locale', type: 'number' }] } });
    expect(renamed(draft, 'locale', 'place')).toMatchObject({
      nodes: { set: { set: [{ variable: 'locale', to: 'place' }] } },
    });
    expect(usesOfVariable(draft, 'locale')).toEqual(['set']);
  });

  test.each([
    ['one', '“go” would no longer work'],
    ['items', 'There is a variable “items” already.'],
    ['locale', '“locale” stands for the language of the session.'],
    ['now', 'variables.0.name: '],
    ['Two words', 'variables.0.name: '],
  ])('is not renamed to “%s”', (to, reason) => {
    expect(renamed(flow, 'city', to)).toContain(reason);
  });

  test('is found where it is used, in translations too', () => {
    expect(usesOfVariable(flow, 'city')).toEqual(['ask', 'pick', 'go', 'keep', 'call', 'form', 'where']);
    expect(usesOfVariable(flow, 'items')).toEqual(['pick', 'go']);
    expect(usesOfVariable(flow, 'paid')).toEqual([]);
    const translated = smallFlow(
      { bye: { type: 'end', at } },
      {},
      { settings: { texts: { ru: { 'bye.x': '{{ n }}' } } } },
    );
    expect(usesOfVariable(translated, 'n')).toEqual(['bye']);
  });

  test('is added once, changed, and removed while places still name it', () => {
    const add = { kind: 'add-variable', variable: { name: 'city', type: 'number' } } as const;
    expect(edit(flow, add)).toEqual({ ok: false, reason: 'There is a variable “city” already.' });
    const changed = edit(flow, { ...add, kind: 'replace-variable' });
    expect(changed.ok && changed.flow.settings.variables[0]).toEqual(add.variable);
    const removed = edit(flow, { kind: 'remove-variable', name: 'city' });
    expect(removed.ok && removed.flow.settings.variables.map(({ name }) => name)).not.toContain('city');
    expect(removed.ok && removed.flow.nodes).toEqual(flow.nodes);
  });
});

describe('a name in an expression', () => {
  test.each([
    ['city', 'X'],
    ['cities + my_city + city2', 'cities + my_city + city2'],
    ['items[0].city + city . city', 'items[0].city + X . city'],
    ['city(city)', 'city(X)'],
    ['city (1) + city', 'city (1) + X'],
    [`"city" + 'city' + r"\\" + city`, `"city" + 'city' + r"\\" + X`],
    [`"a \\" city" + city`, `"a \\" city" + X`],
    [`"""city " city""" + city`, `"""city " city""" + X`],
    ['1.5 * city - 2city', '1.5 * X - 2city'],
    ['"city', '"city'],
    ['city = "city', 'X = "city'],
    ['city ? city : [city]', 'X ? X : [X]'],
    ['', ''],
  ])('is found in %s', (source, expected) => {
    expect(renameInExpression(source, (name) => (name === 'city' ? 'X' : name))).toBe(expected);
  });

  test('is renamed without changing what any expression means', () => {
    fc.assert(
      fc.property(anyExpression, anyValues, (source, values) => {
        const rename = (name: string) => (variables.some((one) => one.name === name) ? `${name}New` : name);
        const scope: Scope = {
          response: true,
          variables: variables.map((one) => ({ ...one, name: rename(one.name) })),
        };
        const vars = Object.fromEntries(
          Object.entries(values.vars).map(([name, value]) => [rename(name), value]),
        );
        const same: Values = { ...values, vars };
        const before = evaluateExpression(source, scopeOfResponse, values);
        const after = evaluateExpression(renameInExpression(source, rename), scope, same);
        expect(after.ok).toBe(before.ok);
        if (before.ok) expect(after).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });
});
