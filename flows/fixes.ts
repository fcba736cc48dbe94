import type { Change } from './edit/change.ts';
import { edit } from './edit.ts';
import type { Fix, Suggest } from './fixes/fix.ts';
import { missingTranslation, sameTitle, unusedTranslation, whatsappLimit } from './fixes/texts.ts';
import { badDefault, undeclared, unsetVariable } from './fixes/variables.ts';
import { closingNode, closingWired, duplicateId, endlessLoop } from './fixes/waits.ts';
import {
  deadEnds,
  deleteNode,
  escalationMissing,
  escalationUnreachable,
  noStart,
  passedOver,
  unreachable,
} from './fixes/wiring.ts';
import { keywordMissing, misplacedWord, unknownLocale } from './fixes/words.ts';
import {
  badAnswer,
  badDuration,
  badTime,
  badUrl,
  misspelt,
  onlyVariable,
  templateLanguage,
  templateName,
  templateUnknown,
} from './fixes/written.ts';
import type { Flow } from './flow.ts';
import { toMachine } from './machine.ts';
import type { Problem } from './problem.ts';
import { validate } from './validate.ts';

const withoutIt: Suggest = (_, { node }) => (node === undefined ? [] : [deleteNode(node)]);

const SUGGESTIONS: { readonly [code: string]: Suggest } = {
  'bad-answer': badAnswer,
  'bad-duration': badDuration,
  'bad-time': badTime,
  'bad-url': badUrl,
  'closing-node': closingNode,
  'closing-wired': closingWired,
  'dead-end': deadEnds,
  'duplicate-id': duplicateId,
  'empty-message': withoutIt,
  'endless-loop': endlessLoop,
  'escalation-missing': escalationMissing,
  'escalation-unreachable': escalationUnreachable,
  'expression-type': (flow, problem) => [...misspelt(flow, problem), ...undeclared(flow, problem)],
  'keyword-empty': misplacedWord,
  'keyword-missing': keywordMissing,
  'keyword-shared': misplacedWord,
  'keyword-taken': misplacedWord,
  'locale-unknown': unknownLocale,
  'maybe-unset': unsetVariable,
  'message-passed-over': passedOver,
  'no-condition': withoutIt,
  'no-start': noStart,
  'no-tag': withoutIt,
  'not-a-list': onlyVariable('list'),
  'not-an-order': onlyVariable('order'),
  'same-title': sameTitle,
  'template-language': templateLanguage,
  'template-name': templateName,
  'template-unknown': templateUnknown,
  'texts-missing': missingTranslation,
  'texts-unused': unusedTranslation,
  unreachable,
  'unset-variable': unsetVariable,
  'variable-default': badDefault,
  'whatsapp-limit': (flow, problem) => [
    ...whatsappLimit(flow, problem),
    ...(/ begins with https:/.test(problem.message) ? badUrl(flow, problem) : []),
  ],
};

/**
 * Ways to put a problem right, the likeliest first. Each has been tried: with it the problem is gone, and no node has more errors of any
 * kind than before. So this takes as long as several validations; `problems` are those of the flow as it is, where they are known.
 */
export function fixesFor(
  flow: Flow,
  problem: Problem,
  problems: readonly Problem[] = validate(toMachine(flow)),
): Fix[] {
  const suggest = Object.hasOwn(SUGGESTIONS, problem.code) ? SUGGESTIONS[problem.code] : undefined;
  const seen = new Set<string>();
  return (suggest?.(flow, problem) ?? []).filter(({ kind, about, change }) => {
    const sentence = `${kind} ${about}`;
    // What has no name cannot be offered by it.
    if (about.trim() === '' || seen.has(sentence) || !helps(flow, change, { problem, problems }))
      return false;
    seen.add(sentence);
    return true;
  });
}

type Found = { problem: Problem; problems: readonly Problem[] };

function helps(flow: Flow, change: Change, { problem, problems }: Found): boolean {
  const edited = edit(flow, change);
  if (!edited.ok || edited.flow === flow) return false;
  const after = validate(toMachine(edited.flow));
  if (after.some((one) => textOf(one) === textOf(problem))) return false;
  const [before, now] = [counted(problems, placeOf), counted(after, placeOf)];
  const place = placeOf(problem);
  if ((now.get(place) ?? 0) >= (before.get(place) ?? 0)) return false;
  const isError = ({ level }: Problem) => level === 'error';
  const errors = counted(problems.filter(isError), kindOf);
  return [...counted(after.filter(isError), kindOf)].every(
    ([kind, count]) => count <= (errors.get(kind) ?? 0),
  );
}

const placeOf = ({ code, node, field, locale }: Problem) => JSON.stringify([code, node, field, locale]);
const kindOf = ({ code, node }: Problem) => JSON.stringify([code, node]);
const textOf = (problem: Problem) => placeOf(problem) + problem.message;

function counted(problems: readonly Problem[], key: (problem: Problem) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const problem of problems) counts.set(key(problem), (counts.get(key(problem)) ?? 0) + 1);
  return counts;
}
