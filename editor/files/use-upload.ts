import {
  bareType,
  endingsOfType,
  fileFault,
  type MediaKind,
  sizeInWords,
  typeName,
  typesOf,
} from '@parley/flows/media-files.ts';
import type { StoredFile } from '@parley/flows/message.ts';
import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../api.ts';
import { useWords } from '../words.ts';
import { uploadFile } from './files-api.ts';
import { noteFile } from './known-files.ts';
import { fileWords } from './words.ts';

type Words = (typeof fileWords)['en'];

export type Upload = {
  /** Under way: which file, and how far from 0 to 1. */
  underWay: { name: string; done: number } | null;
  /** Why the last file was not taken. */
  refusal: string | null;
  /** Checks a file as the server will, and uploads it. */
  take: (file: File) => void;
  cancel: () => void;
};

/** Uploads of one place that takes one kind of file. Leaving the place calls off what is under way. */
export function useUpload(kind: MediaKind, onStored: (file: StoredFile) => void): Upload {
  const words = useWords(fileWords);
  const [underWay, setUnderWay] = useState<Upload['underWay']>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const leaving = useRef<AbortController | null>(null);
  // What is stored belongs to the flow as it is then, not as it was when the upload began.
  const latest = useRef(onStored);
  latest.current = onStored;
  useEffect(() => () => leaving.current?.abort(), []);

  const take = (file: File) => {
    const fault = faultOf(words, kind, {
      name: file.name,
      mimeType: typeOfFile(file, kind),
      bytes: file.size,
    });
    setRefusal(fault);
    if (fault !== null) return;
    leaving.current?.abort();
    const own = new AbortController();
    leaving.current = own;
    const { name } = file;
    setUnderWay({ name, done: 0 });
    const onProgress = (done: number) => setUnderWay({ name, done });
    void uploadFile(file, { onProgress, signal: own.signal }).then((answer) => {
      if (answer === null || own.signal.aborted) return;
      setUnderWay(null);
      // The server says what is in it, whatever it is called.
      const why = answer.ok ? faultOf(words, kind, answer.body) : failureWords(words, answer, name);
      setRefusal(why);
      if (!answer.ok || why !== null) return;
      noteFile(answer.body);
      latest.current(answer.body);
    });
  };
  return {
    underWay,
    refusal,
    take,
    cancel: () => {
      leaving.current?.abort();
      setUnderWay(null);
    },
  };
}

/** Names of types, as a list for people: `JPG, PNG`. */
export function typeWords(kind: MediaKind): string {
  return [...new Set(typesOf(kind).map(typeName))].join(', ');
}

/** As the browser says it; where it says nothing, by the ending of the name. */
function typeOfFile({ type, name }: File, kind: MediaKind): string {
  if (type !== '') return bareType(type);
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  return typesOf(kind).find((one) => endingsOfType(one).includes(ending)) ?? '';
}

function faultOf(
  words: Words,
  kind: MediaKind,
  file: Pick<StoredFile, 'name' | 'mimeType' | 'bytes'>,
): string | null {
  const fault = fileFault(file, kind);
  switch (fault?.why) {
    case undefined:
      return null;
    case 'type':
      return words.wrongType(file.name, typeWords(kind));
    case 'size':
      return words.tooLarge(file.name, sizeInWords(fault.most));
    case 'stored':
      return words.tooLargeToKeep(file.name, sizeInWords(fault.most));
    case 'empty':
      return words.empty(file.name);
  }
}

function failureWords(words: Words, { why, problem }: Failure, name: string): string {
  if (why === 'no-key') return words.signedOut;
  if (why === 'no-answer') return words.noAnswer;
  if (problem.code === 'file-not-accepted') return words.notTaken(name);
  if (problem.code === 'too-many-tries') return words.tooMany;
  return words.refused(problem.detail ?? problem.title ?? problem.code ?? '');
}
