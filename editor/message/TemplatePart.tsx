import type { OutboundMessage } from '@parley/flows/message.ts';
import {
  IconBuildingStore,
  IconCopy,
  IconCornerUpLeft,
  IconExternalLink,
  IconForms,
  IconTemplate,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../words.ts';
import { Bubble } from './Bubble.tsx';
import { HeaderPart, Place } from './MediaParts.tsx';
import styles from './message.module.css';
import { TapRow } from './Options.tsx';
import { Plain } from './Texts.tsx';
import { words } from './words.ts';

type Template = Extract<OutboundMessage, { type: 'template' }>;

/** An approved template. A flow holds only the values for its places: the text itself is at Meta. */
export function TemplatePart({ message, meta }: { message: Template; meta: ReactNode }) {
  const say = useWords(words);
  const { header, body = [], buttons = [] } = message;
  return (
    <>
      <Bubble meta={meta}>
        <p className={styles.templateName}>
          <IconTemplate size={16} stroke={1.75} aria-hidden />
          <span>{say.templateOf(message.name)}</span>
          <span className={styles.small}>{message.language}</span>
        </p>
        {header && (header.type === 'location' ? <Place place={header} /> : <HeaderPart header={header} />)}
        {body.length === 0 ? (
          <p className={styles.small}>{say.templateText}</p>
        ) : (
          <dl className={styles.values}>
            {body.map(({ name, text }, place) => {
              const key = `${place}`;
              return (
                <div key={key}>
                  <dt>{name ?? say.value(String(place + 1))}</dt>
                  <dd>
                    <Plain text={text} />
                  </dd>
                </div>
              );
            })}
          </dl>
        )}
      </Bubble>
      {buttons.map((button) => (
        <TemplateButton key={button.index} button={button} />
      ))}
    </>
  );
}

function TemplateButton({ button }: { button: NonNullable<Template['buttons']>[number] }) {
  const say = useWords(words);
  switch (button.type) {
    case 'quick-reply':
      return (
        <TapRow
          tap={{ type: 'option', id: button.id, title: button.title }}
          icon={IconCornerUpLeft}
          title={button.title}
          optionId={button.id}
        />
      );
    case 'url':
      return <TapRow icon={IconExternalLink} title={say.openPage} />;
    case 'copy-code':
      return <TapRow icon={IconCopy} title={say.copyCode(button.code)} />;
    case 'form':
      return <TapRow tap={{ type: 'form' }} icon={IconForms} title={say.openForm} />;
    case 'catalog':
      return <TapRow tap={{ type: 'catalog' }} icon={IconBuildingStore} title={say.viewCatalog} />;
  }
}
