import { useQuery } from '@tanstack/react-query';
import { money } from '../prices/money.ts';
import { useLanguage, useWords } from '../words.ts';
import { type CostLine, readBroadcastCost } from './broadcasts-api.ts';
import { broadcastWords } from './words.ts';

/** A month of messages is read for it. */
const LOOK_EVERY_MS = 60_000;

/** What a broadcast has cost until now, from what WhatsApp said of each message that arrived. */
export function BroadcastCost({ id }: { id: string }) {
  const words = useWords(broadcastWords);
  const { language } = useLanguage();
  const { data } = useQuery({
    queryKey: ['broadcast', id, 'cost'],
    queryFn: () => readBroadcastCost(id),
    refetchInterval: LOOK_EVERY_MS,
  });
  if (!data?.ok || data.body.lines.length === 0) return null;
  const amount = ({ cost, currency }: CostLine) =>
    cost === null || currency === null ? words.costNotKnown : money(cost, currency, language);
  return (
    <dl className="facts">
      {data.body.lines.map((line) => (
        <div key={line.currency}>
          <dt>{words.hasCost}</dt>
          <dd>{amount(line)}</dd>
        </div>
      ))}
      {data.body.lines.map(
        ({ currency, charged, free, unknown }) =>
          charged + free + unknown > 0 && (
            <div key={currency}>
              <dt>{words.ofMessages}</dt>
              <dd>{words.chargedOf(charged, free, unknown)}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
