import { IconNote } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useCaller } from '../people/session-store.ts';
import { fullTime } from '../shell/moment-words.ts';
import { useLanguage, useWords } from '../words.ts';
import type { ThreadNote } from './inbox-api.ts';
import { useNameOf } from './queries.ts';
import { hourOf } from './time-words.ts';
import { inboxWords } from './words.ts';

/** What colleagues tell each other: never sent to the contact, and looks like it. */
export function NoteItem({ note: { id, at, by, text, mentions } }: { note: ThreadNote }) {
  const words = useWords(inboxWords);
  const language = useLanguage((chosen) => chosen.language);
  const nameOf = useNameOf();
  const me = useCaller()?.id;
  const names = mentions.map((one) => `@${nameOf(one)}`);
  return (
    <article className={`in-note ${me && mentions.includes(me) ? 'is-for-me' : ''}`} id={id}>
      <span className="in-note-who">
        <IconNote size={16} stroke={1.75} aria-hidden />
        {words.noteOf(by.id === me ? words.you : nameOf(by.id ?? ''))}
        <time dateTime={at} title={fullTime(at, language)}>
          {hourOf(at, language)}
        </time>
      </span>
      <p>
        <Mentioned text={text} names={names} />
      </p>
    </article>
  );
}

function Mentioned({ text, names }: { text: string; names: readonly string[] }) {
  if (names.length === 0) return text;
  const pattern = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  return text.split(new RegExp(`(${pattern})`, 'u')).map((piece, place) => {
    const key = `${place}`;
    return <Fragment key={key}>{place % 2 === 1 ? <strong>{piece}</strong> : piece}</Fragment>;
  });
}
