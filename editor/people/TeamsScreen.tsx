import { Button, Modal, MultiSelect, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { List } from '../shell/List.tsx';
import type { Column } from '../shell/Table.tsx';
import { useWords } from '../words.ts';
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
  const columns = useTeamColumns(everybody, mayWrite ? edit : null);
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
        <List
          answer={teams.data}
          retry={teams.refetch}
          rows={teams.data?.ok ? teams.data.body.teams : []}
          columns={columns}
          keyOf={({ id }) => id}
          empty={words.noTeams}
        />
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

function useTeamColumns(people: Person[], onEdit: ((team: Team) => void) | null): Column<Team>[] {
  const words = useWords(peopleWords);
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name;
  return [
    {
      id: 'team',
      head: words.team,
      cell: (team) => (
        <>
          {onEdit ? (
            <button type="button" className="link-button" onClick={() => onEdit(team)}>
              {team.name}
            </button>
          ) : (
            team.name
          )}
          <div className="muted small">{team.id}</div>
        </>
      ),
    },
    {
      id: 'members',
      head: words.members,
      cell: ({ members }) =>
        people.length > 0 ? members.map(nameOf).filter(Boolean).join(', ') || '—' : members.length,
    },
  ];
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
