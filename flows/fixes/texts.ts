import type { SingleChange } from '../edit/change.ts';
import { freshNodeIds } from '../edit/node.ts';
import type { Scope } from '../expression.ts';
import type { Flow } from '../flow.ts';
import { limits } from '../limits.ts';
import { toMachine } from '../machine.ts';
import type { NodeConfig } from '../nodes/registry.ts';
import { placeholdersOf } from '../placeholders.ts';
import type { Problem } from '../problem.ts';
import { fieldOf } from '../proofs/field.ts';
import { sitesOf } from '../proofs/sites.ts';
import { spokenTexts } from '../proofs/texts.ts';
import { checkText, longestText } from '../render.ts';
import { shorten } from '../value.ts';
import { textAt, withTextAt } from './field-text.ts';
import type { Fix, Suggest } from './fix.ts';
import { placeBefore } from './place.ts';
import { splitText } from './split.ts';
import { chooseWord, numberedTitle } from './words.ts';

/** More buttons than a message has become a list; a text that is too long is parted or shortened; a title gets a number. */
export const whatsappLimit: Suggest = (flow, problem) => {
  const { node = '', field = '', message } = problem;
  const config = flow.nodes[node];
  if (!config) return [];
  if (field === 'buttons') return toList(flow, node, config);
  if (/same title/.test(message)) return sameTitle(flow, problem);
  const max = Number(/ at most (\d+) characters/.exec(message)?.[1] ?? 0);
  const text = problem.locale === undefined ? textAt(config, field) : undefined;
  if (text === undefined || max === 0) return [];
  const scope: Scope = { variables: flow.settings.variables };
  return [...parted(flow, problem, { text, max, scope }), ...shorter(flow, problem, { text, max, scope })];
};

function toList(flow: Flow, id: string, node: NodeConfig): Fix[] {
  if (node.type !== 'buttons' || node.buttons.length > limits.list.rows) return [];
  /* A list has no picture above it, and nothing may vanish unseen. */
  if (node.header && node.header.type !== 'text') return [];
  const { type: _, header, buttons, ...rest } = node;
  const button = chooseWord(flow.settings.defaultLocale);
  const config = { ...rest, type: 'list', button, ...(header && { header }), sections: [{ rows: buttons }] };
  return [{ kind: 'to-list', about: id, change: { kind: 'replace', node: id, config } }];
}

type Long = { text: string; max: number; scope: Scope };

/** The text as several messages: more bubbles of a message, or a message before a question. */
function parted(flow: Flow, { node = '', field = '' }: Problem, { text, max, scope }: Long): Fix[] {
  const config = flow.nodes[node];
  const isTranslated = Object.values(flow.settings.texts ?? {}).some((texts) =>
    Object.keys(texts).some(
      (path) => path === `${node}.${field.replace('bubbles.', '').replace('.message', '')}`,
    ),
  );
  /* A translation of the whole would be said beside the rest of it. */
  if (!config || isTranslated) return [];
  const pieces = splitText(text, max, scope);
  const last = pieces?.at(-1);
  if (!pieces || last === undefined || pieces.length < 2) return [];
  const about = String(pieces.length);
  if (config.type === 'message') {
    const [, id = '', , part] = field.split('.');
    const at = config.bubbles.findIndex((bubble) => bubble.id === id);
    if (part !== 'body' || at === -1 || config.bubbles[at]?.message.type !== 'text') return [];
    const taken = new Set(config.bubbles.map((bubble) => bubble.id));
    const bubbles = pieces.map((body, index) => ({
      id: index === 0 ? id : freshId(id, taken),
      message: { type: 'text' as const, body },
    }));
    const change = {
      kind: 'replace' as const,
      node,
      config: { ...config, bubbles: config.bubbles.toSpliced(at, 1, ...bubbles) },
    };
    return [{ kind: 'split-text', about, change }];
  }
  if (field !== 'body' && field !== 'text') return [];
  const bubbles = pieces.slice(0, -1).map((body, index) => ({
    id: `part${index + 1}`,
    message: { type: 'text', body },
  }));
  const changes: SingleChange[] = [
    { kind: 'replace', node, config: withTextAt(config, field, last) },
    ...inFront(flow, node, { type: 'message', bubbles }),
  ];
  return [
    {
      kind: 'split-text',
      about,
      change: { kind: 'batch', name: 'Cut a text into several messages', changes },
    },
  ];
}

function freshId(stem: string, taken: Set<string>): string {
  let number = 2;
  while (taken.has(`${stem.slice(0, 56)}-${number}`)) number += 1;
  const id = `${stem.slice(0, 56)}-${number}`;
  taken.add(id);
  return id;
}

/** A new node that all that leads to another one leads to from now on, and that leads there; the other's own ways stay. */
export function inFront(
  flow: Flow,
  node: string,
  config: { type: string; [field: string]: unknown },
): SingleChange[] {
  const id = freshNodeIds(flow)(config.type);
  const into = Object.entries(flow.edges).flatMap(([from, ports]) =>
    Object.entries(ports).flatMap(([port, to]) =>
      to === node && from !== node ? [{ node: from, port }] : [],
    ),
  );
  const globals = Object.entries(flow.globals).flatMap(([port, to]) => (to === node ? [port] : []));
  return [
    { kind: 'add', type: config.type, id, at: placeBefore(flow, node), config },
    { kind: 'connect', from: { node: id, port: 'next' }, to: node },
    ...into.map((from): SingleChange => ({ kind: 'connect', from, to: id })),
    ...globals.map((port): SingleChange => ({ kind: 'global', port, to: id })),
    ...(flow.start === node ? [{ kind: 'start', node: id } as const] : []),
  ];
}

/** What is written is cut; values are shortened to an equal share of the room that is left. */
function shorter(flow: Flow, { node = '', field = '' }: Problem, { text, max, scope }: Long): Fix[] {
  const config = flow.nodes[node];
  if (!config) return [];
  const values = placeholdersOf(text);
  const fix = (now: string): Fix[] => [
    {
      kind: 'shorten',
      about: now,
      change: { kind: 'replace', node, config: withTextAt(config, field, now) },
    },
  ];
  if (values.length === 0) return fix(shorten(text, max));
  const lengths = values.map(({ source }) => longestText(`{{${source}}}`, scope));
  const room = Math.floor(
    (max - longestText(text, { ...scope }) + lengths.reduce((a, b) => a + b, 0)) / values.length,
  );
  if (!Number.isFinite(room) || room < 1) return [];
  let now = text;
  for (const [at, { source }] of values.entries()) {
    if ((lengths[at] ?? 0) <= room) continue;
    const isText = checkText(`{{short(${source}, 1)}}`, scope).problems.length === 0;
    now = now.replace(source, () =>
      isText ? `short(${source}, ${room})` : `short(text(${source}), ${room})`,
    );
  }
  return fix(now);
}

/** The second of two options that read the same gets a number. */
export const sameTitle: Suggest = (flow, { node = '', field = '', locale }) => {
  const config = flow.nodes[node];
  if (!config || !field.endsWith('.title')) return [];
  const path = `${node}.${field}`;
  const texts = locale === undefined ? undefined : flow.settings.texts?.[locale];
  const title = locale === undefined ? textAt(config, field) : texts?.[path];
  if (title === undefined) return [];
  const max = config.type === 'buttons' ? limits.buttons.title : limits.list.rowTitle;
  const options =
    config.type === 'buttons'
      ? config.buttons
      : config.type === 'list'
        ? config.sections.flatMap(({ rows }) => rows)
        : [];
  const about = numberedTitle(
    title,
    [...options.map((option) => option.title), ...Object.values(texts ?? {})],
    max,
  );
  const change: SingleChange =
    locale === undefined
      ? { kind: 'replace', node, config: withTextAt(config, field, about) }
      : { kind: 'texts', locale, texts: [{ path, text: about }] };
  return [{ kind: 'retitle', about, change }];
};

/** The text itself is put where its translation goes, to be written over. */
export const missingTranslation: Suggest = (flow, { node = '', field, locale = '' }) => {
  const known = flow.settings.texts?.[locale] ?? {};
  const spoken = spokenTexts(sitesOf(toMachine(flow)));
  return [...spoken].flatMap(([path, said]): Fix[] => {
    if (said.node !== node || Object.hasOwn(known, path)) return [];
    if (fieldOf(flow.nodes[node], said.text, path.slice(node.length + 1)) !== field) return [];
    return [
      {
        kind: 'copy-text',
        about: said.text,
        change: { kind: 'texts', locale, texts: [{ path, text: said.text }] },
      },
    ];
  });
};

export const unusedTranslation: Suggest = (_, { field = '', locale = '' }) => [
  {
    kind: 'drop-text',
    about: field,
    change: { kind: 'texts', locale, texts: [{ path: field, text: null }] },
  },
];
