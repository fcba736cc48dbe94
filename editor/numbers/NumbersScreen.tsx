import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { State } from '../home/State.tsx';
import { Loaded } from '../people/Loaded.tsx';
import { useMay } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import { ConnectDialog } from './ConnectDialog.tsx';
import { NumberTabs } from './NumberTabs.tsx';
import { listNumberRows, type NumberRow } from './numbers-api.ts';
import { numberWords } from './words.ts';

/** Our numbers, and the way to another one. */
export function NumbersScreen() {
  const words = useWords(numberWords);
  const mayWrite = useMay('numbers:write');
  const numbers = useQuery({ queryKey: ['numbers'], queryFn: listNumberRows });
  const [isConnecting, setConnecting] = useState(false);
  const connect = (
    <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => setConnecting(true)}>
      {words.connect}
    </Button>
  );
  return (
    <>
      <NumberTabs action={mayWrite && connect} />
      <div className="list-body">
        <h1 className="unseen">{words.numbers}</h1>
        <Loaded answer={numbers.data} retry={() => void numbers.refetch()}>
          {(body) =>
            body.numbers.length === 0 ? (
              <p className="panel empty">{words.noNumbers}</p>
            ) : (
              <>
                <List numbers={body.numbers} />
                {body.most !== null && (
                  <p className={`small numbers-used ${body.used < body.most ? 'muted' : 'warn'}`}>
                    {words.numbersUsed(body.used, body.most)}
                  </p>
                )}
              </>
            )
          }
        </Loaded>
      </div>
      {isConnecting && (
        <ConnectDialog onClose={() => setConnecting(false)} onConnected={() => void numbers.refetch()} />
      )}
    </>
  );
}

function List({ numbers }: { numbers: NumberRow[] }) {
  const words = useWords(numberWords);
  return (
    <div className="panel scroll">
      <table className="list">
        <thead>
          <tr>
            <th>{words.number}</th>
            <th>{words.answeredBy}</th>
            <th>{words.state}</th>
          </tr>
        </thead>
        <tbody>
          {numbers.map(
            ({ id, displayPhone, name, phoneNumberId, flows, status, stoppedReason, provider }) => (
              <tr key={id}>
                <td>
                  <Link to="/numbers/$id" params={{ id }}>
                    {displayPhone ?? name ?? words.unnamed}
                  </Link>
                  <div className="muted small">
                    {name ?? ''} {phoneNumberId} {provider === '360dialog' && '360dialog'}
                  </div>
                </td>
                <td>
                  {flows.map(({ flow }) => flow).join(', ') || <span className="warn">{words.nobody}</span>}
                </td>
                <td>
                  {status === 'active' ? (
                    <State is="good">{words.active}</State>
                  ) : (
                    <State is="bad">
                      {words.stopped}
                      {stoppedReason && <span className="muted small"> {stoppedReason}</span>}
                    </State>
                  )}
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}
