import { Button, Modal, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { download } from '../download.ts';
import { Loaded } from '../people/Loaded.tsx';
import { Problem } from '../people/SignInForm.tsx';
import { useMay } from '../people/session-store.ts';
import { useForm } from '../people/use-form.ts';
import { fullTime } from '../shell/moment-words.ts';
import { useLanguage, useWords } from '../words.ts';
import {
  type Contact,
  type ContactDetails,
  changeContact,
  eraseContact,
  exportContact,
  type Field,
  type FieldValue,
  readContact,
  recordConsent,
} from './contacts-api.ts';
import { IdentityNote } from './IdentityNote.tsx';
import { contactWords } from './words.ts';

type DialogProps = { id: string; fields: Field[]; onClose: () => void; onChange: () => void };

/** One person: who they are, what they agreed to, what happened. */
export function ContactDialog({ id, fields, onClose, onChange }: DialogProps) {
  const words = useWords(contactWords);
  const details = useQuery({ queryKey: ['contact', id], queryFn: () => readContact(id) });
  const contact = details.data?.ok ? details.data.body.contact : null;
  const refresh = () => {
    onChange();
    void details.refetch();
  };
  const gone = () => {
    onChange();
    onClose();
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={contact ? contact.name || `+${contact.phone}` : words.contacts}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Loaded answer={details.data} retry={() => void details.refetch()}>
        {(body) => (
          <div className="stack">
            <IdentityNote contact={body.contact} onChange={refresh} />
            <Own
              key={JSON.stringify(body.contact)}
              contact={body.contact}
              fields={fields}
              onChange={refresh}
            />
            <Consents details={body} onChange={refresh} />
            <Timeline details={body} />
            <Leaving contact={body.contact} onErased={gone} />
          </div>
        )}
      </Loaded>
    </Modal>
  );
}

function Own({ contact, fields, onChange }: { contact: Contact; fields: Field[]; onChange: () => void }) {
  const words = useWords(contactWords);
  const mayWrite = useMay('contacts:write');
  const [name, setName] = useState(contact.name);
  const [tags, setTags] = useState(contact.tags);
  const [values, setValues] = useState<{ [field: string]: FieldValue | null }>({});
  const save = useForm(() => changeContact(contact.id, { name, tags, fields: values }), onChange);
  return (
    <form className="stack" onSubmit={(event) => void save.submit(event)}>
      <TextInput
        label={words.name}
        maxLength={60}
        readOnly={!mayWrite}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TagsInput label={words.tags} maxTags={100} readOnly={!mayWrite} value={tags} onChange={setTags} />
      {fields.map((field) => (
        <FieldInput
          key={field.id}
          field={field}
          value={field.id in values ? (values[field.id] ?? null) : (contact.fields[field.id] ?? null)}
          onChange={(value) => setValues({ ...values, [field.id]: value })}
        />
      ))}
      {save.problem && <Problem>{save.problem}</Problem>}
      {mayWrite && (
        <div>
          <Button type="submit" loading={save.isBusy}>
            {words.save}
          </Button>
        </div>
      )}
    </form>
  );
}

type InputProps = { field: Field; value: FieldValue | null; onChange: (value: FieldValue | null) => void };

function FieldInput({ field, value, onChange }: InputProps) {
  const words = useWords(contactWords);
  const written = value === null ? '' : String(value);
  if (field.kind === 'boolean' || field.kind === 'choice') {
    const isChoice = field.kind === 'choice';
    const data = isChoice
      ? field.choices
      : [
          { value: 'true', label: words.yes },
          { value: 'false', label: words.no },
        ];
    const read = (text: string | null) => (text === null || isChoice ? text : text === 'true');
    return (
      <Select
        label={field.label}
        clearable
        data={data}
        value={written || null}
        onChange={(text) => onChange(read(text))}
      />
    );
  }
  const type = field.kind === 'date' ? 'date' : field.kind === 'number' ? 'number' : 'text';
  const read = (text: string) => (text === '' ? null : field.kind === 'number' ? Number(text) : text);
  return (
    <TextInput
      label={field.label}
      type={type}
      step="any"
      maxLength={1000}
      value={written}
      onChange={(event) => onChange(read(event.currentTarget.value))}
    />
  );
}

const BY_HAND = ['in-person', 'website', 'ad', 'link', 'qr-code', 'ivr', 'sms', 'conversation'];

function Consents({ details, onChange }: { details: ContactDetails; onChange: () => void }) {
  const words = useWords(contactWords);
  const language = useLanguage(({ language: spoken }) => spoken);
  const mayWrite = useMay('contacts:write');
  const [purpose, setPurpose] = useState('marketing');
  const [wording, setWording] = useState('');
  const [via, setVia] = useState('in-person');
  const done = () => {
    setWording('');
    onChange();
  };
  const say = (granted: boolean) => recordConsent(details.contact.id, { purpose, wording, via, granted });
  const record = useForm(() => say(true), done);
  const withdraw = useForm(() => say(false), done);
  const problem = record.problem ?? withdraw.problem;
  return (
    <section className="people-section">
      <h2>{words.consents}</h2>
      {details.consents.length === 0 && <p className="muted">{words.noConsents}</p>}
      <ul className="happenings">
        {details.consents.map((state) => (
          <li key={state.purpose}>
            <span>
              {state.purpose === '*' ? '✱' : state.purpose}:{' '}
              <strong className={state.granted ? '' : 'bad'}>
                {state.granted ? words.granted : words.withdrawn}
              </strong>
            </span>
            <span className="muted">{fullTime(state.at, language)}</span>
          </li>
        ))}
      </ul>
      {mayWrite && (
        <form className="stack" onSubmit={(event) => void record.submit(event)}>
          <div className="filters">
            <TextInput
              label={words.purpose}
              required
              withAsterisk={false}
              value={purpose}
              onChange={(event) => setPurpose(event.currentTarget.value)}
            />
            <Select
              label={words.how}
              data={BY_HAND.map((one) => ({ value: one, label: words.via[one] ?? one }))}
              value={via}
              allowDeselect={false}
              onChange={(next) => setVia(next ?? via)}
            />
          </div>
          <Textarea
            label={words.wording}
            required
            withAsterisk={false}
            autosize
            maxLength={2000}
            value={wording}
            onChange={(event) => setWording(event.currentTarget.value)}
          />
          {problem && <Problem>{problem}</Problem>}
          <div className="actions-row">
            <Button type="submit" variant="default" loading={record.isBusy}>
              {words.recordConsent}
            </Button>
            <Button
              variant="default"
              disabled={wording.trim() === ''}
              loading={withdraw.isBusy}
              onClick={() => void withdraw.submit()}
            >
              {words.withdraw}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}

function Timeline({ details }: { details: ContactDetails }) {
  const words = useWords(contactWords);
  const language = useLanguage(({ language: spoken }) => spoken);
  if (details.timeline.length === 0) return null;
  return (
    <section className="people-section">
      <h2>{words.happened}</h2>
      <ul className="happenings">
        {details.timeline.map((one, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what happened has no name, and the list is never reordered
          <li key={n}>
            <span>
              {words.happenings[one.kind] ?? one.kind}{' '}
              <span className="muted">
                {String(one.details.name ?? one.details.wording ?? '')}
                {typeof one.details.via === 'string' &&
                  one.kind === 'flow-started' &&
                  ` · ${words.via[one.details.via] ?? one.details.via}`}
              </span>
            </span>
            <span className="muted">{fullTime(one.at, language)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Leaving({ contact, onErased }: { contact: Contact; onErased: () => void }) {
  const words = useWords(contactWords);
  const mayErase = useMay('contacts:erase');
  const [isSure, setSure] = useState(false);
  const erase = useForm(() => eraseContact(contact.id), onErased);
  const give = useForm(
    () => exportContact(contact.id),
    (body) => download(`contact-${contact.id}.json`, 'application/json', JSON.stringify(body, null, 2)),
  );
  if (!mayErase) return null;
  const problem = erase.problem ?? give.problem;
  return (
    <section className="people-section">
      {problem && <Problem>{problem}</Problem>}
      {isSure && <p className="bad">{words.eraseHelp}</p>}
      <div className="actions-row">
        <Button variant="default" loading={give.isBusy} onClick={() => void give.submit()}>
          {words.exportPerson}
        </Button>
        <Button
          variant="default"
          className="bad"
          loading={erase.isBusy}
          onClick={() => (isSure ? void erase.submit() : setSure(true))}
        >
          {isSure ? words.eraseForGood : words.erase}
        </Button>
      </div>
    </section>
  );
}
