import { validate } from '@parley/flows/validate.ts';
import { windowReport } from '@parley/flows/window-report.ts';

/* Proving takes longer than a frame, so it runs beside the page. */
self.onmessage = ({ data }: MessageEvent<{ turn: number; machine: unknown }>) => {
  const { turn, machine } = data;
  self.postMessage({ turn, problems: validate(machine), windows: windowReport(machine) });
};
