import { ActionIcon, Tooltip } from '@mantine/core';
import { IconMicrophone, IconPlayerStopFilled, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../words.ts';
import { VOICE_NAME } from './Attachments.tsx';
import { composerWords } from './composer-words.ts';
import { tell } from './inbox-store.ts';

/** What a browser may be able to record and WhatsApp takes: a voice note proper, or what becomes one, else sound. */
const FORMATS = [
  { type: 'audio/ogg;codecs=opus', end: 'ogg' },
  { type: 'audio/webm;codecs=opus', end: 'ogg' },
  { type: 'audio/mp4;codecs=mp4a.40.2', end: 'm4a' },
];

const format =
  typeof MediaRecorder === 'undefined'
    ? undefined
    : FORMATS.find(({ type }) => MediaRecorder.isTypeSupported(type));

/** Records what somebody says; offered only where the browser makes something that WhatsApp takes. */
export function VoiceNote({ onRecorded }: { onRecorded: (file: File) => void }) {
  const words = useWords(composerWords);
  const recorder = useRef<MediaRecorder | null>(null);
  const [seconds, setSeconds] = useState<number | null>(null);
  const isRecording = seconds !== null;
  useEffect(() => {
    if (!isRecording) return;
    const timer = setInterval(() => setSeconds((now) => (now === null ? null : now + 1)), 1_000);
    return () => clearInterval(timer);
  }, [isRecording]);
  useEffect(() => () => end(recorder.current, true), []);
  if (!format || !navigator.mediaDevices) return null;
  const { type } = format;

  const begin = async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
      const parts: Blob[] = [];
      const made = new MediaRecorder(stream, { mimeType: type });
      made.ondataavailable = ({ data }) => parts.push(data);
      made.onstop = () => {
        for (const track of stream.getTracks()) track.stop();
        const isWanted = recorder.current === made;
        recorder.current = null;
        setSeconds(null);
        if (isWanted) void recorded(parts, type).then((file) => file && onRecorded(file));
      };
      recorder.current = made;
      made.start();
      setSeconds(0);
    } catch {
      tell(words.noMicrophone, { isBad: true });
    }
  };
  if (!isRecording) {
    return (
      <Tooltip label={words.record}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          aria-label={words.record}
          onClick={() => void begin()}
        >
          <IconMicrophone size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Tooltip>
    );
  }
  return (
    <span className="in-recording" role="status">
      <span className="in-dot is-busy" />
      {`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`}
      <ActionIcon size={32} aria-label={words.stop} onClick={() => end(recorder.current, false)}>
        <IconPlayerStopFilled size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={32}
        aria-label={words.throwAway}
        onClick={() => {
          const made = recorder.current;
          recorder.current = null;
          end(made, true);
        }}
      >
        <IconTrash size={18} stroke={1.75} aria-hidden />
      </ActionIcon>
    </span>
  );
}

/** The recording as a file that WhatsApp takes; null when nothing was recorded. */
async function recorded(parts: Blob[], type: string): Promise<File | null> {
  const plain = type.split(';')[0] ?? type;
  if (plain !== 'audio/webm') return new File(parts, `${VOICE_NAME}.${format?.end}`, { type: plain });
  const { webmToOgg } = await import('./webm-to-ogg.ts');
  const ogg = webmToOgg(new Uint8Array(await new Blob(parts).arrayBuffer()));
  return ogg && new File([ogg], `${VOICE_NAME}.ogg`, { type: 'audio/ogg' });
}

function end(recorder: MediaRecorder | null, isUnwanted: boolean): void {
  if (!recorder || recorder.state === 'inactive') return;
  if (isUnwanted) recorder.ondataavailable = null;
  recorder.stop();
}
