import { ActionIcon, Avatar, Menu, Tooltip } from '@mantine/core';
import {
  IconArrowLeft,
  IconBan,
  IconClockPause,
  IconDots,
  IconLayoutSidebarRight,
  IconTag,
  IconUserPlus,
  IconUsersGroup,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useCaller, useMay } from '../people/session-store.ts';
import { useWords } from '../words.ts';
import type { Row } from './inbox-api.ts';
import { show, useInbox } from './inbox-store.ts';
import { LabelChip } from './LabelChip.tsx';
import { contactName, phoneWords } from './names.ts';
import { useLabels, useNameOf } from './queries.ts';
import { useNow } from './time-words.ts';
import { useDeeds } from './use-deeds.ts';
import { WindowRing } from './WindowRing.tsx';
import { inboxWords } from './words.ts';

/** Who it is, how long anything may be written, who else looks, and what is seldom done. */
export function ThreadHead({ row }: { row: Row }) {
  const words = useWords(inboxWords);
  const now = useNow();
  const mayAnswer = useMay('conversations:write');
  const labels = useLabels().filter(({ id }) => row.labels.includes(id));
  const name = contactName(row.contact, words);
  const showsPanel = useInbox((inbox) => inbox.showsPanel);
  return (
    <header className="in-head">
      <Link className="in-back" to="/inbox" aria-label={words.back}>
        <IconArrowLeft size={20} stroke={1.75} aria-hidden />
      </Link>
      <Avatar className="in-head-face" size={32} radius="xl" color="gray" name={name} aria-hidden />
      <div className="in-who">
        <h2>{name}</h2>
        <span className="in-sub">
          {name === phoneWords(row.contact.phone) ? words.whatsapp : phoneWords(row.contact.phone)}
        </span>
      </div>
      <span className="in-head-labels">
        {labels.map((label) => (
          <LabelChip key={label.id} label={label} />
        ))}
      </span>
      <span className="grow" />
      <Others id={row.id} />
      <WindowRing closesAt={row.windowClosesAt} now={now} withWords />
      {mayAnswer && <MoreMenu row={row} />}
      <Tooltip label={words.panel}>
        <ActionIcon
          className="in-panel-toggle"
          variant="subtle"
          color="gray"
          size={32}
          aria-label={words.panel}
          aria-pressed={showsPanel}
          onClick={() => useInbox.setState({ showsPanel: !showsPanel })}
        >
          <IconLayoutSidebarRight size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}

/** Colleagues who look at the same, or write in it. */
function Others({ id }: { id: string }) {
  const words = useWords(inboxWords);
  const me = useCaller()?.id;
  const nameOf = useNameOf();
  const viewers = useInbox((inbox) => inbox.viewers[id]);
  const others = (viewers ?? []).filter(({ personId }) => personId !== me);
  if (others.length === 0) return null;
  const typing = others.find(({ state }) => state === 'typing');
  return (
    <span className="in-others" role="status">
      {others.slice(0, 3).map(({ personId }) => (
        <Avatar key={personId} size={24} radius="xl" color="gray" name={nameOf(personId)} aria-hidden />
      ))}
      <span>
        {typing
          ? words.types(nameOf(typing.personId))
          : words.looks(others.map(({ personId }) => nameOf(personId)).join(', '))}
      </span>
    </span>
  );
}

function MoreMenu({ row }: { row: Row }) {
  const words = useWords(inboxWords);
  const deeds = useDeeds();
  const mayBlock = useMay('contacts:write');
  const { isBlocked } = row.contact;
  const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;
  return (
    <Menu position="bottom-end" width={220} shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={words.moreActions}>
          <IconDots size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUserPlus {...icon} />} rightSection="A" onClick={() => show('assign')}>
          {words.assign}
        </Menu.Item>
        <Menu.Item leftSection={<IconTag {...icon} />} rightSection="L" onClick={() => show('labels')}>
          {words.labels}
        </Menu.Item>
        {row.snoozedUntil === null ? (
          <Menu.Item
            leftSection={<IconClockPause {...icon} />}
            rightSection="S"
            onClick={() => show('snooze')}
          >
            {words.snooze}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconClockPause {...icon} />} onClick={() => deeds.snooze(row.id, null)}>
            {words.wake}
          </Menu.Item>
        )}
        {mayBlock && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconUsersGroup {...icon} />} onClick={() => show('merge')}>
              {words.merge}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconBan {...icon} />}
              color={isBlocked ? undefined : 'red'}
              onClick={() => deeds.setBlocked(row.id, !isBlocked)}
            >
              {isBlocked ? words.unblock : words.block}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
