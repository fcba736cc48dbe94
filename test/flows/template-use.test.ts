import type { KnownTemplates } from '@parley/flows/proofs/subject.ts';
import type { KnownTemplate } from '@parley/flows/templates/definition.ts';
import { validate } from '@parley/flows/validate.ts';
import { expect, test } from 'vitest';
import { flow } from '../runtime/shop.ts';

const at: [number, number] = [0, 0];
const known = (more: Partial<KnownTemplate> = {}): KnownTemplate => ({
  ...{ name: 'visit', language: 'en', status: 'APPROVED', quality: null, isWhole: true },
  content: {
    category: 'utility',
    places: 'positional',
    body: { text: 'Hello {{1}}, see you.', samples: {} },
    buttons: [],
  },
  ...more,
});
const problemsOf = (
  templates: KnownTemplates | null,
  node: { language?: string; body?: { text: string }[] } = {},
) => {
  const machine = flow(
    'visit',
    {
      tell: { type: 'template', at, name: 'visit', language: 'en', body: [{ text: 'Guest' }], ...node },
      wait: {
        type: 'wait',
        at,
        until: { kind: 'duration', duration: 'PT48H' },
        reopen: { name: 'visit', language: node.language ?? 'en' },
      },
    },
    { tell: { replied: 'wait' } },
  );
  return validate(machine, { templates })
    .filter(({ code }) => code.startsWith('template-'))
    .map(({ code, level, node: where, field }) => `${level} ${code} ${where} ${field}`);
};
const knowing = (...list: KnownTemplate[]): KnownTemplates => ({ list, fallbacks: {} });

test('nothing is said where nothing is known', () => {
  expect(problemsOf(null)).toEqual([]);
});

test('values that do not fit are errors, at the node and where the window is re-opened', () => {
  expect(problemsOf(knowing(known()))).toEqual(['error template-parameters wait reopen.body']);
  expect(problemsOf(knowing(known()), { body: [] })).toEqual([
    'error template-parameters tell body',
    'error template-parameters wait reopen.body',
  ]);
  // What cannot be read is not judged.
  expect(problemsOf(knowing(known({ isWhole: false })))).toEqual([]);
});

test('a template that nobody knows, or that is not approved, is a warning', () => {
  expect(problemsOf(knowing())).toEqual([
    'warning template-unknown tell name',
    'warning template-unknown wait reopen.name',
  ]);
  expect(problemsOf(knowing(known({ status: 'PAUSED' })))).toContain(
    'warning template-not-approved tell name',
  );
});

test('a template whose quality falls, or whose category is another or will be, is a warning where it is sent', () => {
  const said = (more: Partial<KnownTemplate>) =>
    problemsOf(knowing(known(more))).filter((line) => line.startsWith('warning'));
  expect(said({ quality: 'GREEN', askedCategory: null, comingCategory: null })).toEqual([]);
  for (const quality of ['YELLOW', 'RED'])
    expect(said({ quality })).toEqual([
      'warning template-quality tell name',
      'warning template-quality wait reopen.name',
    ]);
  for (const category of [{ askedCategory: 'MARKETING' }, { comingCategory: 'MARKETING' }])
    expect(said(category)).toContain('warning template-category tell name');
});

test('a language that is missing is an error, unless a fallback covers it', () => {
  const templates = knowing(known());
  expect(problemsOf(templates, { language: 'de' })).toEqual([
    'error template-unknown tell language',
    'error template-unknown wait reopen.language',
  ]);
  const covered = { ...templates, fallbacks: { visit: { name: null, language: 'en' } } };
  expect(problemsOf(covered, { language: 'de' })).toEqual([]);
});
