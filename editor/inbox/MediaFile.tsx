import { Button, Skeleton } from '@mantine/core';
import { IconDownload, IconFileText, IconPhotoOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { type LoadedFile, useFile } from '../files/use-file.ts';
import { useWords } from '../words.ts';
import { mediaPath } from './inbox-api.ts';
import { inboxWords } from './words.ts';

/** The file of a message. Pictures, sound and video are fetched and shown; everything else is fetched when somebody wants it. */
export function MediaFile({ id, kind, name }: { id: string; kind: string; name: string | undefined }) {
  const words = useWords(inboxWords);
  const isShown = kind !== 'document';
  const [tries, setTries] = useState(0);
  const [isBroken, setBroken] = useState(false);
  const file = useFile(isShown || tries > 0 ? mediaPath(id) : null, tries);
  const label = name ?? words.kinds[kind] ?? kind;
  if (!isShown) return <Document label={label} file={file} fetchIt={() => setTries(tries + 1)} />;
  if (file === null) return <Skeleton width={220} height={kind === 'audio' ? 40 : 160} aria-busy="true" />;
  if (file === 'failed' || isBroken) {
    return (
      <span className="in-file">
        <IconPhotoOff size={20} stroke={1.75} aria-hidden />
        <span>{isBroken ? words.notShown(label) : words.noFile(label)}</span>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            setBroken(false);
            setTries(tries + 1);
          }}
        >
          {words.retry}
        </Button>
      </span>
    );
  }
  switch (kind) {
    case 'video':
      // biome-ignore lint/a11y/useMediaCaption: a stranger's video has none
      return <video className="in-picture" src={file.url} controls preload="metadata" aria-label={label} />;
    case 'audio':
      // biome-ignore lint/a11y/useMediaCaption: a stranger's voice has none
      return <audio className="in-audio" src={file.url} controls preload="metadata" aria-label={label} />;
    default:
      return (
        <a href={file.url} target="_blank" rel="noreferrer noopener" className="in-picture-link">
          <img
            className={kind === 'sticker' ? 'in-sticker' : 'in-picture'}
            src={file.url}
            alt={label}
            onError={() => setBroken(true)}
          />
        </a>
      );
  }
}

function Document(props: { label: string; file: LoadedFile; fetchIt: () => void }) {
  const { label, file, fetchIt } = props;
  const words = useWords(inboxWords);
  const url = file !== null && file !== 'failed' ? file.url : null;
  useEffect(() => {
    if (url === null) return;
    const link = document.createElement('a');
    link.href = url;
    link.download = label;
    link.click();
  }, [url, label]);
  return (
    <span className="in-file">
      <IconFileText size={24} stroke={1.75} aria-hidden />
      <span className="in-file-name">{file === 'failed' ? words.noFile(label) : label}</span>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />}
        onClick={fetchIt}
      >
        {words.download}
      </Button>
    </span>
  );
}
