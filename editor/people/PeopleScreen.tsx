import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { List } from '../shell/List.tsx';
import { Moment } from '../shell/Moment.tsx';
import { dateWords } from '../shell/moment-words.ts';
import { type Column, Table } from '../shell/Table.tsx';
import { useLanguage, useWords } from '../words.ts';
import { InviteDialog } from './InviteDialog.tsx';
import { PeopleTabs } from './PeopleTabs.tsx';
import { PersonDialog } from './PersonDialog.tsx';
import {
  type Invitation,
  listInvitations,
  listPeople,
  listTeams,
  type Person,
  withdrawInvitation,
} from './people-api.ts';
import { useCaller } from './session-store.ts';
import { peopleWords } from './words.ts';

/** Everybody who may use Parley, and who is invited to. */
export function PeopleScreen() {
  const words = useWords(peopleWords);
  const people = useQuery({ queryKey: ['people'], queryFn: listPeople });
  const invitations = useQuery({ queryKey: ['invitations'], queryFn: listInvitations });
  const teams = useQuery({ queryKey: ['teams'], queryFn: listTeams });
  const [isInviting, setInviting] = useState(false);
  const [chosenId, choose] = useState<string | null>(null);
  const known = people.data?.ok ? people.data.body.people : [];
  const allTeams = teams.data?.ok ? teams.data.body.teams : [];
  const chosen = known.find(({ id }) => id === chosenId);
  const columns = usePeopleColumns(choose);
  const refresh = () => void Promise.all([people.refetch(), invitations.refetch(), teams.refetch()]);
  return (
    <>
      <PeopleTabs
        action={
          <Button leftSection={<IconUserPlus size={18} stroke={1.75} />} onClick={() => setInviting(true)}>
            {words.invite}
          </Button>
        }
      />
      <div className="list-body">
        <h1 className="unseen">{words.people}</h1>
        <List
          answer={people.data}
          retry={people.refetch}
          rows={known}
          columns={columns}
          keyOf={({ id }) => id}
          empty={words.nobody}
        />
        {invitations.data?.ok && invitations.data.body.invitations.length > 0 && (
          <Invitations invitations={invitations.data.body.invitations} onChange={refresh} />
        )}
      </div>
      {isInviting && <InviteDialog teams={allTeams} onClose={() => setInviting(false)} onInvited={refresh} />}
      {chosen && (
        <PersonDialog
          key={chosen.id}
          person={chosen}
          teams={allTeams}
          onClose={() => choose(null)}
          onChange={refresh}
        />
      )}
    </>
  );
}

function usePeopleColumns(onChoose: (id: string) => void): Column<Person>[] {
  const words = useWords(peopleWords);
  const me = useCaller();
  return [
    {
      id: 'name',
      head: words.name,
      cell: ({ id, name, email }) => (
        <>
          <button type="button" className="link-button" onClick={() => onChoose(id)}>
            {name}
          </button>
          {id === me?.id && <span className="muted"> {words.you}</span>}
          <div className="muted small">{email}</div>
        </>
      ),
    },
    {
      id: 'role',
      head: words.role,
      cell: ({ role, isDisabled, hasSecondFactor }) => (
        <>
          {words.roles[role]}
          {isDisabled && <div className="bad small">{words.disabled}</div>}
          {hasSecondFactor && <div className="muted small">{words.secondFactor}</div>}
        </>
      ),
    },
    {
      id: 'teams',
      head: words.teams,
      cell: ({ teams }) => teams.join(', ') || <span className="muted">—</span>,
    },
    {
      id: 'seen',
      head: words.lastSeen,
      isWide: true,
      className: 'muted',
      cell: ({ lastSeenAt }) => (lastSeenAt === null ? words.notSignedIn : <Moment at={lastSeenAt} />),
    },
  ];
}

function Invitations({ invitations, onChange }: { invitations: Invitation[]; onChange: () => void }) {
  const words = useWords(peopleWords);
  const language = useLanguage(({ language: spoken }) => spoken);
  const withdraw = async (id: string) => {
    await withdrawInvitation(id);
    onChange();
  };
  const columns: Column<Invitation>[] = [
    { id: 'email', head: words.email, cell: ({ email }) => email },
    { id: 'role', head: words.role, cell: ({ role }) => words.roles[role] },
    {
      id: 'until',
      head: words.holds,
      isWide: true,
      className: 'muted',
      cell: ({ expiresAt }) => words.until(dateWords(expiresAt, language)),
    },
    {
      id: 'withdraw',
      head: words.withdraw,
      className: 'end',
      cell: ({ id, email }) => (
        <Button
          variant="default"
          aria-label={`${words.withdraw}: ${email}`}
          onClick={() => void withdraw(id)}
        >
          {words.withdraw}
        </Button>
      ),
    },
  ];
  return (
    <section className="people-section">
      <h2>{words.invitations}</h2>
      <Table rows={invitations} columns={columns} keyOf={({ id }) => id} isHeadless />
    </section>
  );
}
