import { useQuery } from '@tanstack/react-query';
import { call } from '../api.ts';

/** What colleagues are called, by their ids; of programs the beginning of their key's id. */
export function useNames(): (id: string) => string {
  const { data } = useQuery({
    queryKey: ['colleagues'],
    queryFn: () => call<{ agents: { id: string; name: string }[] }>('GET', '/api/agents'),
    staleTime: 60_000,
  });
  const agents = data?.ok ? data.body.agents : [];
  return (id) => agents.find((agent) => agent.id === id)?.name ?? id.replace(/^key:/, '').slice(0, 12);
}
