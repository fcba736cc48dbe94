import { openDatabase } from '@parley/runtime/db/connect.ts';
import { type Surroundings, workUntilDone } from './work-until-done.ts';

/**
 * A process that does the work of the runtime, for tests that kill it: it ends itself with SIGKILL when it reaches a point for the
 * so-manieth time. Its argument is JSON.
 */
export type WorkProcess = Surroundings & {
  place: { url?: string; dataDir?: string };
  dieAt: { point: string; time: number };
};

const { place, dieAt, ...surroundings }: WorkProcess = JSON.parse(process.argv[2] ?? '');
const { db, close } = await openDatabase(place);
let reached = 0;
await workUntilDone(db, surroundings, (point) => {
  if (point === dieAt.point && ++reached === dieAt.time) process.kill(process.pid, 'SIGKILL');
});
await close();
