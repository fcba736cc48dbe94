import { ActionIcon, NativeSelect, Tooltip } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useFlow } from '../flow/flow-context.ts';
import { useJump } from '../flow/use-jump.ts';
import { nodeWords } from '../node-words.ts';
import { useWords } from '../words.ts';
import { settingsWords } from './words.ts';

type Props = {
  label: string;
  node: string | null;
  hasError?: boolean;
  /** Only nodes of these types. */
  types?: readonly string[];
  onChange: (node: string | null) => void;
};

/** One of the flow's nodes, or none, with a way there. */
export function NodeSelect({ label, node, hasError = false, types, onChange }: Props) {
  const words = useWords(settingsWords);
  const called = useWords(nodeWords);
  const nodes = useFlow(({ flow }) => flow.nodes);
  const jump = useJump();
  const data = Object.entries(nodes)
    .filter(([, { type }]) => !types || types.includes(type))
    .map(([id, { type }]) => ({ value: id, label: `${id} · ${called.title(type)}` }));
  return (
    <div className="settings-row">
      <NativeSelect
        className="grow"
        label={label}
        value={node ?? ''}
        data={[{ value: '', label: words.nowhere }, ...data]}
        error={hasError}
        onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? null : currentTarget.value)}
      />
      {node !== null && (
        <Tooltip label={words.goTo(node)}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={`${label}: ${words.goTo(node)}`}
            onClick={() => jump(node)}
          >
            <IconArrowRight size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}
