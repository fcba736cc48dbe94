import { Button, Textarea, TextInput } from '@mantine/core';
import { numberOn } from '@parley/flows/rules/pack.ts';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Loaded } from '../people/Loaded.tsx';
import { useForm } from '../people/use-form.ts';
import { useWords } from '../words.ts';
import {
  type Automation,
  changeAutomation,
  changeProfile,
  type Profile,
  readAutomation,
  readProfile,
} from './numbers-api.ts';
import { numberWords } from './words.ts';

type FormProps = { id: string; mayWrite: boolean };

/** What people see of the business, with WhatsApp's limits, and a look at it. */
export function ProfileForm({ id, mayWrite }: FormProps) {
  const words = useWords(numberWords);
  const profile = useQuery({
    queryKey: ['numbers', id, 'profile'],
    queryFn: () => readProfile(id),
    retry: false,
  });
  return (
    <section className="number-part">
      <h2>{words.profile}</h2>
      <Loaded answer={profile.data} retry={() => void profile.refetch()}>
        {({ pictureUrl: _, ...body }) => <ProfileFields id={id} mayWrite={mayWrite} before={body} />}
      </Loaded>
    </section>
  );
}

function ProfileFields({ id, mayWrite, before }: FormProps & { before: Profile }) {
  const words = useWords(numberWords);
  const [given, setGiven] = useState(before);
  const [isSaved, setSaved] = useState(false);
  const form = useForm(
    () => {
      const { vertical, about, ...rest } = given;
      // WhatsApp takes neither of them empty.
      return changeProfile(id, { ...rest, ...(about && { about }), ...(vertical && { vertical }) });
    },
    () => setSaved(true),
  );
  const change = (part: Partial<Profile>) => {
    setSaved(false);
    setGiven({ ...given, ...part });
  };
  const [website = ''] = given.websites;
  return (
    <div className="profile-columns">
      <form className="panel stack number-form" onSubmit={(event) => void form.submit(event)}>
        <TextInput
          label={words.about}
          maxLength={numberOn('profile.about')}
          disabled={!mayWrite}
          value={given.about}
          onChange={(event) => change({ about: event.currentTarget.value })}
        />
        <Textarea
          label={words.description}
          maxLength={numberOn('profile.description')}
          autosize
          minRows={2}
          disabled={!mayWrite}
          value={given.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
        />
        <TextInput
          label={words.address}
          maxLength={numberOn('profile.address')}
          disabled={!mayWrite}
          value={given.address}
          onChange={(event) => change({ address: event.currentTarget.value })}
        />
        <TextInput
          label={words.email}
          type="email"
          maxLength={numberOn('profile.email')}
          disabled={!mayWrite}
          value={given.email}
          onChange={(event) => change({ email: event.currentTarget.value })}
        />
        <TextInput
          label={words.website}
          type="url"
          maxLength={numberOn('profile.website')}
          placeholder="https://"
          disabled={!mayWrite}
          value={website}
          onChange={(event) => {
            const { value } = event.currentTarget;
            change({ websites: [...(value ? [value] : []), ...given.websites.slice(1)] });
          }}
        />
        {mayWrite && <Save form={form} isSaved={isSaved} />}
      </form>
      <aside className="panel profile-preview" aria-label={words.preview}>
        <p className="muted small">{words.preview}</p>
        <p>{given.description}</p>
        {[given.address, given.email, ...given.websites].filter(Boolean).map((line) => (
          <p key={line} className="profile-line">
            {line}
          </p>
        ))}
        {given.about && <p className="muted">{given.about}</p>}
      </aside>
    </div>
  );
}

/** What people can tap or type before they know what to write. */
export function AutomationForm({ id, mayWrite }: FormProps) {
  const words = useWords(numberWords);
  const automation = useQuery({
    queryKey: ['numbers', id, 'automation'],
    queryFn: () => readAutomation(id),
    retry: false,
  });
  return (
    <section className="number-part">
      <h2>
        {words.iceBreakers}, {words.commands.toLowerCase()}
      </h2>
      <Loaded answer={automation.data} retry={() => void automation.refetch()}>
        {(body) => <AutomationFields id={id} mayWrite={mayWrite} before={body} />}
      </Loaded>
    </section>
  );
}

function AutomationFields({ id, mayWrite, before }: FormProps & { before: Automation }) {
  const words = useWords(numberWords);
  const [questions, setQuestions] = useState(before.iceBreakers.join('\n'));
  const [commands, setCommands] = useState(
    before.commands.map(({ name, hint }) => `${name}: ${hint}`).join('\n'),
  );
  const [isSaved, setSaved] = useState(false);
  const form = useForm(
    () =>
      changeAutomation(id, { iceBreakers: linesOf(questions), commands: linesOf(commands).map(commandOf) }),
    () => setSaved(true),
  );
  return (
    <form className="panel stack number-form" onSubmit={(event) => void form.submit(event)}>
      <Textarea
        label={words.iceBreakers}
        description={words.iceBreakersHelp}
        autosize
        minRows={2}
        disabled={!mayWrite}
        value={questions}
        onChange={(event) => {
          setSaved(false);
          setQuestions(event.currentTarget.value);
        }}
      />
      <Textarea
        label={words.commands}
        description={words.commandsHelp}
        autosize
        minRows={2}
        disabled={!mayWrite}
        value={commands}
        onChange={(event) => {
          setSaved(false);
          setCommands(event.currentTarget.value);
        }}
      />
      {mayWrite && <Save form={form} isSaved={isSaved} />}
    </form>
  );
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** `/order: Follow an order`, with or without the stroke. */
function commandOf(line: string): { name: string; hint: string } {
  const [name = '', ...rest] = line.split(':');
  return { name: name.trim().replace(/^\//, ''), hint: rest.join(':').trim() };
}

type SaveProps = { form: { isBusy: boolean; problem: string | null }; isSaved: boolean };

function Save({ form, isSaved }: SaveProps): ReactNode {
  const words = useWords(numberWords);
  return (
    <>
      {form.problem !== null && (
        <p className="bad" role="alert">
          {form.problem}
        </p>
      )}
      {isSaved && form.problem === null && (
        <p className="good" role="status">
          {words.saved}
        </p>
      )}
      <Button type="submit" variant="default" loading={form.isBusy}>
        {words.save}
      </Button>
    </>
  );
}
