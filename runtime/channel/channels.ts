import { randomUUID } from 'node:crypto';
import {
  type Insertable,
  type Kysely,
  type Selectable,
  sql,
  type Transaction,
  type Updateable,
} from 'kysely';
import type { Database } from '../db/tables.ts';
import { open, registerSecret, type SecretKey, seal } from '../secrets.ts';
import type { Provider } from '../whatsapp/provider.ts';

/** One of our WhatsApp numbers, with its secrets in clear: for sending and checking, never for an answer over HTTP. */
export type Channel = ListedChannel & { accessToken: string; appSecret: string };

export type ListedChannel = {
  id: string;
  /** Who connects it to WhatsApp. */
  provider: Provider;
  phoneNumberId: string;
  businessAccountId: string | null;
  displayPhone: string | null;
  name: string | null;
  catalogId: string | null;
  /** Messages a second that WhatsApp grants this number. */
  throughput: number;
  status: 'active' | 'stopped';
  stoppedReason: string | null;
  /** When the access token ends, where that is known. */
  tokenExpiresAt: Date | null;
  /** What WhatsApp forbids it for now. */
  bar: Bar;
};

/** Templates, or everything, may not be sent before these moments; null: they may. */
export type Bar = { templatesUntil: Date | null; until: Date | null; because: string | null };

export type NewChannel = {
  /** Meta itself where left out. */
  provider?: Provider;
  phoneNumberId: string;
  accessToken: string;
  appSecret: string;
  throughput: number;
  businessAccountId?: string | null;
  displayPhone?: string | null;
  name?: string | null;
  catalogId?: string | null;
};

/** Adds a number. A `phone_number_id` belongs to one channel: null when there is one already. */
export async function addChannel(
  db: Kysely<Database>,
  key: SecretKey,
  channel: NewChannel,
): Promise<ListedChannel | null> {
  const id = randomUUID();
  const row: Insertable<Database['channels']> = {
    id,
    phone_number_id: channel.phoneNumberId,
    ...plainColumns(channel),
    throughput: channel.throughput,
    access_token: seal(channel.accessToken, key, secretPlaceOf(id, 'access_token')),
    app_secret: seal(channel.appSecret, key, secretPlaceOf(id, 'app_secret')),
  };
  const added = await db
    .insertInto('channels')
    .values(row)
    .onConflict((conflict) => conflict.column('phone_number_id').doNothing())
    .returningAll()
    .executeTakeFirst();
  return added ? toListed(added) : null;
}

/** Changes what is given and leaves the rest; null when there is no such number. */
export async function changeChannel(
  db: Kysely<Database>,
  key: SecretKey,
  channelId: string,
  change: Partial<Omit<NewChannel, 'phoneNumberId'>>,
): Promise<ListedChannel | null> {
  const { accessToken, appSecret } = change;
  const columns: Updateable<Database['channels']> = {
    ...plainColumns(change),
    throughput: change.throughput,
    access_token: accessToken && seal(accessToken, key, secretPlaceOf(channelId, 'access_token')),
    app_secret: appSecret && seal(appSecret, key, secretPlaceOf(channelId, 'app_secret')),
  };
  const given = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  const where = { ...given, id: channelId };
  const changed = await db
    .updateTable('channels')
    .set(where)
    .where('id', '=', channelId)
    .returningAll()
    .executeTakeFirst();
  return changed ? toListed(changed) : null;
}

/** All numbers, oldest first, without their secrets. */
export async function listChannels(db: Kysely<Database>): Promise<ListedChannel[]> {
  const rows = await db.selectFrom('channels').selectAll().orderBy('created_at').orderBy('id').execute();
  return rows.map(toListed);
}

/** All numbers with their secrets. Throws, naming the number, when one was sealed with another PARLEY_SECRET. */
export async function openChannels(db: Kysely<Database>, key: SecretKey): Promise<Channel[]> {
  const rows = await db.selectFrom('channels').selectAll().execute();
  return rows.map((row) => {
    const accessToken = open(row.access_token, key, secretPlaceOf(row.id, 'access_token'));
    const appSecret = open(row.app_secret, key, secretPlaceOf(row.id, 'app_secret'));
    registerSecret(accessToken);
    registerSecret(appSecret);
    return { ...toListed(row), accessToken, appSecret };
  });
}

/** Nothing more is sent from this number until it is resumed; what it is told is accepted all the same. False: no such number. */
export function stopChannel(db: Kysely<Database>, channelId: string, reason: string): Promise<boolean> {
  return setStatus(db, channelId, { status: 'stopped', stopped_reason: reason });
}

export function resumeChannel(db: Kysely<Database>, channelId: string): Promise<boolean> {
  return setStatus(db, channelId, { status: 'active', stopped_reason: null });
}

/**
 * Lets a flow answer on a number; with `isDefault` it is the one that answers what no trigger matches, instead of any other. False
 * when there is no such number or no such flow.
 */
export async function bindFlow(
  tx: Transaction<Database>,
  channelId: string,
  flowId: string,
  isDefault: boolean,
): Promise<boolean> {
  // Bindings of one number are changed one after the other: two defaults at once would be refused by the index.
  const both = await sql`
    select from channels c, flows f where c.id = ${channelId} and f.id = ${flowId} for update of c`.execute(
    tx,
  );
  if (both.rows.length === 0) return false;
  if (isDefault) {
    await tx
      .updateTable('channel_flows')
      .set({ is_default: false })
      .where('channel_id', '=', channelId)
      .where('flow_id', '<>', flowId)
      .execute();
  }
  await tx
    .insertInto('channel_flows')
    .values({ channel_id: channelId, flow_id: flowId, is_default: isDefault })
    .onConflict((conflict) =>
      conflict.columns(['channel_id', 'flow_id']).doUpdateSet({ is_default: isDefault }),
    )
    .execute();
  return true;
}

async function setStatus(
  db: Kysely<Database>,
  channelId: string,
  status: Updateable<Database['channels']>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('channels')
    .set(status)
    .where('id', '=', channelId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The place that a secret is sealed for. */
export function secretPlaceOf(channelId: string, column: 'access_token' | 'app_secret'): string {
  return `channels/${channelId}/${column}`;
}

function plainColumns(channel: Partial<NewChannel>) {
  const { provider, businessAccountId, displayPhone, name, catalogId } = channel;
  return {
    provider,
    business_account_id: businessAccountId,
    display_phone: displayPhone,
    name,
    catalog_id: catalogId,
  };
}

function toListed(row: Selectable<Database['channels']>): ListedChannel {
  return {
    id: row.id,
    provider: row.provider,
    phoneNumberId: row.phone_number_id,
    businessAccountId: row.business_account_id,
    displayPhone: row.display_phone,
    name: row.name,
    catalogId: row.catalog_id,
    throughput: row.throughput,
    status: row.status,
    stoppedReason: row.stopped_reason,
    tokenExpiresAt: row.token_expires_at,
    bar: {
      templatesUntil: row.templates_barred_until,
      until: row.barred_until,
      because: row.barred_because,
    },
  };
}
