import { createContext, type ReactNode, useContext } from 'react';

/** What a person can do with a message. */
export type Tap =
  | { type: 'option'; id: string; title: string }
  | { type: 'list' | 'location' | 'form' | 'product' | 'products' | 'catalog' };

/** How the parts of one message are drawn. */
type LookOfParts = {
  chips: boolean;
  isCompact: boolean;
  onTap: ((tap: Tap) => void) | undefined;
  slot: ((optionId: string) => ReactNode) | undefined;
};

export const Look = createContext<LookOfParts>({
  chips: false,
  isCompact: false,
  onTap: undefined,
  slot: undefined,
});

export const useLook = () => useContext(Look);
