import { runFlowTests } from '@parley/flows/flow-test/run.ts';
import { fromMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';

/* Having many conversations again takes longer than a frame, so it is done beside the page. */
self.onmessage = ({ data }: MessageEvent<{ turn: number; machine: unknown; started: FlowMachine[] }>) => {
  const read = fromMachine(data.machine);
  self.postMessage({ turn: data.turn, results: read.ok ? runFlowTests(read.machine, data.started) : [] });
};
