import type { Answer } from '../answer.ts';
import type { ValueType } from '../expression.ts';
import type { Transition, ValueSource } from '../machine-schema.ts';
import type { Variable } from '../variables.ts';

/** Whether a variable can hold what is stored in it. Each says what is wrong, or null. */

/** The type that an expression has to yield for a variable. */
export function valueTypeOf(variable: Variable): ValueType {
  return variable.type === 'choice' ? 'text' : variable.type;
}

/** A quoted text is one of the options; other expressions are checked by their type alone. */
export function misfitOfExpression(variable: Variable, expression: string): string | null {
  if (variable.type !== 'choice') return null;
  const quoted = /^\s*(["'])([^"'\\]*)\1\s*$/.exec(expression)?.[2];
  return quoted === undefined || variable.options.includes(quoted) ? null : noOption(variable.name, quoted);
}

export function misfitOfAnswer(variable: Variable, answer: Answer): string | null {
  const { name, type } = variable;
  switch (answer.kind) {
    case 'number':
      return type === 'number' ? null : notHolding(name, type, 'a number');
    case 'date':
      return type === 'date' ? null : notHolding(name, type, 'a date');
    case 'one-of': {
      if (variable.type === 'choice') {
        const missing = answer.options.find((option) => !variable.options.includes(option));
        return missing === undefined ? null : noOption(name, missing);
      }
      return type === 'text' ? null : notHolding(name, type, 'a text');
    }
    default:
      return type === 'text' ? null : notHolding(name, type, 'a text');
  }
}

/** `source` is a field of what the contact has sent: the id of an option, a coordinate, a whole cart, a field of a form. */
export function misfitOfEvent(
  variable: Variable,
  { field }: Extract<ValueSource, { from: 'event' }>,
  { guard }: Pick<Transition, 'guard'>,
): string | null {
  const { name, type } = variable;
  if (field === null) return type === 'order' ? null : notHolding(name, type, 'an order');
  if (field === 'latitude' || field === 'longitude')
    return type === 'number' ? null : notHolding(name, type, 'a number');
  if (field === 'id') {
    const id = guard?.type === 'chose' && 'id' in guard.params ? guard.params.id : undefined;
    if (variable.type === 'choice')
      return id === undefined || variable.options.includes(id) ? null : noOption(name, id);
    return type === 'text' ? null : notHolding(name, type, 'the id of an option, a text');
  }
  /* What a form sends is not known before it is sent; it is fitted to the variable when it comes. */
  if (field.startsWith('values.'))
    return type === 'order' ? notHolding(name, type, 'a field of a form') : null;
  return type === 'text' ? null : notHolding(name, type, 'a text');
}

const WORDS: { [type in Variable['type']]: string } = {
  text: 'a text',
  number: 'a number',
  boolean: 'yes or no',
  date: 'a date',
  choice: 'one of its options',
  list: 'a list',
  order: 'an order',
};

const notHolding = (name: string, type: Variable['type'], what: string) =>
  `“${name}” holds ${WORDS[type]}, and what is stored here is ${what}. Choose another variable, or change its type.`;

const noOption = (name: string, option: string) =>
  `“${option}” is not one of the options of “${name}”, so it would not be stored. Add it to the options.`;
