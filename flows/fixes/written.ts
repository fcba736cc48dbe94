import { durationMs } from '../duration.ts';
import { renameInExpression, renameInText } from '../edit/names.ts';
import type { Flow } from '../flow.ts';
import type { Problem } from '../problem.ts';
import { clockMinutes } from '../quiet-hours.ts';
import { textAt, withTextAt } from './field-text.ts';
import type { Fix, Suggest } from './fix.ts';

/** What somebody wrote in a way of their own, as it has to be written. */
function writtenAnew(asItShould: (written: string, problem: Problem, flow: Flow) => string | null): Suggest {
  return (flow, problem) =>
    fieldsOf(problem).flatMap((field): Fix[] => {
      const { node = '' } = problem;
      const config = flow.nodes[node];
      const written = textAt(config, field);
      if (!config || written === undefined || problem.locale !== undefined) return [];
      const about = asItShould(written, problem, flow);
      if (about === null || about === written) return [];
      return [
        {
          kind: 'write-instead',
          about,
          change: { kind: 'replace', node, config: withTextAt(config, field, about) },
        },
      ];
    });
}

/** The end of a wait is a field of its own within what the problem names. */
const fieldsOf = ({ field = '' }: Problem) =>
  field === 'until' ? ['until.duration', 'until.time'] : [field];

/** `2h`, `30 minutes`, `1 день`: with what each of these begins, and how it is written. */
const UNITS: readonly (readonly [begins: RegExp, unit: string])[] = [
  [/^(d|д|сут)/, 'D'],
  [/^(h|ч)/, 'H'],
  [/^(m|м)/, 'M'],
  [/^(s|с)/, 'S'],
];

export const badDuration: Suggest = writtenAnew((written) => clockTime(written) ?? duration(written));

function duration(written: string): string | null {
  const [, count, word = ''] = /^\s*(\d{1,4})\s*([\p{L}]+)\.?\s*$/u.exec(written) ?? [];
  const unit = UNITS.find(([begins]) => begins.test(word.toLowerCase()))?.[1];
  if (count === undefined || unit === undefined) return null;
  const text = unit === 'D' ? `P${count}D` : `PT${count}${unit}`;
  return durationMs(text) === null ? null : text;
}

/** `9`, `9:5` and `9.30` are times of day, too. */
function clockTime(written: string): string | null {
  const [, hours, minutes = '00'] = /^\s*(\d{1,2})(?:[:.\- ](\d{1,2}))?\s*$/.exec(written) ?? [];
  if (hours === undefined) return null;
  const time = `${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}`;
  return clockMinutes(time) === null ? null : time;
}

/** An hour of the quiet time stands in the settings. */
export const badTime: Suggest = ({ settings }, { field = '' }) => {
  const end = field.endsWith('.from') ? 'from' : 'to';
  const { window } = settings;
  const policy = window?.atClosing;
  if (!window || !policy) return [];
  const written = textAt(policy, `quiet.${end}`);
  const about = written === undefined ? null : clockTime(written);
  if (about === null) return [];
  const atClosing = withTextAt(policy, `quiet.${end}`, about);
  const change = { kind: 'settings' as const, fields: { window: { ...window, atClosing } } };
  return [{ kind: 'write-instead', about, change }];
};

export const templateName: Suggest = writtenAnew((written) => {
  const name = written
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return name === '' ? null : name;
});

/** `en-us` is `en_US`. */
export const templateLanguage: Suggest = writtenAnew((written) => {
  const [, language = '', region] = /^\s*([A-Za-z]{2,3})(?:[-_ ]([A-Za-z]{2}))?\s*$/.exec(written) ?? [];
  if (language === '') return null;
  return language.toLowerCase() + (region === undefined ? '' : `_${region.toUpperCase()}`);
});

/** A template that is there in another language only. */
export const templateUnknown: Suggest = writtenAnew(
  (_, { message }) => /, only in ([A-Za-z_]+)[,.]?/.exec(message)?.[1] ?? null,
);

export const badUrl: Suggest = writtenAnew((written) => {
  const bare = written.trim().replace(/^(https?:)?\/*/i, '');
  return bare === '' || bare.startsWith('{{') ? null : `https://${bare}`;
});

/** The only variable that can be meant. */
export const onlyVariable = (type: 'list' | 'order'): Suggest =>
  writtenAnew((_, __, { settings }) => {
    const fitting = settings.variables.filter((variable) => variable.type === type);
    return fitting.length === 1 ? (fitting[0]?.name ?? null) : null;
  });

/** A name with a slip in it, where the right one is known. */
export const misspelt: Suggest = (flow, problem) => {
  const [, wrong = '', right = ''] =
    /^`(\w+)` is not a (?:variable|function); did you mean `(\w+)`\?$/.exec(problem.message) ?? [];
  const rename = (name: string) => (name === wrong ? right : name);
  if (wrong === '') return [];
  return writtenAnew((written) =>
    written.includes('{{') ? renameInText(written, rename) : renameInExpression(written, rename),
  )(flow, problem).map((fix) => ({ ...fix, about: right }));
};

/** Least and greatest, first and last: the other way round. */
export const badAnswer: Suggest = ({ nodes }, { node = '' }) => {
  const config = nodes[node];
  if (config?.type !== 'question') return [];
  const { answer } = config;
  const turned =
    answer.kind === 'number'
      ? { ...answer, min: answer.max, max: answer.min }
      : answer.kind === 'date'
        ? { ...answer, from: answer.to, to: answer.from }
        : null;
  if (!turned) return [];
  const change = { kind: 'replace' as const, node, config: { ...config, answer: turned } };
  return [{ kind: 'swap-limits', about: node, change }];
};
