import type { Flow } from '@parley/flows/flow.ts';
import { toMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { flowsStartedBy, startsOf } from '@parley/flows/started-flows.ts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { listFlows, readVersion } from '../api.ts';

const NONE: readonly FlowMachine[] = [];

/** The published versions of the flows that a flow starts, and of those that they start; null until they are there. */
export function useStartedFlows(flow: Flow): readonly FlowMachine[] | null {
  const ids = useMemo(() => startsOf(toMachine(flow)).filter((id) => id !== flow.id), [flow]);
  const { data, isError } = useQuery({
    queryKey: ['started-flows', flow.id, ids],
    queryFn: () => publishedFlows(toMachine(flow)),
    enabled: ids.length > 0,
    // What is published meanwhile, perhaps in another tab, counts from the next opening on.
    staleTime: 10_000,
  });
  return ids.length === 0 || isError ? NONE : (data ?? null);
}

async function publishedFlows(machine: FlowMachine): Promise<FlowMachine[]> {
  const listed = await listFlows();
  const flows = listed.ok ? listed.body.flows : [];
  return flowsStartedBy(machine, async (id) => {
    const version = flows.find((one) => one.id === id)?.publishedVersion;
    if (version === null || version === undefined) return null;
    const read = await readVersion(id, version);
    return read.ok ? read.body.machine : null;
  });
}
