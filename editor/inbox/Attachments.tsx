import { ActionIcon, CloseButton, FileButton, Loader, Tooltip } from '@mantine/core';
import { IconFile, IconPaperclip } from '@tabler/icons-react';
import { type ReactNode, useCallback, useState } from 'react';
import { useWords } from '../words.ts';
import { composerWords } from './composer-words.ts';
import { ACCEPTED, faultOf } from './file-check.ts';
import { type Row, type Uploaded, uploadMedia } from './inbox-api.ts';
import { tell } from './inbox-store.ts';
import { refusalWords } from './use-deeds.ts';
import { inboxWords } from './words.ts';

/** A file that WhatsApp has and that can be sent. */
export type Ready = { mediaId: string; kind: Uploaded['kind']; name: string; isVoice: boolean };

type One = { key: string; name: string; uploaded: Ready | null };
export type Attached = {
  all: readonly One[];
  ready: readonly Ready[];
  isUploading: boolean;
  add: (files: readonly File[]) => void;
  drop: (key: string) => void;
  clear: () => void;
  button: ReactNode;
};

/** Marks a recording of ours among files. */
export const VOICE_NAME = 'voice-note';

/** Files that go with the next message: checked, then uploaded at once, so that sending does not wait for it. */
export function useAttachments(row: Row): Attached {
  const words = useWords(composerWords);
  const say = useWords(inboxWords);
  const [all, setAll] = useState<readonly One[]>([]);
  const drop = useCallback((key: string) => setAll((now) => now.filter((one) => one.key !== key)), []);
  const add = (files: readonly File[]) => {
    for (const file of files) {
      const fault = faultOf(file);
      if (fault) {
        const what =
          fault.why === 'size' ? words.tooLarge(file.name, fault.mostMb) : words.notTaken(file.name);
        tell(what, { isBad: true });
        continue;
      }
      const key = crypto.randomUUID();
      setAll((now) => [...now, { key, name: file.name, uploaded: null }]);
      void uploadMedia(row.numberId, file, file.name).then((answer) => {
        if (!answer.ok) {
          tell(words.notUploaded(file.name, refusalWords(answer, say)), { isBad: true });
          return drop(key);
        }
        const { mediaId, kind } = answer.body;
        const isVoice = file.name.startsWith(VOICE_NAME) && file.type.startsWith('audio/ogg');
        const uploaded = { mediaId, kind, name: file.name, isVoice };
        setAll((now) => now.map((one) => (one.key === key ? { ...one, uploaded } : one)));
      });
    }
  };
  const button = (
    <FileButton multiple accept={ACCEPTED} onChange={add}>
      {(props) => (
        <Tooltip label={words.attach}>
          <ActionIcon {...props} variant="subtle" color="gray" size={32} aria-label={words.attach}>
            <IconPaperclip size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </FileButton>
  );
  return {
    ...{ all, add, drop, button },
    ready: all.flatMap(({ uploaded }) => uploaded ?? []),
    isUploading: all.some(({ uploaded }) => uploaded === null),
    clear: () => setAll([]),
  };
}

export function Attachments({ files, isShown }: { files: Attached; isShown: boolean }) {
  const words = useWords(composerWords);
  if (!isShown || files.all.length === 0) return null;
  return (
    <ul className="in-attached" aria-label={words.attached}>
      {files.all.map(({ key, name, uploaded }) => (
        <li key={key}>
          {uploaded ? <IconFile size={16} stroke={1.75} aria-hidden /> : <Loader size={14} />}
          <span>{name}</span>
          <CloseButton size="sm" aria-label={words.detach(name)} onClick={() => files.drop(key)} />
        </li>
      ))}
    </ul>
  );
}
