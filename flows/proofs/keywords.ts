import { ESCALATION_KEYWORD, isOptOut, keywordIn, localeOfWord } from '../keywords.ts';
import type { Problem } from '../problem.ts';
import type { Subject } from './subject.ts';

/**
 * Each word means one thing. A word that opts out, or that an earlier set has (escalation first, then the flow's own), never does what its
 * own set says. Words that lead to a person are there in every language of the flow, once they lead anywhere.
 * Source: WhatsApp Business Messaging Policy, opt-out requests must be honoured.
 */
export function keywords(subject: Subject): Problem[] {
  return [
    ...takenWords(subject),
    ...triggerWords(subject),
    ...missingWords(subject),
    ...takenAnswers(subject),
  ];
}

type Words = { [locale: string]: string[] };

type KeywordSet = { name: string; field: string; words: Words };

function keywordSets({ settings }: Subject): KeywordSet[] {
  const own = Object.entries(settings.keywords ?? {})
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, words]) => ({ name, field: `keywords.${name}`, words }));
  return [
    { name: ESCALATION_KEYWORD, field: 'escalation.keywords', words: settings.escalation.keywords },
    ...own,
  ];
}

/** The set that has the word first. */
const meaningOf = (word: string, sets: readonly KeywordSet[]) =>
  sets.find(({ words }) => localeOfWord(words, word) !== null)?.name;

function takenWords(subject: Subject): Problem[] {
  const { settings } = subject;
  const sets = keywordSets(subject);
  return sets.flatMap(({ name, field, words }) =>
    eachWord(words).flatMap(([locale, word]): Problem[] => {
      const at = { field, locale };
      if (word.trim() === '') {
        const message = 'An empty word is no keyword. Take it away.';
        return [{ code: 'keyword-empty', level: 'warning', ...at, message }];
      }
      const undeclared = settings.locales.includes(locale)
        ? []
        : [undeclaredLocale(field, locale, settings.locales)];
      if (isOptOut(word))
        return [
          ...undeclared,
          taken(`“${word}” always means opting out, so it cannot do anything else.`, at),
        ];
      const meaning = meaningOf(word, sets);
      if (meaning === undefined || meaning === name) return undeclared;
      const other = meaning === ESCALATION_KEYWORD ? 'the words for a person' : `the keyword “${meaning}”`;
      return [...undeclared, taken(`“${word}” is one of ${other} already, and means only that.`, at)];
    }),
  );
}

const taken = (message: string, at: Pick<Problem, 'field' | 'locale'>): Problem => ({
  code: 'keyword-taken',
  level: 'error',
  ...at,
  message,
});

function undeclaredLocale(field: string, locale: string, locales: readonly string[]): Problem {
  return {
    code: 'locale-unknown',
    level: 'warning',
    field,
    locale,
    message: `There are words for “${locale}”, which is not one of the languages of this flow: ${locales.join(', ')}.`,
  };
}

/** Words that start the flow work while no session runs, and keywords while one does: sharing a word is possible, but seldom meant. */
function triggerWords(subject: Subject): Problem[] {
  const { settings } = subject;
  return eachWord(settings.triggers?.keywords ?? {}).flatMap(([locale, word]): Problem[] => {
    const at = { field: 'triggers.keywords', locale };
    if (isOptOut(word)) return [taken(`“${word}” always means opting out, so it cannot start the flow.`, at)];
    const meaning = word.trim() === '' ? undefined : meaningOf(word, keywordSets(subject));
    if (meaning === undefined) return [];
    const message = `“${word}” starts the flow, and within it is also a keyword (${meaning}).`;
    return [{ code: 'keyword-shared', level: 'warning', ...at, message }];
  });
}

function missingWords({ settings, flow }: Subject): Problem[] {
  if (flow.globals[ESCALATION_KEYWORD] === undefined) return [];
  return settings.locales
    .filter((locale) => !(settings.escalation.keywords[locale] ?? []).some((word) => word.trim() !== ''))
    .map((locale) => ({
      code: 'keyword-missing',
      level: 'error',
      field: 'escalation.keywords',
      locale,
      message: `There are no words for a person in “${locale}”. Add some, so that everybody who is spoken to in it can ask for one.`,
    }));
}

/** A question that takes one of some words cannot get those that mean something everywhere. */
function takenAnswers({ sites, settings }: Subject): Problem[] {
  return sites.flatMap(({ node, transition }): Problem[] => {
    const guard = transition?.guard;
    if (guard?.type !== 'matches' || guard.params.answer.kind !== 'one-of') return [];
    const word = guard.params.answer.options.find(
      (option) => isOptOut(option) || keywordIn(settings, option),
    );
    if (word === undefined) return [];
    const message = `“${word}” cannot be an answer, since it is a keyword. It can only be chosen by its number.`;
    return [{ code: 'keyword-taken', level: 'warning', node, field: 'answer', message }];
  });
}

function eachWord(words: Words): [locale: string, word: string][] {
  return Object.keys(words)
    .sort()
    .flatMap((locale) => (words[locale] ?? []).map((word): [string, string] => [locale, word]));
}
