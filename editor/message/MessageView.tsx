import type { OutboundMessage } from '@parley/flows/message.ts';
import { type ReactNode, useMemo } from 'react';
import { Look, type Tap } from './look.ts';
import { MessageBody } from './MessageBody.tsx';
import styles from './message.module.css';

export type MessageViewProps = {
  message: OutboundMessage;
  /** BCP 47 tag of the message's language. Translating and filling it is up to the caller (`localise`, `renderMessage`). */
  locale: string;
  /** Shows placeholders as chips: for a message that has not been filled. */
  chips?: boolean | undefined;
  /** For a node on the canvas: as wide as its place, texts shortened, rows of a list shown at once, nothing to press. */
  isCompact?: boolean | undefined;
  /** Whose phone this is: `in` (the default) for the person whom the bot writes to, `out` for the side that sent it. */
  side?: 'in' | 'out' | undefined;
  /** Makes buttons buttons. Without it they are only drawn. */
  onTap?: ((tap: Tap) => void) | undefined;
  /** Drawn inside an option (a button, a row; `chosen` for rows from a variable): the handle of its port. */
  slot?: ((optionId: string) => ReactNode) | undefined;
  /** Time and ticks. */
  meta?: ReactNode;
};

/** How WhatsApp shows a message: a bubble, and below it what can be tapped. */
export function MessageView({ message, locale, side = 'in', isCompact = false, ...more }: MessageViewProps) {
  const look = useMemo(
    () => ({ chips: more.chips ?? false, isCompact, onTap: more.onTap, slot: more.slot }),
    [more.chips, isCompact, more.onTap, more.slot],
  );
  return (
    <Look value={look}>
      <div
        className={[styles.message, styles[side], isCompact ? styles.compact : ''].join(' ')}
        lang={locale || undefined}
        data-message={message.type}
      >
        <MessageBody message={message} meta={more.meta} />
      </div>
    </Look>
  );
}
