import { Button } from '@mantine/core';
import { compare } from '@parley/flows/compare.ts';
import type { Flow } from '@parley/flows/flow.ts';
import { useEffect, useState } from 'react';
import { useAct, useFlow } from '../flow/flow-context.ts';
import { useWords } from '../words.ts';
import { publishWords } from './publish-words.ts';
import { useLook } from './use-look.ts';

/** In one line, what a publish changes for those who talk to the flow, and the way to the whole of it. */
export function PublishChanges({ live }: { live: number }) {
  const words = useWords(publishWords);
  const act = useAct();
  const draft = useFlow(({ flow }) => flow);
  const { read, compareSides } = useLook();
  const [before, setBefore] = useState<Flow | null>(null);
  useEffect(() => {
    let isWanted = true;
    void read(live).then((flow) => {
      if (isWanted) setBefore(flow);
    });
    return () => {
      isWanted = false;
    };
  }, [read, live]);
  if (!before) return null;
  const { nodes, edges, settings, texts } = compare(before, draft);
  const count = (is: string) => nodes.filter((node) => node.is === is).length;
  const parts = words.summary({
    added: count('added'),
    changed: count('changed'),
    removed: count('removed'),
    moved: count('moved'),
    ways: edges.length,
    settings: settings.length,
    texts: texts.length,
  });
  return (
    <div className="publish-row">
      <span>{parts.length === 0 ? words.noChanges(live) : words.changes(live, parts.join(', '))}</span>
      {parts.length > 0 && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            act.show({ dialog: null });
            void compareSides(live, 'draft');
          }}
        >
          {words.showChanges}
        </Button>
      )}
    </div>
  );
}
