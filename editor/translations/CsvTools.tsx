import { Button, FileButton, Modal } from '@mantine/core';
import { changesOf, type ReadSheet, readSheet, toSheet } from '@parley/flows/translation-sheet.ts';
import type { TextRow } from '@parley/flows/translations.ts';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { download } from '../download.ts';
import { useAct, useFlow, useFlowStore } from '../flow/flow-context.ts';
import { useWords } from '../words.ts';
import { fromCsv, toCsv } from './csv.ts';
import { ImportPreview } from './ImportPreview.tsx';
import { translationsWords } from './words.ts';

/** Translations as a file for people who translate elsewhere, and back. */
export function CsvTools({ rows }: { rows: readonly TextRow[] }) {
  const words = useWords(translationsWords);
  const store = useFlowStore();
  const act = useAct();
  const locales = useFlow(({ flow }) => flow.settings.locales);
  const [read, setRead] = useState<ReadSheet | null>(null);
  const save = () => {
    const { flow } = store.getState();
    download(`${flow.id}-translations.csv`, 'text/csv;charset=utf-8', toCsv(toSheet(rows, flow.settings)));
  };
  const open = async (file: File | null) => {
    if (file) setRead(readSheet(fromCsv(await file.text()), rows, store.getState().flow.settings));
  };
  const apply = () => {
    if (!read?.ok) return;
    const { length } = read.changes;
    act.change({ kind: 'batch', name: words.importName(length), changes: changesOf(read.changes) });
    act.tell(words.applied(length), { canUndo: true });
    setRead(null);
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} stroke={1.75} />}
        disabled={rows.length === 0}
        onClick={save}
      >
        {words.exportCsv}
      </Button>
      <FileButton accept=".csv,.tsv,text/csv,text/tab-separated-values" onChange={(file) => void open(file)}>
        {(props) => (
          <Button
            {...props}
            variant="default"
            leftSection={<IconUpload size={16} stroke={1.75} />}
            disabled={locales.length < 2}
          >
            {words.importCsv}
          </Button>
        )}
      </FileButton>
      <Modal opened={read !== null} onClose={() => setRead(null)} title={words.importTitle} size="xl">
        {read && <ImportPreview read={read} onApply={apply} onClose={() => setRead(null)} />}
      </Modal>
    </>
  );
}
