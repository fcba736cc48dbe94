import type { Facts, NoticeCatalogue } from './catalogue.ts';
import { NOTICES_EN } from './words-en.ts';
import { NOTICES_RU } from './words-ru.ts';

/** What has happened, and what somebody can do about it: empty when there is nothing to do. */
export type NoticeWords = { happened: string; advice: string };
export type NoticeLanguage = 'en' | 'ru';

/** A notice in the words of both languages. What Meta wrote itself is quoted as it is. */
export function wordsOf(notice: {
  kind: string;
  subject: { name: string };
  whatToDo: string;
  details: { [member: string]: unknown };
}): { [language in NoticeLanguage]: NoticeWords } {
  const facts: Facts = {
    name: notice.subject.name,
    is: (fact) => {
      const value = notice.details[fact];
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    },
  };
  const inWords = (catalogue: NoticeCatalogue, otherwise: string): NoticeWords => {
    const [happened, advice = ''] = catalogue[notice.kind] ?? [
      () => `${notice.kind}: ${notice.subject.name}`,
      otherwise,
    ];
    return { happened: happened(facts), advice };
  };
  return { en: inWords(NOTICES_EN, notice.whatToDo), ru: inWords(NOTICES_RU, notice.whatToDo) };
}
