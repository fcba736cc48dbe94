import type { TestDeed } from '@parley/flows/flow-test/moves.ts';
import { timeWords } from '../simulator/duration-words.ts';
import type { TestsWords } from './words.ts';

/** What happens in a step, in a few words. */
export function deedWords(step: TestDeed, { deeds }: TestsWords, language: string): string {
  switch (step.do) {
    case 'say': {
      const { input } = step;
      if (input.type === 'text') return `“${input.text}”`;
      return input.type === 'choice' ? `[${input.title ?? input.id}]` : deeds.kind(input.type);
    }
    case 'wait':
      return deeds.wait;
    case 'pass':
      return deeds.pass(timeWords(step.ms, language));
    case 'answer':
      return deeds.answer(step.status);
    case 'fail':
      return deeds.fail(step.reason);
    case 'hand-back':
      return deeds['hand-back'];
    case 'agent':
    case 'window':
      return deeds[step.is];
    case 'set':
      return deeds.set(step.variable);
  }
}
