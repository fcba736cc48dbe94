import { Button, NumberInput, SegmentedControl, Select, Skeleton, TextInput } from '@mantine/core';
import { toMachine } from '@parley/flows/machine.ts';
import { countryName, OTHER } from '@parley/flows/prices/countries.ts';
import { forecastFlow, type PathForecast, type Plan } from '@parley/flows/prices/forecast.ts';
import type { Rate } from '@parley/flows/prices/rates.ts';
import { wayOf } from '@parley/flows/prices/way.ts';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { listNumbers } from '../api.ts';
import { useFlow } from '../flow/flow-context.ts';
import { Loaded } from '../people/Loaded.tsx';
import { knownTemplates } from '../templates/known-templates.ts';
import { useLanguage, useWords } from '../words.ts';
import { ForecastPath } from './ForecastPath.tsx';
import { forecastWords } from './forecast-words.ts';
import { localDay, money } from './money.ts';
import { type NumberPrices, readRates } from './prices-api.ts';
import { Spent } from './Spent.tsx';
import { useSpent } from './use-spent.ts';
import './forecast.css';

type Given = { rates: Rate[]; numbers: NumberPrices[]; people: { country: string | null; count: number }[] };

/** What the flow as it is drawn will cost on each of its paths, and what conversations have cost. */
export function Forecast() {
  const words = useWords(forecastWords);
  const [which, setWhich] = useState('before');
  const rates = useQuery({ queryKey: ['prices', 'rates'], queryFn: readRates });
  return (
    <div className="forecast">
      <SegmentedControl
        fullWidth
        aria-label={words.which}
        data={[
          { value: 'before', label: words.before },
          { value: 'after', label: words.after },
        ]}
        value={which}
        onChange={setWhich}
      />
      {which === 'after' ? (
        <Spent />
      ) : (
        <Loaded answer={rates.data} retry={() => void rates.refetch()}>
          {(given) => <Paths given={given} />}
        </Loaded>
      )}
    </div>
  );
}

function Paths({ given }: { given: Given }) {
  const words = useWords(forecastWords);
  const { language } = useLanguage();
  const flow = useDeferredValue(useFlow((state) => state.flow));
  const templates = useQuery({ queryKey: ['prices', 'templates'], queryFn: knownTemplates });
  const numbers = useQuery({ queryKey: ['numbers'], queryFn: listNumbers });
  const spent = useSpent();
  const [day, setDay] = useState(() => localDay(new Date()));
  const [runs, setRuns] = useState(1000);
  const [byAd, setByAd] = useState(0);
  const [numberId, setNumber] = useState(given.numbers[0]?.numberId ?? null);
  const [shown, show] = useState(SHOWN_AT_ONCE);
  const number = given.numbers.find((one) => one.numberId === numberId);
  const currency = number?.currency ?? given.rates.at(-1)?.currency ?? null;
  const mix = useMemo(() => mixOf(given.people), [given.people]);
  const forecast = useMemo(() => {
    if (currency === null || templates.data === undefined) return null;
    const tariff = { rates: given.rates, currency, markupPercent: number?.markupPercent ?? 0 };
    const plan: Plan = { day, runs, mix, freeEntryShare: byAd / 100 };
    return forecastFlow(toMachine(flow), templates.data, tariff, plan);
  }, [flow, given.rates, currency, number, templates.data, day, runs, byAd, mix]);
  if (currency === null) return <p className="muted">{words.noRates}</p>;
  if (!forecast) return <Skeleton height={160} aria-busy="true" />;
  const took = spent.data?.ok ? spent.data.body.lines : [];
  const known = numbers.data?.ok ? numbers.data.body.numbers : [];
  return (
    <>
      <p className="muted">{words.intro}</p>
      <div className="forecast-plan">
        <TextInput
          type="date"
          label={words.day}
          value={day}
          onChange={({ currentTarget: { value } }) => value !== '' && setDay(value)}
        />
        <NumberInput
          label={words.runs}
          min={1}
          max={100_000_000}
          thousandSeparator={language === 'ru' ? ' ' : ','}
          value={runs}
          onChange={(value) => setRuns(Math.max(1, Number(value) || 1))}
        />
        {given.numbers.length > 1 && (
          <Select
            label={words.number}
            allowDeselect={false}
            data={given.numbers.map(({ numberId: value }) => {
              const one = known.find(({ id }) => id === value);
              return { value, label: one?.name ?? one?.displayPhone ?? value };
            })}
            value={numberId}
            onChange={setNumber}
          />
        )}
        <NumberInput
          label={words.freeEntry}
          title={words.freeEntryHelp}
          min={0}
          max={100}
          value={byAd}
          onChange={(value) => setByAd(Math.min(100, Math.max(0, Number(value) || 0)))}
        />
      </div>
      <p className="muted small" title={words.mixHelp}>
        {words.mix}: {mixWords(mix, words.other, language)}
      </p>
      {forecast.paths.length === 0 ? (
        <p className="muted">{words.noPaths}</p>
      ) : (
        <>
          <p className="forecast-sum">
            <span>{words.evenly}</span>
            <strong>
              {money(forecast.micros / 1e6, currency, language)} {words.evenlyHelp}
            </strong>
          </p>
          <h3>{words.paths(forecast.paths.length, forecast.isComplete)}</h3>
          <ol className="forecast-paths">
            {forecast.paths.slice(0, shown).map((path) => (
              <ForecastPath
                key={keyOf(path)}
                path={path}
                currency={currency}
                runs={runs}
                took={took.filter(({ key }) => key === wayOf(path.nodes))}
              />
            ))}
          </ol>
          {shown < forecast.paths.length && (
            <Button variant="default" onClick={() => show(shown + SHOWN_AT_ONCE)}>
              {words.more(forecast.paths.length - shown)}
            </Button>
          )}
        </>
      )}
    </>
  );
}

const SHOWN_AT_ONCE = 20;

/** Two paths may go through the same nodes, and say other things there. */
const keyOf = ({ nodes, words, sends }: PathForecast) =>
  [...nodes, '', ...words, '', ...sends.map(({ node }) => node)].join(' ');

/** More countries than these make no difference that somebody would see. */
const COUNTRIES_MAX = 20;

/** Contacts whose country is not known, and everybody where there are no contacts, are of none: then a card's `Other` counts. */
function mixOf(people: Given['people']): Plan['mix'] {
  const most = people.slice(0, COUNTRIES_MAX);
  const all = most.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return [{ country: OTHER, share: 1 }];
  return most.map(({ country, count }) => ({ country: country ?? OTHER, share: count / all }));
}

function mixWords(mix: Plan['mix'], other: string, language: string): string {
  const named = mix.slice(0, 4).map(({ country, share }) => {
    const name = country === OTHER ? other : countryName(country, language);
    return `${name} ${Math.round(share * 100)} %`;
  });
  return named.join(', ') + (mix.length > named.length ? ' …' : '');
}
