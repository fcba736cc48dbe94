import { Button } from '@mantine/core';
import { IconArrowLeft, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Loaded } from '../people/Loaded.tsx';
import { useMay } from '../people/session-store.ts';
import { Moment } from '../shell/Moment.tsx';
import { useWords } from '../words.ts';
import { Attention } from './Attention.tsx';
import { BlockedPeople } from './BlockedPeople.tsx';
import { AutomationForm, ProfileForm } from './Forms.tsx';
import { HealthView } from './HealthView.tsx';
import { Links } from './Links.tsx';
import { askHealth, listNumberRows, type NumberRow, readHealth } from './numbers-api.ts';
import { IdentityCheck, ShopForm } from './ShopForm.tsx';
import { TestMessage } from './TestMessage.tsx';
import { TokenForm } from './TokenForm.tsx';
import { numberWords } from './words.ts';
import './numbers.css';

const LOOK_EVERY_MS = 10_000;

/** How one number is, and what is set of it at WhatsApp. */
export function NumberScreen() {
  const words = useWords(numberWords);
  const { id } = useParams({ from: '/numbers/$id' });
  const mayWrite = useMay('numbers:write');
  const client = useQueryClient();
  const numbers = useQuery({ queryKey: ['numbers'], queryFn: listNumberRows });
  const key = ['numbers', id, 'health'];
  const health = useQuery({ queryKey: key, queryFn: () => readHealth(id), refetchInterval: LOOK_EVERY_MS });
  const ask = useMutation({
    mutationFn: () => askHealth(id),
    onSuccess: (answer) => client.setQueryData(key, answer),
  });
  const number = numbers.data?.ok ? numbers.data.body.numbers.find((one) => one.id === id) : undefined;
  const can = (what: NumberRow['capabilities'][number]) => number?.capabilities.includes(what) ?? false;
  const known = health.data?.ok ? health.data.body : null;
  const isUnknown = health.data?.ok === false && health.data.status === 404;
  return (
    <>
      <header className="title-row">
        <Link to="/numbers" className="screen-back" aria-label={words.back}>
          <IconArrowLeft size={18} stroke={1.75} />
        </Link>
        <h1>{number?.displayPhone ?? known?.said?.displayPhone ?? number?.name ?? words.number}</h1>
        <span className="grow" />
        {known?.readAt && (
          <span className="muted small number-asked">
            {words.asked} <Moment at={known.readAt} />
          </span>
        )}
        {!isUnknown && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={18} stroke={1.75} />}
            loading={ask.isPending}
            onClick={() => ask.mutate()}
          >
            {words.askNow}
          </Button>
        )}
      </header>
      <div className="list-body number-body">
        <Loaded answer={health.data} retry={() => void health.refetch()}>
          {(body) => (
            <>
              <Attention bar={number?.bar} flag={body.flag} />
              <HealthView health={body} throughput={number?.throughput ?? null} />
            </>
          )}
        </Loaded>
        {!isUnknown && mayWrite && <TestMessage id={id} />}
        {!isUnknown && mayWrite && (
          <TokenForm
            id={id}
            isKey={number?.provider === '360dialog'}
            onReplaced={() => void client.invalidateQueries({ queryKey: ['numbers'] })}
          />
        )}
        {can('profile') && <ProfileForm id={id} mayWrite={mayWrite} />}
        {can('automation') && <AutomationForm id={id} mayWrite={mayWrite} />}
        {number && !can('profile') && <p className="panel note muted number-part">{words.inTheHub}</p>}
        {can('catalogue') && <ShopForm id={id} mayWrite={mayWrite} />}
        {!isUnknown && <Links id={id} />}
        {can('identity-check') && <IdentityCheck id={id} mayWrite={mayWrite} />}
        {can('block-list') && <BlockedPeople id={id} />}
      </div>
    </>
  );
}
