import { Button, Select, TextInput } from '@mantine/core';
import { IconFileImport, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../people/SignInForm.tsx';
import { useMay } from '../people/session-store.ts';
import { useForm } from '../people/use-form.ts';
import { List } from '../shell/List.tsx';
import { Moment } from '../shell/Moment.tsx';
import type { Column } from '../shell/Table.tsx';
import { useWords } from '../words.ts';
import { AddContact } from './AddContact.tsx';
import { Conditions, filledIn } from './Conditions.tsx';
import { ContactDialog } from './ContactDialog.tsx';
import {
  type Contact,
  FIELDS_KEY,
  listContacts,
  listFields,
  listSegments,
  makeSegment,
  type Query,
  type SegmentQuery,
} from './contacts-api.ts';
import { FieldsDialog } from './FieldsDialog.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { linesOf } from './segment-lines.ts';
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
  const mayWrite = useMay('contacts:write');
  const [isImporting, setImporting] = useState(false);
  const [isAdding, setAdding] = useState(false);
  const [hasFields, showFields] = useState(false);
  const [whole, setWhole] = useState<SegmentQuery | null>(null);
  const asked = whole ?? filledIn(query);
  const list = useInfiniteQuery({
    queryKey: ['contacts', search, asked],
    queryFn: ({ pageParam }: { pageParam: string | null }) =>
      listContacts({ search, query: asked, next: pageParam }),
    initialPageParam: null,
    getNextPageParam: (page) => (page.ok ? page.body.next : null),
    placeholderData: (before) => before,
  });
  const fields = useQuery({ queryKey: FIELDS_KEY, queryFn: listFields });
  const known = fields.data?.ok ? fields.data.body.fields : [];
  const columns = useContactColumns(choose);
  const first = list.data?.pages[0];
  const shown = list.data?.pages.flatMap((page) => (page.ok ? page.body.contacts : [])) ?? [];
  return (
    <>
      <header className="title-row">
        <h1>{words.contacts}</h1>
        {first?.ok && <span className="muted">{words.count(first.body.count)}</span>}
        <span className="grow" />
        <Button variant="default" onClick={() => showFields(true)}>
          {words.fields}
        </Button>
        {mayWrite && (
          <Button variant="default" onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        )}
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
          <Segments
            onChoose={(segment) => {
              const lines = segment && linesOf(segment);
              setWhole(segment && !lines ? segment : null);
              setQuery(lines ?? EVERYBODY);
            }}
          />
        </div>
        {whole === null && (
          <>
            <Conditions query={query} fields={known} onChange={setQuery} />
            {asked.conditions.length > 0 && <SaveSegment query={filledIn(query)} />}
          </>
        )}
        <List
          answer={first}
          retry={list.refetch}
          rows={shown}
          columns={columns}
          keyOf={({ id }) => id}
          empty={words.none}
          more={{ label: words.more, pages: list }}
        />
      </div>
      {chosen !== null && (
        <ContactDialog
          id={chosen}
          fields={known}
          onClose={() => choose(null)}
          onChange={() => void list.refetch()}
        />
      )}
      {isAdding && (
        <AddContact
          onClose={() => setAdding(false)}
          onAdded={(id) => {
            setAdding(false);
            choose(id);
            void list.refetch();
          }}
        />
      )}
      {hasFields && (
        <FieldsDialog
          fields={known}
          onClose={() => showFields(false)}
          onChange={() => {
            void fields.refetch();
            void list.refetch();
          }}
        />
      )}
      {isImporting && (
        <ImportDialog fields={known} onClose={() => setImporting(false)} onDone={() => void list.refetch()} />
      )}
    </>
  );
}

function useContactColumns(onChoose: (id: string) => void): Column<Contact>[] {
  const words = useWords(contactWords);
  return [
    {
      id: 'name',
      head: words.name,
      cell: ({ id, name, phone, username }) => (
        <>
          <button type="button" className="link-button" onClick={() => onChoose(id)}>
            {name || (phone ? `+${phone}` : username)}
          </button>
          <div className="muted small">{phone === '' ? `@${username ?? ''}` : `+${phone}`}</div>
        </>
      ),
    },
    { id: 'tags', head: words.tags, cell: (contact) => <Chips contact={contact} /> },
    {
      id: 'last',
      head: words.lastMessage,
      isWide: true,
      className: 'muted',
      cell: ({ lastMessageAt }) => (lastMessageAt === null ? words.never : <Moment at={lastMessageAt} />),
    },
  ];
}

/** What stands in the way of writing to somebody, and their tags. */
function Chips({ contact }: { contact: Contact }) {
  const words = useWords(contactWords);
  return (
    <div className="chips">
      {contact.identityChangedAt !== null && <span className="chip bad">{words.identityChanged}</span>}
      {contact.identityChangedAt === null && contact.identityDoubtedAt !== null && (
        <span className="chip">{words.doubted}</span>
      )}
      {contact.unreachableAt !== null && <span className="chip bad">{words.unreachable}</span>}
      {contact.blockedAt !== null && <span className="chip bad">{words.blocked}</span>}
      {contact.tags.map((tag) => (
        <span className="chip" key={tag}>
          {tag}
        </span>
      ))}
    </div>
  );
}

function Segments({ onChoose }: { onChoose: (query: SegmentQuery | null) => void }) {
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
      onChange={(id) => onChoose(known.find((one) => one.id === id)?.query ?? null)}
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
