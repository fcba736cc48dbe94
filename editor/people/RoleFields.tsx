import { Checkbox, MultiSelect, Select } from '@mantine/core';
import { useWords } from '../words.ts';
import { ROLES, type Role, type Team } from './people-api.ts';
import { peopleWords } from './words.ts';

export type RoleChoice = { role: Role; teams: string[]; isLimitedToTeams: boolean };

/** What somebody may do: their role with what it means, their teams, and whether they see only those teams' conversations. */
export function RoleFields({ value, teams, onChange }: RoleFieldsProps) {
  const words = useWords(peopleWords);
  return (
    <>
      <Select
        label={words.role}
        description={words.roleHelp[value.role]}
        data={ROLES.map((role) => ({ value: role, label: words.roles[role] }))}
        value={value.role}
        allowDeselect={false}
        onChange={(role) => onChange({ role: ROLES.find((known) => known === role) ?? value.role })}
      />
      {teams.length > 0 && (
        <MultiSelect
          label={words.teams}
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          value={value.teams}
          onChange={(chosen) => onChange({ teams: chosen })}
        />
      )}
      {value.role === 'agent' && (
        <Checkbox
          label={words.onlyOwnTeams}
          checked={value.isLimitedToTeams}
          onChange={(event) => onChange({ isLimitedToTeams: event.currentTarget.checked })}
        />
      )}
    </>
  );
}

type RoleFieldsProps = {
  value: RoleChoice;
  teams: Team[];
  onChange: (change: Partial<RoleChoice>) => void;
};
