import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArchive,
  IconArchiveOff,
  IconCopy,
  IconDots,
  IconDownload,
  IconExternalLink,
  IconForms,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { createFlow, type FlowOverview, readFlow, unarchiveFlow } from '../api.ts';
import { download } from '../download.ts';
import { useMay } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import { ArchiveDialog, RenameDialog } from './FlowDialogs.tsx';
import { failureText, failureWords } from './failure.ts';
import { flowListWords } from './flow-list-words.ts';

const ICON = { size: 16, stroke: 1.75 };

/** What can be done with a flow from the list. `onDone` is told in words what was done or why not, and how to take it back. */
export function FlowMenu({
  flow,
  onDone,
}: {
  flow: FlowOverview;
  onDone: (text: string | null, undo?: () => Promise<void>) => void;
}) {
  const words = useWords(flowListWords);
  const failures = useWords(failureWords);
  const navigate = useNavigate();
  const mayWrite = useMay('flows:write');
  const [dialog, setDialog] = useState<'rename' | 'archive' | null>(null);

  const unarchive = async () => {
    const answer = await unarchiveFlow(flow.id);
    onDone(answer.ok ? null : failureText(answer, failures));
  };
  const duplicate = async () => {
    const answer = await readFlow(flow.id);
    if (!answer.ok) return onDone(failureText(answer, failures));
    const { copyMachine } = await import('./copy-flow.ts');
    const copy = await copyMachine(answer.body.machine, words.copyOf(flow.name), createFlow);
    if (!copy) return onDone(words.unreadable);
    if (!copy.ok) return onDone(failureText(copy, failures));
    onDone(null);
  };
  const save = async () => {
    const answer = await readFlow(flow.id);
    if (!answer.ok) return onDone(failureText(answer, failures));
    const text = `${JSON.stringify(answer.body.machine, null, 2)}\n`;
    download(`${flow.id}.machine.json`, 'application/json', text);
  };
  return (
    <>
      <Menu position="bottom-end" width={220} shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={words.more(flow.name)}>
            <IconDots size={18} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconExternalLink {...ICON} />}
            onClick={() => void navigate({ to: '/flows/$id/edit', params: { id: flow.id } })}
          >
            {words.open}
          </Menu.Item>
          {mayWrite && (
            <Menu.Item leftSection={<IconForms {...ICON} />} onClick={() => setDialog('rename')}>
              {words.rename}
            </Menu.Item>
          )}
          {mayWrite && (
            <Menu.Item leftSection={<IconCopy {...ICON} />} onClick={() => void duplicate()}>
              {words.duplicate}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconDownload {...ICON} />} onClick={() => void save()}>
            {words.export}
          </Menu.Item>
          {mayWrite && <Menu.Divider />}
          {mayWrite && flow.archivedAt === null && (
            <Menu.Item leftSection={<IconArchive {...ICON} />} onClick={() => setDialog('archive')}>
              {words.archive}
            </Menu.Item>
          )}
          {mayWrite && flow.archivedAt !== null && (
            <Menu.Item leftSection={<IconArchiveOff {...ICON} />} onClick={() => void unarchive()}>
              {words.unarchive}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'rename' && <RenameDialog flow={flow} onClose={() => setDialog(null)} onDone={onDone} />}
      {dialog === 'archive' && (
        <ArchiveDialog
          flow={flow}
          onClose={() => setDialog(null)}
          onArchived={() => onDone(words.archivedNow(flow.name), unarchive)}
        />
      )}
    </>
  );
}
