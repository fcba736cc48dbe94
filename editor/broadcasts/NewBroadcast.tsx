import { Button, Modal, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listFlows, listNumbers } from '../api.ts';
import { listSegments } from '../contacts/contacts-api.ts';
import { Problem } from '../people/SignInForm.tsx';
import { useMay } from '../people/session-store.ts';
import { useForm } from '../people/use-form.ts';
import { useWords } from '../words.ts';
import {
  type Broadcast,
  type Draft,
  makeBroadcast,
  type Preflight,
  preflight,
  type Schedule,
} from './broadcasts-api.ts';
import { broadcastWords } from './words.ts';

type Given = {
  name: string;
  numberId: string | null;
  segmentId: string | null;
  kind: 'template' | 'flow';
  template: string;
  language: string;
  values: string;
  flow: string | null;
  purpose: string;
  override: string;
  when: Schedule['kind'];
  date: string;
  time: string;
};

const FIRST: Given = {
  ...{
    name: '',
    numberId: null,
    segmentId: null,
    kind: 'template',
    template: '',
    language: 'en',
    values: '',
  },
  ...{ flow: null, purpose: 'marketing', override: '', when: 'now', date: '', time: '09:00' },
};

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
  const [given, setGiven] = useState(FIRST);
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
  const draft = (): Draft => ({
    name: given.name,
    numberId,
    segment: knownSegments.find(({ id }) => id === given.segmentId)?.query ?? {
      match: 'all',
      conditions: [],
    },
    content: given.kind === 'flow' ? { kind: 'flow', flow: given.flow ?? '' } : templateOf(given),
    purpose: given.purpose,
    overrideReason: given.override.trim() || null,
    schedule: scheduleOf(given),
  });
  const check = useForm(() => preflight(draft()), setChecked);
  const save = useForm(() => makeBroadcast(draft()), onMade);
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
            onChange={(next) => change({ numberId: next })}
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
          <>
            <div className="filters">
              <TextInput
                label={words.templateName}
                required
                withAsterisk={false}
                value={given.template}
                onChange={(event) => change({ template: event.currentTarget.value })}
              />
              <TextInput
                label={words.language}
                required
                withAsterisk={false}
                value={given.language}
                onChange={(event) => change({ language: event.currentTarget.value })}
              />
            </div>
            <Textarea
              label={words.values}
              description={words.valuesHelp}
              autosize
              value={given.values}
              onChange={(event) => change({ values: event.currentTarget.value })}
            />
          </>
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
          <Button type="submit" variant={checked ? 'default' : 'filled'} loading={check.isBusy}>
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

function When({ given, onChange }: { given: Given; onChange: (more: Partial<Given>) => void }) {
  const words = useWords(broadcastWords);
  const kinds = ['now', 'at', 'local'] as const;
  return (
    <div className="filters">
      <Select
        label={words.when}
        data={kinds.map((kind) => ({ value: kind, label: words.schedules[kind] }))}
        value={given.when}
        allowDeselect={false}
        onChange={(next) => onChange({ when: kinds.find((kind) => kind === next) ?? 'now' })}
      />
      {given.when !== 'now' && (
        <>
          <TextInput
            label={words.date}
            type="date"
            required
            withAsterisk={false}
            value={given.date}
            onChange={(event) => onChange({ date: event.currentTarget.value })}
          />
          <TextInput
            label={words.time}
            type="time"
            required
            withAsterisk={false}
            value={given.time}
            onChange={(event) => onChange({ time: event.currentTarget.value })}
          />
        </>
      )}
    </div>
  );
}

function Checked({ checked }: { checked: Preflight }) {
  const words = useWords(broadcastWords);
  const { reached, recipients, insideWindow, usedOfLimit, limit, skipped, template, example } = checked;
  return (
    <div className="stack" role="status">
      <strong>{words.reached(reached, recipients)}</strong>
      <div className="chips">
        {skipped.map(({ reason, count }) => (
          <span className="chip bad" key={reason}>
            {words.reasons[reason] ?? reason}: {count}
          </span>
        ))}
        <span className="chip">{words.insideWindow(insideWindow)}</span>
        <span className="chip">{words.limit(usedOfLimit, limit)}</span>
        {template && <span className="chip">{words.templateState(template.status, template.quality)}</span>}
      </div>
      {example?.message?.body && (
        <p className="muted">
          {words.example(example.name)} {example.message.body.map(({ text }) => text).join(' · ')}
        </p>
      )}
    </div>
  );
}

function templateOf({ template, language, values }: Given): Draft['content'] {
  const body = values
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((text) => ({ text }));
  const message = { type: 'template' as const, name: template.trim(), language: language.trim() };
  return { kind: 'template', message: { ...message, ...(body.length > 0 && { body }) } };
}

function scheduleOf({ when, date, time }: Given): Schedule {
  if (when === 'local') return { kind: when, date, time };
  return when === 'at' ? { kind: when, at: new Date(`${date}T${time}`).toISOString() } : { kind: 'now' };
}
