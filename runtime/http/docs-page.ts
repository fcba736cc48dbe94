import { html } from 'hono/html';
import { type Schema, schemaHtml, schemasHtml } from './docs-schema.ts';
import type { OpenApi } from './openapi.ts';
import { type Html, page, withCode } from './page.ts';
import { PROBLEMS } from './problem.ts';

type PathItem = NonNullable<OpenApi['paths']>[string];
type Operation = NonNullable<PathItem['get']>;
type Listed = { method: string; path: string; operation: Operation };

/** The API for a person to read: everything that the OpenAPI document says, and every problem by its code. */
export function docsPage(document: OpenApi): Html {
  const operations = operationsOf(document);
  const tags = document.tags ?? [];
  return page({
    title: 'Parley API',
    content: html`<header>
<h1>Parley API ${document.info.version}</h1>
${paragraphs(document.info.description ?? '')}
<p><a href="/api/openapi.json">OpenAPI document</a></p>
</header>
<nav aria-label="Contents"><ul>
${tags.map(({ name }) => html`<li><a href="#tag-${name}">${name}</a></li>`)}
<li><a href="#problems">Problems</a></li>
<li><a href="#shapes">Shapes</a></li>
</ul></nav>
<main>
${tags.map(
  ({ name, description }) => html`<section id="tag-${name}">
<h2>${name}</h2>
<p>${description ?? ''}</p>
${operations.filter(({ operation }) => operation.tags?.includes(name)).map(operationHtml)}
</section>`,
)}
<section id="problems"><h2>Problems</h2>
<div class="scroll"><table>
<thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead>
<tbody>${Object.entries(PROBLEMS).map(
      ([code, { status, title }]) =>
        html`<tr id="problem-${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}.</td></tr>`,
    )}</tbody>
</table></div></section>
<section id="shapes"><h2>Shapes</h2>${schemasHtml(document.components?.schemas ?? {})}</section>
</main>`,
  });
}

function operationsOf(document: OpenApi): Listed[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    (['get', 'post', 'put', 'patch', 'delete'] as const).flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method: method.toUpperCase(), path, operation }] : [];
    }),
  );
}

function operationHtml({ method, path, operation }: Listed): Html {
  const id = `${method.toLowerCase()}${path.replaceAll(/[^\w]+/g, '-')}`;
  const given = (operation.parameters ?? []).flatMap((one) => ('$ref' in one ? [] : [one]));
  const sent =
    operation.requestBody && !('$ref' in operation.requestBody) ? operation.requestBody.content : {};
  const body = sent['application/json']?.schema;
  return html`<article id="${id}">
<h3><span class="method">${method}</span><code>${path}</code></h3>
<p>${operation.summary ?? ''}. <span class="aside">${accessWords(operation)}</span></p>
${operation.description ? html`<p>${withCode(operation.description)}</p>` : ''}
${given.length > 0 ? html`<h4>Parameters</h4>${schemaHtml(asObject(given))}` : ''}
${body ? html`<h4>Body</h4>${schemaHtml(body)}` : ''}
<h4>Answers</h4>
<ul>${Object.entries(operation.responses ?? {}).map(
    ([status, response]) => html`<li><b>${status}</b> ${answerHtml(response)}</li>`,
  )}</ul>
</article>`;
}

/** A scope is named beside the key, and is the right that people need too. */
function accessWords({ security = [] }: Operation): string {
  const [first] = security;
  if (first === undefined) return 'Open to anyone.';
  const [scope] = first.key ?? [];
  return scope === undefined ? 'For people who have signed in.' : `With the right ${scope}.`;
}

function answerHtml(response: NonNullable<Operation['responses']>[string]): Html {
  if ('$ref' in response) return html`${response.$ref}`;
  const schema: Schema | undefined = response.content?.['application/json']?.schema;
  return html`${response.description}${schema ? schemaHtml(schema) : ''}`;
}

/** Parameters in the form in which a body's members are shown. */
function asObject(
  parameters: { name: string; required?: boolean; schema?: Schema; description?: string }[],
): Schema {
  return {
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema ?? {}])),
  };
}

function paragraphs(text: string): Html {
  return html`${text.split('\n\n').map((paragraph) => html`<p>${withCode(paragraph)}</p>`)}`;
}
