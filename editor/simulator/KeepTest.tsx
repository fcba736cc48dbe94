import { ActionIcon, Button, Popover, TextInput, Tooltip } from '@mantine/core';
import type { Flow } from '@parley/flows/flow.ts';
import { recordTest } from '@parley/flows/flow-test/record.ts';
import type { FlowTest } from '@parley/flows/flow-test.ts';
import type { Shelf } from '@parley/flows/simulation.ts';
import { IconClipboardCheck } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useWords } from '../words.ts';
import { recordingOf, type Talk } from './conversation.ts';
import styles from './simulator.module.css';
import { words } from './words.ts';

const NAME_MAX = 120;

/** Saves the conversation, as far as it is looked at, as a test of the flow. */
export function KeepTest(props: {
  flow: Flow;
  shelf: Shelf | null;
  talk: Talk | null;
  /** False when the flow has refused the test; the reason has been told. */
  onKeep: (test: FlowTest) => boolean;
}) {
  const { flow, shelf, talk, onKeep } = props;
  const say = useWords(words);
  const [name, setName] = useState<string | null>(null);
  const given = name?.trim() ?? '';
  const isTaken = (flow.settings.tests ?? []).some((test) => test.name === given);
  const keep = (event: FormEvent) => {
    event.preventDefault();
    if (!shelf || !talk || given === '') return;
    if (onKeep(recordTest(shelf, given, recordingOf(talk)))) setName(null);
  };
  return (
    <Popover
      opened={name !== null}
      onChange={(isOpen) => !isOpen && setName(null)}
      position="bottom-end"
      shadow="md"
      width={264}
      trapFocus
    >
      <Popover.Target>
        <Tooltip label={say.keepTest}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={say.keepTest}
            disabled={!shelf || !talk}
            onClick={() => setName(name === null && talk ? nameOf(talk, say.hello) : null)}
          >
            <IconClipboardCheck size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={keep} className={styles.keep}>
          <TextInput
            label={say.testName}
            description={say.testHint}
            value={name ?? ''}
            maxLength={NAME_MAX}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" size="sm" disabled={given === ''}>
            {isTaken ? say.replaceTest : say.saveTest}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What the person did, in a few words: “Order, Coffee, Guest”. */
function nameOf({ steps, beginning }: Talk, hello: string): string {
  const said = steps.flatMap(({ move }) => {
    if (move.do !== 'say') return [];
    if (move.input.type === 'choice') return [move.input.title ?? move.input.id];
    return move.input.type === 'text' ? [move.input.text] : [];
  });
  return (said.length > 0 ? said.join(', ') : (beginning.opening ?? hello)).trim().slice(0, 60).trim();
}
