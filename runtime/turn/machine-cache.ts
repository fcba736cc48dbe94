import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { type LoadedMachine, loadMachine, teamsAskedFor } from '@parley/flows/transition.ts';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/tables.ts';

export type Version = { flowId: string; version: number };

/** One published version. Loading costs milliseconds and may throw for a machine that is broken, so it waits for a turn. */
export type Machine = Version & {
  config: FlowMachine;
  load: () => LoadedMachine;
  /** The teams whose presence it asks for, '' for anybody. */
  teams: readonly string[];
};

export type MachineCache = {
  /** The machines asked for, those not held read with `tx`; a version that does not exist is left out. */
  get(tx: Transaction<Database>, wanted: readonly Version[]): Promise<Machine[]>;
};

/** A published version never changes, so nothing here ever goes stale; the least recently used leave first. */
export function createMachineCache(limit = 500): MachineCache {
  const held = new Map<string, Machine>();
  const keep = (machine: Machine) => {
    held.delete(keyOf(machine));
    held.set(keyOf(machine), machine);
    const [oldest] = held.keys();
    if (held.size > limit && oldest !== undefined) held.delete(oldest);
  };
  return {
    async get(tx, wanted) {
      const machines = wanted.flatMap((version) => held.get(keyOf(version)) ?? []);
      const missing = wanted.filter((version) => !held.has(keyOf(version)));
      if (missing.length > 0) machines.push(...(await readMachines(tx, missing)));
      machines.forEach(keep);
      return machines;
    },
  };
}

export function keyOf({ flowId, version }: Version): string {
  return `${flowId}@${version}`;
}

async function readMachines(tx: Transaction<Database>, wanted: readonly Version[]): Promise<Machine[]> {
  const { rows } = await sql<{ flow_id: string; version: number; machine: FlowMachine }>`
    select v.flow_id, v.version, v.machine
    from flow_versions v
    join jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w("flowId" text, version integer)
      on v.flow_id = w."flowId" and v.version = w.version
  `.execute(tx);
  return rows.map(({ flow_id, version, machine }) => {
    let loaded: LoadedMachine | undefined;
    const load = () => {
      loaded ??= loadMachine(machine);
      return loaded;
    };
    return { flowId: flow_id, version, config: machine, load, teams: teamsAskedFor(machine) };
  });
}
