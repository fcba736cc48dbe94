import { Button, NativeSelect, Skeleton } from '@mantine/core';
import { compare } from '@parley/flows/compare.ts';
import { IconArrowLeft, IconFileDiff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { listVersions, type VersionSummary } from '../api.ts';
import { useAct, useFlow } from '../flow/flow-context.ts';
import type { Comparison } from '../flow/flow-store.ts';
import { useJump } from '../flow/use-jump.ts';
import { failureText, failureWords } from '../shell/failure.ts';
import { useWords } from '../words.ts';
import { ChangeList } from './ChangeList.tsx';
import './history.css';
import { JsonDiff } from './JsonDiff.tsx';
import { type Side, useLook } from './use-look.ts';
import { VersionRow } from './VersionRow.tsx';
import { historyWords } from './words.ts';

/** Everything that was published of the flow, and what differs between any two of its states. */
export function History() {
  const words = useWords(historyWords);
  const failures = useWords(failureWords);
  const id = useFlow(({ flow }) => flow.id);
  const live = useFlow((state) => state.publishedVersion);
  const compared = useFlow(({ look }) => look?.compared ?? null);
  const title = useFlow(({ look }) => look?.title ?? '');
  /* A version that is published here is another question: so the list is asked for anew. */
  const { data: answer, refetch } = useQuery({
    queryKey: ['versions', id, live],
    queryFn: () => listVersions(id),
  });
  if (compared) return <Compared key={title} compared={compared} title={title} />;
  if (!answer) return <Skeleton height={240} aria-busy="true" aria-label={words.loading} />;
  if (!answer.ok) {
    return (
      <div className="history" role="alert">
        <p className="bad">{failureText(answer, failures)}</p>
        <Button variant="default" onClick={() => void refetch()}>
          {words.retry}
        </Button>
      </div>
    );
  }
  const { versions } = answer.body;
  return (
    <div className="history">
      {versions.length === 0 ? (
        <p className="muted">{words.none}</p>
      ) : (
        <>
          <CompareForm versions={versions} live={live} />
          <ul className="versions">
            {versions.map((version, at) => (
              <VersionRow
                key={version.version}
                version={version}
                before={versions[at + 1]?.version ?? null}
                next={(versions[0]?.version ?? 0) + 1}
                isLive={version.version === live}
              />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function CompareForm({ versions, live }: { versions: VersionSummary[]; live: number | null }) {
  const words = useWords(historyWords);
  const { compareSides } = useLook();
  const [from, setFrom] = useState<Side>(live ?? versions[0]?.version ?? 'draft');
  const [to, setTo] = useState<Side>('draft');
  const sides = [
    { value: 'draft', label: words.draft },
    ...versions.map(({ version }) => ({ value: String(version), label: words.version(version) })),
  ];
  const sideOf = (value: string): Side => (value === 'draft' ? 'draft' : Number(value));
  return (
    <form
      className="compare-form"
      aria-label={words.compare}
      onSubmit={(event) => {
        event.preventDefault();
        void compareSides(from, to);
      }}
    >
      <NativeSelect
        size="xs"
        label={words.compareFrom}
        data={sides}
        value={String(from)}
        onChange={(event) => setFrom(sideOf(event.currentTarget.value))}
      />
      <NativeSelect
        size="xs"
        label={words.compareTo}
        data={sides}
        value={String(to)}
        onChange={(event) => setTo(sideOf(event.currentTarget.value))}
      />
      <Button type="submit" variant="default" disabled={from === to}>
        {words.show}
      </Button>
    </form>
  );
}

function Compared({ compared: { before, after }, title }: { compared: Comparison; title: string }) {
  const words = useWords(historyWords);
  const act = useAct();
  const jump = useJump();
  const [isJson, setJson] = useState(false);
  const difference = useMemo(() => compare(before, after), [before, after]);
  return (
    <div className="history">
      <div className="version-title">
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconArrowLeft size={16} stroke={1.75} />}
          onClick={() => act.show({ look: null })}
        >
          {words.back}
        </Button>
        <span className="grow" />
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconFileDiff size={16} stroke={1.75} />}
          onClick={() => setJson(true)}
        >
          {words.asJson}
        </Button>
      </div>
      <h3>{title}</h3>
      <ChangeList difference={difference} before={before} after={after} onNode={jump} />
      {isJson && <JsonDiff before={before} after={after} onClose={() => setJson(false)} />}
    </div>
  );
}
