import type { Variable } from '@parley/flows/variables.ts';
import { describe, expect, test } from 'vitest';
import { ask, at, codesOf, flowWithPerson, problemOf, say } from './small-flow.ts';

const hello = (settings: Parameters<typeof flowWithPerson>[2] = {}) =>
  flowWithPerson({ hello: say('Hello.') }, { hello: { next: 'bye' } }, settings);

describe('a keyword means one thing', () => {
  const withWords = (escalation: string[], menu: string[], triggers: string[] = []) =>
    hello({
      settings: {
        escalation: { keywords: { en: escalation }, maxTurns: 2 },
        keywords: { menu: { en: menu } },
        triggers: { keywords: { en: triggers } },
      },
      globals: { 'keyword:menu': 'hello' },
    });

  test('so no other set has the word, however it is written', () => {
    expect(problemOf(withWords(['agent'], ['menu', 'Agent!']), 'keyword-taken')).toMatchObject({
      level: 'error',
      field: 'keywords.menu',
      locale: 'en',
    });
    expect(codesOf(withWords(['agent'], ['menu']))).toEqual([]);
  });

  test('and it does not opt out', () => {
    expect(problemOf(withWords(['agent'], ['stop']), 'keyword-taken').message).toContain('opting out');
    expect(problemOf(withWords(['agent'], ['menu'], ['Stop']), 'keyword-taken').field).toBe(
      'triggers.keywords',
    );
    expect(codesOf(withWords(['agent'], ['menu'], ['start']))).toEqual([]);
  });

  test('a word that also starts the flow is a warning', () => {
    expect(problemOf(withWords(['agent'], ['menu'], ['menu']), 'keyword-shared')).toMatchObject({
      level: 'warning',
    });
  });

  test('an empty word is a warning', () => {
    expect(problemOf(withWords(['agent'], ['menu', ' ']), 'keyword-empty')).toMatchObject({
      level: 'warning',
    });
  });

  test('one of the words that a question takes as its answer cannot be a keyword', () => {
    const flow = (option: string) =>
      flowWithPerson(
        {
          who: {
            type: 'question',
            at,
            body: 'Who are you?',
            answer: { kind: 'one-of', options: [option, 'guest'] },
            saveAs: 'who',
            retries: 0,
          },
        },
        { who: { answered: 'bye', other: 'bye' } },
        { settings: { variables: [{ name: 'who', type: 'text', maxLength: 9 }] } },
      );
    expect(problemOf(flow('Agent'), 'keyword-taken')).toMatchObject({ level: 'warning', node: 'who' });
    expect(codesOf(flow('driver'))).toEqual([]);
  });
});

describe('words for a person', () => {
  test('are there in every language, once they lead anywhere', () => {
    const flow = hello({
      settings: {
        locales: ['en', 'ru'],
        escalation: { keywords: { en: ['agent'] }, maxTurns: 2 },
        texts: { ru: { 'hello.a.body': 'Привет.', 'person.body': 'Ждите.' } },
      },
    });
    expect(problemOf(flow, 'keyword-missing')).toMatchObject({ level: 'error', locale: 'ru' });
    flow.settings.escalation.keywords.ru = ['оператор'];
    expect(codesOf(flow)).toEqual([]);
    flow.settings.escalation.keywords.de = ['Mensch'];
    expect(problemOf(flow, 'locale-unknown')).toMatchObject({ level: 'warning', locale: 'de' });
  });
});

describe('the language that a flow falls back to', () => {
  test('is one of its languages', () => {
    expect(problemOf(hello({ settings: { locales: ['ru'], texts: {} } }), 'locale-unknown')).toMatchObject({
      level: 'error',
      field: 'defaultLocale',
    });
    const twice = hello();
    twice.settings = { ...twice.settings, locales: ['en', 'en'] };
    expect(problemOf(twice, 'locale-unknown')).toMatchObject({ field: 'locales' });
    expect(codesOf(hello())).toEqual([]);
  });
});

describe('translations', () => {
  const spoken = (texts: { [path: string]: string }) =>
    hello({
      settings: {
        locales: ['en', 'ru'],
        escalation: { keywords: { en: ['agent'], ru: ['оператор'] }, maxTurns: 2 },
        texts: { ru: { 'hello.a.body': 'Привет.', 'person.body': 'Ждите.', ...texts } },
      },
    });

  test('belong to a text', () => {
    expect(problemOf(spoken({ 'hello.b.body': 'Пока.' }), 'texts-unused')).toMatchObject({
      level: 'warning',
      node: 'hello',
      field: 'hello.b.body',
      locale: 'ru',
    });
    expect(codesOf(spoken({}))).toEqual([]);
    const other = spoken({});
    other.settings.texts = { ...other.settings.texts, de: { 'hello.a.body': 'Hallo.' } };
    expect(codesOf(other)).toEqual(['texts-unused']);
  });

  test('are there for every text that has words', () => {
    const flow = spoken({});
    delete flow.settings.texts?.ru?.['hello.a.body'];
    expect(problemOf(flow, 'texts-missing')).toMatchObject({
      level: 'warning',
      node: 'hello',
      field: 'bubbles.a.message.body',
      locale: 'ru',
    });
    flow.nodes.hello = say('{{contact.name}} 🙂');
    expect(codesOf(flow)).toEqual([]);
  });

  test('are not asked for where a text is an address', () => {
    const flow = spoken({});
    flow.nodes.person = {
      type: 'escalation',
      at,
      text: 'Write to us.',
      contact: { method: 'email', email: 'help@example.com' },
    };
    flow.edges.person = { next: 'bye' };
    expect(codesOf(flow)).toEqual([]);
  });
});

describe('titles of options', () => {
  const menu = (...titles: string[]) => {
    const buttons = titles.map((title, at) => ({ id: `b${at}`, title }));
    return flowWithPerson(
      { menu: { ...ask('What now?'), buttons } },
      { menu: Object.fromEntries([...buttons.map(({ id }) => [id, 'bye']), ['other', 'bye']]) },
    );
  };

  test('read differently, or a typed one could mean either', () => {
    expect(problemOf(menu('Café', 'cafe '), 'same-title')).toMatchObject({
      level: 'error',
      node: 'menu',
      field: 'buttons.b1.title',
    });
    expect(codesOf(menu('Café', 'Tea'))).toEqual([]);
  });

  test('are no words for opting out, or they can only be tapped', () => {
    expect(problemOf(menu('Stop', 'Go on'), 'title-opts-out')).toMatchObject({ level: 'warning' });
    expect(codesOf(menu('Stop it', 'Go on'))).toEqual([]);
  });
});

describe('a variable is declared', () => {
  const declared = (...variables: Variable[]) => hello({ settings: { variables } });

  test('once', () => {
    const city: Variable = { name: 'city', type: 'text', maxLength: 9 };
    expect(problemOf(declared(city, { ...city, maxLength: 10 }), 'variable-duplicate')).toMatchObject({
      field: 'variables.city',
    });
    expect(codesOf(declared(city))).toEqual([]);
  });

  test('with a name that means nothing else', () => {
    expect(codesOf(declared({ name: 'locale', type: 'number' }))).toEqual(['variable-reserved']);
    for (const name of ['contact', 'now', 'response', 'true', 'in'])
      expect(codesOf(declared({ name, type: 'number' }))).toEqual(['not-a-flow']);
  });

  test.each<[Variable, Variable]>([
    [
      { name: 'a', type: 'text', maxLength: 3, default: 'long' },
      { name: 'a', type: 'text', maxLength: 4, default: 'long' },
    ],
    [
      { name: 'a', type: 'choice', options: ['S'], default: 'M' },
      { name: 'a', type: 'choice', options: ['S', 'M'], default: 'M' },
    ],
    [
      { name: 'a', type: 'date', default: 'soon' },
      { name: 'a', type: 'date', default: '2026-03-01' },
    ],
    [
      { name: 'a', type: 'list', fields: {}, maxItems: 2, default: [{ id: 'x' }] },
      { name: 'a', type: 'list', fields: { id: { maxLength: 1 } }, maxItems: 2, default: [{ id: 'x' }] },
    ],
    [
      { name: 'a', type: 'list', fields: {}, maxItems: 1, default: [{}, {}] },
      { name: 'a', type: 'list', fields: {}, maxItems: 2, default: [{}, {}] },
    ],
  ])('with a default that it can hold: not %o', (wrong, right) => {
    expect(codesOf(declared(wrong))).toEqual(['variable-default']);
    expect(codesOf(declared(right))).toEqual([]);
  });
});

describe('what only a type of node knows', () => {
  test('is asked for in every language', () => {
    const reminder = (language: string) =>
      flowWithPerson(
        { remind: { type: 'template', at, name: 'reminder', language: 'en', goOn: true } },
        { remind: { next: 'bye' } },
        {
          settings: {
            locales: ['en', 'ru'],
            escalation: { keywords: { en: ['agent'], ru: ['оператор'] }, maxTurns: 2 },
            texts: { ru: { 'remind.language': language, 'person.body': 'Ждите.' } },
          },
        },
      );
    expect(problemOf(reminder('русский'), 'template-language')).toMatchObject({
      node: 'remind',
      locale: 'ru',
    });
    expect(codesOf(reminder('ru'))).toEqual([]);
  });
});
