import type { OpenAPIHono } from '@hono/zod-openapi';
import { ACCESS } from './access.ts';
import { problems } from './documented.ts';
import { machineJsonSchemas } from './machine-json-schema.ts';

export type OpenApi = ReturnType<OpenAPIHono['getOpenAPI31Document']>;
type Schemas = NonNullable<NonNullable<OpenApi['components']>['schemas']>;

const ABOUT = `Everything that Parley's web app does, for programs. Times are ISO 8601 in UTC.

A problem is answered as \`application/problem+json\` (RFC 9457): its \`code\` is what a program acts on, \`requestId\` leads to the line in the log.`;

/** The OpenAPI document of the app: its routes, who may call them as the access table says, and the shape of a flow's machine. */
export function openApiOf(app: OpenAPIHono, version: string): OpenApi {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description:
      'An API key with the scope that is named. PARLEY_API_KEY, or the one in DATA_DIR/secrets/PARLEY_API_KEY, has all of them.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'cookie', {
    type: 'apiKey',
    in: 'cookie',
    name: 'parley.session_token',
    description: 'The cookie of a person who has signed in. With https its name begins with `__Secure-`.',
  });
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Parley', version, description: ABOUT },
    tags: TAGS,
  });
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = item[method];
      if (!operation) continue;
      const access = ACCESS[`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`];
      const isOpen = access === undefined || access === 'anyone' || access === 'signature';
      operation.security = isOpen
        ? []
        : access === 'person'
          ? [{ cookie: [] }]
          : [{ key: [access] }, { cookie: [] }];
      operation.responses = {
        ...operation.responses,
        ...(operation.requestBody || operation.parameters ? refusals('request-invalid') : {}),
        ...(isOpen ? {} : refusals('key-missing', 'key-wrong', 'not-allowed', 'too-many-wrong-keys')),
      };
    }
  }
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ...(machineJsonSchemas() as Schemas) },
  };
  return document;
}

const TAGS = [
  { name: 'Flows', description: 'Flows and the drafts that are edited.' },
  { name: 'Versions', description: 'Publishing, and what was published: versions never change.' },
  { name: 'Numbers', description: 'WhatsApp numbers and the flows that they run.' },
  {
    name: 'Conversations',
    description: 'What was said, flows started by hand, people who wait for a person.',
  },
  { name: 'Signing in', description: 'Signing in and out, and what is done before somebody has.' },
  { name: 'Own account', description: 'What people do with their own account.' },
  { name: 'People', description: 'People, invitations and teams.' },
  { name: 'API keys', description: 'Keys for programs, each for what it needs.' },
  { name: 'Audit log', description: 'Who did what.' },
  { name: 'Server', description: 'Whether Parley works.' },
];

/** Every route answers these the same way, so they are documented once, by reference to the problem's schema. */
function refusals(...codes: Parameters<typeof problems>) {
  return Object.fromEntries(
    Object.entries(problems(...codes)).map(([status, { description }]) => [
      status,
      {
        description,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ApiProblem' } } },
      },
    ]),
  );
}
