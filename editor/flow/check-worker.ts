import { validate } from '@parley/flows/validate.ts';

/* Proving takes longer than a frame, so it runs beside the page. */
self.onmessage = ({ data }: MessageEvent<{ turn: number; machine: unknown }>) => {
  self.postMessage({ turn: data.turn, problems: validate(data.machine) });
};
