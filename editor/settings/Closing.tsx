import { Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { durationMs } from '@parley/flows/duration.ts';
import { QUIET_HOURS } from '@parley/flows/quiet-hours.ts';
import type { FlowSettings } from '@parley/flows/settings.ts';
import { useState } from 'react';
import { useAct, useFlow } from '../flow/flow-context.ts';
import { useWords } from '../words.ts';
import { FieldProblems } from './FieldProblems.tsx';
import { NodeSelect } from './NodeSelect.tsx';
import { Section } from './Section.tsx';
import { settingsWords } from './words.ts';

type Window = NonNullable<FlowSettings['window']>;
type AtClosing = NonNullable<Window['atClosing']>;
type Kind = 'nothing' | 'say' | 'node' | 'handOver';

const HOUR_MS = 3600_000;
const KINDS: readonly Kind[] = ['nothing', 'say', 'node', 'handOver'];

/** What the flow does shortly before the 24-hour window closes, when it has nothing wired to that. */
export function Closing() {
  const words = useWords(settingsWords);
  const act = useAct();
  const known = useFlow(({ flow }) => flow.settings.window) ?? {};
  const nodes = useFlow(({ flow }) => flow.nodes);
  const isWired = useFlow(({ flow }) => flow.globals['window-closing'] !== undefined);
  const all = useFlow((state) => state.problems);
  const problems = all.filter(
    ({ node, field }) =>
      node === undefined &&
      (field?.startsWith('window.atClosing') ||
        field === 'window.closingBefore' ||
        field?.endsWith('closing.body')),
  );
  const { atClosing, closingBefore } = known;
  const set = (change: Partial<Window>, group?: string) => {
    const entries = Object.entries({ ...known, ...change }).filter(([, value]) => value !== undefined);
    const window = entries.length > 0 ? Object.fromEntries(entries) : null;
    act.change({ kind: 'settings', fields: { window } }, group === undefined ? {} : { group });
  };
  const person = Object.entries(nodes).find(([, { type }]) => type === 'escalation')?.[0] ?? '';
  const begin = (kind: Kind): AtClosing | undefined => {
    const quiet = atClosing?.quiet === undefined ? {} : { quiet: atClosing.quiet };
    switch (kind) {
      case 'nothing':
        return undefined;
      case 'say':
        return { say: words.closingText, ...quiet };
      case 'node':
        return { node: '', ...quiet };
      case 'handOver':
        return { handOver: person, ...quiet };
    }
  };
  const hours = (durationMs(closingBefore ?? 'PT2H') ?? 0) / HOUR_MS;
  return (
    <Section title={words.closing} hint={isWired ? words.closingWired : words.closingHint}>
      <NativeSelect
        label={words.closingDoes}
        value={kindOf(atClosing)}
        data={KINDS.map((kind) => ({ value: kind, label: words.closingKinds[kind] }))}
        onChange={({ currentTarget: { value } }) => {
          const kind = KINDS.find((one) => one === value) ?? 'nothing';
          set({ atClosing: begin(kind) });
        }}
      />
      {atClosing && 'say' in atClosing && (
        <Textarea
          label={words.closingSays}
          autosize
          minRows={2}
          value={atClosing.say}
          onChange={({ currentTarget }) =>
            set({ atClosing: { ...atClosing, say: currentTarget.value } }, 'closing-say')
          }
        />
      )}
      {atClosing && 'node' in atClosing && (
        <NodeSelect
          label={words.closingNode}
          node={atClosing.node === '' ? null : atClosing.node}
          onChange={(node) => set({ atClosing: { ...atClosing, node: node ?? '' } })}
        />
      )}
      {atClosing && 'handOver' in atClosing && (
        <NodeSelect
          label={words.closingNode}
          types={['escalation']}
          node={atClosing.handOver === '' ? null : atClosing.handOver}
          onChange={(node) => set({ atClosing: { ...atClosing, handOver: node ?? '' } })}
        />
      )}
      <FieldProblems problems={problems} />
      {(atClosing || isWired) && (
        <NumberInput
          label={words.closingBefore}
          min={1}
          max={20}
          clampBehavior="strict"
          allowDecimal={false}
          value={Number.isInteger(hours) ? hours : ''}
          placeholder={closingBefore}
          onChange={(next) => {
            if (typeof next === 'number' && next >= 1) set({ closingBefore: `PT${next}H` }, 'closing-before');
          }}
        />
      )}
      {atClosing && (
        <Quiet policy={atClosing} onChange={(quiet) => set({ atClosing: withQuiet(atClosing, quiet) })} />
      )}
    </Section>
  );
}

function kindOf(policy: AtClosing | undefined): Kind {
  if (!policy) return 'nothing';
  if ('say' in policy) return 'say';
  return 'node' in policy ? 'node' : 'handOver';
}

/** Without the key where it says what holds anyway. */
function withQuiet(policy: AtClosing, quiet: AtClosing['quiet']): AtClosing {
  const { quiet: _, ...rest } = policy;
  const isUsual =
    quiet !== undefined && quiet !== false && quiet.from === QUIET_HOURS.from && quiet.to === QUIET_HOURS.to;
  return quiet === undefined || isUsual ? rest : { ...rest, quiet };
}

/** When nobody is to be disturbed, on the contact's own clock. */
function Quiet({ policy, onChange }: { policy: AtClosing; onChange: (quiet: AtClosing['quiet']) => void }) {
  const words = useWords(settingsWords);
  const quiet = policy.quiet === false ? null : (policy.quiet ?? QUIET_HOURS);
  return (
    <>
      <Checkbox
        label={words.quiet}
        description={words.quietHint}
        checked={quiet !== null}
        onChange={({ currentTarget }) => onChange(currentTarget.checked ? undefined : false)}
      />
      {quiet && (
        <div className="settings-row">
          <Clock
            label={words.quietFrom}
            time={quiet.from}
            onChange={(from) => onChange({ ...quiet, from })}
          />
          <Clock label={words.quietTo} time={quiet.to} onChange={(to) => onChange({ ...quiet, to })} />
        </div>
      )}
    </>
  );
}

/** A time of day, which counts once it is whole. */
function Clock({ label, time, onChange }: { label: string; time: string; onChange: (time: string) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      className="grow"
      type="time"
      label={label}
      value={typed ?? time}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={() => {
        if (typed !== null && typed !== '' && typed !== time) onChange(typed);
        setTyped(null);
      }}
    />
  );
}
