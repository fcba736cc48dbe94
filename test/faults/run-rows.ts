import { type DatabaseName, layGround, type Templates } from './hall.ts';
import type { Row } from './row.ts';
import { type Stage, setStage } from './stage.ts';

/** How one row went on one database. */
export type Result = { row: Row; database: DatabaseName; seconds: number; problem: string | null };

/** Runs rows one after the other. Those that ask for no setting of their own share a stage on each database. */
export function createRunner(templates: Templates, seed: number) {
  const shared = new Map<DatabaseName, Stage>();

  const stageFor = async ({ number, setting }: Row, database: DatabaseName): Promise<Stage> => {
    const known = setting ? undefined : shared.get(database);
    if (known) return known;
    const ground = await layGround(templates, database, setting?.ownServer ?? false);
    const stage = await setStage(ground, setting ?? {}, seed + number).catch(async (error) => {
      await ground.remove();
      throw error;
    });
    if (!setting) shared.set(database, stage);
    return stage;
  };

  return {
    async run(row: Row, database: DatabaseName): Promise<Result> {
      const start = performance.now();
      let problem: string | null = null;
      let stage: Stage | undefined;
      try {
        stage = await stageFor(row, database);
        await row.run(stage);
        await stage.check();
      } catch (error) {
        problem = saying(error);
      }
      // What one row has broken must not fail those after it.
      const isShared = stage !== undefined && shared.get(database) === stage;
      if (isShared && problem !== null) shared.delete(database);
      if (!isShared || problem !== null) await stage?.clear();
      return { row, database, seconds: (performance.now() - start) / 1000, problem };
    },
    async close(): Promise<void> {
      for (const stage of shared.values()) await stage.clear();
      shared.clear();
    },
  };
}

/** One line: `row  name  database  what held  seconds  ok`. */
export function lineOf({ row, database, seconds, problem }: Result): string {
  const verdict = problem === null ? 'ok' : `FAILED: ${problem}`;
  return [
    String(row.number).padStart(2),
    row.name.padEnd(58),
    database.padEnd(10),
    row.holds.padEnd(76),
    `${seconds.toFixed(1).padStart(5)} s`,
    verdict,
  ].join('  ');
}

/** The error with what led to it, on one line. */
function saying(error: unknown): string {
  const words: string[] = [];
  for (let one = error; one instanceof Error; one = one.cause)
    words.push(one.message.replaceAll(/\s+/g, ' ').trim());
  return words.length > 0 ? words.join(' <- ') : String(error);
}
