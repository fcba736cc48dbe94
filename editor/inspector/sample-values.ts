import { coerce, emptyValue } from '@parley/flows/coerce.ts';
import type { Values } from '@parley/flows/expression.ts';
import type { Variable } from '@parley/flows/variables.ts';

/**
 * Values to show an expression's result with: each variable's default, or an example of its type. `now` in milliseconds
 * since 1970.
 */
export function sampleValues(variables: readonly Variable[], locale: string, now: number): Values {
  return {
    vars: Object.fromEntries(variables.map((variable) => [variable.name, sampleOf(variable, now)])),
    facts: {
      now,
      contact: { name: 'Guest', phone: '4915112345678', locale, timezone: 'Europe/Berlin' },
      windowClosesAt: now + 24 * 60 * 60 * 1000,
    },
    response: { status: 200, body: {} },
  };
}

function sampleOf(variable: Variable, now: number): unknown {
  if ('default' in variable && variable.default !== undefined) return variable.default;
  return coerce(variable, exampleOf(variable, now)) ?? emptyValue(variable);
}

function exampleOf(variable: Variable, now: number): unknown {
  switch (variable.type) {
    case 'text':
      return variable.name;
    case 'number':
      return 3;
    case 'boolean':
      return true;
    case 'date':
      return new Date(now).toISOString().slice(0, 10);
    case 'choice':
      return variable.options[0];
    case 'list':
      return [1, 2].map((count) =>
        Object.fromEntries(Object.keys(variable.fields).map((field) => [field, `${field} ${count}`])),
      );
    case 'order':
      return {
        items: [{ productId: 'espresso', quantity: 2, price: 2.5, currency: 'EUR' }],
        total: 5,
        text: '',
      };
  }
}
