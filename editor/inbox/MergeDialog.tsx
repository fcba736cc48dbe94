import { Button, Skeleton, TextInput, UnstyledButton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { findContacts, mergeContacts, previewMerge, type Row } from './inbox-api.ts';
import { show, tell } from './inbox-store.ts';
import { mergeWords } from './merge-words.ts';
import { contactName, phoneWords } from './names.ts';
import { refusalWords } from './use-deeds.ts';
import { inboxWords } from './words.ts';

/** Makes the contact of a conversation one with another: found, looked at, and done once somebody has said yes. */
export function MergeDialog({ row }: { row: Row }) {
  const words = useWords(mergeWords);
  const [sought, setSought] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  if (chosen !== null) return <Preview row={row} other={chosen} back={() => setChosen(null)} />;
  return (
    <>
      <TextInput
        label={words.find}
        description={words.why}
        value={sought}
        onChange={({ currentTarget }) => setSought(currentTarget.value)}
        data-autofocus
      />
      {sought.trim().length > 1 && <Found row={row} sought={sought.trim()} onPick={setChosen} />}
    </>
  );
}

function Found({ row, sought, onPick }: { row: Row; sought: string; onPick: (id: string) => void }) {
  const words = useWords(mergeWords);
  const say = useWords(inboxWords);
  const { data } = useQuery({ queryKey: ['inbox', 'merge', sought], queryFn: () => findContacts(sought) });
  if (!data) return <Skeleton height={96} mt={8} aria-busy="true" />;
  if (!data.ok) return <p role="alert">{refusalWords(data, say)}</p>;
  const others = data.body.contacts.filter(({ id }) => id !== row.contact.id);
  if (others.length === 0) return <p className="in-hint">{words.nobody}</p>;
  return (
    <ul className="in-plain in-merge">
      {others.map((other) => (
        <li key={other.id}>
          <UnstyledButton onClick={() => onPick(other.id)}>
            <bdi>{contactName(other, say)}</bdi>
            <span className="in-sub">
              {other.phone === '' ? words.noNumber : phoneWords(other.phone)}
              {other.username !== null && ` · @${other.username}`}
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

function Preview({ row, other, back }: { row: Row; other: string; back: () => void }) {
  const words = useWords(mergeWords);
  const say = useWords(inboxWords);
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const { id } = row.contact;
  const { data } = useQuery({
    queryKey: ['inbox', 'merge', id, other],
    queryFn: () => previewMerge(id, other),
    staleTime: 0,
  });
  if (!data) return <Skeleton height={120} aria-busy="true" />;
  const backButton = (
    <Button variant="default" onClick={back}>
      {words.back}
    </Button>
  );
  if (!data.ok) {
    return (
      <>
        <p role="alert">{words.refusals[data.problem.code ?? ''] ?? refusalWords(data, say)}</p>
        {backButton}
      </>
    );
  }
  const { kept, joins, ...counts } = data.body;
  const merge = async () => {
    setBusy(true);
    const done = await mergeContacts(id, other);
    setBusy(false);
    if (!done.ok)
      return tell(words.refusals[done.problem.code ?? ''] ?? refusalWords(done, say), { isBad: true });
    show(null);
    tell(words.done(contactName(kept, say)));
    await queries.invalidateQueries({ queryKey: ['inbox'] });
  };
  const tags = joins.tags.filter((tag) => !kept.tags.includes(tag));
  return (
    <>
      <p>{words.into(contactName(joins, say), contactName(kept, say))}</p>
      <ul className="in-merge-list">
        <li>{words.reached(kept.phone === '' ? words.noNumber : phoneWords(kept.phone))}</li>
        <li>{words.conversations(counts.conversations)}</li>
        {counts.consents > 0 && <li>{words.consents(counts.consents)}</li>}
        {tags.length > 0 && <li>{words.tags(tags.join(', '))}</li>}
        {counts.endsSessions > 0 && <li>{words.endsSessions(counts.endsSessions)}</li>}
      </ul>
      <p>
        <strong>{words.forEver}</strong>
      </p>
      <div className="in-merge-ways">
        {backButton}
        <Button color="red" loading={isBusy} onClick={() => void merge()}>
          {words.merge}
        </Button>
      </div>
    </>
  );
}
