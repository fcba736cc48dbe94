import { html } from 'hono/html';
import type { OpenApi } from './openapi.ts';
import { type Html, withCode } from './page.ts';

type Schemas = NonNullable<NonNullable<OpenApi['components']>['schemas']>;
export type Schema = Schemas[string];

/** A schema as a person reads it: the members of an object as a table, anything else in a few words. */
export function schemaHtml(schema: Schema): Html {
  if ('$ref' in schema || !schema.properties) return html`<p>${typeOf(schema)}</p>`;
  const required = schema.required ?? [];
  return html`<div class="scroll"><table>
<thead><tr><th scope="col">Member</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${Object.entries(schema.properties).map(
    ([name, member]) => html`<tr>
<td><code>${name}</code>${required.includes(name) ? '' : html` <span class="aside">optional</span>`}</td>
<td>${typeOf(member)}</td>
<td>${meaningOf(member)}</td>
</tr>`,
  )}</tbody>
</table></div>`;
}

/** Every named schema, to be linked to. One that is not a plain object is shown as the JSON Schema that it is. */
export function schemasHtml(schemas: Schemas): Html {
  return html`${Object.entries(schemas).map(
    ([name, schema]) => html`<article id="schema-${name}">
<h3>${name}</h3>
${isPlain(schema) ? schemaHtml(schema) : html`<details><summary>JSON Schema</summary><pre>${JSON.stringify(schema, null, 2)}</pre></details>`}
</article>`,
  )}`;
}

function isPlain(schema: Schema): boolean {
  return !('$ref' in schema) && schema.properties !== undefined && JSON.stringify(schema).length < 4_000;
}

function typeOf(schema: Schema): Html {
  if ('$ref' in schema) {
    const name = (schema.$ref ?? '').split('/').at(-1) ?? '';
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  const union = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (union) return html`${joined(union.map(typeOf), ' or ')}`;
  if (schema.enum)
    return html`${joined(
      schema.enum.map((value) => html`<code>${String(value)}</code>`),
      ' or ',
    )}`;
  if (schema.items) return html`list of ${typeOf(schema.items)}`;
  const types = [schema.type ?? 'any'].flat().join(' or ');
  return html`${schema.format ? `${types} (${schema.format})` : types}`;
}

/** The description, and the members of an object within. */
function meaningOf(schema: Schema): Html {
  if ('$ref' in schema) return html``;
  const within = schema.items && !('$ref' in schema.items) && schema.items.properties ? schema.items : schema;
  const limits = [
    schema.minimum === undefined ? '' : `from ${schema.minimum}`,
    schema.maximum === undefined ? '' : `to ${schema.maximum}`,
    schema.maxLength === undefined ? '' : `at most ${schema.maxLength} characters`,
    schema.default === undefined ? '' : `${JSON.stringify(schema.default)} unless given`,
  ].filter((limit) => limit !== '');
  return html`${withCode(schema.description ?? '')}${limits.length > 0 ? html` <span class="aside">${limits.join(', ')}</span>` : ''}${within.properties ? schemaHtml(within) : ''}`;
}

function joined(parts: readonly Html[], separator: string): Html[] {
  return parts.map((part, index) => (index === 0 ? part : html`${separator}${part}`));
}
