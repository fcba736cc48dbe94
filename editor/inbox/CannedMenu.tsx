import { UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { FormattedText } from '../message/FormattedText.tsx';
import { useWords } from '../words.ts';
import { fittingReplies } from './canned-query.ts';
import { composerWords } from './composer-words.ts';
import { type CannedReply, fillCanned, type Row } from './inbox-api.ts';
import { show } from './inbox-store.ts';
import { useCanned } from './queries.ts';

type Props = { row: Row; query: string; onPick: (reply: CannedReply) => void; onClose: () => void };

/** Canned replies above the text, with what the chosen one would say to this contact. */
export function CannedMenu({ row, query, onPick, onClose }: Props) {
  const words = useWords(composerWords);
  const replies = useCanned();
  const [place, setPlace] = useState(0);
  const fitting = fittingReplies(replies, query);
  const chosen = fitting[Math.min(place, fitting.length - 1)];
  useEffect(() => setPlace((now) => (query === '' ? 0 : Math.min(now, 0))), [query]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (event.key === 'Escape') onClose();
      else if (by !== 0 && fitting.length > 0) setPlace((place + by + fitting.length) % fitting.length);
      else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) onPick(chosen);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('keydown', onKey, { capture: true });
    return () => document.removeEventListener('keydown', onKey, { capture: true });
  });
  const { data } = useQuery({
    queryKey: ['inbox', 'filled', row.id, chosen?.text],
    queryFn: () => fillCanned(row.id, chosen?.text ?? ''),
    enabled: chosen !== undefined,
    staleTime: 60_000,
  });
  const filled = data?.ok ? data.body : null;
  return (
    <div className="in-canned">
      {fitting.length === 0 ? (
        <p className="in-hint">{replies.length === 0 ? words.noCanned : words.noneFits}</p>
      ) : (
        <div className="in-canned-list" role="listbox" aria-label={words.canned}>
          {fitting.map((reply, at) => (
            <UnstyledButton
              key={reply.id}
              className="in-canned-one"
              role="option"
              aria-selected={reply === chosen}
              onMouseEnter={() => setPlace(at)}
              onClick={() => onPick(reply)}
            >
              <code>/{reply.shortcut}</code>
              <span>{reply.title}</span>
              <span className="in-hint">{words.scopes[reply.scope]}</span>
            </UnstyledButton>
          ))}
        </div>
      )}
      {chosen && (
        <div className="in-canned-preview">
          <FormattedText text={filled?.text ?? chosen.text} chips={filled === null} isInert />
          {filled && filled.missing.length > 0 && (
            <p className="in-hint is-bad">{words.missing(filled.missing.join(', '))}</p>
          )}
        </div>
      )}
      <UnstyledButton className="in-canned-edit" onClick={() => show('canned')}>
        {words.editCanned}
      </UnstyledButton>
    </div>
  );
}
