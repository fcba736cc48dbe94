import { Button, Select, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLanguage, useWords } from '../words.ts';
import { auditWords } from './audit-words.ts';
import { Loaded } from './Loaded.tsx';
import { PeopleTabs } from './PeopleTabs.tsx';
import { type AuditFilter, type AuditLine, listPeople, readAudit } from './people-api.ts';
import { useMay } from './session-store.ts';
import { peopleWords } from './words.ts';

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
  const failed = pages.data?.pages.find((page) => !page.ok);
  return (
    <>
      <PeopleTabs />
      <div className="list-body">
        <h1 className="unseen">{words.audit}</h1>
        <Filters filter={filter} onChange={setFilter} />
        <Loaded answer={failed ?? pages.data?.pages[0]} retry={() => void pages.refetch()}>
          {() =>
            lines.length === 0 ? <p className="panel empty">{words.noLines}</p> : <Lines lines={lines} />
          }
        </Loaded>
        {pages.hasNextPage && (
          <Button
            variant="default"
            className="more"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {words.earlier}
          </Button>
        )}
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

function Lines({ lines }: { lines: AuditLine[] }) {
  const words = useWords(peopleWords);
  const actions: { [action: string]: string } = useWords(auditWords);
  const language = useLanguage(({ language: spoken }) => spoken);
  return (
    <div className="panel scroll">
      <table className="list audit">
        <thead>
          <tr>
            <th>{words.when}</th>
            <th>{words.who}</th>
            <th>{words.action}</th>
            <th>{words.subject}</th>
            <th className="wide">{words.address}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ id, at, actor, action, subject, details, address }) => (
            <tr key={id}>
              <td className="muted">
                <time dateTime={at}>{new Date(at).toLocaleString(language)}</time>
              </td>
              <td>{actor.name || words.unknown}</td>
              <td>{actions[action] ?? action}</td>
              <td className="wrap">
                {subject.name ?? subject.id ?? '—'}
                {Object.keys(details).length > 0 && <div className="muted small">{detailText(details)}</div>}
              </td>
              <td className="muted wide">{address ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
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
