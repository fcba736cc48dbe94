import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Loaded } from '../people/Loaded.tsx';
import { useForm } from '../people/use-form.ts';
import { useWords } from '../words.ts';
import { noticeWords } from './notice-words.ts';
import {
  listSubscriptions,
  replay,
  type Severity,
  type Subscription,
  subscribe,
  unsubscribe,
} from './numbers-api.ts';

/** Who is told of notices outside the web app. */
export function Subscriptions() {
  const words = useWords(noticeWords);
  const subscriptions = useQuery({ queryKey: ['notice-subscriptions'], queryFn: listSubscriptions });
  const again = () => void subscriptions.refetch();
  return (
    <section className="number-part">
      <h2>{words.outside}</h2>
      <p className="muted small">{words.outsideHelp}</p>
      <Loaded answer={subscriptions.data} retry={again}>
        {(body) =>
          body.subscriptions.length === 0 ? (
            <p className="panel note muted">{words.nobodyOutside}</p>
          ) : (
            <ul className="panel number-list">
              {body.subscriptions.map((one) => (
                <Row key={one.id} subscription={one} onChange={again} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <NewSubscription onChange={again} />
    </section>
  );
}

function Row({ subscription, onChange }: { subscription: Subscription; onChange: () => void }) {
  const words = useWords(noticeWords);
  const { id, target, least, waiting, failed, lastAnswer } = subscription;
  return (
    <li className="subscription">
      <div>
        <span className="subscription-target">{target}</span>
        <p className="muted small">
          {[
            words.leasts[least],
            waiting > 0 && words.waiting(waiting),
            failed > 0 && words.failed(failed),
            lastAnswer && words.lastAnswer(lastAnswer),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <span className="grow" />
      {failed > 0 && (
        <Button variant="default" size="xs" onClick={() => void replay(id).then(onChange)}>
          {words.again}
        </Button>
      )}
      <Button variant="default" size="xs" onClick={() => void unsubscribe(id).then(onChange)}>
        {words.remove}
      </Button>
    </li>
  );
}

function NewSubscription({ onChange }: { onChange: () => void }) {
  const words = useWords(noticeWords);
  const [way, setWay] = useState<Subscription['way']>('email');
  const [target, setTarget] = useState('');
  const [least, setLeast] = useState<Severity>('warning');
  const [secret, setSecret] = useState<string | null>(null);
  const form = useForm(
    () => subscribe({ way, target, least }),
    (made) => {
      setSecret(made.secret);
      setTarget('');
      onChange();
    },
  );
  return (
    <form className="panel number-form subscription-form" onSubmit={(event) => void form.submit(event)}>
      <NativeSelect
        aria-label={words.outside}
        value={way}
        onChange={(event) => setWay(event.currentTarget.value === 'webhook' ? 'webhook' : 'email')}
        data={[
          { value: 'email', label: words.email },
          { value: 'webhook', label: words.webhook },
        ]}
      />
      <TextInput
        className="grow"
        aria-label={words.target[way]}
        placeholder={words.target[way]}
        required
        type={way === 'webhook' ? 'url' : 'email'}
        value={target}
        onChange={(event) => setTarget(event.currentTarget.value)}
      />
      <NativeSelect
        aria-label={words.least}
        value={least}
        onChange={(event) => {
          const { value } = event.currentTarget;
          setLeast(value === 'info' || value === 'error' ? value : 'warning');
        }}
        data={(['info', 'warning', 'error'] as const).map((value) => ({ value, label: words.leasts[value] }))}
      />
      <Button type="submit" variant="default" loading={form.isBusy}>
        {words.add}
      </Button>
      {form.problem !== null && (
        <p className="bad" role="alert">
          {form.problem}
        </p>
      )}
      {secret !== null && (
        <TextInput
          className="secret"
          label={words.secret}
          description={words.secretHelp}
          readOnly
          value={secret}
        />
      )}
    </form>
  );
}
