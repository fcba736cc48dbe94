import { Button, Select, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { downloadFrom } from '../download.ts';
import { Loaded } from '../people/Loaded.tsx';
import { useWords } from '../words.ts';
import { CostTable } from './CostTable.tsx';
import { localDay } from './money.ts';
import { type CostBy, costsFile, type RateCard, readCosts } from './prices-api.ts';
import { priceWords } from './words.ts';

/** What arrived in some days and what it cost, by what somebody wants to know. Counted anew when the cards change. */
export function Costs({ cards }: { cards: readonly RateCard[] }) {
  const words = useWords(priceWords);
  const [period, setPeriod] = useState(thisMonth);
  const [by, setBy] = useState<CostBy>('day');
  const { from, to } = period;
  const isPeriod = from !== '' && to !== '' && from <= to;
  const costs = useQuery({
    queryKey: ['prices', 'costs', period, by, cards.map(({ id }) => id)],
    queryFn: () => readCosts(period, by),
    enabled: isPeriod,
  });
  const bys = Object.entries(words.bys);
  const day = (which: 'from' | 'to') => (
    <TextInput
      type="date"
      label={words[which]}
      value={period[which]}
      error={!isPeriod}
      onChange={({ currentTarget: { value } }) => setPeriod({ ...period, [which]: value })}
    />
  );
  const isEmpty = !costs.data?.ok || costs.data.body.lines.length === 0;
  return (
    <section className="price-part">
      <h2>{words.costs}</h2>
      <div className="filters price-filters">
        {day('from')}
        {day('to')}
        <Select
          label={words.by}
          allowDeselect={false}
          data={bys.map(([value, label]) => ({ value, label }))}
          value={by}
          onChange={(value) => setBy(bys.map(([key]) => key as CostBy).find((key) => key === value) ?? 'day')}
        />
        <Button
          variant="default"
          leftSection={<IconDownload size={18} stroke={1.75} />}
          disabled={!isPeriod || isEmpty}
          onClick={() => void downloadFrom(costsFile(period, by), `costs-${from}-${to}.csv`)}
        >
          {words.asFile}
        </Button>
      </div>
      {isPeriod && (
        <Loaded answer={costs.data} retry={() => void costs.refetch()}>
          {({ lines }) =>
            lines.length === 0 ? (
              <p className="panel empty">{words.noMessages}</p>
            ) : (
              <CostTable lines={lines} by={by} />
            )
          }
        </Loaded>
      )}
    </section>
  );
}

function thisMonth() {
  const today = localDay(new Date());
  return { from: `${today.slice(0, 7)}-01`, to: today };
}
