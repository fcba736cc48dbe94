import { Button, Select, TextInput } from '@mantine/core';
import { IconFileImport, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Loaded } from '../people/Loaded.tsx';
import { Problem } from '../people/SignInForm.tsx';
import { useMay } from '../people/session-store.ts';
import { useForm } from '../people/use-form.ts';
import { useLanguage, useWords } from '../words.ts';
import { Conditions, filledIn } from './Conditions.tsx';
import { ContactDialog } from './ContactDialog.tsx';
import {
  type Contact,
  listContacts,
  listFields,
  listSegments,
  makeSegment,
  type Query,
} from './contacts-api.ts';
import { ImportDialog } from './ImportDialog.tsx';
import { contactWords } from './words.ts';
import '../people/people.css';

export const EVERYBODY: Query = { match: 'all', conditions: [] };

/** Everybody who writes to this business or is known to it. */
export function ContactsScreen() {
  const words = useWords(contactWords);
  const mayImport = useMay('contacts:import');
  const [search, setSearch] = useState('');
  const [query, setQuery] = useState(EVERYBODY);
  const [chosen, choose] = useState<string | null>(null);
  const [isImporting, setImporting] = useState(false);
  const asked = filledIn(query);
  const list = useInfiniteQuery({
    queryKey: ['contacts', search, asked],
    queryFn: ({ pageParam }: { pageParam: string | null }) =>
      listContacts({ search, query: asked, next: pageParam }),
    initialPageParam: null,
    getNextPageParam: (page) => (page.ok ? page.body.next : null),
    placeholderData: (before) => before,
  });
  const fields = useQuery({ queryKey: ['contact-fields'], queryFn: listFields });
  const known = fields.data?.ok ? fields.data.body.fields : [];
  const first = list.data?.pages[0];
  const shown = list.data?.pages.flatMap((page) => (page.ok ? page.body.contacts : [])) ?? [];
  return (
    <>
      <header className="title-row">
        <h1>{words.contacts}</h1>
        {first?.ok && <span className="muted">{words.count(first.body.count)}</span>}
        <span className="grow" />
        {mayImport && (
          <Button leftSection={<IconFileImport size={18} stroke={1.75} />} onClick={() => setImporting(true)}>
            {words.importFile}
          </Button>
        )}
      </header>
      <div className="list-body">
        <div className="contact-tools">
          <TextInput
            className="search"
            aria-label={words.search}
            placeholder={words.search}
            leftSection={<IconSearch size={18} stroke={1.75} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <Segments onChoose={setQuery} />
        </div>
        <Conditions query={query} fields={known} onChange={setQuery} />
        {asked.conditions.length > 0 && <SaveSegment query={asked} />}
        <Loaded answer={first} retry={() => void list.refetch()}>
          {() =>
            shown.length === 0 ? (
              <p className="panel empty">{words.none}</p>
            ) : (
              <ContactTable contacts={shown} onChoose={choose} />
            )
          }
        </Loaded>
        {list.hasNextPage && (
          <Button
            variant="default"
            className="more"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {words.more}
          </Button>
        )}
      </div>
      {chosen !== null && (
        <ContactDialog
          id={chosen}
          fields={known}
          onClose={() => choose(null)}
          onChange={() => void list.refetch()}
        />
      )}
      {isImporting && (
        <ImportDialog fields={known} onClose={() => setImporting(false)} onDone={() => void list.refetch()} />
      )}
    </>
  );
}

function ContactTable({ contacts, onChoose }: { contacts: Contact[]; onChoose: (id: string) => void }) {
  const words = useWords(contactWords);
  const language = useLanguage(({ language: spoken }) => spoken);
  return (
    <div className="panel scroll">
      <table className="list">
        <thead>
          <tr>
            <th>{words.name}</th>
            <th>{words.tags}</th>
            <th className="wide">{words.lastMessage}</th>
          </tr>
        </thead>
        <tbody>
          {contacts.map((contact) => (
            <tr key={contact.id}>
              <td>
                <button type="button" className="link-button" onClick={() => onChoose(contact.id)}>
                  {contact.name || (contact.phone ? `+${contact.phone}` : contact.username)}
                </button>
                <div className="muted small">
                  {contact.phone === '' ? `@${contact.username ?? ''}` : `+${contact.phone}`}
                </div>
              </td>
              <td>
                <div className="chips">
                  {contact.identityChangedAt !== null && (
                    <span className="chip bad">{words.identityChanged}</span>
                  )}
                  {contact.blockedAt !== null && <span className="chip bad">{words.blocked}</span>}
                  {contact.tags.map((tag) => (
                    <span className="chip" key={tag}>
                      {tag}
                    </span>
                  ))}
                </div>
              </td>
              <td className="muted wide">
                {contact.lastMessageAt === null
                  ? words.never
                  : new Date(contact.lastMessageAt).toLocaleString(language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Segments({ onChoose }: { onChoose: (query: Query) => void }) {
  const words = useWords(contactWords);
  const segments = useQuery({ queryKey: ['segments'], queryFn: listSegments });
  const known = segments.data?.ok ? segments.data.body.segments : [];
  if (known.length === 0) return null;
  return (
    <Select
      aria-label={words.segments}
      placeholder={words.segments}
      clearable
      data={known.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id) => onChoose(known.find((one) => one.id === id)?.query ?? EVERYBODY)}
    />
  );
}

function SaveSegment({ query }: { query: Query }) {
  const words = useWords(contactWords);
  const mayWrite = useMay('broadcasts:write');
  const segments = useQuery({ queryKey: ['segments'], queryFn: listSegments });
  const [name, setName] = useState('');
  const save = useForm(
    () => makeSegment({ name, query }),
    async () => {
      setName('');
      await segments.refetch();
    },
  );
  if (!mayWrite) return null;
  return (
    <form className="contact-tools" onSubmit={(event) => void save.submit(event)}>
      <TextInput
        aria-label={words.segmentName}
        placeholder={words.segmentName}
        required
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={save.isBusy}>
        {words.saveSegment}
      </Button>
      {save.problem && <Problem>{save.problem}</Problem>}
    </form>
  );
}
