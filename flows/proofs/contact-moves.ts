import { isOptOut, keywordIn, plain } from '../keywords.ts';
import { localise } from '../localise.ts';
import { many } from '../machine.ts';
import type { Guard, Transition } from '../machine-schema.ts';
import { optionsOf } from '../message.ts';
import { parseAnswer } from '../parse-answer.ts';
import { takeable } from './candidates.ts';
import { counterHolds } from './counters.ts';
import type { Position } from './graph.ts';
import { onEvent, type Place } from './place.ts';
import { ANY_TEXT, FITTING_ANSWER, wordsForKeyword } from './step-words.ts';
import type { Subject } from './subject.ts';

/** Something that the contact can always do, and what it may lead to; `null`: possibly nothing. */
export type Move = { words: string; transitions: (Transition | null)[] };

/**
 * What the contact can do at a position on their own, and be heard: tap an option, write a keyword, write anything else. Rows that come
 * from a variable are left out, since there may be none, and so are taps on older messages, since there may be none either.
 */
export function movesAt({ place, counters }: Position, subject: Subject, keywords: Keywords): Move[] {
  const moves: Move[] = [];
  const move = (words: string, candidates: Transition[], holds: (guard: Guard) => boolean | undefined) =>
    moves.push({
      words,
      transitions: takeable(candidates, (guard) => holds(guard) ?? counterHolds(guard, counters)),
    });

  for (const { id, title } of optionsAt(place)) {
    move(title, onEvent(place, 'choice'), (guard) => {
      if (guard.type !== 'chose') return undefined;
      return 'offered' in guard.params || guard.params.id === id;
    });
  }
  const texts = onEvent(place, 'text');
  const answers = texts.flatMap(({ guard }) => (guard?.type === 'matches' ? [guard.params.answer] : []));
  const isMisfit = (text: string) => answers.every((answer) => !parseAnswer(answer, text, NOBODY).ok);
  if (PROBES.some(isMisfit)) move(ANY_TEXT, texts, (guard) => (guard.type === 'matches' ? false : undefined));
  if (answers.length > 0)
    move(FITTING_ANSWER, texts, (guard) => (guard.type === 'matches' ? true : undefined));

  for (const keyword of keywords.at(place)) {
    const candidates = [...onEvent(place, 'keyword'), ...many(subject.machine.on?.keyword)];
    move(wordsForKeyword(keyword, subject.settings), candidates, (guard) =>
      guard.type === 'is' ? guard.params.keyword === keyword : undefined,
    );
  }
  return moves;
}

/** Texts of people who look for help, not for an answer. A question that takes all of them as answers has no way out by free text. */
const PROBES = ['???', 'help me', 'What do you mean?', 'I want to talk to a person'];
const NOBODY = { name: '', phone: '', locale: '', timezone: 'UTC' };

function optionsAt({ entry }: Place) {
  const options = entry.flatMap((action) => (action.type === 'send' ? optionsOf(action.params.message) : []));
  return new Map(options.map((option) => [option.id, option])).values();
}

export type Keywords = { at(place: Place): string[] };

/**
 * The keywords that a contact can rely on. One counts where every language of the flow has a word for it that reaches it: none that opts
 * out, that another keyword has taken, or that means one of the options on the screen.
 */
export function keywordsOf({ machine, settings }: Subject): Keywords {
  const { locales, texts } = settings;
  const wired = many(machine.on?.keyword).flatMap(({ guard }) =>
    guard?.type === 'is' ? [guard.params.keyword] : [],
  );
  const words = wired.map((keyword) => ({
    keyword,
    byLocale: locales.map((locale) => [locale, reachingWords(settings, keyword, locale)] as const),
  }));
  return {
    at: (place) => {
      if (words.length === 0) return [];
      const titles = new Map(locales.map((locale) => [locale, titlesAt(place, texts?.[locale])]));
      return words.flatMap(({ keyword, byLocale }) =>
        byLocale.every(([locale, some]) => some.some((word) => !titles.get(locale)?.has(word)))
          ? [keyword]
          : [],
      );
    },
  };
}

/** A number picks an option, so a word that begins with one is not relied on. */
function reachingWords(settings: Subject['settings'], keyword: string, locale: string): string[] {
  const words = keyword === 'escalation' ? settings.escalation.keywords : settings.keywords?.[keyword];
  return (words?.[locale] ?? [])
    .filter((word) => !isOptOut(word) && keywordIn(settings, word) === keyword && !/^\s*\d/.test(word))
    .map(sayable)
    .filter((word) => word !== '');
}

function titlesAt({ entry }: Place, texts: { [path: string]: string } | undefined): Set<string> {
  const titles = entry.flatMap((action) => {
    if (action.type !== 'send' || optionsOf(action.params.message).length === 0) return [];
    return optionsOf(localise(action.params.message, action.params.key, texts)).map(({ title }) => title);
  });
  return new Set(titles.map(sayable));
}

/** Two texts that `sameText` holds for have the same form. */
const sayable = (text: string) => plain(text) || text.trim();
