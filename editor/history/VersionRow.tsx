import { ActionIcon, Button, Menu, Modal } from '@mantine/core';
import { patchBetween } from '@parley/flows/edit/patch.ts';
import { IconArrowBackUp, IconDots, IconEye, IconFileDiff, IconPencilShare } from '@tabler/icons-react';
import { useState } from 'react';
import { rollBack, type VersionSummary } from '../api.ts';
import { useAct, useFlow, useFlowStore } from '../flow/flow-context.ts';
import { failureText, failureWords } from '../shell/failure.ts';
import { Moment } from '../shell/Moment.tsx';
import { useWords } from '../words.ts';
import { useLook } from './use-look.ts';
import { historyWords } from './words.ts';

const ICON = { size: 16, stroke: 1.75 };

/** One version: when, by whom and why it was published, and what can be done with it. */
export function VersionRow({
  version: { version, publishedAt, publishedBy, note, sessions },
  before,
  next,
  isLive,
}: {
  version: VersionSummary;
  /** The version in front of it, and the number that a new one would get. */
  before: number | null;
  next: number;
  isLive: boolean;
}) {
  const words = useWords(historyWords);
  const store = useFlowStore();
  const act = useAct();
  const { read, open, compareSides } = useLook();
  const isReadOnly = useFlow(({ readOnly }) => readOnly !== null);
  const [isAsking, setAsking] = useState(false);

  const restore = async () => {
    const flow = await read(version);
    if (!flow) return;
    act.show({ look: null });
    const draft = store.getState().flow;
    act.change(patchBetween(draft, flow, words.restore));
    act.tell(words.restored(version), { canUndo: true });
  };
  return (
    <li>
      <div className="version-words">
        <div className="version-title">
          <strong>{words.version(version)}</strong>
          {isLive && <span className="pill">{words.live}</span>}
          {sessions > 0 && <span className="pill plain">{words.conversations(sessions)}</span>}
        </div>
        {note !== null && <div className="version-note">{note}</div>}
        <div className="muted small">
          <Moment at={publishedAt} /> {publishedBy !== null && words.by(publishedBy)}
        </div>
      </div>
      <Menu position="bottom-end" width={240} shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={words.more(version)}>
            <IconDots size={18} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconEye {...ICON} />} onClick={() => void open(version)}>
            {words.open}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFileDiff {...ICON} />}
            onClick={() => void compareSides(version, 'draft')}
          >
            {words.compareWithDraft}
          </Menu.Item>
          {before !== null && (
            <Menu.Item
              leftSection={<IconFileDiff {...ICON} />}
              onClick={() => void compareSides(before, version)}
            >
              {words.compareWithBefore}
            </Menu.Item>
          )}
          {!isReadOnly && (
            <Menu.Item leftSection={<IconPencilShare {...ICON} />} onClick={() => void restore()}>
              {words.restore}
            </Menu.Item>
          )}
          {!isReadOnly && !isLive && (
            <Menu.Item leftSection={<IconArrowBackUp {...ICON} />} onClick={() => setAsking(true)}>
              {words.rollBack}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {isAsking && <RollBack version={version} next={next} onClose={() => setAsking(false)} />}
    </li>
  );
}

function RollBack({ version, next, onClose }: { version: number; next: number; onClose: () => void }) {
  const words = useWords(historyWords);
  const failures = useWords(failureWords);
  const store = useFlowStore();
  const act = useAct();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const publish = async () => {
    setBusy(true);
    const answer = await rollBack(store.getState().flow.id, version, words.versionShort(version));
    setBusy(false);
    if (!answer.ok) return setFailure(failureText(answer, failures));
    act.setPublished(answer.body.version);
    act.tell(words.rolledBack(version, answer.body.version));
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.rollBackTitle(version)}
      closeButtonProps={{ 'aria-label': words.cancel }}
    >
      <div className="stack">
        <p>{words.rollBackText(version, next)}</p>
        {failure !== null && (
          <p className="bad" role="alert">
            {failure}
          </p>
        )}
        <Button loading={isBusy} onClick={() => void publish()} data-autofocus>
          {words.rollBackDo(next)}
        </Button>
      </div>
    </Modal>
  );
}
