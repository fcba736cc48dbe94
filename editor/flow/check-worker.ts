import type { Known } from '@parley/flows/proofs/subject.ts';
import { validate } from '@parley/flows/validate.ts';
import { windowReport } from '@parley/flows/window-report.ts';

/* Proving takes longer than a frame, so it runs beside the page. */
self.onmessage = ({ data }: MessageEvent<{ turn: number; machine: unknown } & Known>) => {
  const { turn, machine, ...known } = data;
  self.postMessage({ turn, problems: validate(machine, known), windows: windowReport(machine) });
};
