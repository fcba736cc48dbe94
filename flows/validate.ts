import { fromMachine } from './machine.ts';
import type { Problem } from './problem.ts';
import { channelCannot } from './proofs/channel-cannot.ts';
import { channelConsent, channelShop, channelSupport } from './proofs/channel-shop.ts';
import { deadEnd } from './proofs/dead-end.ts';
import { declarations } from './proofs/declarations.ts';
import { emptyList } from './proofs/empty-list.ts';
import { endlessLoop } from './proofs/endless-loop.ts';
import { escalationMissing } from './proofs/escalation-missing.ts';
import { escalationUnreachable } from './proofs/escalation-unreachable.ts';
import { expressionType } from './proofs/expression-type.ts';
import { fileMissing } from './proofs/file-missing.ts';
import { keywords } from './proofs/keywords.ts';
import { manyMessages } from './proofs/many-messages.ts';
import { noStart } from './proofs/no-start.ts';
import { nodeChecks } from './proofs/node-checks.ts';
import { optionTitles } from './proofs/option-titles.ts';
import { patterns } from './proofs/patterns.ts';
import { startWords } from './proofs/start-words.ts';
import { type Known, type Proof, subjectOf } from './proofs/subject.ts';
import { templateUse } from './proofs/template-use.ts';
import { texts } from './proofs/texts.ts';
import { unreachable } from './proofs/unreachable.ts';
import { unsetVariable } from './proofs/unset-variable.ts';
import { webFormWord } from './proofs/web-form-word.ts';
import { whatsappLimit } from './proofs/whatsapp-limit.ts';
import { windowMayBeClosed } from './proofs/window-may-be-closed.ts';
import { windowSettings } from './proofs/window-settings.ts';

/** What publishing proves, in the order in which problems are listed. */
const PROOFS: readonly Proof[] = [
  noStart,
  escalationMissing,
  webFormWord,
  escalationUnreachable,
  deadEnd,
  endlessLoop,
  manyMessages,
  windowMayBeClosed,
  windowSettings,
  nodeChecks,
  patterns,
  templateUse,
  fileMissing,
  channelCannot,
  channelShop,
  channelSupport,
  channelConsent,
  startWords,
  declarations,
  expressionType,
  unsetVariable,
  whatsappLimit,
  optionTitles,
  keywords,
  emptyList,
  unreachable,
  texts,
];

/**
 * Everything that is wrong with a flow: errors first, then warnings, always in the same order. A machine that does not load has only the
 * problems of `fromMachine`. `problem.field` is a path in the node's config; `ports.<id>` for a way out, and without a node a path in the
 * flow's settings. `rulesOn` is the day whose rules of WhatsApp count, `YYYY-MM-DD`; the newest known where none is given.
 * `templates`: what is known of the templates at WhatsApp; where nothing is, they are not looked at. `channels`: the numbers that the flow
 * answers on, with what they can send. `files`: ids of the files that are kept where it is to run; not looked at where they are not known.
 */
export function validate(machine: unknown, known: Known = {}): Problem[] {
  const read = fromMachine(machine);
  if (!read.ok) return read.problems;
  const subject = subjectOf(read.machine, read.flow, known);
  const found = PROOFS.flatMap((proof, at) =>
    distinct(proof(subject)).map((problem) => ({ problem: ofTheFlow(problem), at })),
  );
  const byPlace = found.sort(
    (one, other) => one.at - other.at || compare(placeOf(one.problem), placeOf(other.problem)),
  );
  const problems = byPlace.map(({ problem }) => problem);
  return [
    ...problems.filter(({ level }) => level === 'error'),
    ...problems.filter(({ level }) => level === 'warning'),
  ];
}

/** What belongs to no node names none. */
function ofTheFlow({ node, ...problem }: Problem): Problem {
  return node ? { ...problem, node } : problem;
}

/** Whether a flow with these problems must not be published. */
export function blocksPublishing(problems: readonly Problem[]): boolean {
  return problems.some(({ level }) => level === 'error');
}

/** The same text may stand in several states of one node. */
function distinct(problems: readonly Problem[]): Problem[] {
  const known = new Set<string>();
  return problems.filter(({ example: _, path: __, ...problem }) => {
    const key = JSON.stringify(problem);
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
}

const placeOf = ({ node = '', field = '', locale = '', line = 0, column = 0, message }: Problem) => [
  node,
  field,
  locale,
  String(line).padStart(6, '0'),
  String(column).padStart(6, '0'),
  message,
];

/* Not by a language's alphabet, which differs between machines. */
function compare(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((part, index) => part !== other[index]);
  if (at === -1) return 0;
  return (one[at] ?? '') < (other[at] ?? '') ? -1 : 1;
}
