import { useQuery } from '@tanstack/react-query';
import { useFlow } from '../flow/flow-context.ts';
import { localDay } from './money.ts';
import { type CostLine, readCosts } from './prices-api.ts';

/** So many days back, today included. */
const DAYS = 30;

/** What the flow's conversations cost lately, by the way that they took. */
export function useSpent() {
  const flow = useFlow((state) => state.flow.id);
  return useQuery({
    queryKey: ['prices', 'costs', 'paths', flow],
    queryFn: () => {
      const from = new Date();
      from.setDate(from.getDate() - (DAYS - 1));
      return readCosts({ from: localDay(from), to: localDay(new Date()) }, 'path', flow);
    },
  });
}

/** What one conversation cost; null where that is not known. */
export const costEach = ({ cost, sessions }: CostLine) =>
  cost === null || !sessions ? null : cost / sessions;
