import type { Candidate } from '@parley/flows/triggers.ts';
import type { Transaction } from 'kysely';
import { statement } from '../db/statement.ts';
import type { Database } from '../db/tables.ts';
import { absentTeams } from '../escalation/availability.ts';
import type { Loaded } from './batch.ts';
import { keyOf, type Machine, type MachineCache, type Version } from './machine-cache.ts';

/** A flow that deciding turned out to need. `fetch` puts it on the shelf; then the decision is made again from its start. */
export class NotOnShelf {
  readonly wanted: Wanted;
  constructor(wanted: Wanted) {
    this.wanted = wanted;
  }
}
type Wanted =
  | { version: Version }
  | { published: string }
  | { boundTo: string }
  | { presence: string }
  | { link: string };

/**
 * The flows that the turns of one batch run. Deciding is pure and must not wait, so it takes what is here, and throws
 * `NotOnShelf` for what is not: nobody knows which flow a flow will start before it does.
 */
export type FlowShelf = {
  /** Null when there is no such version. */
  machine(version: Version): Machine | null;
  /** The version that new sessions of the flow run on; null when it is not published. */
  published(flowId: string): Machine | null;
  /** The flows that a first message to the number may start. */
  boundTo(channelId: string): Candidate[];
  /** What a link starts on a number; null when there is no such link. */
  link(code: string): StartingLink | null;
  /** Whether nobody of the team can take over now; '' for anybody at all. */
  isAbsent(team: string): boolean;
  /** Puts what these conversations will most likely need on the shelf, all at once. */
  expect(conversations: readonly Pick<Loaded, 'session' | 'channel_id'>[]): Promise<void>;
  fetch(wanted: Wanted): Promise<void>;
};

export type StartingLink = { channelId: string; flowId: string; via: string };

export function createFlowShelf(tx: Transaction<Database>, cache: MachineCache): FlowShelf {
  const machines = new Map<string, Machine | null>();
  const published = new Map<string, Machine | null>();
  const bound = new Map<string, Candidate[]>();
  const absent = new Map<string, boolean>();
  const links = new Map<string, StartingLink | null>();

  const taken = <Key, Value>(from: Map<Key, Value>, key: Key, wanted: Wanted): Value => {
    const value = from.get(key);
    if (value === undefined) throw new NotOnShelf(wanted);
    return value;
  };
  const fetchVersions = async (versions: readonly Version[]) => {
    if (versions.length === 0) return;
    for (const version of versions) machines.set(keyOf(version), null);
    for (const machine of await cache.get(tx, versions)) machines.set(keyOf(machine), machine);
  };
  const fetchPublished = async (flowId: string) => {
    const flow = await tx
      .selectFrom('flows')
      .select('published_version')
      .where('id', '=', flowId)
      .executeTakeFirst();
    const version = flow?.published_version ?? null;
    if (version !== null) await fetchVersions([{ flowId, version }]);
    published.set(flowId, version === null ? null : (machines.get(keyOf({ flowId, version })) ?? null));
  };
  const fetchBound = async (channelIds: readonly string[]) => {
    const flows = await readBound(tx, channelIds);
    const versions = flows.map(({ id, published_version }) => ({ flowId: id, version: published_version }));
    await fetchVersions(versions);
    for (const version of versions) published.set(version.flowId, machines.get(keyOf(version)) ?? null);
    const ofChannel = Map.groupBy(flows, ({ channel_id }) => channel_id);
    for (const channelId of channelIds) {
      const candidates = (ofChannel.get(channelId) ?? []).flatMap(({ id, is_default }) => {
        const config = published.get(id)?.config;
        return config ? [{ flowId: id, isDefault: is_default, settings: config.meta.flow }] : [];
      });
      bound.set(channelId, candidates);
    }
  };

  return {
    machine: (version) => taken(machines, keyOf(version), { version }),
    published: (flowId) => taken(published, flowId, { published: flowId }),
    boundTo: (channelId) => taken(bound, channelId, { boundTo: channelId }),
    link: (code) => taken(links, code, { link: code }),
    isAbsent: (team) => taken(absent, team, { presence: team }),
    async expect(conversations) {
      const running = conversations.flatMap(({ session }) =>
        session ? [{ flowId: session.flow_id, version: session.version }] : [],
      );
      await fetchVersions([...new Map(running.map((version) => [keyOf(version), version])).values()]);
      const idle = conversations.flatMap(({ session, channel_id }) => (session ? [] : channel_id));
      if (idle.length > 0) await fetchBound([...new Set(idle)]);
    },
    async fetch(wanted) {
      if ('version' in wanted) await fetchVersions([wanted.version]);
      else if ('published' in wanted) await fetchPublished(wanted.published);
      else if ('boundTo' in wanted) await fetchBound([wanted.boundTo]);
      else if ('link' in wanted) links.set(wanted.link, await readLink(tx, wanted.link));
      else absent.set(wanted.presence, (await absentTeams(tx, [wanted.presence])).length > 0);
    },
  };
}

type BoundRow = { channel_id: string; id: string; published_version: number; is_default: boolean };

/** Values: ids of channels. */
const readBound = statement<BoundRow>(`
  select b.channel_id, f.id, f.published_version, b.is_default
  from channel_flows b join flows f on f.id = b.flow_id
  where b.channel_id = any($1::uuid[]) and f.published_version is not null
  order by f.id
`);

async function readLink(tx: Transaction<Database>, code: string): Promise<StartingLink | null> {
  const row = await tx
    .selectFrom('entry_links')
    .select(['channel_id', 'flow_id', 'via'])
    .where('id', '=', code)
    .executeTakeFirst();
  return row ? { channelId: row.channel_id, flowId: row.flow_id, via: row.via } : null;
}
