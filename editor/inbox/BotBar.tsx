import { Button, Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconChevronDown,
  IconHandStop,
  IconHourglass,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconRobot,
  IconUser,
  IconUserMinus,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useCaller, useMay } from '../people/session-store.ts';
import { useLanguage, useWords } from '../words.ts';
import type { Row } from './inbox-api.ts';
import { show } from './inbox-store.ts';
import { useNameOf } from './queries.ts';
import { lengthWords, useNow } from './time-words.ts';
import { useDeeds } from './use-deeds.ts';
import { inboxWords } from './words.ts';

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;

/** Who has the conversation: the bot and where it stands, a person, or nobody yet; and the way to change that. */
export function BotBar({ row }: { row: Row }) {
  const words = useWords(inboxWords);
  const me = useCaller()?.id;
  const mayAnswer = useMay('conversations:write');
  const holder = row.owner === null ? row.state : row.owner === me ? 'mine' : 'theirs';
  const Icon = holder === 'bot' ? IconRobot : holder === 'waiting' ? IconHourglass : IconUser;
  return (
    <div className={`in-bar is-${holder}`} role="status" aria-label={words.whoHasIt}>
      <Icon size={20} stroke={1.75} aria-hidden />
      <Said row={row} holder={holder} />
      <span className="grow" />
      {mayAnswer && (holder === 'mine' ? <GiveBack row={row} /> : <TakeOver row={row} holder={holder} />)}
    </div>
  );
}

type Holder = Row['state'] | 'mine' | 'theirs';

function Said({ row, holder }: { row: Row; holder: Holder }) {
  const words = useWords(inboxWords);
  const language = useLanguage((chosen) => chosen.language);
  const nameOf = useNameOf();
  const now = useNow();
  const { session, waitingSince, owner } = row;
  const flow = session && words.atStep(session.flowName, session.node);
  const waits =
    waitingSince === null ? null : words.waits(lengthWords(now - Date.parse(waitingSince), language));
  const [title, more] = ((): [string, string | null] => {
    switch (holder) {
      case 'bot':
        return session
          ? [words.botRuns(session.flowName), words.step(session.node)]
          : [words.noFlow, words.noFlowHelp];
      case 'waiting':
        return [words.waitsForPerson, [waits, flow].filter(Boolean).join(' · ')];
      case 'mine':
        return [words.youHaveIt, waits ?? words.botSilent];
      case 'theirs':
      case 'owned':
        return [
          words.hasIt(owner === 'phone' ? words.phoneApp : nameOf(owner ?? '')),
          waits ?? words.botSilent,
        ];
      case 'resolved':
        return [words.isResolved, words.noFlowHelp];
    }
  })();
  return (
    <span className="in-bar-text">
      <strong>{title}</strong>
      {more && <span className="in-sub">{more}</span>}
    </span>
  );
}

/** One press at a time: what is under way is not begun again. */
function useBusy() {
  const [isBusy, setBusy] = useState(false);
  const run = (act: () => Promise<unknown>) => async () => {
    if (isBusy) return;
    setBusy(true);
    await act();
    setBusy(false);
  };
  return { isBusy, run };
}

function TakeOver({ row, holder }: { row: Row; holder: Holder }) {
  const words = useWords(inboxWords);
  const deeds = useDeeds();
  const me = useCaller();
  const { isBusy, run } = useBusy();
  const take = () =>
    holder === 'theirs' && me?.kind === 'person' ? deeds.assign(row.id, me.id) : deeds.take(row.id);
  return (
    <>
      {holder !== 'theirs' && holder !== 'waiting' && (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown {...icon} />}>
              {words.bot}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconRefresh {...icon} />} onClick={run(() => deeds.restart(row.id))}>
              {words.restart}
            </Menu.Item>
            <Menu.Item leftSection={<IconPlayerPlay {...icon} />} onClick={() => show('start')}>
              {words.start}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <Button leftSection={<IconHandStop {...icon} />} loading={isBusy} onClick={run(take)}>
        {holder === 'waiting' ? words.take : words.takeOver}
      </Button>
    </>
  );
}

function GiveBack({ row }: { row: Row }) {
  const words = useWords(inboxWords);
  const deeds = useDeeds();
  const { isBusy, run } = useBusy();
  return (
    <Menu position="bottom-end" shadow="md" width={260}>
      <Menu.Target>
        <Button variant="default" loading={isBusy} rightSection={<IconChevronDown {...icon} />}>
          {words.handBack}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconArrowBackUp {...icon} />}
          rightSection="E"
          onClick={run(() => deeds.handBack(row.id, { how: 'exit' }))}
        >
          {words.handBackSame}
        </Menu.Item>
        <Menu.Item leftSection={<IconPlayerPlay {...icon} />} onClick={() => show('hand-back')}>
          {words.handBackOther}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPlayerStop {...icon} />}
          onClick={run(() => deeds.handBack(row.id, { how: 'end' }))}
        >
          {words.handBackEnd}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconRefresh {...icon} />} onClick={run(() => deeds.restart(row.id))}>
          {words.restart}
        </Menu.Item>
        <Menu.Item leftSection={<IconUserMinus {...icon} />} onClick={run(() => deeds.release(row.id))}>
          {words.release}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
