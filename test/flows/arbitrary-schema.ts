import fc, { type Arbitrary } from 'fast-check';
import type { z } from 'zod';

/** What to write where a schema asks for a text, by the `control` that its `meta` names; undefined where any text will do. */
export type TextFor = (control: string | undefined) => Arbitrary<string> | undefined;

/**
 * Any value that a schema accepts, made from the schema itself, so that a field that is added later is covered as well. Knows the kinds of
 * schemas that flows are written with, and throws for others.
 */
export function arbitraryOf<T>(schema: z.ZodType<T>, textFor: TextFor): Arbitrary<T> {
  return made(schema, undefined, textFor).filter((value): value is T => schema.safeParse(value).success);
}

function made(schema: z.core.$ZodType, control: string | undefined, textFor: TextFor): Arbitrary<unknown> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const inside = (inner: z.core.$ZodType) => made(inner, undefined, textFor);
  const shown = controlOf(schema) ?? control;
  switch (def.type) {
    case 'string':
      return text(schema, textFor(shown));
    case 'number':
      return fc.integer({ min: -3, max: 100 }).filter((value) => isValid(schema, value));
    case 'boolean':
      return fc.boolean();
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries));
    case 'optional':
      return made(def.innerType, shown, textFor);
    case 'array':
      return fc.array(inside(def.element), { maxLength: 3 }).filter((value) => isValid(schema, value));
    case 'tuple':
      return fc.tuple(...def.items.map(inside));
    case 'union':
      return fc.oneof(...def.options.map(inside));
    case 'record':
      return fc.dictionary(fieldName, inside(def.valueType), { maxKeys: 2, noNullPrototype: true });
    case 'object': {
      const fields = Object.entries(def.shape).map(([name, field]) => [name, inside(field)] as const);
      const requiredKeys = Object.entries(def.shape).flatMap(([name, field]) =>
        field._zod.def.type === 'optional' ? [] : [name],
      );
      return fc.record(Object.fromEntries(fields), { requiredKeys, noNullPrototype: true });
    }
    default:
      throw new Error(`values of a ${def.type} schema cannot be made yet`);
  }
}

/** Texts that a pattern asks for come from the pattern; the others are short and of all scripts. */
function text(schema: z.core.$ZodType, wanted: Arbitrary<string> | undefined): Arbitrary<string> {
  const any = fc.string({ unit: 'grapheme', maxLength: 12 });
  const pattern = patternOf(schema);
  const free = pattern ? fc.stringMatching(pattern, { size: 'xsmall' }) : any;
  const mixed = wanted ? fc.oneof({ weight: 4, arbitrary: wanted }, { weight: 1, arbitrary: free }) : free;
  return mixed.filter((value) => isValid(schema, value));
}

const fieldName = fc.stringMatching(/^[a-z]{1,8}$/);

function patternOf(schema: z.core.$ZodType): RegExp | undefined {
  for (const check of schema._zod.def.checks ?? []) {
    const { def } = check._zod;
    if ('pattern' in def && def.pattern instanceof RegExp) return def.pattern;
  }
  return undefined;
}

function isValid(schema: z.core.$ZodType, value: unknown): boolean {
  return (schema as z.ZodType).safeParse(value).success;
}

function controlOf(schema: z.core.$ZodType): string | undefined {
  const control = (schema as z.ZodType).meta()?.control;
  return typeof control === 'string' ? control : undefined;
}
