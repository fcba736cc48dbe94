import { Avatar, Checkbox } from '@mantine/core';
import { IconBan, IconClockPause, IconPencil, IconRobot, IconUser } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useCaller, useMay } from '../people/session-store.ts';
import { fullTime } from '../shell/moment-words.ts';
import { useLanguage, useWords } from '../words.ts';
import type { Label, Row } from './inbox-api.ts';
import { toggleSelected, useInbox } from './inbox-store.ts';
import { LabelChip } from './LabelChip.tsx';
import { contactName } from './names.ts';
import { Ticks } from './Ticks.tsx';
import { lengthWords, shortTime } from './time-words.ts';
import { WindowRing } from './WindowRing.tsx';
import { inboxWords } from './words.ts';

/** A conversation in the list: who, what was said last and when, how long the window is open, whose it is. */
export const ConversationRow = memo(function ConversationRow(props: {
  row: Row;
  isOpen: boolean;
  now: number;
  labels: readonly Label[];
  nameOf: (id: string) => string;
}) {
  const { row, isOpen, now, labels, nameOf } = props;
  const words = useWords(inboxWords);
  const language = useLanguage((chosen) => chosen.language);
  const isSelected = useInbox(({ selected }) => selected.has(row.id));
  const maySelect = useMay('conversations:write');
  const isUnread = row.unread > 0 && row.state !== 'bot';
  const name = contactName(row.contact, words);
  const ours = labels.filter(({ id }) => row.labels.includes(id));
  return (
    <li
      className={`in-row ${isOpen ? 'is-open' : ''} ${isUnread ? 'is-unread' : ''}`}
      data-conversation={row.id}
    >
      <span className={`in-face ${isSelected ? 'is-selected' : ''}`}>
        <Avatar size={36} radius="xl" color="gray" name={name} aria-hidden />
        {maySelect && (
          <Checkbox
            className="in-pick"
            size="sm"
            checked={isSelected}
            onChange={() => toggleSelected(row.id)}
            aria-label={words.select(name)}
          />
        )}
      </span>
      <Link
        className="in-row-link"
        to="/inbox/$id"
        params={{ id: row.id }}
        aria-current={isOpen ? 'true' : undefined}
      >
        <span className="in-row-line">
          <span className="in-row-name">{name}</span>
          <time className="in-row-time" dateTime={row.lastAt} title={fullTime(row.lastAt, language)}>
            {shortTime(row.lastAt, now, language)}
          </time>
        </span>
        <span className="in-row-line">
          <LastSaid row={row} nameOf={nameOf} />
          {isUnread && <span className="in-count">{row.unread > 98 ? '99+' : row.unread}</span>}
        </span>
        <span className="in-row-line in-row-state">
          <WindowRing closesAt={row.windowClosesAt} now={now} />
          <Holder row={row} now={now} nameOf={nameOf} />
          {ours.slice(0, 2).map((label) => (
            <LabelChip key={label.id} label={label} />
          ))}
          {ours.length > 2 && <span>+{ours.length - 2}</span>}
        </span>
      </Link>
    </li>
  );
});

type Named = { row: Row; nameOf: (id: string) => string };

function LastSaid({ row: { last, hasDraft }, nameOf }: Named) {
  const words = useWords(inboxWords);
  const me = useCaller()?.id;
  if (hasDraft) {
    return (
      <span className="in-row-last">
        <span className="in-draft">
          <IconPencil size={14} stroke={1.75} aria-hidden /> {words.draft}
        </span>{' '}
        {last?.text}
      </span>
    );
  }
  if (!last) return <span className="in-row-last">{words.nothingSaid}</span>;
  const by = last.by === null ? null : last.by === me ? words.you : nameOf(last.by);
  const who = last.from === 'bot' ? words.bot : last.from === 'phone' ? words.phoneApp : by;
  return (
    <span className="in-row-last">
      {last.status && <Ticks status={last.status} size={14} />}
      {who !== null && last.from !== 'contact' && <span>{who}: </span>}
      {last.text || words.kinds[last.kind] || last.kind}
    </span>
  );
}

/** Whose it is, and how long somebody waits. */
function Holder({ row, now, nameOf }: Named & { now: number }) {
  const words = useWords(inboxWords);
  const language = useLanguage((chosen) => chosen.language);
  const me = useCaller()?.id;
  const { waitingSince, state, owner, case: open, contact, snoozedUntil } = row;
  if (contact.isBlocked) return <Sign icon={IconBan} text={words.isBlocked} />;
  if (snoozedUntil !== null) {
    const until = snoozedUntil === 'until-reply' ? words.untilReply : fullTime(snoozedUntil, language);
    return <Sign icon={IconClockPause} text={until} />;
  }
  const waits =
    waitingSince === null ? null : words.waits(lengthWords(now - Date.parse(waitingSince), language));
  const isLate = (open?.alarms.length ?? 0) > 0 || open?.priority === 'urgent';
  return (
    <>
      {waits !== null && <span className={isLate ? 'in-waits is-late' : 'in-waits'}>{waits}</span>}
      {state === 'bot' && <Sign icon={IconRobot} text={row.session?.flowName ?? words.bot} />}
      {state === 'resolved' && <span className="in-sign">{words.views.resolved}</span>}
      {owner !== null && (
        <Sign
          icon={IconUser}
          text={owner === me ? words.you : owner === 'phone' ? words.phoneApp : nameOf(owner)}
        />
      )}
    </>
  );
}

function Sign({ icon: Icon, text }: { icon: typeof IconUser; text: string }) {
  return (
    <span className="in-sign">
      <Icon size={14} stroke={1.75} aria-hidden />
      <span>{text}</span>
    </span>
  );
}
