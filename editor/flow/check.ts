import { toMachine } from '@parley/flows/machine.ts';
import type { Problem } from '@parley/flows/problem.ts';
import type { FlowStore } from './flow-store.ts';

/** Milliseconds of quiet after an edit before the flow is checked. */
const PAUSE = 300;

/** Keeps the list of problems up with the flow: the very proofs that publishing makes, in a worker. */
export function startChecking(store: FlowStore): () => void {
  const worker = new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' });
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = () => {
    turn += 1;
    worker.postMessage({ turn, machine: toMachine(store.getState().flow) });
  };
  worker.onmessage = ({ data }: MessageEvent<{ turn: number; problems: Problem[] }>) => {
    if (data.turn === turn) store.getState().act.setProblems(data.problems);
  };
  ask();
  const stopListening = store.subscribe((state, before) => {
    if (state.flow === before.flow) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  return () => {
    stopListening();
    clearTimeout(timer);
    worker.terminate();
  };
}
