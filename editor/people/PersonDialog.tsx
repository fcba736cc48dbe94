import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { changePerson, makeResetLink, type Person, type Team } from './people-api.ts';
import { RoleFields } from './RoleFields.tsx';
import { linkTo, ShownOnce } from './ShownOnce.tsx';
import { Problem } from './SignInForm.tsx';
import { useCaller, useSession } from './session-store.ts';
import { useForm } from './use-form.ts';
import { peopleWords } from './words.ts';

type Props = { person: Person; teams: Team[]; onClose: () => void; onChange: () => void };

/** One person: what they may do, a link to a new password, and the end of it all. */
export function PersonDialog({ person, teams, onClose, onChange }: Props) {
  const words = useWords(peopleWords);
  const me = useCaller();
  const refreshSession = useSession(({ refresh }) => refresh);
  const { id, name, role, isLimitedToTeams, isDisabled } = person;
  const [given, setGiven] = useState({ name, role, isLimitedToTeams, teams: person.teams });
  const [resetPath, setResetPath] = useState<string | null>(null);
  const changed = async () => {
    onChange();
    if (id === me?.id) await refreshSession();
  };
  const save = useForm(
    () => changePerson(id, given),
    async () => {
      await changed();
      onClose();
    },
  );
  const turn = useForm(() => changePerson(id, { isDisabled: !isDisabled }), changed);
  const takeFactor = useForm(() => changePerson(id, { hasSecondFactor: false }), changed);
  const reset = useForm(
    () => makeResetLink(id),
    ({ path }) => setResetPath(path),
  );
  const problem = save.problem ?? turn.problem ?? reset.problem ?? takeFactor.problem;
  return (
    <Modal opened onClose={onClose} title={person.email} closeButtonProps={{ 'aria-label': words.close }}>
      <form className="stack" onSubmit={(event) => void save.submit(event)}>
        <TextInput
          label={words.name}
          required
          withAsterisk={false}
          maxLength={80}
          value={given.name}
          onChange={(event) => setGiven({ ...given, name: event.currentTarget.value })}
        />
        <RoleFields
          value={given}
          teams={teams}
          onChange={(change) => setGiven((before) => ({ ...before, ...change }))}
        />
        {problem && <Problem>{problem}</Problem>}
        <Button type="submit" loading={save.isBusy}>
          {words.save}
        </Button>
      </form>
      <div className="stack dialog-part">
        {resetPath && (
          <ShownOnce label={words.resetLink} value={linkTo(resetPath)} help={words.resetLinkHelp} />
        )}
        {!isDisabled && !resetPath && (
          <Button variant="default" loading={reset.isBusy} onClick={() => void reset.submit()}>
            {words.makeResetLink}
          </Button>
        )}
        {person.hasSecondFactor && id !== me?.id && (
          <Button variant="default" loading={takeFactor.isBusy} onClick={() => void takeFactor.submit()}>
            {words.removeSecondFactor}
          </Button>
        )}
        {id !== me?.id && (
          <Button
            variant="default"
            color="red"
            className={isDisabled ? undefined : 'bad'}
            loading={turn.isBusy}
            onClick={() => void turn.submit()}
          >
            {isDisabled ? words.enable : words.disable}
          </Button>
        )}
        {!isDisabled && id !== me?.id && <p className="muted small">{words.disableHelp}</p>}
      </div>
    </Modal>
  );
}
