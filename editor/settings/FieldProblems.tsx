import type { Problem } from '@parley/flows/problem.ts';
import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import { useFlow } from '../flow/flow-context.ts';
import { useTold } from '../told.ts';
import { useWords } from '../words.ts';
import './settings.css';
import { settingsWords } from './words.ts';

/** What is wrong with the flow itself at a place; `codes` are those that name no field. */
export function useProblemsOf(place: {
  field?: string;
  locale?: string;
  codes?: readonly string[];
}): Problem[] {
  const problems = useFlow((state) => state.problems);
  const { field, locale, codes = [] } = place;
  return problems.filter(
    (problem) =>
      problem.node === undefined &&
      (codes.includes(problem.code) ||
        (field !== undefined && problem.field === field && problem.locale === locale)),
  );
}

/** What is wrong, in words and with a sign. */
export function FieldProblems({ problems }: { problems: readonly Problem[] }) {
  const words = useWords(settingsWords);
  const told = useTold();
  if (problems.length === 0) return null;
  return (
    <ul className="settings-problems">
      {problems.map(({ level, message }) => (
        <li key={message} className={level === 'error' ? 'bad' : 'warn'}>
          {level === 'error' ? (
            <IconAlertCircle size={16} aria-label={words.error} />
          ) : (
            <IconAlertTriangle size={16} aria-label={words.warning} />
          )}
          <span>{told(message)}</span>
        </li>
      ))}
    </ul>
  );
}
