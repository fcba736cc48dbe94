import type { Failure } from '../api.ts';
import type { Catalogue } from '../catalogue.ts';

type FailureWords = { noKey: string; noAnswer: string; refused: (status: number | null) => string };

/** What went wrong with a request, for the person who made it. */
export const failureWords: Catalogue<FailureWords> = {
  en: {
    noKey: 'This is not the key that Parley was started with.',
    noAnswer: 'Parley does not answer. Is it still running?',
    refused: (status) => `Parley answered ${status}.`,
  },
  ru: {
    noKey: 'Это не тот ключ, с которым запущен Parley.',
    noAnswer: 'Parley не отвечает. Он ещё запущен?',
    refused: (status) => `Parley ответил ${status}.`,
  },
};

export function failureText({ why, status, problem }: Failure, words: FailureWords): string {
  if (why === 'no-key') return words.noKey;
  if (why === 'no-answer') return words.noAnswer;
  return problem.detail ?? problem.title ?? words.refused(status);
}
