import type { Flow } from '@parley/flows/flow.ts';
import type { TestResult } from '@parley/flows/flow-test/run.ts';
import { toMachine } from '@parley/flows/machine.ts';
import { useEffect, useRef, useState } from 'react';
import { useStartedFlows } from '../flow/use-started-flows.ts';

/** Milliseconds of quiet after an edit before the tests run. */
const PAUSE = 300;

/** The results for a flow, of which `of` is the one that they are for. */
export type TestResults = { of: Flow; results: TestResult[] };

/**
 * Keeps the results of a flow's tests up with the flow, in a worker; null until they have run once. Flows that it starts run in their
 * published versions.
 */
export function useTestResults(flow: Flow): TestResults | null {
  const started = useStartedFlows(flow);
  const [found, setFound] = useState<TestResults | null>(null);
  const worker = useRef<Worker | null>(null);
  const asked = useRef<{ turn: number; of: Flow } | null>(null);

  useEffect(() => {
    const own = new Worker(new URL('./test-worker.ts', import.meta.url), { type: 'module' });
    own.onmessage = ({ data }: MessageEvent<{ turn: number; results: TestResult[] }>) => {
      const { current } = asked;
      if (current?.turn === data.turn) setFound({ of: current.of, results: data.results });
    };
    worker.current = own;
    return () => {
      own.terminate();
      asked.current = null;
    };
  }, []);

  useEffect(() => {
    if (started === null) return;
    const ask = () => {
      const turn = (asked.current?.turn ?? 0) + 1;
      asked.current = { turn, of: flow };
      worker.current?.postMessage({ turn, machine: toMachine(flow), started });
    };
    const timer = setTimeout(ask, asked.current === null ? 0 : PAUSE);
    return () => clearTimeout(timer);
  }, [flow, started]);

  return found;
}
