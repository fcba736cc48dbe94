import { Fragment, type ReactNode } from 'react';
import { useWords } from '../words.ts';
import { type Block, formatText, type Inline } from './format-text.ts';
import styles from './message.module.css';
import { words } from './words.ts';

/**
 * A text with WhatsApp's formatting. With `chips` placeholders are shown as chips; addresses can be followed unless `isInert`, which a
 * canvas needs, where a press drags.
 */
export function FormattedText({ text, chips, isInert }: { text: string; chips: boolean; isInert: boolean }) {
  return keyed(formatText(text, chips), (block) => <TextBlock block={block} isInert={isInert} />);
}

function TextBlock({ block, isInert }: { block: Block; isInert: boolean }) {
  const line = (parts: Inline[]) => <Parts parts={parts} isInert={isInert} />;
  const item = (parts: Inline[]) => <li>{line(parts)}</li>;
  switch (block.type) {
    case 'line':
      return <p className={styles.line}>{block.parts.length === 0 ? <br /> : line(block.parts)}</p>;
    case 'quote':
      return (
        <blockquote className={styles.quote}>
          {keyed(block.lines, (parts) => (
            <p className={styles.line}>{line(parts)}</p>
          ))}
        </blockquote>
      );
    case 'bullets':
      return <ul className={styles.points}>{keyed(block.items, item)}</ul>;
    case 'numbers':
      return (
        <ol className={styles.points} start={block.start}>
          {keyed(block.items, item)}
        </ol>
      );
    case 'mono':
      return <pre className={styles.mono}>{block.text}</pre>;
  }
}

function Parts({ parts, isInert }: { parts: Inline[]; isInert: boolean }) {
  return keyed(parts, (part) => <Part part={part} isInert={isInert} />);
}

function Part({ part, isInert }: { part: Inline; isInert: boolean }): ReactNode {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'bold':
      return (
        <strong>
          <Parts parts={part.parts} isInert={isInert} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Parts parts={part.parts} isInert={isInert} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Parts parts={part.parts} isInert={isInert} />
        </s>
      );
    case 'code':
      return <span className={styles.code}>{part.text}</span>;
    case 'link':
      return isInert ? (
        <span className={styles.link}>{part.text}</span>
      ) : (
        <a className={styles.link} href={part.url} target="_blank" rel="noreferrer noopener">
          {part.text}
        </a>
      );
    case 'chip':
      return <Chip source={part.source} />;
  }
}

function Chip({ source }: { source: string }) {
  const say = useWords(words);
  return (
    <span className={styles.chip} title={`{{ ${source} }}`}>
      <span className={styles.unseen}>{say.placeholder('')}</span>
      {source}
    </span>
  );
}

/** Pieces of one text have no identity of their own: their place is all that tells them apart. */
function keyed<Item>(items: readonly Item[], draw: (item: Item) => ReactNode): ReactNode {
  return items.map((item, place) => {
    const key = `${place}`;
    return <Fragment key={key}>{draw(item)}</Fragment>;
  });
}
