import { setImmediate as breathe } from 'node:timers/promises';
import { runFlowTest, type TestResult } from '@parley/flows/flow-test/run.ts';
import { type Failure, failureLines } from '@parley/flows/flow-test/tell.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { type Shelf, shelfOf } from '@parley/flows/simulation.ts';
import { flowsStartedBy } from '@parley/flows/started-flows.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';

/** A test that failed, with the reason in words. `step` as in `TestResult`. */
export type FailedTest = { name: string; step: number; message: string };

/**
 * The tests of a flow that fail; flows that it starts run in their published versions. Between two tests the process may do something else.
 */
export async function failedTests(db: Kysely<Database>, machine: FlowMachine): Promise<FailedTest[]> {
  const { tests = [] } = machine.meta.flow;
  if (tests.length === 0) return [];
  const started = await flowsStartedBy(machine, (id) => publishedMachine(db, id));
  const shelf = loaded(machine, started);
  const failed: FailedTest[] = [];
  for (const test of tests) {
    await breathe();
    const result: TestResult =
      'reason' in shelf
        ? { name: test.name, ok: false, step: 0, found: { of: 'broken', reason: shelf.reason } }
        : runFlowTest(shelf, test);
    if (!result.ok) failed.push(failedTest(result, failureLines(result, test)));
  }
  return failed;
}

function loaded(machine: FlowMachine, started: readonly FlowMachine[]): Shelf | { reason: string } {
  try {
    return shelfOf([machine], started);
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

async function publishedMachine(db: Kysely<Database>, flowId: string): Promise<FlowMachine | null> {
  const row = await db
    .selectFrom('flows')
    .innerJoin('flow_versions', (join) =>
      join
        .onRef('flow_versions.flow_id', '=', 'flows.id')
        .onRef('flow_versions.version', '=', 'flows.published_version'),
    )
    .select('flow_versions.machine')
    .where('flows.id', '=', flowId)
    .executeTakeFirst();
  return row?.machine ?? null;
}

const failedTest = ({ name, step }: Failure, lines: readonly string[]): FailedTest => ({
  name,
  step,
  message: lines.map((line) => line.trim()).join('\n'),
});
