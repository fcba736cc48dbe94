import { SegmentedControl } from '@mantine/core';
import { MEDIA_KINDS, type MediaKind } from '@parley/flows/media-files.ts';
import { Media } from '@parley/flows/message.ts';
import { useRef, useState } from 'react';
import { UploadField } from '../../files/UploadField.tsx';
import { fileWords } from '../../files/words.ts';
import { useWords } from '../../words.ts';
import { isRecord } from '../path.ts';
import { type ControlProps, useInspector } from '../state.ts';

type Source = 'upload' | 'link' | 'id';

/** A file of a message: uploaded here, fetched from a link, or uploaded to WhatsApp before. One of the three; the others are remembered. */
export function MediaField({ field, label, path, value, owner, onChange }: ControlProps) {
  const { FieldView } = useInspector();
  const words = useWords(fileWords);
  const media = Media.safeParse(value).data ?? {};
  const before = useRef<Media>({});
  before.current = { ...before.current, ...media };
  const [wanted, setWanted] = useState<Source>('upload');
  const source = sourceOf(media) ?? wanted;
  const choose = (next: Source) => {
    const { file, link = '', id = '' } = before.current;
    setWanted(next);
    onChange(next === 'link' ? { link } : next === 'id' ? { id } : file ? { file } : {});
  };
  const inner =
    field.shape.is === 'object' ? field.shape.fields.find(({ key }) => key === source) : undefined;
  return (
    <fieldset className="group">
      <legend>{label}</legend>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={words.source}
        value={source}
        data={[
          { value: 'upload', label: words.upload },
          { value: 'link', label: words.link },
          { value: 'id', label: words.id },
        ]}
        onChange={(next) => choose(isSource(next) ? next : 'upload')}
      />
      {source === 'upload' && (
        <UploadField
          kind={kindOf(owner)}
          file={media.file}
          onChange={(file) => {
            if (!file) before.current = { ...before.current, file: undefined };
            onChange(file ? { file } : {});
          }}
        />
      )}
      {inner && (
        <FieldView
          field={inner}
          path={[...path, inner.key]}
          value={media[source === 'id' ? 'id' : 'link']}
          owner={value}
        />
      )}
    </fieldset>
  );
}

function sourceOf({ link, file, id }: Media): Source | null {
  if (file !== undefined) return 'upload';
  if (link !== undefined) return 'link';
  return id === undefined ? null : 'id';
}

const isSource = (text: string): text is Source => ['upload', 'link', 'id'].includes(text);

/** What the message, or the header, that the file is in says of itself. */
function kindOf(owner: unknown): MediaKind {
  const type = isRecord(owner) ? owner.type : undefined;
  return MEDIA_KINDS.find((kind) => kind === type) ?? 'document';
}
