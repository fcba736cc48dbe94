import type { Change } from '../edit/change.ts';
import type { Flow } from '../flow.ts';
import type { Problem } from '../problem.ts';

/** What a fix does; the editor has a sentence for each. */
export type FixKind =
  | 'add-end'
  | 'add-hand-over'
  | 'add-locale'
  | 'add-wait'
  | 'add-words'
  | 'ask-again'
  | 'connect-here'
  | 'copy-text'
  | 'declare'
  | 'delete-node'
  | 'drop-closing'
  | 'drop-default'
  | 'drop-empty-words'
  | 'drop-text'
  | 'drop-word'
  | 'give-default'
  | 'lead-on'
  | 'lead-to-person'
  | 'new-ids'
  | 'retitle'
  | 'set-before'
  | 'shorten'
  | 'split-text'
  | 'start-here'
  | 'swap-limits'
  | 'to-list'
  | 'write-instead';

/** A way to put a problem right, as one step that can be undone. `about` is what the sentence names: a node, a word, a text. */
export type Fix = { kind: FixKind; about: string; change: Change };

/** Fixes that may help with a problem, the likeliest first; whether they do is seen by trying. */
export type Suggest = (flow: Flow, problem: Problem) => Fix[];
