import { ActionIcon, Button, Modal, NativeSelect, TagsInput, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Loaded } from '../people/Loaded.tsx';
import { Problem } from '../people/SignInForm.tsx';
import { useMay } from '../people/session-store.ts';
import { useForm } from '../people/use-form.ts';
import { useWords } from '../words.ts';
import { changeField, type Field, makeField, readFieldUse, removeField } from './contacts-api.ts';
import { fieldIdOf } from './field-id.ts';
import { contactWords } from './words.ts';

type DialogProps = { fields: Field[]; onClose: () => void; onChange: () => void };

/** What this business knows of its contacts beside name and number: added, called otherwise, taken away with what goes with it. */
export function FieldsDialog({ fields, onClose, onChange }: DialogProps) {
  const words = useWords(contactWords);
  const mayWrite = useMay('settings:write');
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={words.fields}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <div className="stack">
        <p className="muted">{words.fieldsHelp}</p>
        {fields.length > 0 && (
          <ul className="field-list">
            {fields.map((field) => (
              <FieldRow key={field.id} field={field} mayWrite={mayWrite} onChange={onChange} />
            ))}
          </ul>
        )}
        {mayWrite && <NewField taken={fields.map(({ id }) => id)} onChange={onChange} />}
      </div>
    </Modal>
  );
}

function FieldRow({ field, mayWrite, onChange }: { field: Field; mayWrite: boolean; onChange: () => void }) {
  const words = useWords(contactWords);
  const [label, setLabel] = useState(field.label);
  const [choices, setChoices] = useState(field.choices);
  const [isLeaving, setLeaving] = useState(false);
  const save = useForm(() => changeField(field.id, { label: label.trim(), choices }), onChange);
  const isChanged = label.trim() !== field.label || choices.join('\n') !== field.choices.join('\n');
  return (
    <li className="field-row">
      <form className="field-line" onSubmit={(event) => void save.submit(event)}>
        <TextInput
          aria-label={words.fieldName}
          required
          maxLength={60}
          readOnly={!mayWrite}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <span className="muted small">
          {words.kinds[field.kind] ?? field.kind} · <code>{field.id}</code>
        </span>
        {mayWrite && isChanged && (
          <Button type="submit" size="compact-md" variant="default" loading={save.isBusy}>
            {words.save}
          </Button>
        )}
        {mayWrite && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={words.removeField(field.label)}
            aria-expanded={isLeaving}
            onClick={() => setLeaving(!isLeaving)}
          >
            <IconTrash size={18} stroke={1.75} />
          </ActionIcon>
        )}
      </form>
      {field.kind === 'choice' && (
        <TagsInput
          aria-label={words.choices}
          maxTags={100}
          readOnly={!mayWrite}
          value={choices}
          onChange={setChoices}
        />
      )}
      {save.problem && <Problem>{save.problem}</Problem>}
      {isLeaving && <Leaving field={field} onChange={onChange} />}
    </li>
  );
}

/** What goes with a field is said before it does. */
function Leaving({ field, onChange }: { field: Field; onChange: () => void }) {
  const words = useWords(contactWords);
  const use = useQuery({
    queryKey: ['contact-fields', field.id, 'use'],
    queryFn: () => readFieldUse(field.id),
    staleTime: 0,
  });
  const remove = useForm(() => removeField(field.id), onChange);
  return (
    <Loaded answer={use.data} retry={() => void use.refetch()}>
      {({ contacts, segments, broadcasts }) => (
        <div className="field-hits" role="alert">
          <p className="bad">{words.fieldGoes(contacts)}</p>
          {segments.length > 0 && (
            <p>
              {words.segments}: {segments.join(', ')}
            </p>
          )}
          {broadcasts.length > 0 && (
            <p>
              {words.broadcasts}: {broadcasts.join(', ')}
            </p>
          )}
          {remove.problem && <Problem>{remove.problem}</Problem>}
          <div>
            <Button
              size="compact-md"
              variant="default"
              className="bad"
              loading={remove.isBusy}
              onClick={() => void remove.submit()}
            >
              {words.removeForGood}
            </Button>
          </div>
        </div>
      )}
    </Loaded>
  );
}

const KINDS: readonly Field['kind'][] = ['text', 'number', 'date', 'boolean', 'choice'];

function NewField({ taken, onChange }: { taken: readonly string[]; onChange: () => void }) {
  const words = useWords(contactWords);
  const [label, setLabel] = useState('');
  const [kind, setKind] = useState<Field['kind']>('text');
  const [choices, setChoices] = useState<string[]>([]);
  const make = useForm(
    () => makeField({ id: fieldIdOf(label, taken), label: label.trim(), kind, choices }),
    () => {
      setLabel('');
      setChoices([]);
      onChange();
    },
  );
  return (
    <form className="field-new" onSubmit={(event) => void make.submit(event)}>
      <TextInput
        label={words.newField}
        required
        withAsterisk={false}
        maxLength={60}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <NativeSelect
        label={words.kind}
        data={KINDS.map((value) => ({ value, label: words.kinds[value] ?? value }))}
        value={kind}
        onChange={(event) => setKind(KINDS.find((one) => one === event.currentTarget.value) ?? 'text')}
      />
      <Button type="submit" variant="default" disabled={label.trim() === ''} loading={make.isBusy}>
        {words.add}
      </Button>
      {kind === 'choice' && (
        <TagsInput
          className="field-choices"
          label={words.choices}
          maxTags={100}
          value={choices}
          onChange={setChoices}
        />
      )}
      {make.problem && <Problem>{make.problem}</Problem>}
    </form>
  );
}
