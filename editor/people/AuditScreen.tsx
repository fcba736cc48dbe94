import { Select, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { List } from '../shell/List.tsx';
import { localeOf } from '../shell/moment-words.ts';
import type { Column } from '../shell/Table.tsx';
import { useLanguage, useWords } from '../words.ts';
import { auditWords } from './audit-words.ts';
import { PeopleTabs } from './PeopleTabs.tsx';
import { type AuditFilter, type AuditLine, listPeople, readAudit } from './people-api.ts';
import { useMay } from './session-store.ts';
import { peopleWords } from './words.ts';

/** An auditor puts what happened in one minute in order. */
const SECONDS = { dateStyle: 'medium', timeStyle: 'medium' } as const;

/** Who did what, the newest first. */
export function AuditScreen() {
  const words = useWords(peopleWords);
  const [filter, setFilter] = useState<AuditFilter>({});
  const pages = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) => readAudit(filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.ok ? last.body.next : null),
  });
  const lines = pages.data?.pages.flatMap((page) => (page.ok ? page.body.lines : [])) ?? [];
  const columns = useLineColumns();
  const failed = pages.data?.pages.find((page) => !page.ok);
  return (
    <>
      <PeopleTabs />
      <div className="list-body">
        <h1 className="unseen">{words.audit}</h1>
        <Filters filter={filter} onChange={setFilter} />
        <List
          answer={failed ?? pages.data?.pages[0]}
          retry={pages.refetch}
          rows={lines}
          columns={columns}
          keyOf={({ id }) => String(id)}
          className="audit"
          empty={words.noLines}
          more={{ label: words.earlier, pages }}
        />
      </div>
    </>
  );
}

type FiltersProps = { filter: AuditFilter; onChange: (filter: AuditFilter) => void };

function Filters({ filter, onChange }: FiltersProps) {
  const words = useWords(peopleWords);
  const actions = useWords(auditWords);
  const { data: people } = useQuery({
    queryKey: ['people'],
    queryFn: listPeople,
    enabled: useMay('people:manage'),
  });
  const set = (name: keyof AuditFilter, value: string | null) => {
    const { [name]: _, ...others } = filter;
    onChange(value ? { ...others, [name]: value } : others);
  };
  /** From the beginning of a day here. */
  const since = (day: string) => set('since', day === '' ? null : new Date(`${day}T00:00`).toISOString());
  return (
    <div className="filters">
      <Select
        label={words.action}
        placeholder={words.all}
        clearable
        searchable
        data={Object.entries(actions).map(([value, label]) => ({ value, label }))}
        value={filter.action ?? null}
        onChange={(value) => set('action', value)}
      />
      {people?.ok && (
        <Select
          label={words.who}
          placeholder={words.all}
          clearable
          searchable
          data={people.body.people.map(({ id, name }) => ({ value: id, label: name }))}
          value={filter.actor ?? null}
          onChange={(value) => set('actor', value)}
        />
      )}
      <TextInput label={words.since} type="date" onChange={(event) => since(event.currentTarget.value)} />
    </div>
  );
}

function useLineColumns(): Column<AuditLine>[] {
  const words = useWords(peopleWords);
  const actions: { [action: string]: string } = useWords(auditWords);
  const language = useLanguage(({ language: spoken }) => spoken);
  return [
    {
      id: 'when',
      head: words.when,
      className: 'muted audit-when',
      cell: ({ at }) => <time dateTime={at}>{new Date(at).toLocaleString(localeOf(language), SECONDS)}</time>,
    },
    { id: 'who', head: words.who, className: 'audit-who', cell: ({ actor }) => actor.name || words.unknown },
    {
      id: 'action',
      head: words.action,
      className: 'audit-action',
      cell: ({ action }) => actions[action] ?? action,
    },
    {
      id: 'subject',
      head: words.subject,
      className: 'wrap',
      cell: ({ subject, details }) => (
        <>
          {subject.name ?? subject.id ?? '—'}
          {Object.keys(details).length > 0 && <div className="muted small">{detailText(details)}</div>}
        </>
      ),
    },
    {
      id: 'address',
      head: words.address,
      isWide: true,
      className: 'muted',
      cell: ({ address }) => address ?? '—',
    },
  ];
}

/** `role: designer · teams: parcels`. Names are those of the API, which an administrator can look up. */
function detailText(details: AuditLine['details']): string {
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}: ${valueText(value)}`)
    .join(' · ');
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(', ') || '—';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
