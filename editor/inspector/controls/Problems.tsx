import type { Problem } from '@parley/flows/problem.ts';
import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import { Coded } from '../../Coded.tsx';
import { useTold } from '../../told.ts';
import { useInspector } from '../state.ts';

/** What is wrong, in words and with a sign; nothing when nothing is. */
export function Problems({ problems }: { problems: readonly Problem[] }) {
  const { words } = useInspector();
  const told = useTold();
  if (problems.length === 0) return null;
  return (
    <ul className="field-problems">
      {problems.map(({ level, message, locale }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a problem has no state, and two may read the same
        <li key={at} data-level={level}>
          {level === 'error' ? (
            <IconAlertCircle size={16} aria-label={words.error} />
          ) : (
            <IconAlertTriangle size={16} aria-label={words.warning} />
          )}
          <span>
            {locale === undefined ? '' : words.inLocale(locale)}
            <Coded text={told(message)} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Why a value was not taken. */
export function Refusal({ reason }: { reason: string | undefined }) {
  const told = useTold();
  if (reason === undefined) return null;
  return (
    <p className="field-refusal" role="alert">
      <Coded text={told(reason)} />
    </p>
  );
}
