import { Variable } from '@parley/flows/variables.ts';

export const VARIABLE_TYPES = ['text', 'number', 'boolean', 'date', 'choice', 'list', 'order'] as const;
export type VariableType = (typeof VARIABLE_TYPES)[number];

/** A variable with bounds that fit most uses, or why it cannot have this name. */
export function newVariable(name: string, type: VariableType) {
  return Variable.safeParse(blank(name, type));
}

/** The variable as one of another type. A value at the start stays where the new type can hold it. */
export function withType(variable: Variable, type: VariableType): Variable {
  const made = newVariable(variable.name, type);
  if (!made.success) return variable;
  const kept = 'default' in variable ? variable.default : undefined;
  if (kept === undefined || type === 'choice') return made.data;
  const withDefault = Variable.safeParse({ ...made.data, default: kept });
  return withDefault.success ? withDefault.data : made.data;
}

function blank(name: string, type: VariableType): unknown {
  switch (type) {
    case 'text':
      return { name, type, maxLength: 200 };
    case 'choice':
      return { name, type, options: ['yes', 'no'] };
    case 'list':
      return { name, type, fields: { id: { maxLength: 100 }, title: { maxLength: 24 } }, maxItems: 10 };
    default:
      return { name, type };
  }
}
