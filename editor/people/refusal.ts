import type { Failure } from '../api.ts';
import type { PeopleWords } from './words.ts';

/** What the server refused, in words for the person who asked. */
export function refusalText({ why, status, problem }: Failure, words: PeopleWords): string {
  if (why === 'no-answer') return words.noAnswer;
  const { code = '', detail, title, retryAfter } = problem;
  if (code === 'too-many-tries') return words.tooManyTries(Math.max(1, Math.ceil((retryAfter ?? 60) / 60)));
  return words.refusals[code] ?? detail ?? title ?? words.refused(status);
}
