import { ActionIcon, Button, Loader, NativeSelect, Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCheck,
  IconCloudOff,
  IconCommand,
  IconDeviceMobileMessage,
  IconExclamationCircle,
  IconEye,
  IconLayoutGrid,
  IconSearch,
} from '@tabler/icons-react';
import { lazy, type ReactNode, type RefObject, Suspense, useRef, useState } from 'react';
import { failureText, failureWords } from '../shell/failure.ts';
import { useTold } from '../told.ts';
import { useWords } from '../words.ts';
import { ACTIONS, type Action, type ActionId } from './actions.ts';
import { useAct, useFlow } from './flow-context.ts';
import { keyName } from './key-names.ts';
import { isPossible, isPossibleIn, useActionContext } from './use-actions.ts';
import { flowWords } from './words.ts';

const TopMenu = lazy(async () => ({ default: (await import('./TopMenu.tsx')).TopMenu }));

/** The flow's name and state, and what is done with the flow as a whole. */
export function TopBar() {
  const words = useWords(flowWords);
  const told = useTold();
  const act = useAct();
  const past = useFlow((state) => state.past.at(-1)?.name);
  const future = useFlow((state) => state.future.at(-1)?.name);
  const version = useFlow((state) => state.publishedVersion);
  const isReadOnly = useFlow(({ readOnly }) => readOnly !== null);
  const name = useRef<HTMLInputElement>(null);
  return (
    <header className="title-row top-bar">
      <Name field={name} />
      <Suspense>
        <TopMenu
          onRename={() => {
            name.current?.focus();
            name.current?.select();
          }}
        />
      </Suspense>
      <span className="pill quiet">{version === null ? words.neverPublished : words.live(version)}</span>
      {isReadOnly ? <ReadOnly /> : <Saved />}
      <span className="grow" />
      <Locale />
      <span className="edit-tools" hidden={isReadOnly}>
        <Tool id="undo" label={past === undefined ? undefined : words.undo(told(past))}>
          <IconArrowBackUp size={18} stroke={1.75} />
        </Tool>
        <Tool id="redo" label={future === undefined ? undefined : words.redo(told(future))}>
          <IconArrowForwardUp size={18} stroke={1.75} />
        </Tool>
        <Tool id="tidy">
          <IconLayoutGrid size={18} stroke={1.75} />
        </Tool>
      </span>
      <Tool id="search">
        <IconSearch size={18} stroke={1.75} />
      </Tool>
      <Tool id="commands">
        <IconCommand size={18} stroke={1.75} />
      </Tool>
      <Problems />
      <Talk />
      {!isReadOnly && (
        <Button className="edit-tools" onClick={() => act.show({ dialog: 'publish' })}>
          {words.publish}
        </Button>
      )}
    </header>
  );
}

function Tool({ id, label, children }: { id: ActionId; label?: string | undefined; children: ReactNode }) {
  const words = useWords(flowWords);
  const context = useActionContext();
  const action: Action | undefined = ACTIONS.find((candidate) => candidate.id === id);
  const canRun = useFlow((state) => action !== undefined && isPossibleIn(action, state));
  if (!action) return null;
  const name = label ?? words.actions[id];
  const keys = action.keys[0];
  return (
    <Tooltip label={keys ? `${name}  ${keyName(keys)}` : name}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={32}
        aria-label={name}
        disabled={!canRun}
        onClick={() => isPossible(action, context) && void action.run(context)}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function Name({ field }: { field: RefObject<HTMLInputElement | null> }) {
  const words = useWords(flowWords);
  const act = useAct();
  const name = useFlow(({ flow }) => flow.settings.name);
  const isReadOnly = useFlow(({ readOnly }) => readOnly !== null);
  const [typed, setTyped] = useState<string | null>(null);
  const keep = () => {
    if (typed !== null && typed.trim() !== '' && typed !== name)
      act.change({ kind: 'settings', fields: { name: typed.trim() } });
    setTyped(null);
  };
  return (
    <h1 className="flow-name">
      <input
        ref={field}
        aria-label={words.name}
        readOnly={isReadOnly}
        maxLength={120}
        value={typed ?? name}
        size={Math.max(8, Math.min(32, (typed ?? name).length + 1))}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setTyped(null);
        }}
      />
    </h1>
  );
}

/** Why nothing can be changed, for those who may only look. */
function ReadOnly() {
  const words = useWords(flowWords);
  const why = useFlow(({ readOnly }) => readOnly ?? '');
  return (
    <Tooltip label={why} multiline w={280}>
      <span className="save-state" role="status">
        <IconEye size={16} stroke={1.75} aria-hidden="true" /> {words.readOnly}
        <span className="unseen">{why}</span>
      </span>
    </Tooltip>
  );
}

function Saved() {
  const words = useWords(flowWords);
  const failures = useWords(failureWords);
  const save = useFlow((state) => state.save);
  return (
    <span className="save-state" role="status">
      {save.is === 'saved' && (
        <>
          <IconCheck size={16} stroke={1.75} aria-hidden="true" /> {words.saved}
        </>
      )}
      {save.is === 'changed' && words.changed}
      {save.is === 'saving' && (
        <>
          <Loader size={12} aria-hidden="true" /> {words.saving}
        </>
      )}
      {save.is === 'failed' && (
        <span className="bad">
          <IconCloudOff size={16} stroke={1.75} aria-hidden="true" />{' '}
          {words.notSaved(failureText(save.failure, failures))}
        </span>
      )}
      {save.is === 'conflict' && (
        <span className="warn">
          <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" /> {words.conflictShort}
        </span>
      )}
    </span>
  );
}

function Locale() {
  const words = useWords(flowWords);
  const act = useAct();
  const locale = useFlow((state) => state.locale);
  const locales = useFlow(({ flow }) => flow.settings.locales);
  if (locales.length < 2) return null;
  return (
    <NativeSelect
      size="xs"
      aria-label={words.language}
      value={locale}
      data={locales}
      onChange={(event) => act.show({ locale: event.currentTarget.value })}
    />
  );
}

function Talk() {
  const words = useWords(flowWords);
  const act = useAct();
  const isSimulating = useFlow((state) => state.isSimulating);
  return (
    <Button
      variant="default"
      aria-pressed={isSimulating}
      leftSection={<IconDeviceMobileMessage size={18} stroke={1.75} />}
      onClick={() => act.show({ isSimulating: !isSimulating, simulateFrom: null, path: new Set() })}
    >
      {words.talk}
    </Button>
  );
}

function Problems() {
  const words = useWords(flowWords);
  const act = useAct();
  const problems = useFlow((state) => state.problems);
  const errors = problems.filter(({ level }) => level === 'error').length;
  const warnings = problems.length - errors;
  const text = problems.length === 0 ? words.noProblems : words.problems(errors, warnings);
  return (
    <Tooltip label={text}>
      <button
        type="button"
        className="problem-count"
        aria-label={text}
        onClick={() => act.show({ dialog: 'problems' })}
      >
        {errors > 0 && (
          <span className="bad">
            <IconExclamationCircle size={18} stroke={1.75} aria-hidden="true" /> {errors}
          </span>
        )}
        {warnings > 0 && (
          <span className="warn">
            <IconAlertTriangle size={18} stroke={1.75} aria-hidden="true" /> {warnings}
          </span>
        )}
        {problems.length === 0 && (
          <span className="muted">
            <IconCheck size={18} stroke={1.75} aria-hidden="true" /> <span className="wide">{text}</span>
          </span>
        )}
      </button>
    </Tooltip>
  );
}
