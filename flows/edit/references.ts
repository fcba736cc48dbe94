import type { z } from 'zod';
import type { Flow } from '../flow.ts';
import { definitionOf, type NodeConfig } from '../nodes/registry.ts';
import { placeholdersOf } from '../placeholders.ts';
import { renameInExpression, renameInText } from './names.ts';
import { ownerOf } from './texts.ts';

/**
 * How a name of a variable stands in a node: as a field of its own, or in what is written in the language of
 * expressions.
 */
type Writer = {
  variable(name: string): string;
  expression(source: string): string;
  text(text: string): string;
};

/**
 * The node with every name of a variable written anew. Which fields hold a name or an expression its type's schema
 * says, by `control`; any other text may have placeholders.
 */
export function withNames(node: NodeConfig, rename: (name: string) => string): NodeConfig {
  return mapNode(node, {
    /* As a place to store in, `locale` is the language of the session. */
    variable: (name) => (name === 'locale' ? name : rename(name)),
    expression: (source) => renameInExpression(source, rename),
    text: (text) => renameInText(text, rename),
  });
}

/** What a node writes in the language of expressions, and the variables that it names outright. */
export function writingsIn(node: NodeConfig): { names: string[]; expressions: string[] } {
  const names: string[] = [];
  const expressions: string[] = [];
  mapNode(node, {
    variable: (name) => {
      if (name !== 'locale') names.push(name);
      return name;
    },
    expression: (source) => {
      expressions.push(source);
      return source;
    },
    text: (text) => {
      expressions.push(...expressionsIn(text));
      return text;
    },
  });
  return { names, expressions };
}

/** The expressions in the placeholders of a text. */
export const expressionsIn = (text: string) => placeholdersOf(text).map(({ source }) => source);

/** Names that a node or its translations use, be they variables or not. */
export function namesUsedBy(node: NodeConfig, translations: readonly string[]): Set<string> {
  const { names, expressions } = writingsIn(node);
  const used = new Set(names);
  for (const source of [...expressions, ...translations.flatMap(expressionsIn)]) {
    renameInExpression(source, (name) => {
      used.add(name);
      return name;
    });
  }
  return used;
}

/** The nodes that name a variable, translations of theirs included, in the order of the flow. */
export function usesOfVariable({ nodes, settings }: Flow, variable: string): string[] {
  const translated = translationsByNode(settings.texts);
  return Object.entries(nodes).flatMap(([id, node]) =>
    namesUsedBy(node, translated.get(id) ?? []).has(variable) ? [id] : [],
  );
}

/** The translations of each node, of all languages. */
export function translationsByNode(texts: Flow['settings']['texts']): Map<string, string[]> {
  const byNode = new Map<string, string[]>();
  for (const [path, text] of Object.values(texts ?? {}).flatMap((of) => Object.entries(of))) {
    const owner = ownerOf(path);
    const known = byNode.get(owner);
    if (known) known.push(text);
    else byNode.set(owner, [text]);
  }
  return byNode;
}

function mapNode(node: NodeConfig, writer: Writer): NodeConfig {
  const schema = definitionOf(node.type)?.schema;
  if (!schema) return node;
  const read = schema.safeParse(mapped(schema, node, undefined, writer));
  return read.success ? read.data : node;
}

/** Walks a value along its schema. */
function mapped(schema: z.core.$ZodType, value: unknown, outer: string | undefined, writer: Writer): unknown {
  const control = controlOf(schema) ?? outer;
  /* The library's own union of all its schemas: the only type by which a schema can be told apart. */
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
      return typeof value === 'string' ? written(value, control, writer) : value;
    case 'optional':
    case 'nullable':
      return mapped(def.innerType, value, control, writer);
    case 'array':
      return Array.isArray(value)
        ? value.map((item: unknown) => mapped(def.element, item, undefined, writer))
        : value;
    case 'union': {
      const option = def.options.find((one) => accepts(one, value));
      return option ? mapped(option, value, control, writer) : value;
    }
    case 'record':
      return mapFields(value, () => def.valueType, writer);
    case 'object':
      return mapFields(
        value,
        (field) => (Object.hasOwn(def.shape, field) ? def.shape[field] : undefined),
        writer,
      );
    default:
      return value;
  }
}

function mapFields(
  value: unknown,
  schemaOf: (field: string) => z.core.$ZodType | undefined,
  writer: Writer,
): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, content]: [string, unknown]) => {
      const schema = schemaOf(field);
      return [field, schema ? mapped(schema, content, undefined, writer) : content];
    }),
  );
}

function written(text: string, control: string | undefined, writer: Writer): string {
  if (control === 'variable') return writer.variable(text);
  return control === 'expression' ? writer.expression(text) : writer.text(text);
}

const accepts = (schema: z.core.$ZodType, value: unknown) => (schema as z.ZodType).safeParse(value).success;

function controlOf(schema: z.core.$ZodType): string | undefined {
  const control = (schema as z.ZodType).meta()?.control;
  return typeof control === 'string' ? control : undefined;
}
