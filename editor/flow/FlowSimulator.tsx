import { Simulator, type SimulatorProps } from '../simulator/Simulator.tsx';
import { useStartedFlows } from './use-started-flows.ts';

const NONE: never[] = [];

/** The phone, with the flows at hand that the flow on the screen starts. */
export function FlowSimulator(props: Omit<SimulatorProps, 'started'>) {
  return <Simulator {...props} started={useStartedFlows(props.flow) ?? NONE} />;
}
