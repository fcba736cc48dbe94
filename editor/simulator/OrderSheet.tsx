import { Button, TextInput } from '@mantine/core';
import type { PersonInput } from '@parley/flows/input.ts';
import { useState } from 'react';
import { useWords } from '../words.ts';
import { BottomSheet } from './BottomSheet.tsx';
import styles from './simulator.module.css';
import { words } from './words.ts';

type Item = { productId: string; quantity: string; price: string };

const CURRENCY = 'EUR';
const blank = (productId: string, quantity: string): Item => ({ productId, quantity, price: '2.50' });

/** A cart that the contact sends: the products of the message, or any. Prices are what the phone would have shown. */
export function OrderSheet(props: {
  productIds: string[];
  onSay: (input: PersonInput) => void;
  onClose: () => void;
}) {
  const { productIds, onSay, onClose } = props;
  const say = useWords(words);
  const [items, setItems] = useState<Item[]>(() =>
    productIds.length === 0
      ? [blank('', '1')]
      : productIds.map((id, place) => blank(id, place === 0 ? '1' : '0')),
  );
  const ordered = items
    .map(({ productId, quantity, price }) => ({
      productId: productId.trim(),
      quantity: Number(quantity),
      price: Number(price),
      currency: CURRENCY,
    }))
    .filter(({ productId, quantity, price }) => productId !== '' && quantity >= 1 && Number.isFinite(price));
  const change = (place: number, changed: Partial<Item>) =>
    setItems((before) => before.map((item, index) => (index === place ? { ...item, ...changed } : item)));
  return (
    <BottomSheet
      title={say.order}
      onSubmit={() => ordered.length > 0 && onSay({ type: 'order', items: ordered })}
      onClose={onClose}
    >
      <div className={styles.items}>
        {items.map((item, place) => {
          const key = `${place}`;
          return (
            <div className={styles.item} key={key}>
              <TextInput
                aria-label={say.productId}
                data-autofocus={place === 0 && item.productId === '' ? true : undefined}
                placeholder={say.productId}
                value={item.productId}
                onChange={(event) => change(place, { productId: event.currentTarget.value })}
              />
              <TextInput
                aria-label={`${say.quantity} ${item.productId}`}
                inputMode="numeric"
                data-autofocus={place === 0 && item.productId !== '' ? true : undefined}
                leftSection="×"
                value={item.quantity}
                onChange={(event) => change(place, { quantity: event.currentTarget.value })}
              />
              <TextInput
                aria-label={`${say.price} ${item.productId}`}
                inputMode="decimal"
                leftSection="€"
                value={item.price}
                onChange={(event) => change(place, { price: event.currentTarget.value })}
              />
            </div>
          );
        })}
      </div>
      <Button variant="default" size="sm" onClick={() => setItems((before) => [...before, blank('', '1')])}>
        {say.addProduct}
      </Button>
      <Button type="submit" size="sm" disabled={ordered.length === 0}>
        {say.sendOrder}
      </Button>
    </BottomSheet>
  );
}
