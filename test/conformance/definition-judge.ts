import { readFileSync } from 'node:fs';
import { isRecord } from '@parley/runtime/whatsapp/storable-json.ts';
import { parse } from 'yaml';
import { z } from 'zod';
import type { SpecResult } from './outbound-spec.ts';

/** What Meta's examples say of one kind of part: which members it has, of which JSON types, and which of them always. */
type Shape = { members: Map<string, Set<string>>; always: ReadonlySet<string> };

const Document = z.looseObject({ paths: z.record(z.string(), z.unknown()) });
const Post = z.object({
  post: z.object({
    requestBody: z.object({
      content: z.object({
        'application/json': z.object({
          examples: z.record(z.string(), z.object({ value: z.unknown() })),
        }),
      }),
    }),
  }),
});

/** Members that newer documentation has in place of those in the examples. Source: "Authentication templates", `supported_apps`. */
const REPLACED: { readonly [member: string]: string } = {
  package_name: 'supported_apps',
  signature_hash: 'supported_apps',
};
/** Members that came after the examples. Source: "Template management", `parameter_format`. */
const NEWER = new Set(['parameter_format@TEMPLATE']);
/** WhatsApp fills them in where they are left out. Source: "Authentication templates". */
const OPTIONAL = new Set(['autofill_text', 'text@BUTTON OTP']);

/**
 * Judges definitions of templates by the examples in Meta's OpenAPI description: its schema for them allows everything, its examples show what
 * each kind of component and button has. What no example shows cannot be judged.
 */
export function loadDefinitionJudge(file: string): (body: Record<string, unknown>) => SpecResult {
  const { paths } = Document.parse(parse(readFileSync(file, 'utf8'), { maxAliasCount: -1 }));
  const path = Object.keys(paths).find((name) => name.endsWith('/message_templates'));
  const post = path === undefined ? undefined : Post.safeParse(paths[path]).data?.post;
  const examples = Object.values(post?.requestBody.content['application/json'].examples ?? {});
  const shapes = shapesOf(examples.flatMap(({ value }) => partsOf(value)));
  return (body) => {
    const judged = partsOf(body).map(({ kind, part }) => judge(kind, part, shapes.get(kind)));
    const faults = judged.flatMap((one) => one.faults);
    if (faults.length > 0) return { kind: 'invalid', faults: [...new Set(faults)] };
    const unseen = [...new Set(judged.flatMap((one) => one.unseen))];
    return unseen.length > 0
      ? { kind: 'not-covered', reason: `no example of ${unseen.join(', ')}` }
      : { kind: 'valid' };
  };
}

type Part = { kind: string; part: Record<string, unknown> };

/** The definition itself, its components, their buttons, and the same of each card. */
function partsOf(body: unknown): Part[] {
  if (!isRecord(body)) return [];
  return [{ kind: 'TEMPLATE', part: body }, ...listOf(body.components).flatMap(componentParts)];
}

function componentParts(component: Record<string, unknown>): Part[] {
  const type = String(component.type).toUpperCase();
  const kind = type === 'HEADER' ? `HEADER ${String(component.format).toUpperCase()}` : type;
  return [
    { kind, part: component },
    ...listOf(component.buttons).map((part) => ({ kind: `BUTTON ${String(part.type).toUpperCase()}`, part })),
    ...listOf(component.cards).flatMap((card) => listOf(card.components).flatMap(componentParts)),
  ];
}

const listOf = (value: unknown) => (Array.isArray(value) ? value.filter(isRecord) : []);

function shapesOf(parts: readonly Part[]): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const [kind, seen] of Map.groupBy(parts, (part) => part.kind)) {
    const members = new Map<string, Set<string>>();
    for (const { part } of seen)
      for (const [name, value] of Object.entries(part))
        members.set(name, (members.get(name) ?? new Set()).add(typeOf(value)));
    const always = [...members.keys()].filter((name) => seen.every(({ part }) => name in part));
    shapes.set(kind, { members, always: new Set(always) });
  }
  return shapes;
}

function judge(kind: string, part: Record<string, unknown>, shape: Shape | undefined) {
  if (!shape) return { faults: [], unseen: [kind] };
  const missing = [...shape.always].filter((name) => !(name in part) && isNeeded(name, kind, part));
  const wrong = Object.entries(part).flatMap(([name, value]) => {
    const types = shape.members.get(name);
    return types && !types.has(typeOf(value))
      ? [`${kind}: ${name} is ${typeOf(value)}, in Meta's examples ${[...types].join(' or ')}`]
      : [];
  });
  return {
    faults: [...missing.map((name) => `${kind}: ${name} is missing`), ...wrong],
    unseen: Object.keys(part)
      .filter((name) => !shape.members.has(name) && !NEWER.has(`${name}@${kind}`))
      .map((name) => `${name} in ${kind}`),
  };
}

function isNeeded(name: string, kind: string, part: Record<string, unknown>): boolean {
  const instead = REPLACED[name];
  if (OPTIONAL.has(name) || OPTIONAL.has(`${name}@${kind}`) || (instead && instead in part)) return false;
  // Samples are for places, and texts without places have none.
  return name !== 'example' || !('text' in part) || String(part.text).includes('{{');
}

/** `string`, `string[]`, `string[][]`, `object`, … */
function typeOf(value: unknown): string {
  if (Array.isArray(value)) return `${value.length > 0 ? typeOf(value[0]) : 'nothing'}[]`;
  return value === null ? 'null' : typeof value;
}
