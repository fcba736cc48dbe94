import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first, as measured on two cores. A file that is not here takes less. */
const LONGEST = [
  'runtime/crash.test.ts',
  'editor/axe.test.ts',
  'editor/inspector.test.ts',
  'editor/inbox.test.ts',
  'runtime/commands.test.ts',
  'runtime/start.test.ts',
  'faults/faults.test.ts',
  'walk/adapters.test.ts',
  'runtime/outbox/shared-rates.test.ts',
  'editor/journeys.test.ts',
  'walk/samples.test.ts',
  'runtime/outbox/deliver.test.ts',
  'editor/flow.test.ts',
].map((file) => path.join(import.meta.dirname, '..', file));

/** Begins with the longest files, so that no worker is left alone with one of them in the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.indexOf(moduleId);
      return at === -1 ? LONGEST.length : at;
    };
    const rest = await super.sort(files);
    return rest.toSorted((a, b) => place(a) - place(b));
  }
}
