import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { invite, type Team } from './people-api.ts';
import { type RoleChoice, RoleFields } from './RoleFields.tsx';
import { linkTo, ShownOnce } from './ShownOnce.tsx';
import { Problem } from './SignInForm.tsx';
import { useForm } from './use-form.ts';
import { peopleWords } from './words.ts';

type Props = { teams: Team[]; onClose: () => void; onInvited: () => void };

/** Invites somebody: the link is sent by mail where that is possible, and shown in any case. */
export function InviteDialog({ teams, onClose, onInvited }: Props) {
  const words = useWords(peopleWords);
  const [email, setEmail] = useState('');
  const [choice, setChoice] = useState<RoleChoice>({ role: 'agent', teams: [], isLimitedToTeams: false });
  const [made, setMade] = useState<{ path: string; isMailed: boolean } | null>(null);
  const form = useForm(
    () => invite({ email: email.trim(), ...choice }),
    (invited) => {
      setMade(invited);
      onInvited();
    },
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.inviteSomebody}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {made ? (
        <ShownOnce
          label={words.invitationLink}
          value={linkTo(made.path)}
          help={made.isMailed ? words.linkMailed(email) : words.passLinkOn}
        />
      ) : (
        <form className="stack" onSubmit={(event) => void form.submit(event)}>
          <TextInput
            label={words.email}
            type="email"
            required
            withAsterisk={false}
            data-autofocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <RoleFields
            value={choice}
            teams={teams}
            onChange={(change) => setChoice((before) => ({ ...before, ...change }))}
          />
          {form.problem && <Problem>{form.problem}</Problem>}
          <Button type="submit" loading={form.isBusy}>
            {words.makeInvitation}
          </Button>
        </form>
      )}
    </Modal>
  );
}
