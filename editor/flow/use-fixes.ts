import type { Fix } from '@parley/flows/fixes/fix.ts';
import type { Flow } from '@parley/flows/flow.ts';
import type { Problem } from '@parley/flows/problem.ts';
import { useEffect, useState } from 'react';
import type { FixQuestion } from './fix-worker.ts';

/**
 * What puts each problem right, as it becomes known, errors first: worked out in a worker, for as long as the list is shown. Only fixes
 * of the flow as it is are in it.
 */
export function useFixes(flow: Flow, problems: Problem[]): ReadonlyMap<Problem, Fix[]> {
  const [worker, setWorker] = useState<Worker | null>(null);
  const [fixes, setFixes] = useState<ReadonlyMap<Problem, Fix[]>>(new Map());
  useEffect(() => {
    const started = new Worker(new URL('./fix-worker.ts', import.meta.url), { type: 'module' });
    setWorker(started);
    return () => started.terminate();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: problems come after the flow, and are what the fixes are asked for
  useEffect(() => {
    if (!worker) return;
    setFixes(new Map());
    let turn = 0;
    const ask = () => {
      const problem = problems[turn];
      if (problem) worker.postMessage({ turn, flow, problem, problems } satisfies FixQuestion);
    };
    const onMessage = ({ data }: MessageEvent<{ turn: number; fixes: Fix[] }>) => {
      const problem = problems[data.turn];
      if (data.turn !== turn || !problem) return;
      if (data.fixes.length > 0) setFixes((before) => new Map([...before, [problem, data.fixes]]));
      turn += 1;
      ask();
    };
    worker.addEventListener('message', onMessage);
    ask();
    return () => worker.removeEventListener('message', onMessage);
  }, [worker, problems]);
  return fixes;
}
