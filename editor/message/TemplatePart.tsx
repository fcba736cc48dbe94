import { durationMs } from '@parley/flows/duration.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import {
  IconBuildingStore,
  IconCopy,
  IconCornerUpLeft,
  IconExternalLink,
  IconForms,
  IconTemplate,
} from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import { useLanguage, useWords } from '../words.ts';
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
  const { language } = useLanguage();
  const { header, body = [], buttons = [], offerEnds, cards = [] } = message;
  return (
    <>
      <Bubble meta={meta}>
        <p className={styles.templateName}>
          <IconTemplate size={16} stroke={1.75} aria-hidden />
          <span>{say.templateOf(message.name)}</span>
          <span className={styles.small}>{message.language}</span>
        </p>
        {header && (header.type === 'location' ? <Place place={header} /> : <HeaderPart header={header} />)}
        {body.length === 0 ? <p className={styles.small}>{say.templateText}</p> : <PlaceValues body={body} />}
        {offerEnds && (
          <p className={styles.small}>
            {offerEnds.kind === 'after'
              ? say.offerLasts(timeIn(offerEnds.duration, language))
              : say.offerEnds(whenIs(offerEnds.at, language))}
          </p>
        )}
      </Bubble>
      {buttons.map((button) => (
        <TemplateButton key={button.index} button={button} />
      ))}
      {cards.map((card, at) => {
        const key = `${at}`;
        return (
          <Fragment key={key}>
            <Bubble meta={null}>
              <HeaderPart header={card.header} />
              <p className={styles.small}>{say.card(at + 1, cards.length)}</p>
              {card.body && card.body.length > 0 && <PlaceValues body={card.body} />}
            </Bubble>
            {card.buttons?.map((button) => (
              <TemplateButton key={button.index} button={button} />
            ))}
          </Fragment>
        );
      })}
    </>
  );
}

/** In the largest unit that it is a whole number of; as it is written while it cannot be read. */
function timeIn(duration: string, language: string): string {
  const minutes = (durationMs(duration) ?? 0) / 60_000;
  if (minutes === 0) return duration;
  const [unit, count]: [string, number] =
    minutes % 1440 === 0
      ? ['day', minutes / 1440]
      : minutes % 60 === 0
        ? ['hour', minutes / 60]
        : ['minute', minutes];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

/** As it is written while it cannot be read. */
function whenIs(at: string, language: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime())
    ? at
    : date.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
}

function PlaceValues({ body }: { body: NonNullable<Template['body']> }) {
  const say = useWords(words);
  return (
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
