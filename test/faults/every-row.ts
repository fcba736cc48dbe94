import type { Row } from './row.ts';
import { crashRows } from './rows-crash.ts';
import { databaseRows } from './rows-database.ts';
import { deployRows } from './rows-deploy.ts';
import { graphRows } from './rows-graph.ts';
import { hostileRows } from './rows-hostile.ts';
import { listenerRows } from './rows-listeners.ts';
import { poisonRows } from './rows-poison.ts';
import { timeRows } from './rows-time.ts';
import { webhookRows } from './rows-webhook.ts';

/** The fault matrix, in order. A number appears once. */
export const everyRow: readonly Row[] = [
  ...crashRows,
  ...graphRows,
  ...deployRows,
  ...poisonRows,
  ...hostileRows,
  ...listenerRows,
  ...timeRows,
  ...webhookRows,
  ...databaseRows,
].sort((one, other) => one.number - other.number);
