import { ActionIcon, Button, Menu, UnstyledButton } from '@mantine/core';
import type { OutboundMessage } from '@parley/flows/message.ts';
import { IconAlertCircle, IconArrowBackUp, IconCopy, IconDots, IconRefresh } from '@tabler/icons-react';
import { EmojiButton } from '../emoji/EmojiButton.tsx';
import { Bubble } from '../message/Bubble.tsx';
import { MessageView } from '../message/MessageView.tsx';
import messageStyles from '../message/message.module.css';
import { BodyText } from '../message/Texts.tsx';
import { useCaller, useMay } from '../people/session-store.ts';
import { fullTime } from '../shell/moment-words.ts';
import { messageOf } from '../simulator/SaidView.tsx';
import { words as simulatorWords } from '../simulator/words.ts';
import { useLanguage, useWords } from '../words.ts';
import { type Row, react, type ThreadMessage } from './inbox-api.ts';
import { tell, write } from './inbox-store.ts';
import { MediaFile } from './MediaFile.tsx';
import { contactName } from './names.ts';
import { QuoteView } from './QuoteView.tsx';
import { useNameOf } from './queries.ts';
import { useSend } from './send.ts';
import { Ticks } from './Ticks.tsx';
import { hourOf } from './time-words.ts';
import { refusalWords, useDeeds } from './use-deeds.ts';
import { inboxWords } from './words.ts';

type Props = { item: ThreadMessage; row: Row; isFirst: boolean; goTo: (id: string) => void };

/** A message of either side, with who wrote it, what it answers, reactions, and what became of it. */
export function MessageItem({ item, row, isFirst, goTo }: Props) {
  const words = useWords(inboxWords);
  const language = useLanguage((chosen) => chosen.language);
  const { direction, delivery, replyTo, reactions } = item;
  const meta = (
    <>
      <time dateTime={item.at} title={timesOf(item, language, words)}>
        {hourOf(item.at, language)}
      </time>
      {delivery && <Ticks status={delivery.status} />}
    </>
  );
  return (
    <article className={`in-msg is-${direction}`} id={item.id}>
      {isFirst && <Author item={item} row={row} />}
      <div className="in-msg-body">
        {replyTo && (
          <UnstyledButton
            className="in-quote-link"
            onClick={() => replyTo.id !== null && goTo(replyTo.id)}
            disabled={replyTo.id === null}
          >
            <QuoteView from={replyTo.from} text={replyTo.text} contact={contactName(row.contact, words)} />
          </UnstyledButton>
        )}
        <Content item={item} meta={meta} />
        <Deeds item={item} row={row} />
      </div>
      {reactions.length > 0 && (
        <span className="in-reactions" title={reactions.map(({ at }) => fullTime(at, language)).join(', ')}>
          {reactions.map(({ emoji, by }) => (
            <span key={by}>{emoji}</span>
          ))}
        </span>
      )}
      {delivery?.failure && <Failed item={item} row={row} />}
    </article>
  );
}

function Content({ item, meta }: { item: ThreadMessage; meta: React.ReactNode }) {
  const say = useWords(simulatorWords);
  const { content, direction, hasFile } = item;
  if (hasFile) {
    const caption = 'caption' in content ? content.caption : undefined;
    return (
      <div className={`${messageStyles.message} ${messageStyles[direction]}`} data-message={item.kind}>
        <Bubble meta={meta}>
          <MediaFile
            id={item.id}
            kind={item.kind}
            name={'filename' in content ? content.filename : undefined}
          />
          {caption ? <BodyText text={caption} /> : null}
        </Bubble>
      </div>
    );
  }
  const message = direction === 'out' ? (content as OutboundMessage) : null;
  const shown = message ?? (isInput(content) ? messageOf(content, say) : null);
  return (
    <MessageView
      message={shown ?? { type: 'text', body: item.text }}
      locale=""
      side={direction}
      meta={meta}
    />
  );
}

type Content = ThreadMessage['content'];
const isInput = (content: Content): content is Extract<Content, { type: 'choice' | 'media' }> =>
  content !== null;

function Author({ item: { by, direction }, row }: { item: ThreadMessage; row: Row }) {
  const words = useWords(inboxWords);
  const me = useCaller()?.id;
  const nameOf = useNameOf();
  if (direction === 'in') return <span className="in-author">{contactName(row.contact, words)}</span>;
  const name =
    by.kind === 'bot'
      ? [words.bot, by.node].filter(Boolean).join(' · ')
      : by.kind === 'phone'
        ? words.phoneApp
        : by.id === me
          ? words.you
          : nameOf(by.id ?? '');
  return <span className="in-author">{name}</span>;
}

type Words = typeof inboxWords.en;

/** When it was sent, delivered and read, as far as that is known. */
function timesOf({ at, delivery }: ThreadMessage, language: 'en' | 'ru', words: Words): string {
  const { sentAt, deliveredAt, readAt } = delivery ?? {};
  const told = [
    [words.delivery.sent, sentAt],
    [words.delivery.delivered, deliveredAt],
    [words.delivery.read, readAt],
  ].flatMap(([what, when]) => (when ? [`${what}: ${fullTime(when, language)}`] : []));
  return told.length > 0 ? told.join('\n') : fullTime(at, language);
}

/** What went wrong and what can be done; again, where that can help. */
function Failed({ item, row }: { item: ThreadMessage; row: Row }) {
  const words = useWords(inboxWords);
  const language = useLanguage((chosen) => chosen.language);
  const mayAnswer = useMay('conversations:write');
  const send = useSend(row);
  const { failure, status } = item.delivery ?? {};
  if (!failure) return null;
  const { happened, advice } = failure.words[language];
  const canRetry = mayAnswer && status === 'failed' && item.by.kind !== 'bot' && row.windowClosesAt !== null;
  return (
    <div className="in-failed" role="note">
      <IconAlertCircle size={16} stroke={1.75} aria-hidden />
      <span>
        {happened} {advice}
        {failure.code !== null && <span className="in-code"> {words.code(failure.code)}</span>}
      </span>
      {canRetry && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconRefresh size={14} stroke={1.75} aria-hidden />}
          onClick={() => void send(item.content as OutboundMessage)}
        >
          {words.sendAgain}
        </Button>
      )}
    </div>
  );
}

/** What can be done with one message; in sight while the pointer or the focus is on it. */
function Deeds({ item, row }: { item: ThreadMessage; row: Row }) {
  const words = useWords(inboxWords);
  const deeds = useDeeds();
  const mayAnswer = useMay('conversations:write');
  const canAnswer = mayAnswer && item.wamid !== null && row.windowClosesAt !== null;
  const reply = () => {
    write(row.id, {
      isNote: false,
      reply: { id: item.id, from: item.direction === 'in' ? 'contact' : 'us', text: item.text },
    });
    document.getElementById('inbox-text')?.focus();
  };
  const put = async (emoji: string) => {
    const mine = item.reactions.find(({ by }) => by === 'us')?.emoji;
    const answer = await react(row.id, crypto.randomUUID(), item.id, mine === emoji ? '' : emoji);
    if (!answer.ok) tell(refusalWords(answer, words), { isBad: true });
    deeds.refresh(row.id);
  };
  return (
    <span className="in-msg-deeds">
      {canAnswer && <EmojiButton label={words.react} onPick={(emoji) => void put(emoji)} />}
      {canAnswer && (
        <ActionIcon variant="subtle" color="gray" aria-label={words.reply} onClick={reply}>
          <IconArrowBackUp size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      )}
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={words.moreActions}>
            <IconDots size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconCopy size={16} stroke={1.75} aria-hidden />}
            onClick={() => void navigator.clipboard?.writeText(item.text)}
          >
            {words.copy}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}
