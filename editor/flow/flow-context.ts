import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { FlowActions, FlowState, FlowStore } from './flow-store.ts';

export const FlowContext = createContext<FlowStore | null>(null);

/** The store of the flow that is open. */
export function useFlowStore(): FlowStore {
  const store = useContext(FlowContext);
  if (!store) throw new Error('no flow is open here');
  return store;
}

/** A part of the state; the component is drawn again only when that part is another one. */
export function useFlow<Part>(part: (state: FlowState & { act: FlowActions }) => Part): Part {
  return useStore(useFlowStore(), part);
}

export const useAct = (): FlowActions => useFlow(({ act }) => act);
