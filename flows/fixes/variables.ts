import { emptyValue } from '../coerce.ts';
import type { SingleChange } from '../edit/change.ts';
import { Variable } from '../variables.ts';
import type { Fix, Suggest } from './fix.ts';
import { inFront } from './texts.ts';

/** A variable that is read and was never set: a default, or a node before that sets it. The message begins with its name. */
export const unsetVariable: Suggest = (flow, { node = '', message, code }) => {
  const name = /^“([^”]+)”/.exec(message)?.[1];
  const variable = flow.settings.variables.find((one) => one.name === name);
  if (!variable || variable.type === 'order') return [];
  const withDefault = Variable.safeParse({ ...variable, default: emptyValue(variable) });
  const fixes: Fix[] = withDefault.success
    ? [
        {
          kind: 'give-default',
          about: variable.name,
          change: { kind: 'replace-variable', variable: withDefault.data },
        },
      ]
    : [];
  const to = WRITTEN[variable.type];
  /* What some way sets before must not be set anew. */
  if (code !== 'unset-variable' || to === undefined) return fixes;
  const changes: SingleChange[] = inFront(flow, node, {
    type: 'set',
    set: [{ variable: variable.name, to }],
  });
  return [
    ...fixes,
    {
      kind: 'set-before',
      about: variable.name,
      change: { kind: 'batch', name: `Set “${variable.name}” before`, changes },
    },
  ];
};

/** A value to begin with, as an expression; none for types that have no way to write one. */
const WRITTEN: { readonly [type in Variable['type']]?: string } = {
  text: '""',
  number: '0',
  boolean: 'false',
};

/** A name that no variable has becomes one: of text where that fits, else of what does. */
export const undeclared: Suggest = (_, { message }) => {
  const name = /^[`“](\w+)[`”] is not a variable/.exec(message)?.[1];
  if (name === undefined) return [];
  return CANDIDATES.flatMap((type): Fix[] => {
    const read = Variable.safeParse({ name, ...type });
    return read.success
      ? [{ kind: 'declare', about: name, change: { kind: 'add-variable', variable: read.data } }]
      : [];
  });
};

const CANDIDATES = [
  { type: 'text', maxLength: 200, default: '' },
  { type: 'text', maxLength: 20, default: '' },
  { type: 'number', default: 0 },
  { type: 'boolean', default: false },
  { type: 'date', default: '' },
  { type: 'order' },
];

/** A default that the variable cannot hold goes. */
export const badDefault: Suggest = ({ settings }, { field = '' }) => {
  const variable = settings.variables.find(({ name }) => `variables.${name}` === field);
  if (!variable || !('default' in variable)) return [];
  const read = Variable.safeParse({ ...variable, default: undefined });
  return read.success
    ? [
        {
          kind: 'drop-default',
          about: variable.name,
          change: { kind: 'replace-variable', variable: read.data },
        },
      ]
    : [];
};
