import { Button, Menu } from '@mantine/core';
import type { Flow } from '@parley/flows/flow.ts';
import { type Conversation, factsOf, type Move, nextTimer } from '@parley/flows/simulation.ts';
import { IconChevronDown, IconClock } from '@tabler/icons-react';
import { useLanguage, useWords } from '../words.ts';
import { clockWords, timeWords } from './duration-words.ts';
import styles from './simulator.module.css';
import { words } from './words.ts';

const HOUR_MS = 3_600_000;

/** The contact's clock and the 24-hour window. The clock stands still until somebody moves it. */
export function ClockBar({
  flow,
  standing,
  move,
}: {
  flow: Flow;
  standing: Conversation;
  move: (move: Move) => void;
}) {
  const say = useWords(words);
  const language = useLanguage((chosen) => chosen.language);
  const { windowClosesAt } = factsOf(standing);
  const next = nextTimer(standing);
  const { globals, settings } = flow;
  const hearsClosing = globals['window-closing'] !== undefined || settings.window?.atClosing !== undefined;
  const clock = clockWords(standing.now, language, standing.contact.timezone);
  return (
    <div className={styles.clock}>
      <Menu position="bottom-start" shadow="none" classNames={{ dropdown: styles.menu }}>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            aria-label={`${say.moveClock}: ${clock}`}
            leftSection={<IconClock size={16} stroke={1.75} aria-hidden />}
            rightSection={<IconChevronDown size={14} stroke={1.75} aria-hidden />}
          >
            {clock}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={next === null} onClick={() => move({ do: 'wait' })}>
            {next ? say.nextTimer(timeWords(Math.max(0, next.dueAt - standing.now), language)) : say.noTimer}
          </Menu.Item>
          <Menu.Item onClick={() => move({ do: 'pass', ms: HOUR_MS })}>{say.plusHour}</Menu.Item>
          <Menu.Item onClick={() => move({ do: 'pass', ms: 24 * HOUR_MS })}>{say.plusDay}</Menu.Item>
          {hearsClosing && (
            <Menu.Item onClick={() => move({ do: 'tell', input: { type: 'window.closing' } })}>
              {say.tellClosing}
            </Menu.Item>
          )}
          {globals['window-closed'] !== undefined && (
            <Menu.Item onClick={() => move({ do: 'tell', input: { type: 'window.closed' } })}>
              {say.tellClosed}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <span className={windowClosesAt === null ? styles.closed : styles.open}>
        {windowClosesAt === null
          ? say.windowIsClosed
          : say.windowLeft(timeWords(windowClosesAt - standing.now, language))}
      </span>
    </div>
  );
}
