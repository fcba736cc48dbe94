import { Button, FileButton } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useWords } from '../words.ts';
import { type ReadFile, readMachineFile } from './new-flow.ts';
import { newFlowWords } from './new-flow-words.ts';
import { ReadSummary } from './ReadSummary.tsx';

type Props = { read: ReadFile | null; taken: readonly string[]; onRead: (read: ReadFile) => void };

/** A flow from a machine file. */
export function FileChoice({ read, taken, onRead }: Props) {
  const words = useWords(newFlowWords);
  const open = async (file: File | null) => {
    if (file) onRead(readMachineFile(await file.text()));
  };
  return (
    <>
      <p className="muted">{words.fileHint}</p>
      <div>
        <FileButton accept=".json,application/json" onChange={(file) => void open(file)}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload size={16} stroke={1.75} />}>
              {words.chooseFile}
            </Button>
          )}
        </FileButton>
      </div>
      {read && <ReadSummary read={read} taken={taken} />}
    </>
  );
}
