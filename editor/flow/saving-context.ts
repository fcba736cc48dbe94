import { createContext, useContext } from 'react';
import type { Saving } from './save.ts';

export const SavingContext = createContext<Saving | null>(null);

/** What keeps the open flow saved. */
export function useSaving(): Saving {
  const saving = useContext(SavingContext);
  if (!saving) throw new Error('no flow is open here');
  return saving;
}
