import { ActionIcon, Menu } from '@mantine/core';
import { IconArchive, IconCopy, IconDots, IconDownload, IconForms } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { createFlow, type FlowOverview, listFlows } from '../api.ts';
import { useMay } from '../people/session-store.ts';
import { copyFlow } from '../shell/copy-flow.ts';
import { ArchiveDialog } from '../shell/FlowDialogs.tsx';
import { failureText, failureWords } from '../shell/failure.ts';
import { flowListWords } from '../shell/flow-list-words.ts';
import { useWords } from '../words.ts';
import { ACTIONS } from './actions.ts';
import { useAct, useFlow, useFlowStore } from './flow-context.ts';
import { useActionContext } from './use-actions.ts';

const ICON = { size: 16, stroke: 1.75 };

/** What the list of flows offers for a flow, for the one that is open. A copy is of what is on the canvas. */
export function TopMenu({ onRename }: { onRename: () => void }) {
  const words = useWords(flowListWords);
  const failures = useWords(failureWords);
  const navigate = useNavigate();
  const store = useFlowStore();
  const act = useAct();
  const context = useActionContext();
  const name = useFlow(({ flow }) => flow.settings.name);
  const isReadOnly = useFlow(({ readOnly }) => readOnly !== null);
  const mayCreate = useMay('flows:write');
  const [archiving, setArchiving] = useState<FlowOverview | null>(null);

  const duplicate = async () => {
    const copy = await copyFlow(store.getState().flow, words.copyOf(name), createFlow);
    if (!copy.ok) return act.tell(failureText(copy, failures));
    await navigate({ to: '/flows/$id/edit', params: { id: copy.body.id } });
  };
  /* How many conversations it has, and its numbers, are as the list knows them now. */
  const askToArchive = async () => {
    const listed = await listFlows();
    if (!listed.ok) return act.tell(failureText(listed, failures));
    setArchiving(listed.body.flows.find(({ id }) => id === store.getState().flow.id) ?? null);
  };
  return (
    <>
      <Menu position="bottom-start" width={220} shadow="md" returnFocus={false}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={words.more(name)}>
            <IconDots size={18} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {!isReadOnly && (
            <Menu.Item leftSection={<IconForms {...ICON} />} onClick={() => requestAnimationFrame(onRename)}>
              {words.rename}
            </Menu.Item>
          )}
          {mayCreate && (
            <Menu.Item leftSection={<IconCopy {...ICON} />} onClick={() => void duplicate()}>
              {words.duplicate}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconDownload {...ICON} />}
            onClick={() => void ACTIONS.find(({ id }) => id === 'export')?.run(context)}
          >
            {words.export}
          </Menu.Item>
          {!isReadOnly && <Menu.Divider />}
          {!isReadOnly && (
            <Menu.Item leftSection={<IconArchive {...ICON} />} onClick={() => void askToArchive()}>
              {words.archive}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {archiving && (
        <ArchiveDialog
          flow={archiving}
          onClose={() => setArchiving(null)}
          onArchived={() => void navigate({ to: '/flows' })}
        />
      )}
    </>
  );
}
