import { Button, Modal, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Failure, listFlows, listNumbers } from '../api.ts';
import { listSegments } from '../contacts/contacts-api.ts';
import { Problem } from '../people/SignInForm.tsx';
import { useMay } from '../people/session-store.ts';
import { useForm } from '../people/use-form.ts';
import { useWords } from '../words.ts';
import { type Broadcast, makeBroadcast, type Preflight, preflight } from './broadcasts-api.ts';
import { Checked } from './Checked.tsx';
import { draftOf, type Given, NOTHING_GIVEN } from './draft.ts';
import { TemplateChoice } from './TemplateChoice.tsx';
import { When } from './When.tsx';
import { broadcastWords } from './words.ts';

/** Buttons are off until there is something to send. */
const NOT_YET: Failure = { ok: false, why: 'refused', status: null, problem: {} };

/** What goes to whom and when; then what that would mean, before anything is saved. */
export function NewBroadcast({
  onClose,
  onMade,
}: {
  onClose: () => void;
  onMade: (made: Broadcast) => void;
}) {
  const words = useWords(broadcastWords);
  const mayOverride = useMay('settings:write');
  const [given, setGiven] = useState(NOTHING_GIVEN);
  const [checked, setChecked] = useState<Preflight | null>(null);
  const numbers = useQuery({ queryKey: ['numbers'], queryFn: listNumbers });
  const segments = useQuery({ queryKey: ['segments'], queryFn: listSegments });
  const flows = useQuery({ queryKey: ['flows'], queryFn: listFlows });
  const knownNumbers = numbers.data?.ok ? numbers.data.body.numbers : [];
  const knownSegments = segments.data?.ok ? segments.data.body.segments : [];
  const knownFlows = flows.data?.ok ? flows.data.body.flows : [];
  const change = (more: Partial<Given>) => {
    setGiven({ ...given, ...more });
    setChecked(null);
  };
  const numberId = given.numberId ?? knownNumbers[0]?.id ?? '';
  const draft = draftOf(given, numberId, knownSegments);
  const check = useForm(async () => (draft ? preflight(draft) : NOT_YET), setChecked);
  const save = useForm(async () => (draft ? makeBroadcast(draft) : NOT_YET), onMade);
  const problem = check.problem ?? save.problem;
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={words.make}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <form className="stack" onSubmit={(event) => void check.submit(event)}>
        <TextInput
          label={words.name}
          required
          withAsterisk={false}
          maxLength={80}
          data-autofocus
          value={given.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <div className="filters">
          <Select
            label={words.number}
            data={knownNumbers.map((one) => ({
              value: one.id,
              label: one.name ?? one.displayPhone ?? one.phoneNumberId,
            }))}
            value={numberId || null}
            allowDeselect={false}
            onChange={(next) => change({ numberId: next, message: null })}
          />
          <Select
            label={words.segment}
            placeholder={words.everybody}
            clearable
            data={knownSegments.map(({ id, name }) => ({ value: id, label: name }))}
            value={given.segmentId}
            onChange={(next) => change({ segmentId: next })}
          />
        </div>
        <SegmentedControl
          aria-label={words.what}
          data={[
            { value: 'template', label: words.template },
            { value: 'flow', label: words.flow },
          ]}
          value={given.kind}
          onChange={(kind) => change({ kind: kind === 'flow' ? 'flow' : 'template' })}
        />
        {given.kind === 'template' ? (
          <TemplateChoice key={numberId} numberId={numberId} onChange={(message) => change({ message })} />
        ) : (
          <Select
            label={words.flow}
            data={knownFlows
              .filter(({ publishedVersion }) => publishedVersion !== null)
              .map(({ id, name }) => ({ value: id, label: name }))}
            value={given.flow}
            onChange={(flow) => change({ flow })}
          />
        )}
        <TextInput
          label={words.purpose}
          description={words.purposeHelp}
          required
          withAsterisk={false}
          value={given.purpose}
          onChange={(event) => change({ purpose: event.currentTarget.value })}
        />
        {mayOverride && (
          <Textarea
            label={words.override}
            description={words.overrideHelp}
            autosize
            maxLength={1000}
            value={given.override}
            onChange={(event) => change({ override: event.currentTarget.value })}
          />
        )}
        <When given={given} onChange={change} />
        {problem && <Problem>{problem}</Problem>}
        {checked && <Checked checked={checked} />}
        <div className="actions-row">
          <Button
            type="submit"
            variant={checked ? 'default' : 'filled'}
            disabled={draft === null}
            loading={check.isBusy}
          >
            {words.check}
          </Button>
          {checked && (
            <Button loading={save.isBusy} onClick={() => void save.submit()}>
              {words.save}
            </Button>
          )}
        </div>
      </form>
    </Modal>
  );
}
