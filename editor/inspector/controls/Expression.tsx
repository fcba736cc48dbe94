import { checkExpression, evaluateExpression, type ValueType } from '@parley/flows/expression.ts';
import { formatValue } from '@parley/flows/render.ts';
import { useTold } from '../../told.ts';
import { CodeField } from '../code/CodeField.tsx';
import { isRecord } from '../path.ts';
import { type ControlProps, type InspectorState, useInspector } from '../state.ts';

/** An expression with its type, what is wrong with it, and what it gives for sample values. */
export function Expression({ field, label, value, owner, onChange, problems }: ControlProps) {
  const inspector = useInspector();
  const told = useTold();
  const { expressionScope: scope } = inspector;
  const source = typeof value === 'string' ? value : '';
  const expected = expectedType(field.key, owner, inspector);
  const checked = checkExpression(source, scope, expected);
  return (
    <div>
      <div className="field-head">
        <span className="field-label">{label}</span>
      </div>
      <CodeField
        label={label}
        value={source}
        mode="expression"
        scope={scope}
        isInvalid={problems.some(({ level }) => level === 'error')}
        check={(written) => {
          const found = checkExpression(written, scope, expected);
          return found.ok || written.trim() === '' ? [] : [found];
        }}
        onChange={(written) => onChange(written === '' && field.isOptional ? undefined : written)}
      />
      {checked.ok && (
        <p className="result" aria-live="polite">
          {resultOf(source, checked.type, inspector)}
        </p>
      )}
      {!checked.ok && source.trim() !== '' && problems.length === 0 && (
        <p className="field-refusal">{told(checked.message)}</p>
      )}
    </div>
  );
}

/** A condition is yes or no; what is stored in a variable is of the variable's type. */
function expectedType(key: string, owner: unknown, { flow }: InspectorState): ValueType | undefined {
  if (key === 'when') return 'boolean';
  const name = isRecord(owner) ? owner.variable : undefined;
  if (name === 'locale') return 'text';
  const type = flow.settings.variables.find((variable) => variable.name === name)?.type;
  return type === 'choice' ? 'text' : type;
}

function resultOf(
  source: string,
  type: ValueType,
  { expressionScope, values, words, locale }: InspectorState,
) {
  const result = evaluateExpression(source, expressionScope, values);
  const word = words.types[type];
  if (!result.ok || result.value === null) return words.resultType(word);
  const shown =
    typeof result.value === 'object' ? JSON.stringify(result.value) : formatValue(result.value, locale);
  return words.resultIs(word, shown.length > 80 ? `${shown.slice(0, 80)}…` : shown);
}
