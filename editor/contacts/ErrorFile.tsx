import { Button } from '@mantine/core';
import { downloadFrom } from '../download.ts';
import { useWords } from '../words.ts';
import { contactWords } from './words.ts';

/** The rows that were not taken in, for a spreadsheet. */
export function ErrorFile({ id, count }: { id: string; count: number }) {
  const words = useWords(contactWords);
  const give = async () => {
    const path = `/api/imports/${encodeURIComponent(id)}/errors.csv`;
    await downloadFrom(path, 'import-errors.csv');
  };
  return (
    <div>
      <Button variant="default" onClick={() => void give()}>
        {words.errorFile} ({count})
      </Button>
    </div>
  );
}
