import { TextInput } from '@mantine/core';
import { NodeId } from '@parley/flows/machine-schema.ts';
import { useEffect, useState } from 'react';
import { Refusal } from './controls/Problems.tsx';
import { useInspector } from './state.ts';

/** The node's id, which is renamed when the field is left or on Enter: half a name is none. */
export function NodeName() {
  const { flow, nodeId, words, change } = useInspector();
  const [draft, setDraft] = useState(nodeId);
  useEffect(() => setDraft(nodeId), [nodeId]);
  const isTaken = draft !== nodeId && Object.hasOwn(flow.nodes, draft);
  const isName = NodeId.safeParse(draft).success;
  const reason = isTaken ? words.idTaken : isName ? undefined : words.idShape;
  const rename = () => {
    if (reason === undefined && draft !== nodeId) change({ kind: 'rename', node: nodeId, to: draft });
    else setDraft(nodeId);
  };
  return (
    <div className="field">
      <TextInput
        label={words.id}
        value={draft}
        error={reason !== undefined}
        spellCheck={false}
        onChange={({ currentTarget }) => setDraft(currentTarget.value)}
        onBlur={rename}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setDraft(nodeId);
        }}
      />
      <Refusal reason={reason} />
    </div>
  );
}
