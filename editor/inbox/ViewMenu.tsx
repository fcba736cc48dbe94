import { Menu, UnstyledButton } from '@mantine/core';
import { IconBookmark, IconChevronDown, IconInbox, IconTrash, IconUsers } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useWords } from '../words.ts';
import { type Filter, removeView, VIEWS } from './inbox-api.ts';
import { look, show, useInbox } from './inbox-store.ts';
import { KEYS, useCounts, useSavedViews, useTeams } from './queries.ts';
import { inboxWords } from './words.ts';

/** Views with how many conversations each has, teams, and what somebody has kept for themselves. */
export function ViewMenu() {
  const words = useWords(inboxWords);
  const queries = useQueryClient();
  const filter = useInbox((inbox) => inbox.filter);
  const { data } = useCounts();
  const counts = data?.ok ? data.body : null;
  const teams = useTeams();
  const saved = useSavedViews();
  const name = nameOfFilter(filter, words.views, teams, saved);
  const count = countOf(filter, counts);
  const isKept = saved.some((view) => view.filter === filter);
  const orderOf = (view: Filter['view']) => (view === 'unassigned' ? ('waiting' as const) : filter.order);
  return (
    <Menu position="bottom-start" width={264} shadow="md">
      <Menu.Target>
        <UnstyledButton className="in-view">
          <h1>{name}</h1>
          {count !== undefined && <span className="in-tally">{countWords(count)}</span>}
          <IconChevronDown size={16} stroke={1.75} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah="70vh" className="in-menu">
        {VIEWS.map((view) => (
          <Menu.Item
            key={view}
            leftSection={<IconInbox size={16} stroke={1.75} aria-hidden />}
            aria-current={filter.view === view && !isKept}
            rightSection={<Tally count={counts?.views[view]} />}
            onClick={() => look({ view, order: orderOf(view) })}
          >
            {words.views[view]}
          </Menu.Item>
        ))}
        {teams.length > 0 && <Menu.Label>{words.teams}</Menu.Label>}
        {teams.map((team) => (
          <Menu.Item
            key={team.id}
            leftSection={<IconUsers size={16} stroke={1.75} aria-hidden />}
            aria-current={filter.view === 'team' && filter.teams?.[0] === team.id && !isKept}
            rightSection={<Tally count={counts?.teams[team.id]} />}
            onClick={() => look({ view: 'team', teams: [team.id], order: 'waiting' })}
          >
            {team.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{words.savedViews}</Menu.Label>
        {saved.map((view) => (
          <Menu.Item
            key={view.id}
            leftSection={<IconBookmark size={16} stroke={1.75} aria-hidden />}
            aria-current={view.filter === filter}
            onClick={() => look(view.filter)}
          >
            {view.name}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => show('save-view')}>{words.saveView}</Menu.Item>
        {saved
          .filter((view) => view.filter === filter)
          .map((view) => (
            <Menu.Item
              key={view.id}
              leftSection={<IconTrash size={16} stroke={1.75} aria-hidden />}
              onClick={async () => {
                await removeView(view.id);
                await queries.invalidateQueries({ queryKey: KEYS.views });
                look({ view: 'all', order: 'newest' });
              }}
            >
              {words.removeView(view.name)}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}

type Named = readonly { id: string; name: string }[];
type Kept = readonly { name: string; filter: Filter }[];

function nameOfFilter(filter: Filter, views: { [view: string]: string }, teams: Named, saved: Kept): string {
  const kept = saved.find((view) => view.filter === filter);
  if (kept) return kept.name;
  const team = filter.view === 'team' ? teams.find(({ id }) => id === filter.teams?.[0]) : undefined;
  return team?.name ?? views[filter.view] ?? filter.view;
}

type Counts = { views: { [view: string]: number }; teams: { [team: string]: number } } | null;

function countOf(filter: Filter, counts: Counts): number | undefined {
  const isNarrowed = filter.labels || filter.number || filter.onlyOpenWindow || filter.priority;
  if (isNarrowed) return undefined;
  const [team] = filter.teams ?? [];
  return team === undefined ? counts?.views[filter.view] : (counts?.teams[team] ?? 0);
}

const countWords = (count: number) => (count > 999 ? '999+' : String(count));

function Tally({ count }: { count: number | undefined }) {
  return count ? <span className="in-tally">{countWords(count)}</span> : null;
}
