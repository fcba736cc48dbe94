import { readFileSync } from 'node:fs';
import { isRecord } from '@parley/runtime/whatsapp/storable-json.ts';
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { parse } from 'yaml';
import { z } from 'zod';

export type SpecResult =
  | { kind: 'valid' }
  | { kind: 'invalid'; faults: string[] }
  | { kind: 'not-covered'; reason: string };

export type Spec = {
  /** What had to be changed in the file before a message could be checked against it at all. */
  adjusted: string[];
  check(body: Record<string, unknown>): SpecResult;
};

const Document = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.looseObject({ post: z.unknown().optional() })),
  components: z.looseObject({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});
const MessagesPost = z.object({
  requestBody: z.object({
    content: z.object({ 'application/json': z.object({ schema: z.object({ $ref: z.string() }) }) }),
  }),
});
const ByType = z.object({ discriminator: z.object({ mapping: z.record(z.string(), z.string()) }) });

/**
 * Meta's OpenAPI description as a checker of request bodies. Throws when the file is not one, or has no
 * `POST …/messages`. A newer file covers more by itself: what is known to be missing is looked up in it, not assumed.
 */
export function loadSpec(file: string): Spec {
  const document = Document.parse(parse(readFileSync(file, 'utf8'), { maxAliasCount: -1 }));
  const path = Object.keys(document.paths).find((name) => name.endsWith('/messages'));
  const post = MessagesPost.parse(path === undefined ? undefined : document.paths[path]?.post);
  const schemas = document.components.schemas;
  const nameOf = (ref: string) => ref.replace('#/components/schemas/', '');
  const { mapping } = ByType.parse(
    schemas[nameOf(post.requestBody.content['application/json'].schema.$ref)],
  ).discriminator;

  const adjusted = adjust(schemas);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'spec', components: { schemas } } satisfies AnySchemaObject);
  const validators = new Map<string, ValidateFunction>();
  const validatorOf = (type: string) => {
    const ref = mapping[type];
    if (ref === undefined) return undefined;
    const known = validators.get(type) ?? ajv.compile({ $ref: `spec${ref}` });
    validators.set(type, known);
    return known;
  };

  return {
    adjusted,
    check(body) {
      const reason = missingFrom(schemas, body);
      if (reason) return { kind: 'not-covered', reason };
      const validate = validatorOf(String(body.type));
      if (!validate) return { kind: 'not-covered', reason: `no schema for messages of type ${body.type}` };
      if (validate(covered(schemas, body))) return { kind: 'valid' };
      const faults = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
      return { kind: 'invalid', faults: [...new Set(faults)] };
    },
  };
}

type Schemas = Record<string, Record<string, unknown>>;

/** Repairs faults of the file that would refuse every message. Each is listed in the report. */
function adjust(schemas: Schemas): string[] {
  const adjusted: string[] = [];
  const closed = Object.values(schemas).filter(closesItsParts);
  if (closed.length > 0) {
    adjusted.push(
      `${closed.length} message schemas are an allOf whose parts forbid each other's properties: read as one object`,
    );
  }
  const index = at(schemas, 'TemplateComponent', 'properties', 'index');
  if (index?.pattern === '^[2-6, 11-14]$') {
    delete index.pattern;
    adjusted.push('TemplateComponent.index has a pattern that refuses 0 and accepts a comma: not used');
  }
  return adjusted;
}

/** Moves "nothing else" from the parts of an allOf to the whole. True when there was anything to move. */
function closesItsParts(schema: Record<string, unknown>): boolean {
  const parts = z.array(z.record(z.string(), z.unknown())).safeParse(schema.allOf).data ?? [];
  if (!parts.some((part) => part.additionalProperties === false)) return false;
  schema.allOf = parts.map(({ additionalProperties: _, ...part }) => part);
  schema.unevaluatedProperties = false;
  return true;
}

/** Why the file cannot judge this body, if so: it leaves something out that the documentation has. */
function missingFrom(schemas: Schemas, body: Record<string, unknown>): string | null {
  const { interactive, template, contacts } = Body.parse(body);
  if (body.recipient !== undefined && !at(schemas, 'BaseMessageProperties', 'properties', 'recipient')) {
    return 'recipient (user ids) is not in the schema';
  }
  if (interactive && !allows(schemas, ['InteractiveObject', 'properties', 'type'], interactive.type)) {
    return `interactive type ${interactive.type} is not in the schema`;
  }
  if (interactive?.type === 'catalog_message' && interactive.action.parameters === undefined) {
    return 'the schema demands a thumbnail, the documentation does not';
  }
  const maxBody = at(schemas, 'BodyObject', 'properties', 'text')?.maxLength;
  if (interactive?.type === 'list' && longerThan(interactive.body?.text, maxBody)) {
    return `the schema stops list bodies at ${maxBody} characters, the documentation at 4096`;
  }
  const maxContacts = at(schemas, 'ContactsMessage', 'allOf', '1', 'properties', 'contacts')?.maxItems;
  if (longerThan(contacts, maxContacts)) {
    return `the schema stops at ${maxContacts} contacts, the documentation at 257`;
  }
  const subType = template?.components
    ?.flatMap(({ sub_type }) => sub_type ?? [])
    .find((name) => !allows(schemas, ['TemplateComponent', 'properties', 'sub_type'], name));
  return subType === undefined ? null : `template button ${subType} is not in the schema`;
}

const Body = z.object({
  interactive: z
    .object({
      type: z.string(),
      body: z.object({ text: z.string() }).optional(),
      action: z.object({ parameters: z.unknown().optional() }),
    })
    .optional(),
  template: z
    .object({ components: z.array(z.object({ sub_type: z.string().optional() })).optional() })
    .optional(),
  contacts: z.array(z.unknown()).optional(),
});

/** The body without the one field that the schema does not have at all, for any type. */
function covered(schemas: Schemas, body: Record<string, unknown>): Record<string, unknown> {
  if (at(schemas, 'BaseMessageProperties', 'properties', 'biz_opaque_callback_data')) return body;
  const { biz_opaque_callback_data: _, ...rest } = body;
  return rest;
}

/** The object at a path, itself and not a copy; undefined when something else is there. */
function at(schemas: Schemas, ...path: string[]): Record<string, unknown> | undefined {
  let place: unknown = schemas;
  for (const step of path) {
    if (Array.isArray(place)) place = place[Number(step)];
    else place = isRecord(place) ? place[step] : undefined;
  }
  return isRecord(place) ? place : undefined;
}

function allows(schemas: Schemas, path: string[], name: string): boolean {
  const names = z.array(z.unknown()).safeParse(at(schemas, ...path)?.enum).data;
  return names === undefined || names.includes(name);
}

function longerThan(value: string | unknown[] | undefined, max: unknown): boolean {
  return value !== undefined && typeof max === 'number' && value.length > max;
}
