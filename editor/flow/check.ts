import { toMachine } from '@parley/flows/machine.ts';
import type { Problem } from '@parley/flows/problem.ts';
import type { KnownTemplates } from '@parley/flows/proofs/subject.ts';
import type { WindowState } from '@parley/flows/window-report.ts';
import { knownFiles, onKnownFiles } from '../files/known-files.ts';
import { knownTemplates } from '../templates/known-templates.ts';
import type { FlowStore } from './flow-store.ts';

type Checked = { turn: number; problems: Problem[]; windows: { [node: string]: WindowState } };

/** Milliseconds of quiet after an edit before the flow is checked. */
const PAUSE = 300;

/** Keeps the list of problems up with the flow: the very proofs that publishing makes, in a worker. */
export function startChecking(store: FlowStore): () => void {
  const worker = new Worker(new URL('./check-worker.ts', import.meta.url), { type: 'module' });
  let turn = 0;
  let templates: KnownTemplates | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = () => {
    turn += 1;
    const { flow } = store.getState();
    worker.postMessage({ turn, machine: toMachine(flow), templates, files: knownFiles(flow) });
  };
  worker.onmessage = ({ data }: MessageEvent<Checked>) => {
    if (data.turn === turn) store.getState().act.setProblems(data.problems, data.windows);
  };
  const askSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  // Not before the flow is shown, and a large one takes a moment to hand over.
  askSoon();
  // What is known of templates is looked up once for as long as the flow is open.
  let isOver = false;
  void knownTemplates().then((known) => {
    templates = known;
    if (known && !isOver) askSoon();
  });
  const stopKnowing = onKnownFiles(askSoon);
  const stopListening = store.subscribe((state, before) => {
    if (state.flow !== before.flow) askSoon();
  });
  return () => {
    isOver = true;
    stopListening();
    stopKnowing();
    clearTimeout(timer);
    worker.terminate();
  };
}
