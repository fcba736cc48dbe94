import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { besidePanels } from '../canvas/padding.ts';
import { useAct, useFlow } from '../flow/flow-context.ts';
import { useActionContext } from '../flow/use-actions.ts';
import { useWords } from '../words.ts';
import { Badge } from './ChangeList.tsx';
import './history.css';
import { historyWords } from './words.ts';

const MARKS = ['added', 'changed', 'removed', 'moved'] as const;

/** Says that the canvas shows something else than the draft, what the colours mean, and leads back. */
export function LookBar() {
  const words = useWords(historyWords);
  const act = useAct();
  const look = useFlow((state) => state.look);
  const { view } = useActionContext();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isInDialog = event.target instanceof Element && event.target.closest('[role="dialog"]') !== null;
      if (event.key === 'Escape' && !event.defaultPrevented && !isInDialog) act.show({ look: null });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [act]);
  const compared = look?.compared;
  /* Two frames: the cards of what is gone are drawn in the first one. */
  useEffect(() => {
    const nodes = [...(compared?.nodes.keys() ?? [])].map((id) => ({ id }));
    if (nodes.length === 0) return;
    const fit = { nodes, padding: besidePanels(false), maxZoom: 1, duration: 160 };
    requestAnimationFrame(() => requestAnimationFrame(() => void view.fitView(fit)));
  }, [compared, view]);
  if (!look) return null;
  const shown = MARKS.filter((mark) => look.compared && [...look.compared.nodes.values()].includes(mark));
  return (
    <section className="look-bar" aria-label={words.looking(look.title)}>
      <span role="status">
        <strong>{look.title}</strong> <span className="muted">{words.readOnly}</span>
      </span>
      {shown.length > 0 && (
        <span className="legend">
          {shown.map((mark) => (
            <Badge key={mark} mark={mark} />
          ))}
        </span>
      )}
      <Button size="compact-sm" variant="default" onClick={() => act.show({ look: null })}>
        {words.close}
      </Button>
    </section>
  );
}
