import { ActionIcon, Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronDown, IconSettings } from '@tabler/icons-react';
import { useWords } from '../words.ts';
import { show, useInbox } from './inbox-store.ts';
import { useOwnPresence } from './presence.ts';
import { inboxWords } from './words.ts';

const STATES = ['online', 'busy', 'away'] as const;

/** Whether whoever sits here counts as being there, and how news come in. */
export function AgentState() {
  const words = useWords(inboxWords);
  const live = useInbox((inbox) => inbox.live);
  return (
    <>
      {live !== 'live' && (
        <Tooltip label={words.liveHelp[live]}>
          <span className={`in-live is-${live}`}>{words.live[live]}</span>
        </Tooltip>
      )}
      <OwnState />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={32}
        aria-label={words.settings}
        onClick={() => show('settings')}
      >
        <IconSettings size={18} stroke={1.75} aria-hidden />
      </ActionIcon>
    </>
  );
}

function OwnState() {
  const words = useWords(inboxWords);
  const { state, say } = useOwnPresence();
  if (state === null) return null;
  return (
    <Menu position="bottom-end" shadow="md" width={240}>
      <Menu.Target>
        <UnstyledButton className="in-own-state" aria-label={words.ownState(words.states[state])}>
          <span className={`in-dot is-${state}`} />
          <span>{words.states[state]}</span>
          <IconChevronDown size={14} stroke={1.75} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {STATES.map((one) => (
          <Menu.Item
            key={one}
            leftSection={<span className={`in-dot is-${one}`} />}
            aria-current={one === state}
            rightSection={one === state && <IconCheck size={16} stroke={1.75} aria-hidden />}
            onClick={() => void say(one)}
          >
            {words.states[one]}
            <span className="in-hint">{words.stateHelp[one]}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
