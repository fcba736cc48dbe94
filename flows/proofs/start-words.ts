import type { Problem } from '../problem.ts';
import { clashesOf, startWordsOf } from '../start-words.ts';
import type { Subject } from './subject.ts';

/** No word that starts this flow starts another one on the same number: only one of the two would ever hear it. */
export function startWords({ settings, channels }: Subject): Problem[] {
  const own = { flow: settings.name, words: startWordsOf(settings) };
  return channels.flatMap(({ name, others }) =>
    others.flatMap((starter) =>
      clashesOf([own, starter]).map(
        ({ word, one, other }): Problem => ({
          code: 'start-word-taken',
          level: 'error',
          field: 'triggers.keywords',
          message: `On the number ${name} “${word}” would start both “${one}” and “${other}”. Take it from one of them.`,
        }),
      ),
    ),
  );
}
