import type { Option, OutboundMessage, Row } from '@parley/flows/message.ts';
import { type Icon, IconBraces, IconCornerUpLeft } from '@tabler/icons-react';
import { useWords } from '../words.ts';
import { type Tap, useLook } from './look.ts';
import styles from './message.module.css';
import { Plain } from './Texts.tsx';
import { words } from './words.ts';

/** Reply buttons: one below the other, as wide as the bubble. */
export function Options({ options }: { options: Option[] }) {
  return options.map(({ id, title }) => (
    <TapRow
      key={id}
      tap={{ type: 'option', id, title }}
      icon={IconCornerUpLeft}
      title={title}
      optionId={id}
    />
  ));
}

/** One thing to tap below a bubble: does something (`tap`), or opens an address. */
export function TapRow({
  tap,
  url,
  icon: Sign,
  title,
  optionId,
}: {
  tap?: Tap;
  url?: string;
  icon: Icon;
  title: string;
  optionId?: string;
}) {
  const { onTap, slot } = useLook();
  const inside = (
    <>
      <Sign size={16} stroke={1.75} aria-hidden />
      <span className={styles.tapTitle}>
        <Plain text={title} />
      </span>
    </>
  );
  const port = optionId === undefined ? null : slot?.(optionId);
  if (onTap && tap) {
    return (
      <button type="button" className={styles.tap} onClick={() => onTap(tap)}>
        {inside}
      </button>
    );
  }
  if (onTap && url !== undefined && /^https?:\/\//i.test(url)) {
    return (
      <a className={styles.tap} href={url} target="_blank" rel="noreferrer noopener">
        {inside}
      </a>
    );
  }
  return (
    <div className={styles.tap} title={url}>
      {inside}
      {port}
    </div>
  );
}

type List = Extract<OutboundMessage, { type: 'list' }>;

/** The rows of a list, on a node of the canvas only: on a phone they are on the sheet that the button opens. */
export function Rows({ message }: { message: List }) {
  const { isCompact, slot } = useLook();
  const say = useWords(words);
  if (!isCompact) return null;
  return (
    <div className={styles.rows}>
      {message.sections.map(({ title, rows }, place) => {
        const key = `${place}`;
        return (
          <div key={key}>
            {title ? (
              <div className={styles.section}>
                <Plain text={title} />
              </div>
            ) : null}
            {rows.map((row) => (
              <div className={styles.row} key={row.id}>
                <RowWords row={row} />
                {slot?.(row.id)}
              </div>
            ))}
          </div>
        );
      })}
      {message.rowsFrom && (
        <div className={styles.row}>
          <span className={styles.fromVariable}>
            <IconBraces size={16} stroke={1.75} aria-hidden />
            {say.rowsFrom(message.rowsFrom.variable)}
          </span>
          {slot?.('chosen')}
        </div>
      )}
    </div>
  );
}

export function RowWords({ row: { title, description } }: { row: Row }) {
  return (
    <span className={styles.rowWords}>
      <span>
        <Plain text={title} />
      </span>
      {description ? (
        <span className={styles.small}>
          <Plain text={description} />
        </span>
      ) : null}
    </span>
  );
}
