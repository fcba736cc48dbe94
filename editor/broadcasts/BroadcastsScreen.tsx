import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Loaded } from '../people/Loaded.tsx';
import { useLanguage, useWords } from '../words.ts';
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
        <Loaded answer={list.data} retry={refresh}>
          {(body) =>
            body.broadcasts.length === 0 ? (
              <p className="panel empty">{words.none}</p>
            ) : (
              <BroadcastTable broadcasts={body.broadcasts} onChoose={choose} />
            )
          }
        </Loaded>
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

function BroadcastTable({
  broadcasts,
  onChoose,
}: {
  broadcasts: Broadcast[];
  onChoose: (id: string) => void;
}) {
  const words = useWords(broadcastWords);
  const language = useLanguage(({ language: spoken }) => spoken);
  return (
    <div className="panel scroll">
      <table className="list">
        <thead>
          <tr>
            <th>{words.name}</th>
            <th>{words.status}</th>
            <th className="wide">{words.when}</th>
          </tr>
        </thead>
        <tbody>
          {broadcasts.map(({ id, name, status, pausedFor, createdAt }) => (
            <tr key={id}>
              <td>
                <button type="button" className="link-button" onClick={() => onChoose(id)}>
                  {name}
                </button>
              </td>
              <td className={pausedFor !== null && pausedFor !== 'by-hand' ? 'bad' : ''}>
                {words.statuses[status]}
              </td>
              <td className="muted wide">{new Date(createdAt).toLocaleString(language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
