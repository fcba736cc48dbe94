import { useWords } from '../words.ts';
import styles from './simulator.module.css';
import { words } from './words.ts';

/** The steps of the conversation, to go through: what was said, the variables and the path are as they were then. */
export function StepsBar({
  steps: { all, shown },
  onLook,
}: {
  steps: { all: number; shown: number };
  onLook: (steps: number) => void;
}) {
  const say = useWords(words);
  if (all < 2) return null;
  return (
    <div className={styles.steps}>
      <input
        type="range"
        min={1}
        max={all}
        value={shown}
        aria-label={say.steps}
        aria-valuetext={say.stepOf(shown, all)}
        onChange={(event) => onLook(Number(event.currentTarget.value))}
      />
      <span className={shown < all ? styles.earlier : undefined} aria-hidden="true">
        {say.stepOf(shown, all)}
      </span>
    </div>
  );
}
