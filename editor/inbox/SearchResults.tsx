import { Avatar, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useLanguage, useWords } from '../words.ts';
import { searchInbox } from './inbox-api.ts';
import { contactName, phoneWords } from './names.ts';
import { shortTime, useNow } from './time-words.ts';
import { refusalWords } from './use-deeds.ts';
import { inboxWords } from './words.ts';

/** Contacts and messages with these words. */
export function SearchResults({ words: sought }: { words: string }) {
  const words = useWords(inboxWords);
  const language = useLanguage((chosen) => chosen.language);
  const now = useNow();
  const { data } = useQuery({
    queryKey: ['inbox', 'search', sought],
    queryFn: () => searchInbox(sought),
    placeholderData: (before) => before,
  });
  if (!data) return <Skeleton height={120} m={12} aria-busy="true" aria-label={words.loading} />;
  if (!data.ok) {
    return (
      <p className="in-empty" role="alert">
        {refusalWords(data, words)}
      </p>
    );
  }
  const { contacts, messages } = data.body;
  if (contacts.length + messages.length === 0)
    return <p className="in-empty">{words.nothingFound(sought)}</p>;
  return (
    <div className="in-rows">
      {contacts.length > 0 && <h2 className="in-group">{words.contacts}</h2>}
      {contacts.map(({ conversationId, contact, lastAt }) => (
        <Link key={conversationId} className="in-found" to="/inbox/$id" params={{ id: conversationId }}>
          <Avatar size={28} radius="xl" color="gray" name={contactName(contact, words)} aria-hidden />
          <span className="in-found-text">
            <span className="in-row-name">
              <Marked text={contactName(contact, words)} sought={sought} />
            </span>
            <span className="in-row-last">{phoneWords(contact.phone)}</span>
          </span>
          <time className="in-row-time">{shortTime(lastAt, now, language)}</time>
        </Link>
      ))}
      {messages.length > 0 && <h2 className="in-group">{words.messages}</h2>}
      {messages.map(({ conversationId, id, contact, text, at, side }) => (
        <Link key={id} className="in-found" to="/inbox/$id" params={{ id: conversationId }} hash={id}>
          <span className="in-found-text">
            <span className="in-row-name">{contactName(contact, words)}</span>
            <span className="in-found-said">
              {side === 'note' && `${words.note}: `}
              <Marked text={text} sought={sought} />
            </span>
          </span>
          <time className="in-row-time">{shortTime(at, now, language)}</time>
        </Link>
      ))}
    </div>
  );
}

/** The text with the words that were sought standing out. */
function Marked({ text, sought }: { text: string; sought: string }) {
  const parts = sought.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pieces = text.split(new RegExp(`(${parts.join('|')})`, 'giu'));
  return pieces.map((piece, place) => {
    const key = `${place}`;
    return <Fragment key={key}>{place % 2 === 1 ? <mark>{piece}</mark> : piece}</Fragment>;
  });
}
