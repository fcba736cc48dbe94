import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Problem } from '../people/SignInForm.tsx';
import { useForm } from '../people/use-form.ts';
import { useWords } from '../words.ts';
import { addContact } from './contacts-api.ts';
import { contactWords } from './words.ts';

/** One contact by hand. A number that is known already opens who has it. */
export function AddContact({ onClose, onAdded }: { onClose: () => void; onAdded: (id: string) => void }) {
  const words = useWords(contactWords);
  const [phone, setPhone] = useState('');
  const [name, setName] = useState('');
  const digits = phone.replace(/[^\d+]/g, '');
  const add = useForm(
    () => addContact({ phone: digits, name: name.trim() }),
    (contact) => onAdded(contact.id),
  );
  const isNumber = /^\+?[1-9]\d{6,14}$/.test(digits);
  return (
    <Modal opened onClose={onClose} title={words.newContact} closeButtonProps={{ 'aria-label': words.close }}>
      <form className="stack" onSubmit={(event) => void add.submit(event)}>
        <TextInput
          label={words.phone}
          description={words.phoneHelp}
          type="tel"
          autoComplete="off"
          required
          withAsterisk={false}
          data-autofocus
          placeholder="+49 151 23456789"
          error={phone.length > 8 && !isNumber ? words.notANumber : undefined}
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
        />
        <TextInput
          label={words.name}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {add.problem && <Problem>{add.problem}</Problem>}
        <div>
          <Button type="submit" disabled={!isNumber} loading={add.isBusy}>
            {words.add}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
