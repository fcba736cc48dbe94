import { FUNCTIONS } from '@parley/flows/expression/functions.ts';
import { BUILT_IN } from '@parley/flows/expression/names.ts';
import { LIMITS_AS_OF, limits } from '@parley/flows/limits.ts';
import { definitionOf, definitions } from '@parley/flows/nodes/registry.ts';
import { z } from 'zod';

/** The reference page of the flow language, made from the definitions themselves, so that it cannot go stale. */
export function languagePage(): string {
  return [
    '# The language of flows',
    '',
    'Made from the code by `npm test -- -u docs`; do not edit. How a flow becomes a machine is in ARCHITECTURE.md.',
    '',
    '## Node types',
    '',
    ...Object.keys(definitions).flatMap(nodeSection),
    '## Expressions',
    '',
    'Conditions, values and `{{ }}` placeholders are one language: CEL’s grammar, checked against the declared variables before a flow is',
    'published. Operators: `== != < <= > >= && || ! + - * / %`, `condition ? one : other`, `in`, `list[0]`, `record.field`. A function is written',
    '`f(x)` or `x.f()`. `map`, `filter`, `all`, `exists` and `exists_one` go over lists, one inside another not.',
    '',
    '| name | what it is |',
    '|---|---|',
    ...Object.entries(BUILT_IN).map(([name, doc]) => `| \`${name}\` | ${cell(String(doc))} |`),
    '',
    '| function | what it gives |',
    '|---|---|',
    ...Object.entries(FUNCTIONS).flatMap(([name, known]) => (known ? [functionRow(name, known)] : [])),
    '',
    `## Limits of WhatsApp, as of ${LIMITS_AS_OF}`,
    '',
    '| what | at most |',
    '|---|---|',
    ...flat(limits, []).map(([name, value]) => `| ${name} | ${value} |`),
    '',
  ].join('\n');
}

function nodeSection(type: string): string[] {
  const definition = definitionOf(type);
  if (!definition) throw new Error(`no definition of ${type}`);
  const { title, summary, schema, ports, blank } = definition;
  return [
    `### ${title} (\`${type}\`)`,
    '',
    summary,
    '',
    `Ports of a new one: ${portsOf(ports(blank))}.`,
    '',
    '| field | what it is |',
    '|---|---|',
    ...fieldsOf(schema),
    '',
  ];
}

const portsOf = (ports: { id: string; label: string }[]) =>
  ports.length === 0 ? 'none' : ports.map(({ id, label }) => `\`${id}\` (${label})`).join(', ');

function fieldsOf(schema: z.ZodType): string[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema) as {
    properties?: { [field: string]: { label?: string; type?: string; enum?: string[] } };
    required?: string[];
  };
  return Object.entries(properties)
    .filter(([field]) => field !== 'type' && field !== 'at')
    .map(([field, { label, enum: values }]) => {
      const words = [label ?? '', values ? `one of ${values.map((value) => `\`${value}\``).join(', ')}` : ''];
      return `| \`${field}\`${required.includes(field) ? '' : ' (optional)'} | ${words.filter((word) => word !== '').join(': ')} |`;
    });
}

function flat(value: object, path: string[]): [string, number][] {
  return Object.entries(value).flatMap(([key, inner]): [string, number][] =>
    typeof inner === 'number' ? [[[...path, key].join(' '), inner]] : flat(inner, [...path, key]),
  );
}

function functionRow(
  name: string,
  { signatures, doc }: { signatures: readonly string[]; doc: string },
): string {
  return `| ${signatures.map((each) => cell(`\`${name}${each}\``)).join('<br>')} | ${cell(doc)} |`;
}

const cell = (text: string) => text.replaceAll('|', '\\|');
