import type { DatabaseName } from './hall.ts';
import type { Setting } from './setting.ts';
import type { Stage } from './stage.ts';

/** One row of the fault matrix: see stage.ts for how to write one. */
export type Row = {
  number: number;
  /** The fault, in a few words. */
  name: string;
  /** What is true in spite of it, in a few words: printed when the row holds. */
  holds: string;
  on: readonly DatabaseName[];
  /** The database on which `npm test` runs it too; left out for rows that take long. */
  short?: DatabaseName;
  /** What is different from the ordinary stage. Rows without any share one, and must leave it as they found it. */
  setting?: Setting;
  /** Throws when the row does not hold. The checker looks at the whole history afterwards, whatever happens here. */
  run(stage: Stage): Promise<void>;
};
