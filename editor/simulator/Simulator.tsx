import { ActionIcon, Tabs, Tooltip } from '@mantine/core';
import type { Flow } from '@parley/flows/flow.ts';
import type { FlowTest } from '@parley/flows/flow-test.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { IconArrowBackUp, IconDownload, IconRefresh, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../words.ts';
import { exported, type LitPath, type Talk } from './conversation.ts';
import { KeepTest } from './KeepTest.tsx';
import { Person } from './Person.tsx';
import { Phone } from './Phone.tsx';
import { StepsBar } from './StepsBar.tsx';
import styles from './simulator.module.css';
import { type Replay, useConversation, useLitPath } from './use-conversation.ts';
import { Variables } from './Variables.tsx';
import { words } from './words.ts';

export type SimulatorProps = {
  flow: Flow;
  /** The flows that it starts, in the versions that they run in. Another list plays the conversation again. */
  started?: readonly FlowMachine[];
  /** The language that the contact speaks; it can be changed in the simulator too. */
  locale: string;
  /** The node to begin at; the flow's own beginning without it. Give the component another `key` to begin anew. */
  node?: string | null | undefined;
  /** The conversation of a test to show; another object shows it anew. */
  replay?: Replay | null;
  /** Takes the conversation as a test of the flow; false when the flow refuses it. */
  onKeep?: (test: FlowTest) => boolean;
  /** After each move: what the canvas lights. Everything goes out when the simulator is closed. */
  onPath: (path: LitPath) => void;
  onClose: () => void;
};

const NONE: readonly FlowMachine[] = [];

/** A phone beside the canvas that talks to the flow as it is drawn: the same turns as on the server, in the browser. */
export function Simulator(props: SimulatorProps) {
  const { flow, started = NONE, locale, node = null, replay = null, onKeep, onPath, onClose } = props;
  const say = useWords(words);
  const talking = useConversation(flow, { locale, node, hello: say.hello, started, replay });
  const { run, talk, back, restart } = talking;
  useLitPath(talking, onPath);
  return (
    <aside className={styles.panel} aria-label={say.title}>
      <div className={styles.head}>
        <h2 className={styles.title}>{say.title}</h2>
        <Action label={say.back} onClick={back} isOff={!talk || talk.steps.length < 2}>
          <IconArrowBackUp size={18} stroke={1.75} aria-hidden />
        </Action>
        <Action label={say.restart} onClick={restart} isOff={!talk}>
          <IconRefresh size={18} stroke={1.75} aria-hidden />
        </Action>
        {onKeep && <KeepTest flow={flow} shelf={run.ok ? run.shelf : null} talk={talk} onKeep={onKeep} />}
        <Action label={say.download} onClick={() => talk && download(talk)} isOff={!talk}>
          <IconDownload size={18} stroke={1.75} aria-hidden />
        </Action>
        <Action label={say.close} onClick={onClose}>
          <IconX size={18} stroke={1.75} aria-hidden />
        </Action>
      </div>
      {!run.ok && (
        <p className={styles.notice} role="status">
          {run.reason === 'no-start' ? say.noStart : say.cannotRun(run.reason)}
        </p>
      )}
      {talk && <StepsBar steps={talking.steps} onLook={talking.lookAt} />}
      {talk && (
        <Tabs defaultValue="phone" className={styles.tabs} keepMounted={false}>
          <Tabs.List grow>
            <Tabs.Tab value="phone" px={8}>
              {say.phone}
            </Tabs.Tab>
            <Tabs.Tab value="variables" px={8}>
              {say.variables}
            </Tabs.Tab>
            <Tabs.Tab value="person" px={8}>
              {say.person}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="phone" className={styles.tab}>
            <Phone flow={flow} talk={talk} move={talking.move} />
          </Tabs.Panel>
          <Tabs.Panel value="variables" className={styles.tab}>
            <Variables flow={flow} talk={talk} move={talking.move} />
          </Tabs.Panel>
          <Tabs.Panel value="person" className={styles.tab}>
            <Person flow={flow} beginning={talk.beginning} begin={talking.begin} hello={say.hello} />
          </Tabs.Panel>
        </Tabs>
      )}
    </aside>
  );
}

type ActionProps = { label: string; onClick: () => void; isOff?: boolean; children: ReactNode };

function Action({ label, onClick, isOff = false, children }: ActionProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick} disabled={isOff}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function download(talk: Talk): void {
  const address = URL.createObjectURL(new Blob([exported(talk)], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${talk.flowId}.txt`;
  link.click();
  URL.revokeObjectURL(address);
}
