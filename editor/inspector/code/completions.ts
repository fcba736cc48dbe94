import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { FUNCTIONS } from '@parley/flows/expression/functions.ts';
import { BUILT_IN } from '@parley/flows/expression/names.ts';
import type { Scope } from '@parley/flows/expression.ts';
import type { Variable } from '@parley/flows/variables.ts';

const ORDER_FIELDS = ['items', 'total', 'text'];

type Known = { scope: Scope; told: (text: string) => string };

/** Everything that an expression may name: variables first, then what is always known, then functions. */
function completionsIn({ scope: { variables, response }, told }: Known): Completion[] {
  const known = Object.entries(BUILT_IN).filter(([name]) => response || !name.startsWith('response'));
  return [
    ...variables.flatMap(variableCompletions),
    ...known.map(([name, info]) => ({ label: name, type: 'constant', info: told(info), boost: 1 })),
    ...Object.entries(FUNCTIONS).map(([name, language]) => ({
      label: name,
      type: 'function',
      detail: language?.signatures[0] ?? '',
      info: told(language?.doc ?? ''),
      apply: `${name}(`,
    })),
  ];
}

function variableCompletions({ name, type }: Variable): Completion[] {
  const own = { label: name, type: 'variable', detail: type, boost: 2 };
  if (type !== 'order') return [own];
  return [own, ...ORDER_FIELDS.map((field) => ({ label: `${name}.${field}`, type: 'property', boost: 1 }))];
}

/** Names at the cursor. In a text only within `{{`, and a choice closes the braces behind it. `told`: in the author's language. */
export function complete(context: CompletionContext, known: Known, isText: boolean): CompletionResult | null {
  const word = context.matchBefore(/[\w.]*/);
  const from = word?.from ?? context.pos;
  if (!isText) {
    if (from === context.pos && !context.explicit) return null;
    return { from, options: completionsIn(known), validFor: /^[\w.]*$/ };
  }
  const before = context.state.sliceDoc(0, context.pos);
  const open = before.lastIndexOf('{{');
  if (open === -1 || before.indexOf('}}', open) !== -1) return null;
  const isClosed = /^\s*\}\}/.test(context.state.sliceDoc(context.pos));
  const close = isClosed ? '' : '}}';
  const options = completionsIn(known).map((option) =>
    option.type === 'function' ? option : { ...option, apply: `${option.label}${close}` },
  );
  return { from, options, validFor: /^[\w.]*$/ };
}
