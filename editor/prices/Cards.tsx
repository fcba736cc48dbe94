import { Button } from '@mantine/core';
import { downloadFrom } from '../download.ts';
import { Problem } from '../people/SignInForm.tsx';
import { useForm } from '../people/use-form.ts';
import { dateWords } from '../shell/moment-words.ts';
import { useLanguage, useWords } from '../words.ts';
import { cardFile, type RateCard, removeCard } from './prices-api.ts';
import { priceWords } from './words.ts';

type CardsProps = { cards: readonly RateCard[]; mayWrite: boolean; onChange: () => void };

/** The cards that have been uploaded, the newest first: what it says about a day counts. */
export function Cards({ cards, mayWrite, onChange }: CardsProps) {
  const words = useWords(priceWords);
  return (
    <section className="price-part">
      <h2>{words.cards}</h2>
      <div className="panel scroll">
        <table className="list">
          <thead>
            <tr>
              <th>{words.card}</th>
              <th>{words.validFrom}</th>
              <th className="wide">{words.currency}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {cards.map((card) => (
              <CardRow key={card.id} card={card} mayWrite={mayWrite} onChange={onChange} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function CardRow({ card, mayWrite, onChange }: { card: RateCard; mayWrite: boolean; onChange: () => void }) {
  const words = useWords(priceWords);
  const { language } = useLanguage();
  const { id, name, count, currencies, from, until } = card;
  const day = (text: string) => dateWords(`${text}T12:00`, language);
  const remove = useForm(() => removeCard(id), onChange);
  return (
    <tr>
      <td className="wrap">
        {name}
        <div className="muted small">{words.pricesOf(count)}</div>
        {remove.problem && <Problem>{remove.problem}</Problem>}
      </td>
      <td>{words.holds(day(from), until === null ? null : day(until))}</td>
      <td className="wide">{currencies.join(', ')}</td>
      <td className="end">
        <div className="row-actions">
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => void downloadFrom(cardFile(id), `${name}.csv`)}
          >
            {words.download}
          </Button>
          {mayWrite && (
            <Button
              variant="subtle"
              color="red"
              size="compact-sm"
              loading={remove.isBusy}
              onClick={() => {
                if (confirm(words.removeSure(name))) void remove.submit();
              }}
            >
              {words.remove}
            </Button>
          )}
        </div>
      </td>
    </tr>
  );
}
