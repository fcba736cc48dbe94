import { Button, FileButton } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { uploadSample } from './templates-api.ts';
import { templateWords } from './words.ts';

type Props = {
  kind: 'image' | 'video' | 'document';
  account: string;
  sample: string | undefined;
  error: string | undefined;
  onUploaded: (handle: string) => void;
};

const ACCEPTED = { image: 'image/jpeg,image/png', video: 'video/mp4', document: 'application/pdf' };

/** The file that reviewers see in a header's place. */
export function SampleFile({ kind, account, sample, error, onUploaded }: Props) {
  const words = useWords(templateWords);
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const upload = async (file: File | null) => {
    if (!file) return;
    setBusy(true);
    const answer = await uploadSample(account, file);
    setBusy(false);
    setRefused(answer.ok ? null : (answer.problem.detail ?? answer.problem.title ?? String(answer.status)));
    if (answer.ok) onUploaded(answer.body.handle);
  };
  const problem = refused ?? error;
  return (
    <div>
      <FileButton accept={ACCEPTED[kind]} onChange={(file) => void upload(file)}>
        {(props) => (
          <Button
            {...props}
            variant="default"
            loading={isBusy}
            leftSection={<IconUpload size={16} stroke={1.75} />}
          >
            {words.uploadSample}
          </Button>
        )}
      </FileButton>{' '}
      {sample && !refused && <span className="good small">{words.uploaded}</span>}
      {problem && <p className="bad small">{problem}</p>}
    </div>
  );
}
