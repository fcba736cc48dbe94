import { Button, Modal, MultiSelect, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { Loaded } from './Loaded.tsx';
import { PeopleTabs } from './PeopleTabs.tsx';
import {
  changeTeam,
  listPeople,
  listTeams,
  makeTeam,
  type Person,
  removeTeam,
  type Team,
} from './people-api.ts';
import { Problem } from './SignInForm.tsx';
import { useMay } from './session-store.ts';
import { useForm } from './use-form.ts';
import { peopleWords } from './words.ts';

const NEW: Team = { id: '', name: '', members: [] };

/** Who answers together. Flows name a team by its id. */
export function TeamsScreen() {
  const words = useWords(peopleWords);
  const mayWrite = useMay('teams:write');
  const mayList = useMay('people:manage');
  const teams = useQuery({ queryKey: ['teams'], queryFn: listTeams });
  const people = useQuery({ queryKey: ['people'], queryFn: listPeople, enabled: mayList });
  const [edited, edit] = useState<Team | null>(null);
  const everybody = people.data?.ok ? people.data.body.people : [];
  const make = (
    <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => edit(NEW)}>
      {words.newTeam}
    </Button>
  );
  return (
    <>
      <PeopleTabs action={mayWrite && make} />
      <div className="list-body">
        <h1 className="unseen">{words.teams}</h1>
        <Loaded answer={teams.data} retry={() => void teams.refetch()}>
          {(body) =>
            body.teams.length === 0 ? (
              <p className="panel empty">{words.noTeams}</p>
            ) : (
              <List teams={body.teams} people={everybody} onEdit={mayWrite ? edit : null} />
            )
          }
        </Loaded>
      </div>
      {edited && (
        <TeamDialog
          key={edited.id}
          team={edited}
          people={everybody}
          onClose={() => edit(null)}
          onChange={() => void teams.refetch()}
        />
      )}
    </>
  );
}

function List({
  teams,
  people,
  onEdit,
}: {
  teams: Team[];
  people: Person[];
  onEdit: ((team: Team) => void) | null;
}) {
  const words = useWords(peopleWords);
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name;
  return (
    <div className="panel scroll">
      <table className="list">
        <thead>
          <tr>
            <th>{words.team}</th>
            <th>{words.members}</th>
          </tr>
        </thead>
        <tbody>
          {teams.map((team) => (
            <tr key={team.id}>
              <td>
                {onEdit ? (
                  <button type="button" className="link-button" onClick={() => onEdit(team)}>
                    {team.name}
                  </button>
                ) : (
                  team.name
                )}
                <div className="muted small">{team.id}</div>
              </td>
              <td>
                {people.length > 0
                  ? team.members.map(nameOf).filter(Boolean).join(', ') || '—'
                  : team.members.length}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type DialogProps = { team: Team; people: Person[]; onClose: () => void; onChange: () => void };

function TeamDialog({ team, people, onClose, onChange }: DialogProps) {
  const words = useWords(peopleWords);
  const isNew = team === NEW;
  const [given, setGiven] = useState(team);
  const done = () => {
    onChange();
    onClose();
  };
  const { id, name, members } = given;
  const save = useForm(() => (isNew ? makeTeam(given) : changeTeam(id, { name, members })), done);
  const remove = useForm(() => removeTeam(id), done);
  const problem = save.problem ?? remove.problem;
  return (
    <Modal
      opened
      onClose={onClose}
      title={isNew ? words.newTeam : team.name}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <form className="stack" onSubmit={(event) => void save.submit(event)}>
        <TextInput
          label={words.name}
          required
          withAsterisk={false}
          maxLength={80}
          data-autofocus
          value={name}
          onChange={(event) => setGiven({ ...given, name: event.currentTarget.value })}
        />
        {isNew && (
          <TextInput
            label={words.teamId}
            description={words.teamIdHelp}
            required
            withAsterisk={false}
            maxLength={64}
            value={id}
            onChange={(event) => setGiven({ ...given, id: event.currentTarget.value })}
          />
        )}
        <MultiSelect
          label={words.members}
          data={people
            .filter(({ isDisabled }) => !isDisabled)
            .map((person) => ({ value: person.id, label: person.name }))}
          searchable
          value={members}
          onChange={(chosen) => setGiven({ ...given, members: chosen })}
        />
        {problem && <Problem>{problem}</Problem>}
        <Button type="submit" loading={save.isBusy}>
          {words.save}
        </Button>
        {!isNew && (
          <Button
            variant="default"
            className="bad"
            loading={remove.isBusy}
            onClick={() => void remove.submit()}
          >
            {words.removeTeam}
          </Button>
        )}
      </form>
    </Modal>
  );
}
