import { IconCircleCheck } from '@tabler/icons-react';
import { useWords } from '../words.ts';
import { useFlow } from './flow-context.ts';
import { problemWords } from './problem-words.ts';

/** What the check has proved of the ways to a person, while nothing is wrong with them. */
export function EscalationProof() {
  const words = useWords(problemWords);
  const turns = useFlow(({ flow }) => flow.settings.escalation.maxTurns);
  /* Before the first check, and without a first node, nothing has been looked at; a way out that leads nowhere may be one on the way. */
  const isProved = useFlow(
    ({ flow, problems, windows }) =>
      flow.start !== null &&
      Object.keys(windows).length > 0 &&
      !problems.some(
        ({ code, level }) => code.startsWith('escalation-') || (code === 'dead-end' && level === 'error'),
      ),
  );
  if (!isProved) return null;
  return (
    <p className="proof">
      <IconCircleCheck className="good" size={18} stroke={1.75} aria-hidden />
      <span>{words.proved(turns)}</span>
    </p>
  );
}
