import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLanguage, useWords } from '../words.ts';
import { InviteDialog } from './InviteDialog.tsx';
import { Loaded } from './Loaded.tsx';
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
        <Loaded answer={people.data} retry={() => void people.refetch()}>
          {(body) => <People people={body.people} onChoose={choose} />}
        </Loaded>
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

function People({ people, onChoose }: { people: Person[]; onChoose: (id: string) => void }) {
  const words = useWords(peopleWords);
  const me = useCaller();
  const language = useLanguage(({ language: spoken }) => spoken);
  return (
    <div className="panel scroll">
      <table className="list">
        <thead>
          <tr>
            <th>{words.name}</th>
            <th>{words.role}</th>
            <th>{words.teams}</th>
            <th className="wide">{words.lastSeen}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id}>
              <td>
                <button type="button" className="link-button" onClick={() => onChoose(person.id)}>
                  {person.name}
                </button>
                {person.id === me?.id && <span className="muted"> {words.you}</span>}
                <div className="muted small">{person.email}</div>
              </td>
              <td>
                {words.roles[person.role]}
                {person.isDisabled && <div className="bad small">{words.disabled}</div>}
                {person.hasSecondFactor && <div className="muted small">{words.secondFactor}</div>}
              </td>
              <td>{person.teams.join(', ') || <span className="muted">—</span>}</td>
              <td className="muted wide">
                {person.lastSeenAt === null
                  ? words.notSignedIn
                  : new Date(person.lastSeenAt).toLocaleString(language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Invitations({ invitations, onChange }: { invitations: Invitation[]; onChange: () => void }) {
  const words = useWords(peopleWords);
  const language = useLanguage(({ language: spoken }) => spoken);
  const withdraw = async (id: string) => {
    await withdrawInvitation(id);
    onChange();
  };
  return (
    <section className="people-section">
      <h2>{words.invitations}</h2>
      <div className="panel scroll">
        <table className="list">
          <tbody>
            {invitations.map(({ id, email, role, expiresAt }) => (
              <tr key={id}>
                <td>{email}</td>
                <td>{words.roles[role]}</td>
                <td className="muted wide">
                  {words.until(new Date(expiresAt).toLocaleDateString(language))}
                </td>
                <td className="end">
                  <Button
                    variant="default"
                    aria-label={`${words.withdraw}: ${email}`}
                    onClick={() => void withdraw(id)}
                  >
                    {words.withdraw}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
