import { ActionIcon } from '@mantine/core';
import { IconCircle, IconCircleCheckFilled, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useAct, useFlow, useFlowStore } from '../flow/flow-context.ts';
import { useWords } from '../words.ts';
import './first-run.css';
import { endFirstVisit } from './first-visit.ts';
import { firstRunWords } from './words.ts';

/** Three things to do on the first visit, each ticked off when it has been done; opens the phone to begin with. */
export function FirstSteps() {
  const words = useWords(firstRunWords);
  const act = useAct();
  const [isShown, setShown] = useState(true);
  const hasTapped = useOnce(useFlow(({ path }) => [...path].some((lit) => lit.includes('.'))));
  const hasEdited = useOnce(useFlow(({ past }) => past.length > 0));
  const version = useFlow((state) => state.publishedVersion);
  const [before] = useState(version);
  const store = useFlowStore();
  useEffect(() => {
    // A panel that somebody has opened meanwhile stays.
    const panel = store.getState().panel;
    act.show({ isSimulating: true, panel: panel === 'palette' ? null : panel });
  }, [act, store]);
  if (!isShown) return null;
  const close = () => {
    endFirstVisit();
    setShown(false);
  };
  return (
    <section className="first-steps" aria-label={words.title}>
      <header>
        <h2>{words.title}</h2>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.close}
          title={words.close}
          onClick={close}
        >
          <IconX size={18} stroke={1.75} />
        </ActionIcon>
      </header>
      <ol>
        <Step text={words.tap} hint={words.tapHint} isDone={hasTapped} />
        <Step text={words.edit} hint={words.editHint} isDone={hasEdited} />
        <Step text={words.publish} hint={words.publishHint} isDone={version !== before} />
      </ol>
    </section>
  );
}

function Step({ text, hint, isDone }: { text: string; hint: string; isDone: boolean }) {
  const words = useWords(firstRunWords);
  return (
    <li className={isDone ? 'is-done' : undefined}>
      {isDone ? (
        <IconCircleCheckFilled size={18} role="img" aria-label={words.isDone} />
      ) : (
        <IconCircle size={18} stroke={1.75} aria-hidden />
      )}
      <div>
        <b>{text}</b>
        <p>{hint}</p>
      </div>
    </li>
  );
}

/** True from the first time on that it is true. */
function useOnce(now: boolean): boolean {
  const [was, setWas] = useState(now);
  useEffect(() => {
    if (now) setWas(true);
  }, [now]);
  return was || now;
}
