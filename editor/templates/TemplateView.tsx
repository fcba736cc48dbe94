import type { DefinedButton, TemplateContent } from '@parley/flows/templates/definition.ts';
import { fillPlaces, placesIn } from '@parley/flows/templates/places.ts';
import {
  type Icon,
  IconBuildingStore,
  IconCopy,
  IconCornerUpLeft,
  IconExternalLink,
  IconForms,
  IconGift,
  IconPhone,
  IconUser,
} from '@tabler/icons-react';
import { Bubble } from '../message/Bubble.tsx';
import { HeaderPart, Place } from '../message/MediaParts.tsx';
import messageStyles from '../message/message.module.css';
import { TapRow } from '../message/Options.tsx';
import { BodyText, Footer } from '../message/Texts.tsx';
import { useWords } from '../words.ts';
import { templateWords } from './words.ts';

type Props = {
  content: TemplateContent;
  /** BCP 47 tag of the template's language. */
  locale: string;
  /** By name of the place; the samples where there is none. */
  values?: { readonly [name: string]: string } | undefined;
};

const ICONS: { readonly [type in DefinedButton['type']]: Icon } = {
  'quick-reply': IconCornerUpLeft,
  url: IconExternalLink,
  phone: IconPhone,
  'copy-code': IconCopy,
  form: IconForms,
  catalog: IconBuildingStore,
  products: IconBuildingStore,
  call: IconPhone,
  'contact-info': IconUser,
};

/** A template as people see it, with values or its samples in its places. */
export function TemplateView({ content, locale, values = {} }: Props) {
  const words = useWords(templateWords);
  const { header, body, footer, buttons, offer, cards, code } = content;
  return (
    <div className={`${messageStyles.message} ${messageStyles.in}`} lang={locale.replace('_', '-')}>
      <Bubble meta={null}>
        {header &&
          (header.type === 'location' ? (
            <Place place={{ latitude: 0, longitude: 0 }} />
          ) : (
            <HeaderPart header={headerOf(header, values)} />
          ))}
        {offer && (
          <p className="template-offer">
            <IconGift size={18} stroke={1.75} aria-hidden />
            <strong>{offer.text}</strong>
          </p>
        )}
        {content.category === 'authentication' ? (
          <BodyText text={`*${values['1'] ?? '123456'}*${code?.warns ? ' — 🔒' : ''}`} />
        ) : (
          <BodyText text={fillPlaces(body.text, { ...body.samples, ...filled(values) })} />
        )}
        {footer ? <Footer text={footer} /> : null}
      </Bubble>
      {code && <TapRow icon={IconCopy} title={code.title || words.ways[code.way] || ''} />}
      {Object.entries(buttons).map(([key, button]) => (
        <ButtonRow key={key} button={button} />
      ))}
      {cards && (
        <div className="template-cards">
          {Object.entries(cards).map(([key, card]) => (
            <div className="template-card" key={key}>
              <Bubble meta={null}>
                <HeaderPart header={{ type: card.header.type, media: {} }} />
                {card.body && <BodyText text={fillPlaces(card.body.text, card.body.samples)} />}
              </Bubble>
              {Object.entries(card.buttons).map(([place, button]) => (
                <ButtonRow key={place} button={button} />
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function ButtonRow({ button }: { button: DefinedButton }) {
  const words = useWords(templateWords);
  const title = 'title' in button ? button.title : (words.buttonTypes[button.type] ?? '');
  return <TapRow icon={ICONS[button.type]} title={title} />;
}

type Header = Exclude<NonNullable<TemplateContent['header']>, { type: 'location' }>;

function headerOf(header: Header, values: { readonly [name: string]: string }) {
  if (header.type !== 'text') return { type: header.type, media: {} };
  const [place = ''] = placesIn(header.text);
  const text = fillPlaces(header.text, { [place]: values[`header.${place}`] ?? header.sample ?? '' });
  return { type: header.type, text };
}

/** An empty value is shown as its sample: nothing would be seen of it. */
function filled(values: { readonly [name: string]: string }) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}
