import { checkExpression, type ValueType } from '../expression.ts';
import { localise } from '../localise.ts';
import type { Action, Guard } from '../machine-schema.ts';
import { mapTexts } from '../message-texts.ts';
import type { Problem } from '../problem.ts';
import { checkJson, checkText } from '../render.ts';
import { fieldOf } from './field.ts';
import type { Subject } from './subject.ts';

/** Something that the author wrote in the language of expressions: a condition, a value, or a text with placeholders in it. */
export type Writing = {
  kind: 'text' | 'json' | 'expression';
  source: string;
  node: string;
  /** Its path in the machine, as translations have it; and the text that stands in the node's config. */
  path: string;
  original: string;
  /** Set for a translation that differs from the node's own text. */
  locale?: string;
  /** What an expression has to yield. */
  expects?: ValueType;
  takesResponse?: boolean;
  /** For an agent, not for the contact. */
  isNote?: boolean;
};

type Written = Omit<Writing, 'node'>;

/** All that an action reads from. `takesResponse`: the answer of a request is at hand. */
export function writingsOf(
  action: Action,
  node: string,
  subject: Subject,
  { takesResponse = false } = {},
): Writing[] {
  const expression = (path: string, source: string): Written => ({
    kind: 'expression',
    source,
    path,
    original: source,
    takesResponse,
  });
  const written = (): Written[] => {
    switch (action.type) {
      case 'send':
        return textsOf(action.params.message, action.params.key, subject);
      case 'set':
        return 'variable' in action.params && action.params.value.from === 'expression'
          ? [expression(action.params.variable, action.params.value.expression)]
          : [];
      case 'call': {
        const { url, headers, body } = action.params;
        const path = (field: string) => `${node}.${field}`;
        return [
          { kind: 'text', source: url, path: path('url'), original: url },
          ...Object.entries(headers).map(
            ([name, value]): Written => ({
              kind: 'text',
              source: value,
              path: path(`headers.${name}`),
              original: value,
            }),
          ),
          ...(body === null
            ? []
            : [{ kind: 'json' as const, source: body, path: path('body'), original: body }]),
        ];
      }
      case 'escalate':
        return spoken(action.params.summary, `${action.params.node}.summary`, subject).map((one) => ({
          ...one,
          isNote: true,
        }));
      case 'consent':
        return spoken(action.params.wording, `${action.params.node}.body`, subject);
      default:
        return [];
    }
  };
  return written().map((one) => ({ ...one, node }));
}

export function writingOfGuard(guard: Guard | undefined, node: string): Writing[] {
  if (guard?.type !== 'when' || !('expression' in guard.params)) return [];
  const { expression } = guard.params;
  return [
    { kind: 'expression', source: expression, node, path: 'when', original: expression, expects: 'boolean' },
  ];
}

/** The texts of a message, in the language of the flow and in each other one that has words of its own for them. */
function textsOf(
  message: Extract<Action, { type: 'send' }>['params']['message'],
  key: string,
  subject: Subject,
): Written[] {
  const own = new Map<string, string>();
  mapTexts(message, key, (text, { path }) => {
    own.set(path, text);
    return text;
  });
  const { locales, texts } = subject.settings;
  const written: Written[] = [];
  for (const locale of [undefined, ...locales]) {
    if (locale !== undefined && !texts?.[locale]) continue;
    const said = locale === undefined ? message : localise(message, key, texts?.[locale]);
    mapTexts(said, key, (source, { path }) => {
      const original = own.get(path) ?? source;
      if (locale === undefined) written.push({ kind: 'text', source, path, original });
      else if (source !== original) written.push({ kind: 'text', source, path, original, locale });
      return source;
    });
  }
  if (message.type === 'list' && message.rowsFrom) {
    const { variable } = message.rowsFrom;
    const path = `${key}.rowsFrom.variable`;
    written.push({ kind: 'expression', source: variable, path, original: variable, expects: 'list' });
  }
  return written;
}

function spoken(text: string | undefined, path: string, { settings }: Subject): Written[] {
  if (text === undefined) return [];
  const translated = settings.locales.flatMap((locale): Written[] => {
    const source = settings.texts?.[locale]?.[path];
    return source === undefined || source === text
      ? []
      : [{ kind: 'text', source, path, original: text, locale }];
  });
  return [{ kind: 'text', source: text, path, original: text }, ...translated];
}

/** Where the editor finds it. */
export function placeOf({ node, original, path, locale }: Writing, { flow }: Subject) {
  const inNode = path.startsWith(`${node}.`) ? path.slice(node.length + 1) : path;
  return {
    node,
    field: fieldOf(flow.nodes[node], original, inNode),
    ...(locale !== undefined && { locale }),
  } satisfies Partial<Problem>;
}

type Checked = { reads: string[]; faults: { message: string; line: number; column: number }[] };

/** The declared variables that it reads, and what is wrong with it. */
export function check(writing: Writing, subject: Subject): Checked {
  const scope = writing.takesResponse ? subject.scopeOfResponse : subject.scope;
  const { source } = writing;
  if (writing.kind === 'expression') {
    const checked = checkExpression(source, scope, writing.expects);
    if (checked.ok) return { reads: checked.reads, faults: [] };
    const { message, line, column } = checked;
    return { reads: [], faults: [{ message, line, column }] };
  }
  const { reads, problems } = writing.kind === 'json' ? checkJson(source, scope) : checkText(source, scope);
  return { reads, faults: problems };
}
