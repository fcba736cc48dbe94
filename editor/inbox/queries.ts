import { type QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type Answer, listFlows, listNumbers } from '../api.ts';
import { listTeams } from '../people/people-api.ts';
import { useCaller } from '../people/session-store.ts';
import {
  type Filter,
  listAgents,
  listCanned,
  listInbox,
  listLabels,
  listSavedViews,
  type Row,
  readContact,
  readCounts,
  readDetail,
  readThread,
  type ThreadItem,
} from './inbox-api.ts';

/** Names of what the server told, all below `inbox`: news make those of them old that they may have changed. */
export const KEYS = {
  list: ['inbox', 'list'],
  counts: ['inbox', 'counts'],
  thread: (id: string) => ['inbox', 'thread', id],
  detail: (id: string) => ['inbox', 'detail', id],
  canned: ['inbox', 'canned'],
  labels: ['inbox', 'labels'],
  views: ['inbox', 'views'],
  agents: ['inbox', 'agents'],
} as const;

/** So long what changes by hand only is taken to be as it was. */
const CALM_MS = 60_000;

const calm = { staleTime: CALM_MS } as const;
/** One and the same for whoever compares. */
const NONE: never[] = [];

type Page<Body> = Answer<Body & { next: string | null }>;
const nextOf = <Body>(page: Page<Body>) => (page.ok ? page.body.next : null);

/** The conversations of a list, page by page. A page that failed is an answer too: the last one says why. */
export function useList(filter: Filter) {
  const query = useInfiniteQuery({
    queryKey: [...KEYS.list, filter],
    queryFn: ({ pageParam }) => listInbox(filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
  });
  const pages = query.data?.pages;
  const rows = pages?.flatMap((page) => (page.ok ? page.body.conversations : []));
  const failure = pages?.find((page) => !page.ok);
  return { ...query, rows: rows && once(rows), failure };
}

/** A conversation that moved to the top while pages were read stands in two of them. */
function once(rows: readonly Row[]): Row[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/** What was said in a conversation, oldest first; further pages go back. */
export function useThread(id: string | null) {
  const query = useInfiniteQuery({
    queryKey: KEYS.thread(id ?? ''),
    queryFn: ({ pageParam }) => readThread(id ?? '', pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
    enabled: id !== null,
  });
  const pages = query.data?.pages;
  const items: ThreadItem[] | undefined = pages
    ?.toReversed()
    .flatMap((page) => (page.ok ? page.body.items : []));
  return { ...query, items, failure: pages?.find((page) => !page.ok) };
}

export const useDetail = (id: string | null) =>
  useQuery({ queryKey: KEYS.detail(id ?? ''), queryFn: () => readDetail(id ?? ''), enabled: id !== null });

export const useContact = (id: string) =>
  useQuery({ queryKey: ['inbox', 'contact', id], queryFn: () => readContact(id), ...calm });

/** All conversations with a contact. */
export function useConversationsWith(contact: string): Row[] {
  const filter: Filter = { view: 'all', order: 'newest', contact };
  const { data } = useQuery({
    queryKey: [...KEYS.list, 'with', contact],
    queryFn: () => listInbox(filter, null),
  });
  return data?.ok ? data.body.conversations : NONE;
}

export const useCounts = () =>
  useQuery({ queryKey: KEYS.counts, queryFn: readCounts, refetchInterval: CALM_MS });

export function useLabels() {
  const { data } = useQuery({ queryKey: KEYS.labels, queryFn: listLabels, ...calm });
  return data?.ok ? data.body.labels : NONE;
}
export function useSavedViews() {
  const { data } = useQuery({ queryKey: KEYS.views, queryFn: listSavedViews, ...calm });
  return data?.ok ? data.body.views : NONE;
}
export function useCanned() {
  const { data } = useQuery({ queryKey: KEYS.canned, queryFn: listCanned, ...calm });
  return data?.ok ? data.body.replies : NONE;
}
export function useAgents() {
  const { data } = useQuery({ queryKey: KEYS.agents, queryFn: listAgents, ...calm });
  return data?.ok ? data.body.agents : NONE;
}
export function useTeams() {
  const { data } = useQuery({ queryKey: ['teams'], queryFn: listTeams, ...calm });
  return data?.ok ? data.body.teams : NONE;
}
export function useNumbers() {
  const { data } = useQuery({ queryKey: ['numbers'], queryFn: listNumbers, ...calm });
  return data?.ok ? data.body.numbers : NONE;
}
/** Flows that can be started. */
export function usePublishedFlows() {
  const { data } = useQuery({ queryKey: ['flows'], queryFn: listFlows, ...calm });
  const flows = data?.ok ? data.body.flows : [];
  return flows.filter(({ publishedVersion, archivedAt }) => publishedVersion !== null && archivedAt === null);
}

/** The name of whoever an id stands for; the id itself, cut, when nothing is known of them. */
export function useNameOf(): (id: string) => string {
  const agents = useAgents();
  const caller = useCaller();
  return useCallback(
    (id) => {
      if (caller?.id === id) return caller.name;
      return agents.find((agent) => agent.id === id)?.name ?? id.replace(/^key:/, '').slice(0, 12);
    },
    [agents, caller],
  );
}

/** What changes from one moment to the next is read again, as far as it is in sight. */
export async function readAgain(queries: QueryClient): Promise<void> {
  const kinds = ['list', 'counts', 'thread', 'detail'];
  await Promise.all(kinds.map((kind) => queries.invalidateQueries({ queryKey: ['inbox', kind] })));
}

/** What the lists that were read know of a conversation. */
export function knownRow(queries: QueryClient, id: string): Row | null {
  const lists = queries.getQueriesData<{ pages?: Page<{ conversations: Row[] }>[] }>({ queryKey: KEYS.list });
  for (const [, data] of lists) {
    for (const page of data?.pages ?? []) {
      const row = page.ok ? page.body.conversations.find((one) => one.id === id) : undefined;
      if (row) return row;
    }
  }
  return null;
}
