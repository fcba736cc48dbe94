import type { Input } from '@parley/flows/input.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import type { CallRequest, SessionState } from '@parley/flows/turn.ts';
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';

/** Row types, written once. snake_case names in TypeScript are always database rows. */

type At = ColumnType<Date, Date | undefined, Date>;
type MaybeAt = ColumnType<Date | null, Date | null | undefined, Date | null>;
type Json<T> = ColumnType<T, string, string>;
type MaybeJson<T> = ColumnType<T | null, string | null | undefined, string | null>;

export type Database = {
  channels: {
    id: string;
    phone_number_id: string;
    business_account_id: string | null;
    display_phone: string | null;
    name: string | null;
    /** Sealed with PARLEY_SECRET; see runtime/secrets.ts. */
    access_token: string;
    /** Sealed with PARLEY_SECRET. */
    app_secret: string;
    catalog_id: string | null;
    /** Messages a second that WhatsApp grants this number. */
    throughput: number;
    status: Generated<'active' | 'stopped'>;
    stopped_reason: string | null;
    /** Nothing goes before this: WhatsApp called the number too fast. Kept afterwards, as the rate grows again from here. */
    slowed_until: MaybeAt;
    /** Messages a second from `slowed_until` on, for all processes together; null: as many as are granted. */
    slowed_rate: number | null;
    created_at: At;
  };
  /** Processes that send; one that has not been seen for some seconds is gone. */
  processes: { id: string; joined_at: At; seen_at: At };
  flows: {
    id: string;
    name: string;
    draft: Json<FlowMachine>;
    revision: Generated<number>;
    saved_by: string | null;
    saved_at: At;
    published_version: number | null;
  };
  flow_versions: {
    flow_id: string;
    version: number;
    machine: Json<FlowMachine>;
    hash: string;
    published_by: string | null;
    published_at: At;
  };
  channel_flows: { channel_id: string; flow_id: string; is_default: Generated<boolean> };
  contacts: {
    id: string;
    name: Generated<string>;
    phone: Generated<string>;
    locale: Generated<string>;
    timezone: Generated<string>;
    tags: JSONColumnType<string[], string | undefined, string>;
    /** How many other contacts this one has taken in: whoever looked it up before looks again. */
    merges: Generated<number>;
    created_at: At;
  };
  contact_aliases: { kind: 'wa_id' | 'bsuid'; value: string; contact_id: string };
  conversations: {
    lane: number;
    id: string;
    channel_id: string;
    contact_id: string;
    last_inbound_at: MaybeAt;
    last_inbound_wamid: string | null;
    /** A person holds the conversation: the bot sends nothing. */
    held: Generated<boolean>;
    /** Set when two contacts turned out to be one person: where the thread goes on. Nothing new arrives here. */
    merged_into_lane: number | null;
    merged_into: string | null;
    created_at: At;
  };
  sessions: {
    lane: number;
    id: string;
    conversation_id: string;
    flow_id: string;
    version: number;
    state: Json<SessionState>;
    started_by: Json<StartedBy>;
    started_at: At;
    updated_at: At;
    ended_at: MaybeAt;
    ended_reason: string | null;
  };
  inbox: {
    lane: number;
    id: Generated<string>;
    /** What makes the event count once: `wamid`, `timer:<id>`, `call:<session>:<call>`, … */
    source: string;
    kind: InboxKind;
    channel_id: string;
    contact_id: string;
    conversation_id: string;
    session_id: string | null;
    input: MaybeJson<Input>;
    /** The wamid that the message answers. */
    context_id: string | null;
    referral: MaybeJson<{ sourceId?: string; sourceType?: string; sourceUrl?: string; headline?: string }>;
    raw: MaybeJson<unknown>;
    /** The message's own timestamp for messages; the database's clock for everything else. */
    sent_at: ColumnType<Date, Date, never>;
    received_at: At;
    status: Generated<'new' | 'done' | 'ignored' | 'parked'>;
    attempts: Generated<number>;
    error: string | null;
    path: MaybeJson<{ node: string; port: string }[]>;
    done_at: MaybeAt;
  };
  outbox: {
    lane: number;
    id: Generated<string>;
    conversation_id: string;
    session_id: string | null;
    inbox_id: string | null;
    channel_id: string;
    contact_id: string;
    node: string | null;
    message: Json<OutboundMessage>;
    status: Generated<DeliveryStatus>;
    /** Whether it is still to be sent, or its fate unknown. Follows from `status`, and is what indexes go by. */
    open: GeneratedAlways<boolean>;
    /** How often the message was given to the network. Also tells apart whoever writes late about an earlier attempt. */
    attempts: Generated<number>;
    /** How often WhatsApp failed at it, or could not be reached: these are limited. */
    failures: Generated<number>;
    /** How often WhatsApp asked to wait with it: nothing is wrong with the message. */
    slowed: Generated<number>;
    /** It went a second time because nothing was heard of the first: that happens once. */
    resent: Generated<boolean>;
    due_at: At;
    leased_until: MaybeAt;
    wamid: string | null;
    error: MaybeJson<{ code?: number; reason: string; details?: string }>;
    created_at: At;
    sent_at: MaybeAt;
    delivered_at: MaybeAt;
    read_at: MaybeAt;
    failed_at: MaybeAt;
  };
  timers: {
    lane: number;
    session_id: string;
    timer: string;
    id: string;
    conversation_id: string;
    due_at: ColumnType<Date, Date, Date>;
    fired: Generated<boolean>;
  };
  calls: {
    lane: number;
    session_id: string;
    call: string;
    conversation_id: string;
    request: Json<CallRequest>;
    attempts: Generated<number>;
    leased_until: MaybeAt;
    created_at: At;
  };
  cases: {
    lane: number;
    id: Generated<string>;
    conversation_id: string;
    session_id: string;
    node: string;
    method: string;
    team: string | null;
    summary: string | null;
    status: 'requested' | 'resolved' | 'offered';
    opened_at: At;
    resolved_at: MaybeAt;
  };
  consents: {
    id: Generated<string>;
    contact_id: string;
    channel_id: string;
    conversation_id: string;
    purpose: string;
    granted: boolean;
    wording: string;
    source: string;
    at: At;
  };
  webhook_events: {
    id: Generated<string>;
    dedup_key: string;
    kind: string;
    field: string | null;
    phone_number_id: string | null;
    reason: string | null;
    raw: MaybeJson<unknown>;
    /** The raw bytes, when they could not be read as JSON. */
    body: ColumnType<Buffer | null, Buffer | null | undefined, never>;
    received_at: At;
  };
};

export type InboxKind = 'message' | 'timer' | 'call' | 'agent' | 'send' | 'start';
export type DeliveryStatus =
  | 'queued'
  | 'sending'
  | 'unknown'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'failed'
  | 'cancelled';
export type StartedBy =
  | { trigger: 'keyword'; keyword: string; locale: string }
  | { trigger: 'ad'; sourceId: string }
  | { trigger: 'first-message' }
  | { trigger: 'flow'; flow: string }
  | { trigger: 'api' };
