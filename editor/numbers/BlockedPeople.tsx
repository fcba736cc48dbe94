import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../people/Loaded.tsx';
import { useWords } from '../words.ts';
import { blockedWords } from './blocked-words.ts';
import { listBlocked } from './numbers-api.ts';

/** Who is blocked on a number, as WhatsApp has it. */
export function BlockedPeople({ id }: { id: string }) {
  const words = useWords(blockedWords);
  const list = useQuery({ queryKey: ['numbers', id, 'blocked'], queryFn: () => listBlocked(id) });
  return (
    <section className="number-part">
      <h2>{words.blocked}</h2>
      <p className="muted small">{words.help}</p>
      <Loaded answer={list.data} retry={() => void list.refetch()}>
        {({ blocked }) =>
          blocked.length === 0 ? (
            <p className="panel note">{words.nobody}</p>
          ) : (
            <ul className="panel note blocked-people">
              {blocked.map(({ waId, userId }) => (
                <li key={userId ?? waId}>{waId === null ? words.hiddenNumber(userId ?? '') : `+${waId}`}</li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
