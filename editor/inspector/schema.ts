import type { Definition } from '@parley/flows/definition.ts';
import type { NodeConfig } from '@parley/flows/nodes/registry.ts';

/** A zod schema, as definitions carry it; read through its definition only, so that any of zod's kinds may come. */
export type Schema = Definition<NodeConfig>['schema'];

/** What a schema accepts, as far as a form has to know. */
export type Shape =
  | { is: 'text' }
  | { is: 'number'; min?: number; max?: number; isWhole: boolean }
  | { is: 'boolean' }
  | { is: 'enum'; values: string[] }
  /** `fixed` are fields that can hold one value only. */
  | { is: 'object'; fields: Field[]; fixed: { [key: string]: string } }
  /** Objects that one field tells apart; `fields` are the others. */
  | { is: 'variants'; key: string; variants: Variant[] }
  | { is: 'list'; item: Field; min: number }
  | { is: 'record'; item: Field }
  /** Decided elsewhere, or of a kind that no form can show. */
  | { is: 'hidden' };

export type Variant = { value: string; fields: Field[]; schema: Schema };

/** One field of a form: a member of an object, an item of a list or the value of a record. */
export type Field = {
  /** Its name in the object; empty for an item. */
  key: string;
  /** As the schema says it, in English; empty when it says none. */
  label: string;
  control?: string;
  /** Words for the values of a choice, '' for none. */
  options?: { [value: string]: string };
  isOptional: boolean;
  shape: Shape;
  /** For the value that is there, without `optional`. */
  schema: Schema;
};

const fieldsOf = new WeakMap<Schema, Field[]>();

/** The fields of a node's form: all of its schema's but its type and its place on the canvas. */
export function formFields(schema: Schema): Field[] {
  const known = fieldsOf.get(schema);
  if (known) return known;
  const shape = readField('', schema).shape;
  const fields = shape.is === 'object' ? shape.fields.filter(({ key }) => key !== 'at') : [];
  fieldsOf.set(schema, fields);
  return fields;
}

function readField(key: string, whole: Schema): Field {
  let schema = whole;
  let isOptional = false;
  for (let inner = innerOf(schema); inner; inner = innerOf(schema)) {
    isOptional = true;
    schema = inner;
  }
  const meta = { ...metaOf(schema), ...metaOf(whole) };
  return {
    key,
    label: typeof meta.label === 'string' ? meta.label : '',
    ...(typeof meta.control === 'string' && { control: meta.control }),
    ...(isRecord(meta.options) && { options: wordsIn(meta.options) }),
    isOptional,
    shape: shapeOf(schema),
    schema,
  };
}

function shapeOf(schema: Schema): Shape {
  const definition = definitionOf(schema);
  switch (definition.type) {
    case 'string':
      return { is: 'text' };
    case 'number':
      return numberShape(schema);
    case 'boolean':
      return { is: 'boolean' };
    case 'enum':
      return { is: 'enum', values: valuesOf(schema) };
    case 'object':
      return { is: 'object', fields: objectFields(schema), fixed: fixedFields(schema) };
    case 'union':
      return unionShape(schema);
    case 'array': {
      const { minimum } = bagOf(schema);
      return isSchema(definition.element)
        ? { is: 'list', item: readField('', definition.element), min: numberIn(minimum) ?? 0 }
        : { is: 'hidden' };
    }
    case 'record':
      return isSchema(definition.valueType)
        ? { is: 'record', item: readField('', definition.valueType) }
        : { is: 'hidden' };
    default:
      return { is: 'hidden' };
  }
}

/** A literal says what the object is, and nothing else can stand there. */
function objectFields(schema: Schema): Field[] {
  return membersOf(schema)
    .filter(([, member]) => definitionOf(member).type !== 'literal')
    .map(([key, member]) => readField(key, member));
}

function fixedFields(schema: Schema): { [key: string]: string } {
  return Object.fromEntries(
    membersOf(schema)
      .filter(([, member]) => definitionOf(member).type === 'literal')
      .map(([key, member]) => [key, valuesOf(member)[0] ?? '']),
  );
}

function numberShape(schema: Schema): Shape {
  const { minimum, maximum, format } = bagOf(schema);
  const min = numberIn(minimum);
  const max = numberIn(maximum);
  return {
    is: 'number',
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    isWhole: format === 'safeint',
  };
}

/**
 * Of a union of objects, those that the union as a whole takes: a refinement may let only some of them through, and says
 * so for the object itself.
 */
function unionShape(schema: Schema): Shape {
  const { options, discriminator } = definitionOf(schema);
  if (typeof discriminator !== 'string' || !Array.isArray(options)) return { is: 'hidden' };
  const variants = options.filter(isSchema).flatMap((option): Variant[] => {
    const members = membersOf(option);
    const told = members.find(([key]) => key === discriminator)?.[1];
    const fields = members
      .filter(([key]) => key !== discriminator)
      .map(([key, member]) => readField(key, member));
    return told ? valuesOf(told).map((value) => ({ value, fields, schema: option })) : [];
  });
  return {
    is: 'variants',
    key: discriminator,
    variants: variants.filter((variant) => isTaken(schema, discriminator, variant)),
  };
}

function isTaken(schema: Schema, key: string, { value, fields }: Variant): boolean {
  const parsed = schema.safeParse({ ...blankObject(fields), [key]: value });
  return parsed.success || parsed.error.issues.some(({ code, path }) => code !== 'custom' || path.length > 0);
}

/** A value that the field's schema takes, as empty as it can be. `taken` are ids that a new item must not have. */
export function blankOf(field: Field, taken: ReadonlySet<string> = new Set()): unknown {
  const { shape } = field;
  switch (shape.is) {
    case 'text':
      return blankText(field, taken);
    case 'number':
      return shape.min ?? (shape.max === undefined ? 0 : Math.min(0, shape.max));
    case 'boolean':
      return true;
    case 'enum':
      return shape.values[0];
    case 'object':
      return { ...shape.fixed, ...blankObject(shape.fields, taken) };
    case 'variants':
      return blankVariant(shape, shape.variants[0]?.value ?? '', taken);
    case 'list':
      return Array.from({ length: shape.min }, () => blankOf(shape.item));
    case 'record':
      return {};
    case 'hidden':
      return undefined;
  }
}

/** A value of one variant; fields that `before` has and that fit are kept. */
export function blankVariant(
  { key, variants }: Extract<Shape, { is: 'variants' }>,
  value: string,
  taken: ReadonlySet<string> = new Set(),
  before: { readonly [key: string]: unknown } = {},
): { [key: string]: unknown } {
  const fields = variants.find((variant) => variant.value === value)?.fields ?? [];
  const kept = fields.flatMap((field) =>
    Object.hasOwn(before, field.key) && field.schema.safeParse(before[field.key]).success
      ? [[field.key, before[field.key]] as const]
      : [],
  );
  return { [key]: value, ...blankObject(fields, taken), ...Object.fromEntries(kept) };
}

function blankObject(fields: readonly Field[], taken: ReadonlySet<string> = new Set()) {
  return Object.fromEntries(
    fields.flatMap((field) =>
      /* An id is what keeps translations with their text when a list is put in another order. */
      field.isOptional && field.key !== 'id' ? [] : [[field.key, blankOf(field, taken)]],
    ),
  );
}

const WORDS = ['', 'new', 'P1D', '09:00', 'https://'];

function blankText({ key, schema }: Field, taken: ReadonlySet<string>): string {
  if (key === 'id') return freshId(taken);
  return WORDS.find((word) => schema.safeParse(word).success) ?? '';
}

function freshId(taken: ReadonlySet<string>): string {
  let count = taken.size + 1;
  while (taken.has(`option${count}`)) count += 1;
  return `option${count}`;
}

type Definitions = { readonly [key: string]: unknown };

const definitionOf = (schema: Schema): Definitions => ({ ...schema._zod.def });
const bagOf = (schema: Schema): Definitions => ({ ...schema._zod.bag });
const metaOf = (schema: Schema): Definitions => ({ ...schema.meta() });

function innerOf(schema: Schema): Schema | undefined {
  const { innerType } = definitionOf(schema);
  return isSchema(innerType) ? innerType : undefined;
}

function membersOf(schema: Schema): [string, Schema][] {
  const { shape } = definitionOf(schema);
  if (!isRecord(shape)) return [];
  return Object.entries(shape).flatMap(([key, member]) => (isSchema(member) ? [[key, member]] : []));
}

function valuesOf(schema: Schema): string[] {
  const { entries, values } = definitionOf(schema);
  const found = isRecord(entries) ? Object.values(entries) : Array.isArray(values) ? values : [];
  return found.map(String);
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && '_zod' in value;
}

function isRecord(value: unknown): value is Definitions {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const numberIn = (value: unknown) =>
  typeof value === 'number' && Math.abs(value) < 1e15 ? value : undefined;
const wordsIn = (record: Definitions) =>
  Object.fromEntries(Object.entries(record).map(([key, word]) => [key, String(word)]));
