import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { List } from '../shell/List.tsx';
import { Moment } from '../shell/Moment.tsx';
import type { Column } from '../shell/Table.tsx';
import { useWords } from '../words.ts';
import { BroadcastDialog } from './BroadcastDialog.tsx';
import { type Broadcast, listBroadcasts } from './broadcasts-api.ts';
import { NewBroadcast } from './NewBroadcast.tsx';
import { broadcastWords } from './words.ts';
import '../people/people.css';
import '../contacts/contacts.css';

const LOOK_EVERY_MS = 5_000;

/** One message to many people: what was sent, what is under way, what is planned. */
export function BroadcastsScreen() {
  const words = useWords(broadcastWords);
  const [isMaking, setMaking] = useState(false);
  const [chosen, choose] = useState<string | null>(null);
  const list = useQuery({
    queryKey: ['broadcasts'],
    queryFn: listBroadcasts,
    refetchInterval: LOOK_EVERY_MS,
  });
  const refresh = () => void list.refetch();
  const columns = useBroadcastColumns(choose);
  return (
    <>
      <header className="title-row">
        <h1>{words.broadcasts}</h1>
        <span className="grow" />
        <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => setMaking(true)}>
          {words.make}
        </Button>
      </header>
      <div className="list-body">
        <List
          answer={list.data}
          retry={refresh}
          rows={list.data?.ok ? list.data.body.broadcasts : []}
          columns={columns}
          keyOf={({ id }) => id}
          empty={words.none}
        />
      </div>
      {isMaking && (
        <NewBroadcast
          onClose={() => setMaking(false)}
          onMade={(made) => {
            setMaking(false);
            choose(made.id);
            refresh();
          }}
        />
      )}
      {chosen !== null && <BroadcastDialog id={chosen} onClose={() => choose(null)} onChange={refresh} />}
    </>
  );
}

function useBroadcastColumns(onChoose: (id: string) => void): Column<Broadcast>[] {
  const words = useWords(broadcastWords);
  return [
    {
      id: 'name',
      head: words.name,
      cell: ({ id, name }) => (
        <button type="button" className="link-button" onClick={() => onChoose(id)}>
          {name}
        </button>
      ),
    },
    {
      id: 'status',
      head: words.status,
      cell: ({ status, pausedFor }) => (
        <span className={pausedFor !== null && pausedFor !== 'by-hand' ? 'bad' : undefined}>
          {words.statuses[status]}
        </span>
      ),
    },
    {
      id: 'when',
      head: words.when,
      isWide: true,
      className: 'muted',
      cell: ({ createdAt }) => <Moment at={createdAt} />,
    },
  ];
}
