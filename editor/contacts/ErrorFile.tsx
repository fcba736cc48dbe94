import { Button } from '@mantine/core';
import { fetchFile } from '../api.ts';
import { useWords } from '../words.ts';
import { contactWords } from './words.ts';

/** The rows that were not taken in, for a spreadsheet. */
export function ErrorFile({ id, count }: { id: string; count: number }) {
  const words = useWords(contactWords);
  const give = async () => {
    const path = `/api/imports/${encodeURIComponent(id)}/errors.csv`;
    const file = await fetchFile(path, AbortSignal.timeout(60_000));
    if (!file) return;
    const link = document.createElement('a');
    link.href = file.url;
    link.download = 'import-errors.csv';
    link.click();
    setTimeout(() => URL.revokeObjectURL(file.url), 10_000);
  };
  return (
    <div>
      <Button variant="default" onClick={() => void give()}>
        {words.errorFile} ({count})
      </Button>
    </div>
  );
}
