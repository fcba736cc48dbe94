import { lazy, Suspense } from 'react';
import type { ControlProps } from '../state.ts';
import { Tags } from './Choices.tsx';
import { PlainText } from './PlainText.tsx';

const Picker = lazy(async () => ({ default: (await import('./ProductPicker.tsx')).ProductPicker }));

/** The id of a product, typed or chosen in the linked catalogue. */
export function Product(props: ControlProps) {
  return (
    <Suspense fallback={<PlainText {...props} />}>
      <Picker {...props} />
    </Suspense>
  );
}

/** Ids of products, the same way. */
export function Products(props: ControlProps) {
  return (
    <Suspense fallback={<Tags {...props} />}>
      <Picker {...props} />
    </Suspense>
  );
}
