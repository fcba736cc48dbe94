import type { Guard } from '@parley/flows/machine-schema.ts';
import type { SessionWords } from './words.ts';

/** What had to hold, for people; null where that is what they see anyway, such as which option was tapped. */
export function guardWords(guard: Guard | null, words: SessionWords): string | null {
  switch (guard?.type) {
    case 'matches':
      return words.fits(words.kinds[guard.params.answer.kind] ?? guard.params.answer.kind);
    case 'is':
      return words.keyword(guard.params.keyword);
    case 'when': {
      const { params } = guard;
      if ('expression' in params) return params.expression;
      if ('hours' in params) return words.withinHours;
      if ('available' in params) return words.available(params.available);
      return words.fewerThan(params.below);
    }
    default:
      return null;
  }
}
