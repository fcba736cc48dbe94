import type { FlowChannel } from '@parley/flows/channel-capabilities.ts';
import { type Clash, clashesOf, type Starter, startWordsOf } from '@parley/flows/start-words.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { CAPABILITIES_OF } from './capabilities.ts';

/** The numbers that a flow answers on, as publishing is checked against them: what each can send, and what else starts there. */
export async function flowChannels(db: Kysely<Database>, flowId: string): Promise<FlowChannel[]> {
  const rows = await db
    .selectFrom('channel_flows')
    .innerJoin('channels', 'channels.id', 'channel_flows.channel_id')
    .leftJoin('number_health as h', 'h.channel_id', 'channels.id')
    .select(['channels.id', 'provider', 'name', 'display_phone', 'phone_number_id', 'catalog_id', 'h.said'])
    .where('flow_id', '=', flowId)
    .orderBy('channels.created_at')
    .orderBy('channels.id')
    .execute();
  const channels: FlowChannel[] = [];
  for (const { id, provider, name, display_phone, phone_number_id, catalog_id, said } of rows) {
    const others = await startersOn(db, id);
    channels.push({
      name: name ?? display_phone ?? phone_number_id,
      can: CAPABILITIES_OF[provider],
      catalogId: catalog_id,
      hasSupportContact: said?.hasProfile ?? null,
      websites: said?.websites ?? [],
      businessName: said?.verifiedName ?? null,
      others: others.filter((other) => other.flowId !== flowId),
    });
  }
  return channels;
}

/** Words that would start two of these flows, as they are published now. */
export async function clashesAmong(db: Kysely<Database>, flowIds: readonly string[]): Promise<Clash[]> {
  if (flowIds.length < 2) return [];
  const rows = await published(db)
    .where('flows.id', 'in', [...flowIds])
    .orderBy('flows.id')
    .execute();
  return clashesOf(rows.map(starterOf));
}

async function startersOn(db: Kysely<Database>, channelId: string) {
  const rows = await published(db)
    .innerJoin('channel_flows', 'channel_flows.flow_id', 'flows.id')
    .where('channel_flows.channel_id', '=', channelId)
    .orderBy('flows.id')
    .execute();
  return rows.map((row) => ({ flowId: row.id, ...starterOf(row) }));
}

function published(db: Kysely<Database>) {
  return db
    .selectFrom('flows')
    .innerJoin('flow_versions as v', (join) =>
      join.onRef('v.flow_id', '=', 'flows.id').onRef('v.version', '=', 'flows.published_version'),
    )
    .select(['flows.id', 'v.machine']);
}

function starterOf({ machine }: { machine: Database['flow_versions']['machine']['__select__'] }): Starter {
  const settings = machine.meta.flow;
  return { flow: settings.name, words: startWordsOf(settings) };
}
