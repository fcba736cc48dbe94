import type { Action, Transition } from '../machine-schema.ts';
import type { Problem } from '../problem.ts';
import { fieldOf } from './field.ts';
import { misfitOfAnswer, misfitOfEvent, misfitOfExpression, valueTypeOf } from './fits.ts';
import type { Site } from './sites.ts';
import type { Subject } from './subject.ts';
import { check, placeOf, type Writing, writingOfGuard, writingsOf } from './writings.ts';

/**
 * Every expression checks against the declared variables, in every language: placeholders in texts, conditions (which are yes or no),
 * values (which fit the variable that they are stored in). What an answer, a choice, a location, an order or a form gives fits the variable
 * that keeps it. The answer of a request is known only where it is stored.
 */
export function expressionType(subject: Subject): Problem[] {
  return subject.sites.flatMap((site) => [
    ...writingOfGuard(site.transition?.guard, site.node).flatMap((writing) => faultsOf(writing, subject)),
    ...site.actions.flatMap((action) => [
      ...writingsOf(action, site.node, subject, { takesResponse: site.event === 'call.done' }).flatMap(
        (writing) => faultsOf(fitted(writing, action, subject), subject),
      ),
      ...stored(action, site, subject),
      ...rowFields(action, site.node, subject),
    ]),
  ]);
}

function faultsOf(writing: Writing, subject: Subject): Problem[] {
  return check(writing, subject).faults.map((fault) => ({
    code: 'expression-type',
    level: 'error',
    ...placeOf(writing, subject),
    ...fault,
  }));
}

/** A value has to be of its variable's type. */
function fitted(writing: Writing, action: Action, { settings }: Subject): Writing {
  if (action.type !== 'set' || !('variable' in action.params)) return writing;
  const { variable: name } = action.params;
  if (name === 'locale') return { ...writing, expects: 'text' };
  const variable = settings.variables.find((one) => one.name === name);
  return variable ? { ...writing, expects: valueTypeOf(variable) } : writing;
}

function stored(action: Action, { node, transition }: Site, subject: Subject): Problem[] {
  if (action.type !== 'set' || !('variable' in action.params)) return [];
  const { variable: name, value } = action.params;
  const problem = (message: string, field = fieldOf(subject.flow.nodes[node], name, 'saveAs')): Problem[] => [
    { code: 'expression-type', level: 'error', node, field, message },
  ];
  if (name === 'locale') return spokenLocale(value, subject, problem);
  const variable = subject.settings.variables.find((one) => one.name === name);
  if (!variable)
    return problem(`“${name}” is not a variable of this flow. Declare it, or choose another one.`);
  switch (value.from) {
    case 'expression': {
      const misfit = misfitOfExpression(variable, value.expression);
      return misfit ? problem(misfit, fieldOf(subject.flow.nodes[node], value.expression, 'to')) : [];
    }
    case 'answer': {
      const misfit = misfitOfAnswer(variable, value.answer);
      return misfit ? problem(misfit) : [];
    }
    case 'event': {
      const misfit = misfitOfEvent(variable, value, transition ?? NO_TRANSITION);
      return misfit ? problem(misfit) : [];
    }
  }
}

const NO_TRANSITION: Pick<Transition, 'guard'> = {};

/** The language of a session is one that the flow speaks. */
function spokenLocale(
  value: Extract<Extract<Action, { type: 'set' }>['params'], { variable: string }>['value'],
  { settings }: Subject,
  problem: (message: string) => Problem[],
): Problem[] {
  if (value.from === 'event' && value.field === null) return problem('A language is a text.');
  if (value.from === 'answer' && ['number', 'date'].includes(value.answer.kind))
    return problem('A language is a text.');
  const written =
    value.from === 'expression'
      ? [/^\s*(["'])([^"'\\]*)\1\s*$/.exec(value.expression)?.[2]]
      : value.from === 'answer' && value.answer.kind === 'one-of'
        ? value.answer.options
        : [];
  const unknown = written.find((locale) => locale !== undefined && !settings.locales.includes(locale));
  return unknown === undefined
    ? []
    : problem(`“${unknown}” is not one of the languages of this flow: ${settings.locales.join(', ')}.`);
}

/** Rows of a list are made of fields that its records have. */
function rowFields(action: Action, node: string, subject: Subject): Problem[] {
  if (action.type !== 'send' || action.params.message.type !== 'list') return [];
  const { rowsFrom } = action.params.message;
  const source = subject.settings.variables.find(({ name }) => name === rowsFrom?.variable);
  if (!rowsFrom || source?.type !== 'list') return [];
  return (['id', 'title', 'description'] as const).flatMap((part): Problem[] => {
    const field = rowsFrom[part];
    if (field === undefined || Object.hasOwn(source.fields, field)) return [];
    return [
      {
        code: 'expression-type',
        level: 'error',
        node,
        field: `rowsFrom.${part}`,
        message: `The records of “${source.name}” have no field “${field}”; they have ${Object.keys(source.fields).sort().join(', ') || 'none'}.`,
      },
    ];
  });
}
