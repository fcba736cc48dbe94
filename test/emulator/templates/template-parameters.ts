import { type Refusal, refusal } from '../graph/graph-error.ts';
import type { BodyParameter } from '../rules/template-rules.ts';
import type { TemplateDefinition } from './templates.ts';

/** What a check needs to know besides the message. `version` is Graph's, which decides between two error codes. */
export type Where = { version: number; now: number; definition: TemplateDefinition };

export function checkCount(place: string, sent: number, expected: number): Refusal | null {
  if (sent === expected) return null;
  return refusal(
    132000,
    `${place}: number of localizable_params (${sent}) does not match the expected number of params (${expected})`,
  );
}

/** Named parameters for a template with named ones, positional for positional, and no name left out. */
export function checkNames(
  place: string,
  parameters: { type: string; parameter_name?: string }[],
  names: string[],
  { definition }: Where,
): Refusal | null {
  if (definition.parameter_format === 'POSITIONAL') {
    const named = parameters.find((parameter) => parameter.parameter_name !== undefined);
    return named ? refusal(132012, `${place}: the template has positional parameters, not named ones`) : null;
  }
  const missing = names.find((name) => !parameters.some((parameter) => parameter.parameter_name === name));
  return missing
    ? refusal(132012, `${place}: parameter ${missing} is missing, or has no parameter_name`)
    : null;
}

/** No new line, no tab, no run of more than four spaces, not empty. Source: error 132018, and 100 before Graph v23. */
export function checkText(text: string, where: Where): Refusal | null {
  if (text === '') return badParameter('A parameter text cannot be empty', where);
  return /[\n\r\t]| {5,}/.test(text)
    ? badParameter('Param text cannot have new-line/tab characters or more than 4 consecutive spaces', where)
    : null;
}

export function badParameter(details: string, { version }: Where): Refusal {
  return refusal(version >= 23 ? 132018 : 100, details);
}

export function wrongFormat(place: string, expected: string, received: string): Refusal {
  return refusal(
    132012,
    `${place}: Format mismatch, expected ${expected}, received ${received.toUpperCase()}`,
  );
}

/** What stands in the text for this parameter. */
export function textOf(parameter: BodyParameter): string {
  if (parameter.type === 'text') return parameter.text;
  return parameter.type === 'currency'
    ? parameter.currency.fallback_value
    : parameter.date_time.fallback_value;
}

/** Values by placeholder name, for either way of naming parameters. */
export function parameterValues(names: string[], parameters: BodyParameter[]): Map<string, string> {
  return new Map(
    parameters.map((parameter, index) => [parameter.parameter_name ?? names[index] ?? '', textOf(parameter)]),
  );
}
