import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { EmulatorOptions } from '../emulator/emulator-types.ts';

/** What is special about a row's stage. */
export type Setting = {
  /** How many processes there are at the beginning: 2 on PostgreSQL and 1 on PGlite, which takes no more, unless told. */
  processes?: number;
  /** A message of a process that died is looked after so soon; 1 s unless told. */
  leaseMs?: number;
  /** How long statuses have time to tell what became of a message of unknown fate; 1.5 s unless told. */
  graceMs?: number;
  /** A webhook that is not committed in time is answered 503; 30 s unless told. */
  commitTimeoutMs?: number;
  /** The echo counter unless told. */
  flow?: FlowMachine;
  emulator?: EmulatorOptions;
  /** A PostgreSQL server to itself, which the row may kill: `stage.ground.server`. */
  ownServer?: boolean;
};
