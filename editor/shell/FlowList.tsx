import { Button, Checkbox, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answer, type FlowOverview, listFlows } from '../api.ts';
import { Loaded } from '../people/Loaded.tsx';
import { useMay } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import { FlowMenu } from './FlowMenu.tsx';
import { FlowTable } from './FlowTable.tsx';
import { flowListWords } from './flow-list-words.ts';
import { type FlowColumn, type FlowOrder, sortedFlows } from './flow-order.ts';
import { NewFlow } from './NewFlow.tsx';
import { shellWords } from './words.ts';

type Listed = Answer<{ flows: FlowOverview[] }>;

/** The server checks a few drafts for each list that it is asked for. */
const isChecking = (answer: Listed | undefined) =>
  answer?.ok === true && answer.body.flows.some(({ problems }) => problems === null);

/** All flows, and the way to a new one. */
export function FlowList() {
  const words = useWords(shellWords);
  const { data: answer, refetch } = useQuery({
    queryKey: ['flows'],
    queryFn: listFlows,
    refetchInterval: ({ state: { data } }) => (isChecking(data) ? 1_000 : false),
  });
  const [isCreating, setCreating] = useState(false);
  const mayWrite = useMay('flows:write');
  const create = mayWrite && (
    <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => setCreating(true)}>
      {words.newFlow}
    </Button>
  );
  const flows = answer?.ok ? answer.body.flows : null;
  return (
    <>
      <header className="title-row">
        <h1>{words.flows}</h1>
        <span className="grow" />
        {flows?.length !== 0 && create}
      </header>
      <div className="list-body">
        <Loaded answer={answer} retry={() => void refetch()}>
          {({ flows: all }) =>
            all.length === 0 ? (
              <div className="panel empty">
                <p>{words.noFlows}</p>
                {create}
              </div>
            ) : (
              <Flows flows={all} reload={refetch} />
            )
          }
        </Loaded>
      </div>
      <NewFlow isOpen={isCreating} onClose={() => setCreating(false)} />
    </>
  );
}

type Done = { text: string; undo: (() => Promise<void>) | undefined };

/** The flows that are looked for, in the order that is wanted; those in the archive on request. */
function Flows({ flows, reload }: { flows: FlowOverview[]; reload: () => Promise<unknown> }) {
  const words = useWords(flowListWords);
  const [typed, setTyped] = useState('');
  const [order, setOrder] = useState<FlowOrder>({ column: 'flow', direction: 1 });
  const [isArchiveShown, setArchiveShown] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const archived = flows.filter(({ archivedAt }) => archivedAt !== null).length;
  const offered = isArchiveShown ? flows : flows.filter(({ archivedAt }) => archivedAt === null);
  const shown = sortedFlows(offered, typed, order);
  const sort = (column: FlowColumn) =>
    setOrder((before) => ({
      column,
      direction: before.column === column && before.direction === 1 ? -1 : 1,
    }));
  const tell = (text: string | null, undo?: () => Promise<void>) => {
    setDone(text === null ? null : { text, undo });
    void reload();
  };
  return (
    <>
      <div className="list-tools">
        <TextInput
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<IconSearch size={16} stroke={1.75} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {archived > 0 && (
          <Checkbox
            label={words.showArchived(archived)}
            checked={isArchiveShown}
            onChange={(event) => setArchiveShown(event.currentTarget.checked)}
          />
        )}
      </div>
      <div aria-live="polite">
        {done && (
          <div className="panel list-notice">
            <span>{done.text}</span>
            {done.undo && (
              <Button size="compact-sm" variant="subtle" onClick={() => void done.undo?.()}>
                {words.undo}
              </Button>
            )}
          </div>
        )}
      </div>
      {shown.length === 0 ? (
        <p className="panel empty">{words.nothingFound}</p>
      ) : (
        <FlowTable
          flows={shown}
          order={order}
          onSort={sort}
          menuOf={(flow) => <FlowMenu flow={flow} onDone={tell} />}
        />
      )}
    </>
  );
}
