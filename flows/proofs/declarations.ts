import { coerce } from '../coerce.ts';
import type { Problem } from '../problem.ts';
import { lengthOf } from '../value.ts';
import type { Variable } from '../variables.ts';
import type { Subject } from './subject.ts';

/**
 * Variables and languages are declared in a way that can be kept: names are used once and mean nothing else, a default is a value that the
 * variable can hold, and the flow speaks the language that it falls back to.
 */
export function declarations({ settings }: Subject): Problem[] {
  const { variables, locales, defaultLocale } = settings;
  const problems = variables.flatMap((variable, at) => problemsOf(variable, variables.slice(0, at)));
  if (!locales.includes(defaultLocale)) {
    problems.push({
      code: 'locale-unknown',
      level: 'error',
      field: 'defaultLocale',
      message: `The flow falls back to “${defaultLocale}”, which is not one of its languages: ${locales.join(', ')}.`,
    });
  }
  const repeated = locales.find((locale, at) => locales.indexOf(locale) < at);
  if (repeated !== undefined) {
    const message = `The language “${repeated}” is listed twice.`;
    problems.push({ code: 'locale-unknown', level: 'error', field: 'locales', message });
  }
  return problems;
}

function problemsOf(variable: Variable, before: readonly Variable[]): Problem[] {
  const { name } = variable;
  const problem = (code: string, message: string): Problem => ({
    code,
    level: 'error',
    field: `variables.${name}`,
    message,
  });
  const problems: Problem[] = [];
  if (before.some((other) => other.name === name))
    problems.push(problem('variable-duplicate', `There are two variables with the name “${name}”.`));
  if (name === 'locale') {
    problems.push(
      problem(
        'variable-reserved',
        '“locale” stands for the language of the session and cannot be a variable.',
      ),
    );
  }
  const misfit = misfitOfDefault(variable);
  if (misfit) problems.push(problem('variable-default', misfit));
  return problems;
}

/** A default is used as it is, so it must already be what the variable would make of it. */
function misfitOfDefault(variable: Variable): string | null {
  if (!('default' in variable) || variable.default === undefined) return null;
  const { name } = variable;
  switch (variable.type) {
    case 'text':
      return lengthOf(variable.default) <= variable.maxLength
        ? null
        : `The default of “${name}” has ${lengthOf(variable.default)} characters, and the variable holds ${variable.maxLength}.`;
    case 'choice':
      return variable.default === '' || variable.options.includes(variable.default)
        ? null
        : `The default of “${name}” is not one of its options.`;
    case 'date':
      return coerce(variable, variable.default) === undefined
        ? `The default of “${name}” is not a date. Write it like 2026-12-24.`
        : null;
    case 'list': {
      if (variable.default.length > variable.maxItems)
        return `The default of “${name}” has ${variable.default.length} items, and the variable holds ${variable.maxItems}.`;
      const fits = variable.default.every((record) =>
        Object.entries(record).every(([field, text]) => {
          const known = Object.hasOwn(variable.fields, field) ? variable.fields[field] : undefined;
          return known !== undefined && lengthOf(text) <= known.maxLength;
        }),
      );
      return fits ? null : `The default of “${name}” has a field that is not declared or is too long.`;
    }
    default:
      return null;
  }
}
