import { Button, Modal, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { refusalText } from '../people/refusal.ts';
import { peopleWords } from '../people/words.ts';
import { useWords } from '../words.ts';
import { type Connection, connectNumber, type Step } from './numbers-api.ts';
import { numberWords } from './words.ts';

const NOTHING = {
  phoneNumberId: '',
  businessAccountId: '',
  accessToken: '',
  appSecret: '',
  pin: '',
  displayPhone: '',
};
type Given = typeof NOTHING;
type Provider = Connection['provider'];
const ICONS = { done: IconCheck, skipped: IconMinus, failed: IconX };
const TONES = { done: 'good', skipped: 'muted', failed: 'bad' };

/** Asks for what Meta shows of a number, or for 360dialog's key, tries it there, and says step by step how far it came. */
export function ConnectDialog({ onClose, onConnected }: { onClose: () => void; onConnected: () => void }) {
  const words = useWords(numberWords);
  const people = useWords(peopleWords);
  const navigate = useNavigate();
  const [given, setGiven] = useState(NOTHING);
  const [provider, setProvider] = useState<Provider>('meta');
  const [steps, setSteps] = useState<Step[]>([]);
  const [connected, setConnected] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await connectNumber(connectionOf(provider, given));
    setBusy(false);
    const tried = answer.ok ? answer.body.steps : stepsOf(answer.problem);
    setSteps(tried);
    setProblem(answer.ok || tried.length > 0 ? null : refusalText(answer, people));
    if (!answer.ok) return;
    setConnected(answer.body.id);
    onConnected();
  };
  const field = (name: keyof Given) => ({
    value: given[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setGiven({ ...given, [name]: event.currentTarget.value.trim() }),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.connect}
      size="lg"
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <SegmentedControl
          aria-label={words.provider}
          data={[
            { value: 'meta', label: 'Meta' },
            { value: '360dialog', label: '360dialog' },
          ]}
          value={provider}
          onChange={(value) => {
            setProvider(value === '360dialog' ? value : 'meta');
            setSteps([]);
            setProblem(null);
          }}
        />
        {provider === 'meta' ? <MetaFields field={field} /> : <Dialog360Fields field={field} />}
        {steps.length > 0 && <Steps steps={steps} />}
        {problem !== null && (
          <p className="bad" role="alert">
            {problem}
          </p>
        )}
        {connected === null ? (
          <Button type="submit" loading={isBusy}>
            {words.connect}
          </Button>
        ) : (
          <Button onClick={() => void navigate({ to: '/numbers/$id', params: { id: connected } })}>
            {words.open}
          </Button>
        )}
      </form>
    </Modal>
  );
}

type Fields = {
  field: (name: keyof Given) => {
    value: string;
    onChange: (event: { currentTarget: { value: string } }) => void;
  };
};

function MetaFields({ field }: Fields) {
  const words = useWords(numberWords);
  return (
    <>
      <p className="muted">{words.connectHelp}</p>
      <TextInput
        label={words.phoneNumberId}
        required
        withAsterisk={false}
        inputMode="numeric"
        data-autofocus
        {...field('phoneNumberId')}
      />
      <TextInput
        label={words.businessAccountId}
        required
        withAsterisk={false}
        inputMode="numeric"
        {...field('businessAccountId')}
      />
      <PasswordInput
        label={words.accessToken}
        required
        withAsterisk={false}
        autoComplete="off"
        {...field('accessToken')}
      />
      <PasswordInput
        label={words.appSecret}
        required
        withAsterisk={false}
        autoComplete="off"
        {...field('appSecret')}
      />
      <TextInput
        label="PIN"
        description={words.pinHelp}
        inputMode="numeric"
        maxLength={6}
        autoComplete="off"
        {...field('pin')}
      />
      <p className="small muted">
        {words.webhookAddress}: <code>{`${location.origin}/webhooks/whatsapp`}</code>
      </p>
    </>
  );
}

function Dialog360Fields({ field }: Fields) {
  const words = useWords(numberWords);
  return (
    <>
      <p className="muted">{words.dialog360Help}</p>
      <PasswordInput
        label={words.dialog360Key}
        required
        withAsterisk={false}
        autoComplete="off"
        {...field('accessToken')}
      />
      <TextInput
        label={words.phoneShown}
        description={words.phoneShownHelp}
        type="tel"
        autoComplete="off"
        {...field('displayPhone')}
      />
    </>
  );
}

function connectionOf(provider: Provider, given: Given): Connection {
  const { phoneNumberId, businessAccountId, accessToken, appSecret, pin, displayPhone } = given;
  return provider === '360dialog'
    ? { provider, accessToken, ...(displayPhone && { displayPhone }) }
    : { provider, phoneNumberId, businessAccountId, accessToken, appSecret, ...(pin && { pin }) };
}

function Steps({ steps }: { steps: Step[] }) {
  const words = useWords(numberWords);
  return (
    <ol className="connect-steps" aria-live="polite">
      {steps.map(({ step, state, detail }) => {
        const Icon = ICONS[state];
        return (
          <li key={step}>
            <Icon className={TONES[state]} size={18} stroke={1.75} aria-label={words.stepStates[state]} />
            <span>
              {words.steps[step]}
              {detail !== null && (
                <span className={`small ${state === 'failed' ? 'bad' : 'muted'}`}>{detail}</span>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** A refusal that says how far it came. */
function stepsOf(problem: object): Step[] {
  return 'steps' in problem && Array.isArray(problem.steps) ? problem.steps : [];
}
