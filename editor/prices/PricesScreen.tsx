import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { NumberTabs } from '../numbers/NumberTabs.tsx';
import { Loaded } from '../people/Loaded.tsx';
import { useMay } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import { Cards } from './Cards.tsx';
import { Costs } from './Costs.tsx';
import { NumberPricesTable } from './NumberPrices.tsx';
import { listCards } from './prices-api.ts';
import { UploadCard } from './UploadCard.tsx';
import { priceWords } from './words.ts';
import './prices.css';

/** What messages cost, the rate cards that this is counted by, and what each number's provider adds. */
export function PricesScreen() {
  const words = useWords(priceWords);
  const mayWrite = useMay('settings:write');
  const [isUploading, setUploading] = useState(false);
  const cards = useQuery({ queryKey: ['prices', 'cards'], queryFn: listCards });
  const refresh = () => void cards.refetch();
  const upload = (
    <Button leftSection={<IconUpload size={18} stroke={1.75} />} onClick={() => setUploading(true)}>
      {words.upload}
    </Button>
  );
  return (
    <>
      <NumberTabs action={mayWrite && upload} />
      <div className="list-body">
        <h1 className="unseen">{words.prices}</h1>
        <Loaded answer={cards.data} retry={refresh}>
          {(body) => (
            <>
              {body.cards.length === 0 && <p className="panel note price-note">{words.noCards}</p>}
              <Costs cards={body.cards} />
              {body.cards.length > 0 && <Cards cards={body.cards} mayWrite={mayWrite} onChange={refresh} />}
              <NumberPricesTable numbers={body.numbers} mayWrite={mayWrite} onChange={refresh} />
            </>
          )}
        </Loaded>
      </div>
      {isUploading && (
        <UploadCard
          onClose={() => setUploading(false)}
          onDone={() => {
            setUploading(false);
            refresh();
          }}
        />
      )}
    </>
  );
}
