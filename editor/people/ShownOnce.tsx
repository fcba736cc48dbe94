import { Button, CopyButton, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useWords } from '../words.ts';
import { peopleWords } from './words.ts';

/** A link or a key that is shown this once, to be copied. */
export function ShownOnce({ label, value, help }: { label: string; value: string; help: string }) {
  const words = useWords(peopleWords);
  return (
    <div className="stack">
      <TextInput
        label={label}
        description={help}
        value={value}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        classNames={{ input: 'mono' }}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button
            onClick={copy}
            leftSection={
              copied ? <IconCheck size={18} stroke={1.75} /> : <IconCopy size={18} stroke={1.75} />
            }
          >
            {copied ? words.copied : words.copy}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}

/** A link of this server, from the part that the API gives. */
export const linkTo = (path: string) => new URL(path, location.origin).href;
