import { Modal } from '@mantine/core';
import { useWords } from '../words.ts';
import type { ActionContext } from './actions.ts';
import { CannedEditor } from './CannedEditor.tsx';
import { AssignDialog, FlowDialog, SnoozeDialog } from './choices.tsx';
import { show, useInbox } from './inbox-store.ts';
import { LabelsDialog } from './LabelsDialog.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import { SaveViewDialog } from './SaveViewDialog.tsx';
import { SettingsDialog } from './SettingsDialog.tsx';
import { Shortcuts } from './Shortcuts.tsx';
import { inboxWords } from './words.ts';

/** The dialog that is open, if one is. Those about a conversation need one that is open. */
export function Dialogs({ context }: { context: ActionContext }) {
  const words = useWords(inboxWords);
  const dialog = useInbox((inbox) => inbox.dialog);
  const { open } = context;
  const content = (() => {
    switch (dialog) {
      case 'shortcuts':
        return <Shortcuts />;
      case 'settings':
        return <SettingsDialog />;
      case 'canned':
        return <CannedEditor />;
      case 'save-view':
        return <SaveViewDialog />;
      case 'assign':
        return open && <AssignDialog row={open} />;
      case 'snooze':
        return open && <SnoozeDialog row={open} />;
      case 'labels':
        return open && <LabelsDialog row={open} />;
      case 'merge':
        return open && <MergeDialog row={open} />;
      case 'start':
      case 'hand-back':
        return open && <FlowDialog row={open} isHandBack={dialog === 'hand-back'} />;
      case null:
        return null;
    }
  })();
  return (
    <Modal
      opened={dialog !== null && content !== null}
      onClose={() => show(null)}
      title={dialog === null ? '' : words.dialogs[dialog]}
      size={dialog === 'canned' || dialog === 'shortcuts' ? 640 : 420}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {content}
    </Modal>
  );
}
