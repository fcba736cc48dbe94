import { type ComponentType, lazy, Suspense } from 'react';
import { Choice, NumberField, Tags, Toggle } from './controls/Choices.tsx';
import { Expression } from './controls/Expression.tsx';
import { ObjectFields, OptionalGroup, RecordFields, VariantFields } from './controls/Groups.tsx';
import { ListFields } from './controls/ListFields.tsx';
import { Message } from './controls/Message.tsx';
import { Problems } from './controls/Problems.tsx';
import { Product, Products } from './controls/Product.tsx';
import { RemoveGroup } from './controls/RemoveGroup.tsx';
import { Json, Url } from './controls/Source.tsx';
import { TemplateName } from './controls/TemplateName.tsx';
import { Text } from './controls/Text.tsx';
import { Duration, Hours, Time } from './controls/Times.tsx';
import { VariableField } from './controls/VariableField.tsx';
import { pathKey } from './path.ts';
import type { Field, Shape } from './schema.ts';
import { type ControlProps, type FieldViewProps, useInspector } from './state.ts';
import { labelOf } from './words.ts';

type Control = ComponentType<ControlProps>;

const LazyMediaField = lazy(async () => ({
  default: (await import('./controls/MediaField.tsx')).MediaField,
}));

const MediaField: Control = (props) => (
  <Suspense fallback={null}>
    <LazyMediaField {...props} />
  </Suspense>
);

/** Which component draws which `control` of a schema. What is not here is drawn by its shape. */
const CONTROLS: { readonly [control: string]: { is: Shape['is']; Control: Control } | undefined } = {
  message: { is: 'text', Control: Message },
  expression: { is: 'text', Control: Expression },
  variable: { is: 'text', Control: VariableField },
  duration: { is: 'text', Control: Duration },
  time: { is: 'text', Control: Time },
  json: { is: 'text', Control: Json },
  url: { is: 'text', Control: Url },
  template: { is: 'text', Control: TemplateName },
  product: { is: 'text', Control: Product },
  products: { is: 'list', Control: Products },
  hours: { is: 'object', Control: Hours },
  media: { is: 'object', Control: MediaField },
};

const BY_SHAPE: { readonly [is in Exclude<Shape['is'], 'hidden'>]: Control } = {
  text: Text,
  number: NumberField,
  boolean: Toggle,
  enum: Choice,
  object: ObjectFields,
  variants: VariantFields,
  list: ListFields,
  record: RecordFields,
};

function controlOf({ control, shape }: Field): Control | null {
  const named = Object.hasOwn(CONTROLS, control ?? '') ? CONTROLS[control ?? ''] : undefined;
  if (named?.is === shape.is) return named.Control;
  if (shape.is === 'hidden') return null;
  if (shape.is === 'list' && shape.item.shape.is === 'text') return Tags;
  return BY_SHAPE[shape.is];
}

const isGroup = ({ shape }: Field) => shape.is === 'object' || shape.is === 'variants';

/** A field with its control, what is wrong with it, and its translation where a text is edited in another language. */
export function FieldView({ field, path, value, owner, label: given }: FieldViewProps) {
  const { flow, locale, places, texts, words, write, change } = useInspector();
  const Control = controlOf(field);
  if (!Control) return null;
  const problems = places.get(pathKey(path)) ?? [];
  const label = given ?? labelOf(words, field);
  const onChange: ControlProps['onChange'] = (written, order) =>
    write({ path, value: written, ...(order && { order }) });
  const props: ControlProps = { field, label, path, value, owner, onChange, problems };
  if (isGroup(field) && field.isOptional && value === undefined) {
    return (
      <div className="field" data-field={path.join('.')}>
        <OptionalGroup {...props} />
      </div>
    );
  }
  const spoken = field.shape.is === 'text' ? texts.get(pathKey(path)) : undefined;
  const isTranslated = spoken !== undefined && locale !== flow.settings.defaultLocale && value !== undefined;
  if (!isTranslated) {
    return (
      <div className="field" data-field={path.join('.')}>
        <Control {...props} />
        {isGroup(field) && field.isOptional && <RemoveGroup {...props} />}
        <Problems problems={problems} />
      </div>
    );
  }
  const translation = flow.settings.texts?.[locale]?.[spoken.path];
  const translate: ControlProps['onChange'] = (written) => {
    const text = typeof written === 'string' && written !== '' ? written : null;
    change({ kind: 'texts', locale, texts: [{ path: spoken.path, text }] });
    return undefined;
  };
  return (
    <div className="field" data-field={path.join('.')}>
      <Control {...props} label={`${label} (${locale})`} value={translation ?? ''} onChange={translate} />
      <p className="original">
        <strong>{words.original}:</strong> {String(value)}
      </p>
      {translation === undefined && String(value) !== '' && (
        <p className="untranslated">{words.untranslated}</p>
      )}
      <Problems problems={problems} />
    </div>
  );
}
