import { Button, Checkbox, Modal, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { List } from '../shell/List.tsx';
import { Moment } from '../shell/Moment.tsx';
import { dateWords } from '../shell/moment-words.ts';
import type { Column } from '../shell/Table.tsx';
import { useLanguage, useWords } from '../words.ts';
import { PeopleTabs } from './PeopleTabs.tsx';
import { type ApiKey, listKeys, makeKey, revokeKey } from './people-api.ts';
import { ShownOnce } from './ShownOnce.tsx';
import { Problem } from './SignInForm.tsx';
import { useForm } from './use-form.ts';
import { peopleWords } from './words.ts';

const DAY_MS = 86_400_000;
const LIFETIMES = ['30', '90', '365', ''] as const;

/** Keys for programs: what each is for, and when it was last used. */
export function KeysScreen() {
  const words = useWords(peopleWords);
  const keys = useQuery({ queryKey: ['keys'], queryFn: listKeys });
  const [isMaking, setMaking] = useState(false);
  const refresh = () => void keys.refetch();
  const columns = useKeyColumns(refresh);
  return (
    <>
      <PeopleTabs
        action={
          <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => setMaking(true)}>
            {words.newKey}
          </Button>
        }
      />
      <div className="list-body">
        <h1 className="unseen">{words.keys}</h1>
        <List
          answer={keys.data}
          retry={refresh}
          rows={keys.data?.ok ? keys.data.body.keys : []}
          columns={columns}
          keyOf={({ id }) => id}
          rowClass={({ revokedAt }) => (revokedAt === null ? undefined : 'muted')}
          empty={words.noKeys}
        />
      </div>
      {isMaking && <KeyDialog onClose={() => setMaking(false)} onMade={refresh} />}
    </>
  );
}

function useKeyColumns(onChange: () => void): Column<ApiKey>[] {
  const words = useWords(peopleWords);
  const language = useLanguage(({ language: spoken }) => spoken);
  const day = (at: string) => dateWords(at, language);
  const revoke = async (id: string) => {
    await revokeKey(id);
    onChange();
  };
  const stateOf = ({ revokedAt, expiresAt }: ApiKey) => {
    if (revokedAt !== null) return words.revoked(day(revokedAt));
    return expiresAt === null ? words.forEver : words.until(day(expiresAt));
  };
  return [
    {
      id: 'key',
      head: words.key,
      cell: ({ name, startsWith }) => (
        <>
          {name}
          <div className="muted small mono">{startsWith}…</div>
        </>
      ),
    },
    {
      id: 'scopes',
      head: words.scopes,
      className: 'wrap',
      cell: ({ scopes }) => scopes.map((scope) => words.rights[scope] ?? scope).join(', '),
    },
    {
      id: 'used',
      head: words.lastUsed,
      isWide: true,
      className: 'muted',
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? words.never : <Moment at={lastUsedAt} />),
    },
    { id: 'holds', head: words.holds, isWide: true, className: 'muted', cell: stateOf },
    {
      id: 'revoke',
      head: <span className="unseen">{words.revoke}</span>,
      className: 'end',
      cell: ({ id, name, revokedAt }) =>
        revokedAt === null && (
          <Button variant="default" aria-label={`${words.revoke}: ${name}`} onClick={() => void revoke(id)}>
            {words.revoke}
          </Button>
        ),
    },
  ];
}

function KeyDialog({ onClose, onMade }: { onClose: () => void; onMade: () => void }) {
  const words = useWords(peopleWords);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>([]);
  const [days, setDays] = useState('365');
  const [key, setKey] = useState<string | null>(null);
  const form = useForm(
    () => {
      const expiresAt = days === '' ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString();
      return makeKey({ name, scopes, expiresAt });
    },
    (made) => {
      setKey(made.key);
      onMade();
    },
  );
  return (
    <Modal opened onClose={onClose} title={words.newKey} closeButtonProps={{ 'aria-label': words.close }}>
      {key !== null ? (
        <ShownOnce label={words.key} value={key} help={words.keyOnce} />
      ) : (
        <form className="stack" onSubmit={(event) => void form.submit(event)}>
          <TextInput
            label={words.keyName}
            required
            withAsterisk={false}
            maxLength={80}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox.Group label={words.scopes} value={scopes} onChange={setScopes}>
            <div className="scopes">
              {Object.entries(words.rights).map(([scope, label]) => (
                <Checkbox key={scope} value={scope} label={label} />
              ))}
            </div>
          </Checkbox.Group>
          <Select
            label={words.holds}
            data={LIFETIMES.map((life) => ({
              value: life,
              label: life === '' ? words.forEver : words.days(Number(life)),
            }))}
            allowDeselect={false}
            value={days}
            onChange={(chosen) => setDays(chosen ?? days)}
          />
          {form.problem && <Problem>{form.problem}</Problem>}
          <Button type="submit" loading={form.isBusy} disabled={scopes.length === 0}>
            {words.makeKey}
          </Button>
        </form>
      )}
    </Modal>
  );
}
