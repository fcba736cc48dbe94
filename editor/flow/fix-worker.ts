import { fixesFor } from '@parley/flows/fixes.ts';
import type { Flow } from '@parley/flows/flow.ts';
import type { Problem } from '@parley/flows/problem.ts';

/** One problem at a time: trying fixes takes as long as several validations. */
export type FixQuestion = { turn: number; flow: Flow; problem: Problem; problems: Problem[] };

self.onmessage = ({ data }: MessageEvent<FixQuestion>) => {
  const { turn, flow, problem, problems } = data;
  self.postMessage({ turn, fixes: fixesFor(flow, problem, problems) });
};
