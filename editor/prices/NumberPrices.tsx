import { Button, Modal, NumberInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listNumbers } from '../api.ts';
import { Problem } from '../people/SignInForm.tsx';
import { useForm } from '../people/use-form.ts';
import { useLanguage, useWords } from '../words.ts';
import { type NumberPrices, setNumberPrices } from './prices-api.ts';
import { priceWords } from './words.ts';

type TableProps = { numbers: readonly NumberPrices[]; mayWrite: boolean; onChange: () => void };

/** In which currency each number is charged, and what its provider adds. */
export function NumberPricesTable({ numbers, mayWrite, onChange }: TableProps) {
  const words = useWords(priceWords);
  const { language } = useLanguage();
  const [chosen, choose] = useState<string | null>(null);
  const { data } = useQuery({ queryKey: ['numbers'], queryFn: listNumbers });
  const known = data?.ok ? data.body.numbers : [];
  const nameOf = (id: string) => {
    const number = known.find((one) => one.id === id);
    return number?.name ?? number?.displayPhone ?? number?.phoneNumberId ?? '…';
  };
  const changing = numbers.find(({ numberId }) => numberId === chosen);
  if (numbers.length === 0) return null;
  return (
    <section className="price-part">
      <h2>{words.numbers}</h2>
      <div className="panel scroll">
        <table className="list">
          <thead>
            <tr>
              <th>{words.number}</th>
              <th>{words.currency}</th>
              <th className="end">{words.markup}</th>
              <th className="wide">{words.timezone}</th>
              {mayWrite && <th />}
            </tr>
          </thead>
          <tbody>
            {numbers.map(({ numberId, currency, markupPercent, timezone }) => (
              <tr key={numberId}>
                <td>{nameOf(numberId)}</td>
                <td>{currency ?? '—'}</td>
                <td className="end">{markupPercent.toLocaleString(language)}</td>
                <td className="wide">{timezone}</td>
                {mayWrite && (
                  <td className="end">
                    <Button variant="subtle" size="compact-sm" onClick={() => choose(numberId)}>
                      {words.change}
                    </Button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {changing && (
        <ChangePrices
          number={changing}
          name={nameOf(changing.numberId)}
          onClose={() => choose(null)}
          onDone={() => {
            choose(null);
            onChange();
          }}
        />
      )}
    </section>
  );
}

type ChangeProps = { number: NumberPrices; name: string; onClose: () => void; onDone: () => void };

function ChangePrices({ number, name, onClose, onDone }: ChangeProps) {
  const words = useWords(priceWords);
  const [currency, setCurrency] = useState(number.ownCurrency ?? '');
  const [markup, setMarkup] = useState<number | string>(number.markupPercent);
  const [timezone, setTimezone] = useState(number.timezone);
  const form = useForm(
    () =>
      setNumberPrices(number.numberId, {
        currency: currency.trim().toUpperCase() || null,
        markupPercent: Number(markup),
        timezone: timezone.trim(),
      }),
    onDone,
  );
  return (
    <Modal opened onClose={onClose} title={name} closeButtonProps={{ 'aria-label': words.close }}>
      <form className="stack" onSubmit={(event) => void form.submit(event)}>
        <TextInput
          label={words.currency}
          placeholder={words.ofCard}
          maxLength={3}
          value={currency}
          onChange={({ currentTarget }) => setCurrency(currentTarget.value)}
        />
        <NumberInput
          label={words.markup}
          description={words.markupHelp}
          min={0}
          max={1000}
          decimalScale={3}
          value={markup}
          onChange={setMarkup}
        />
        <TextInput
          label={words.timezone}
          placeholder="Europe/Berlin"
          required
          withAsterisk={false}
          value={timezone}
          onChange={({ currentTarget }) => setTimezone(currentTarget.value)}
        />
        {form.problem && <Problem>{form.problem}</Problem>}
        <div>
          <Button type="submit" loading={form.isBusy}>
            {words.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
