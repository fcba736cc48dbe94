import { RUSSIAN_EDITS } from './russian-edits.ts';
import { RUSSIAN_EXPRESSIONS } from './russian-expressions.ts';
import { RUSSIAN_FUNCTIONS } from './russian-functions.ts';
import { RUSSIAN_LIMITS } from './russian-limits.ts';
import { RUSSIAN_PROBLEMS } from './russian-problems.ts';
import { RUSSIAN_SETTINGS } from './russian-settings.ts';
import { RUSSIAN_STEPS } from './russian-steps.ts';
import type { Catalogue } from './translate-text.ts';

/** All that is said to an author, in Russian. */
export const RUSSIAN: Catalogue = {
  ...RUSSIAN_PROBLEMS,
  ...RUSSIAN_SETTINGS,
  ...RUSSIAN_LIMITS,
  ...RUSSIAN_EXPRESSIONS,
  ...RUSSIAN_FUNCTIONS,
  ...RUSSIAN_STEPS,
  ...RUSSIAN_EDITS,
};
