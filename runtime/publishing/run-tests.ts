import { setImmediate as breathe } from 'node:timers/promises';
import { runFlowTest, type TestResult } from '@parley/flows/flow-test/run.ts';
import { type Failure, failureLines } from '@parley/flows/flow-test/tell.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { type Shelf, shelfOf } from '@parley/flows/simulation.ts';

/** A test that failed, with the reason in words. `step` as in `TestResult`. */
export type FailedTest = { name: string; step: number; message: string };

/** The tests of a flow that fail. Between two of them the process may do something else. */
export async function failedTests(machine: FlowMachine): Promise<FailedTest[]> {
  const { tests = [] } = machine.meta.flow;
  if (tests.length === 0) return [];
  const shelf = loaded(machine);
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

function loaded(machine: FlowMachine): Shelf | { reason: string } {
  try {
    return shelfOf([machine]);
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

const failedTest = ({ name, step }: Failure, lines: readonly string[]): FailedTest => ({
  name,
  step,
  message: lines.map((line) => line.trim()).join('\n'),
});
