import { Button } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { MessageView } from '../message/MessageView.tsx';
import { useLanguage, useWords } from '../words.ts';
import { ConsentOverride } from './ConsentOverride.tsx';
import type { Row } from './inbox-api.ts';
import { dropPending, type Pending } from './inbox-store.ts';
import { useSend } from './send.ts';
import { Ticks } from './Ticks.tsx';
import { hourOf } from './time-words.ts';
import { refusalWords } from './use-deeds.ts';
import { inboxWords } from './words.ts';

/** A message that the server does not have yet, or did not take. */
export function PendingItem({ pending, row }: { pending: Pending; row: Row }) {
  const words = useWords(inboxWords);
  const language = useLanguage((chosen) => chosen.language);
  const send = useSend(row);
  const { failure, message, key, replyTo } = pending;
  const meta = (
    <>
      {hourOf(pending.at, language)}
      <Ticks status={failure ? 'failed' : 'queued'} />
    </>
  );
  return (
    <article className={`in-msg is-out ${failure ? '' : 'is-pending'}`}>
      <div className="in-msg-body">
        <MessageView message={message} locale="" side="out" meta={meta} />
      </div>
      {failure && (
        <div className="in-failed" role="alert">
          <IconAlertCircle size={16} stroke={1.75} aria-hidden />
          <span>{refusalWords(failure, words)}</span>
          <Button size="compact-sm" variant="default" onClick={() => void send(message, replyTo, pending)}>
            {words.sendAgain}
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => dropPending(new Set([key]))}>
            {words.discard}
          </Button>
          {failure.problem.code === 'no-consent' && (
            <ConsentOverride
              onSend={(reason) => void send(message, replyTo, { ...pending, allowedBecause: reason })}
            />
          )}
        </div>
      )}
    </article>
  );
}
