import './files.css';
import { ActionIcon, Button, FileButton, Progress, Tooltip } from '@mantine/core';
import { type MediaKind, mostBytesOf, sizeInWords, typesOf } from '@parley/flows/media-files.ts';
import type { StoredFile } from '@parley/flows/message.ts';
import { numberOn } from '@parley/flows/rules/pack.ts';
import { IconFileText, IconRefresh, IconTrash, IconUpload, IconVolume } from '@tabler/icons-react';
import { type ClipboardEvent, type DragEvent, useState } from 'react';
import { useWords } from '../words.ts';
import { StoredMedia } from './StoredMedia.tsx';
import { typeWords, useUpload } from './use-upload.ts';
import { fileWords } from './words.ts';

/** Takes one file by a button, by dropping or by pasting it, and shows what is there. */
export function UploadField(props: {
  kind: MediaKind;
  file: StoredFile | undefined;
  onChange: (file: StoredFile | undefined) => void;
}) {
  const { kind, file, onChange } = props;
  const words = useWords(fileWords);
  const upload = useUpload(kind, onChange);
  const [isOver, setOver] = useState(false);
  const take = (given: FileList | null) => {
    const [first] = given ?? [];
    if (first) upload.take(first);
    return first !== undefined;
  };
  const places = {
    'data-over': isOver || undefined,
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      event.stopPropagation();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      event.stopPropagation();
      take(event.dataTransfer.files);
    },
    onPaste: (event: ClipboardEvent) => {
      if (!take(event.clipboardData.files)) return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
  const accept = typesOf(kind).join(',');
  const { underWay, refusal } = upload;
  return (
    <div>
      {underWay ? (
        <div className="file-drop">
          <span role="status">{words.uploading(underWay.name, Math.floor(underWay.done * 100))}</span>
          <Progress className="file-progress" value={underWay.done * 100} aria-label={underWay.name} />
          <Button size="compact-sm" variant="subtle" onClick={upload.cancel}>
            {words.cancel}
          </Button>
        </div>
      ) : file ? (
        // biome-ignore lint/a11y/useSemanticElements: a group of controls that is not one of a form's fields
        <div role="group" aria-label={file.name} className="file-kept" {...places}>
          <StoredMedia kind={kind} file={file} isStill={false} otherwise={null} />
          <div className="file-line">
            {kind === 'document' && <IconFileText size={24} stroke={1.75} aria-hidden />}
            {kind === 'audio' && <IconVolume size={24} stroke={1.75} aria-hidden />}
            <span className="grow">
              <span className="file-name" title={file.name}>
                {file.name}
              </span>
              <span className="file-hint">{sizeInWords(file.bytes)}</span>
            </span>
            <FileButton accept={accept} onChange={(chosen) => chosen && upload.take(chosen)}>
              {(button) => (
                <Tooltip label={words.replace}>
                  <ActionIcon {...button} variant="subtle" color="gray" aria-label={words.replace}>
                    <IconRefresh size={18} stroke={1.75} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              )}
            </FileButton>
            <Tooltip label={words.remove}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={words.remove}
                onClick={() => onChange(undefined)}
              >
                <IconTrash size={18} stroke={1.75} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </div>
        </div>
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a group of controls that is not one of a form's fields
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what is pasted goes to what has the focus
        <div role="group" aria-label={words.choose[kind]} className="file-drop" tabIndex={0} {...places}>
          <FileButton accept={accept} onChange={(chosen) => chosen && upload.take(chosen)}>
            {(button) => (
              <Button
                {...button}
                variant="light"
                leftSection={<IconUpload size={18} stroke={1.75} aria-hidden />}
              >
                {words.choose[kind]}
              </Button>
            )}
          </FileButton>
          <p className="file-hint">{words.dropHere}</p>
          <p className="file-hint">{words.takes(typeWords(kind), mostOf(kind))}</p>
        </div>
      )}
      {refusal !== null && (
        <p className="field-refusal" role="alert">
          {refusal}
        </p>
      )}
    </div>
  );
}

/** The most that any file of the kind may have. */
function mostOf(kind: MediaKind): string {
  const most = Math.max(...typesOf(kind).map((type) => mostBytesOf(type)));
  return sizeInWords(Math.min(most, numberOn('media.stored')));
}
