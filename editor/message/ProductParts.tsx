import type { OutboundMessage } from '@parley/flows/message.ts';
import { IconBuildingStore, IconShoppingBag } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useWords } from '../words.ts';
import { Bubble } from './Bubble.tsx';
import styles from './message.module.css';
import { TapRow } from './Options.tsx';
import { BodyText, Footer, Plain } from './Texts.tsx';
import { words } from './words.ts';

type Of<Type extends OutboundMessage['type']> = {
  message: Extract<OutboundMessage, { type: Type }>;
  meta: ReactNode;
};

export function ProductPart({ message, meta }: Of<'product'>) {
  const say = useWords(words);
  return (
    <>
      <Bubble meta={meta}>
        <Shelf title={message.productId || say.product} detail={say.product} />
        {message.body ? <BodyText text={message.body} /> : null}
        {message.footer ? <Footer text={message.footer} /> : null}
      </Bubble>
      <TapRow tap={{ type: 'product' }} icon={IconShoppingBag} title={say.viewProduct} />
    </>
  );
}

export function ProductsPart({ message, meta }: Of<'products'>) {
  const say = useWords(words);
  const count = message.sections.reduce((sum, { products }) => sum + products.length, 0);
  return (
    <>
      <Bubble meta={meta}>
        <p className={styles.header}>
          <Plain text={message.header.text} />
        </p>
        <Shelf
          title={message.sections.flatMap(({ title }) => title || []).join(', ') || say.products(count)}
          detail={say.products(count)}
        />
        <BodyText text={message.body} />
        {message.footer ? <Footer text={message.footer} /> : null}
      </Bubble>
      <TapRow tap={{ type: 'products' }} icon={IconShoppingBag} title={say.viewItems} />
    </>
  );
}

export function CatalogPart({ message, meta }: Of<'catalog'>) {
  const say = useWords(words);
  return (
    <>
      <Bubble meta={meta}>
        <Shelf title={message.thumbnailProductId || say.catalog} detail={say.catalog} />
        <BodyText text={message.body} />
        {message.footer ? <Footer text={message.footer} /> : null}
      </Bubble>
      <TapRow tap={{ type: 'catalog' }} icon={IconBuildingStore} title={say.viewCatalog} />
    </>
  );
}

/** Pictures and prices are in the number's catalogue at Meta: here is its place, and its name or number. */
function Shelf({ title, detail }: { title: string; detail: string }) {
  return (
    <div className={styles.shelf}>
      <span className={styles.goods}>
        <IconShoppingBag size={18} stroke={1.75} aria-hidden />
      </span>
      <span className={styles.mediaWords}>
        <span>
          <Plain text={title} />
        </span>
        {detail === title ? null : <span className={styles.small}>{detail}</span>}
      </span>
    </div>
  );
}
