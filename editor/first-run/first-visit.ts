import type { FlowSummary } from '../api.ts';

const STORED = 'parley-first-steps';
const SAMPLE = 'cafe-orders';

/** `open`: this browser is on its first visit and sees the first steps; `done`: it has put them away, for good. */
export function firstVisit(): 'new' | 'open' | 'done' {
  const stored = localStorage.getItem(STORED);
  return stored === 'open' || stored === 'done' ? stored : 'new';
}

export const beginFirstVisit = () => localStorage.setItem(STORED, 'open');
export const endFirstVisit = () => localStorage.setItem(STORED, 'done');

/** The flow that a first visit opens with: the sample, as long as it is all there is and nobody has changed it. */
export function flowToShowFirst(flows: readonly FlowSummary[]): string | null {
  const [only, ...others] = flows;
  if (!only || others.length > 0 || firstVisit() !== 'new') return null;
  return only.id === SAMPLE && only.revision === 1 ? only.id : null;
}
