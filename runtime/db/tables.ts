import type { Input } from '@parley/flows/input.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { OutboundMessage } from '@parley/flows/message.ts';
import type { Rate } from '@parley/flows/prices/rates.ts';
import type { TemplateContent } from '@parley/flows/templates/definition.ts';
import type { CallRequest, SessionState } from '@parley/flows/turn.ts';
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Right, Role } from '../people/rights.ts';
import type { Taken } from '../turn/taken.ts';
import type { NumberSaid } from '../whatsapp/number-fields.ts';
import type { Provider } from '../whatsapp/provider.ts';

/** Row types, written once. snake_case names in TypeScript are always database rows. */

type At = ColumnType<Date, Date | undefined, Date>;
type MaybeAt = ColumnType<Date | null, Date | null | undefined, Date | null>;
type Json<T> = ColumnType<T, string, string>;
type MaybeJson<T> = ColumnType<T | null, string | null | undefined, string | null>;

export type Database = {
  channels: {
    id: string;
    phone_number_id: string;
    /** Who connects it to WhatsApp; see `channel/adapters.ts`. */
    provider: Generated<Provider>;
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
    /** Nothing is sent to a person whose keys have changed until somebody has made sure who it is. */
    checks_identity: Generated<boolean>;
    /** When the access token ends, where WhatsApp says so. */
    token_expires_at: MaybeAt;
    status: Generated<'active' | 'stopped'>;
    stopped_reason: string | null;
    /** Nothing goes before this: WhatsApp called the number too fast. Kept afterwards, as the rate grows again from here. */
    slowed_until: MaybeAt;
    /** Messages a second from `slowed_until` on, for all processes together; null: as many as are granted. */
    slowed_rate: number | null;
    /** Templates, or everything, may not be sent before this, and why; see `channel/restrictions.ts`. */
    templates_barred_until: MaybeAt;
    barred_until: MaybeAt;
    barred_because: string | null;
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
    /** When it was put away, and the version that was published until then. */
    archived_at: MaybeAt;
    archived_version: number | null;
  };
  flow_versions: {
    flow_id: string;
    version: number;
    machine: Json<FlowMachine>;
    hash: string;
    published_by: string | null;
    published_at: At;
    note: string | null;
  };
  channel_flows: { channel_id: string; flow_id: string; is_default: Generated<boolean> };
  /** Files that are kept with the flows, by the SHA-256 of their content; see `files/`. */
  flow_files: { id: string; name: string; mime_type: string; bytes: number; added_at: At; used_at: At };
  flow_file_parts: { file_id: string; place: number; content: Buffer };
  /** The ids under which WhatsApp has them, for each number. */
  flow_file_uploads: { channel_id: string; file_id: string; media_id: string; uploaded_at: At };
  contacts: {
    id: string;
    name: Generated<string>;
    phone: Generated<string>;
    locale: Generated<string>;
    timezone: Generated<string>;
    tags: JSONColumnType<string[], string | undefined, string>;
    /** How many other contacts this one has taken in: whoever looked it up before looks again. */
    merges: Generated<number>;
    /** Nobody answers what a blocked contact writes, neither the bot nor WhatsApp's notice to a person. */
    blocked_at: MaybeAt;
    blocked_by: string | null;
    username: string | null;
    /** The user id across linked portfolios. */
    parent_user_id: string | null;
    /** By the ids of `contact_fields`. */
    fields: JSONColumnType<{ [field: string]: FieldValue }, string | undefined, string>;
    /** Of the person's keys, as WhatsApp told it last. */
    identity_hash: string | null;
    /** Since when nothing is sent to the contact, because somebody else may be at that number now. */
    identity_changed_at: MaybeAt;
    /** Since when, and until when, WhatsApp holds marketing back from the person. */
    marketing_held_at: MaybeAt;
    marketing_held_until: MaybeAt;
    /** Since when what is known of the contact may be somebody else's; see `contact/doubts.ts`. */
    identity_doubted_at: MaybeAt;
    /** Who said last that messages may go again, or that it is the same person: a person's id, a key's or `bot`. */
    identity_confirmed_at: MaybeAt;
    identity_confirmed_by: string | null;
    created_at: At;
  };
  /** Links and codes that start a flow and say where people come from; see `entry/entry-links.ts`. */
  entry_links: {
    id: string;
    channel_id: string;
    flow_id: string;
    via: string;
    label: string;
    text: string;
    made_by: string | null;
    created_at: At;
  };
  contact_fields: {
    id: string;
    label: string;
    kind: FieldKind;
    choices: JSONColumnType<string[], string | undefined, string>;
    created_at: At;
  };
  segments: { id: string; name: string; query: Json<unknown>; made_by: string | null; updated_at: At };
  imports: {
    id: string;
    file_name: string;
    columns: Json<string[]>;
    mapping: MaybeJson<unknown>;
    status: Generated<'receiving' | 'running' | 'done' | 'cancelled'>;
    next_row: Generated<number>;
    made: Generated<number>;
    changed: Generated<number>;
    skipped: Generated<number>;
    failed: Generated<number>;
    made_by: string | null;
    created_at: At;
    finished_at: MaybeAt;
  };
  import_rows: {
    import_id: string;
    n: number;
    cells: Json<string[]>;
    error: string | null;
    phone: string | null;
  };
  broadcasts: {
    id: string;
    name: string;
    channel_id: string;
    segment: Json<unknown>;
    content: Json<unknown>;
    purpose: string;
    /** Why an administrator sends to people without consent. */
    override_reason: string | null;
    schedule: Json<unknown>;
    brake: Json<unknown>;
    status: Generated<BroadcastStatus>;
    paused_for: string | null;
    listed_to: string | null;
    is_listed: Generated<boolean>;
    events_to: Generated<string>;
    readings_to: Generated<string>;
    made_by: string | null;
    created_at: At;
    starts_at: MaybeAt;
    started_at: MaybeAt;
    resumed_at: MaybeAt;
    finished_at: MaybeAt;
  };
  broadcast_recipients: {
    lane: number;
    broadcast_id: string;
    contact_id: string;
    conversation_id: string;
    status: Generated<'waiting' | 'sent' | 'skipped'>;
    reason: string | null;
    due_at: At;
    outbox_id: string | null;
    handled_at: MaybeAt;
  };
  contact_aliases: { kind: 'wa_id' | 'bsuid'; value: string; contact_id: string };
  conversations: {
    lane: number;
    id: string;
    channel_id: string;
    contact_id: string;
    last_inbound_at: MaybeAt;
    last_inbound_wamid: string | null;
    /** When the contact came by an ad or a post, the last time; see `conversation/free-entry.ts`. */
    entered_at: MaybeAt;
    /** A person holds the conversation: the bot sends nothing. */
    held: Generated<boolean>;
    /** Who has it: a person's id, `phone` for the WhatsApp Business app; null: the bot or, while it is held, nobody yet. */
    owner: string | null;
    owned_at: MaybeAt;
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
    /** `kept`: it happened while a person had the conversation, and takes effect when the bot has it again. */
    status: Generated<'new' | 'done' | 'ignored' | 'parked' | 'kept'>;
    attempts: Generated<number>;
    error: string | null;
    path: MaybeJson<Taken[]>;
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
    /** The person who wrote it; null for the flow's own. */
    sent_by: string | null;
    /** What makes a person's message count once in its conversation. */
    once: string | null;
    /** The wamid of the message that it quotes. */
    reply_to: string | null;
    /** The wamid of the message that its text, an emoji or nothing, is put to as a reaction. */
    reacts_to: string | null;
    /** Why a template goes to somebody without consent; null: it does not. */
    allowed_because: string | null;
    /** How it is charged, as its statuses say. */
    pricing: MaybeJson<MessagePricing>;
  };
  rate_cards: {
    id: string;
    name: string;
    rates: Json<Rate[]>;
    added_by: string | null;
    added_at: At;
  };
  number_prices: {
    channel_id: string;
    /** Null: that of the newest rate card. */
    currency: string | null;
    markup_percent: ColumnType<string, number, number>;
    timezone: string;
    updated_at: At;
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
    /** Null where a person took over and no session was under way. */
    session_id: string | null;
    node: string;
    method: string;
    team: string | null;
    summary: string | null;
    status: CaseStatus;
    opened_at: At;
    resolved_at: MaybeAt;
    priority: Generated<CasePriority>;
    reason: string | null;
    /** The session's variables when the case was opened. */
    collected: MaybeJson<{ [variable: string]: unknown }>;
    /** The ports that the session took until then. */
    path: MaybeJson<{ node: string; port: string }[]>;
    assignee: string | null;
    assigned_at: MaybeAt;
    /** When a person said that it is theirs; being assigned to somebody is not enough. */
    acknowledged_at: MaybeAt;
    /** The first answer, and the last one. */
    answered_at: MaybeAt;
    last_answer_at: MaybeAt;
    /** How many people it was assigned to by itself. */
    tries: Generated<number>;
    /** The deadlines that were missed. */
    alarms: ColumnType<string[], string | undefined, string>;
    /** When the contact was told that nobody could answer. */
    noticed_at: MaybeAt;
    outcome: string | null;
    /** When the watch looks at it next; null: never. */
    due_at: MaybeAt;
  };
  /** What happened in a conversation beside its messages, and through whom. */
  conversation_events: {
    lane: number;
    id: Generated<string>;
    conversation_id: string;
    case_id: string | null;
    kind: string;
    at: At;
    /** A person's id, `bot`, `phone` or `system`. */
    who: string;
    details: Json<{ [name: string]: unknown }>;
  };
  /** What the inbox lists of a conversation; see `desk/cards.ts`. */
  conversation_cards: {
    lane: number;
    conversation_id: string;
    /** Of `desk_version`, when it was last brought up to date. */
    version: string;
    channel_id: string;
    contact_id: string;
    state: CardState;
    owner: string | null;
    /** Of the case that is under way. */
    team: string | null;
    /** Of all its cases. */
    teams: string[];
    case_id: string | null;
    case_status: CaseStatus | null;
    priority: CasePriority | null;
    /** Since when the contact waits for a person. */
    waiting_since: Date | null;
    /** The newest message, of either side. */
    last_at: Date;
    wait_order: Date;
    /** The contact's newest message; the newest row of each table that the card knows of. */
    message_id: string;
    inbox_id: string;
    outbox_id: string;
    event_id: string;
    snoozed_until: MaybeAt;
    snoozed_by: string | null;
  };
  desk_progress: {
    lane: number;
    from_inbox: Generated<string>;
    from_outbox: Generated<string>;
    from_event: Generated<string>;
    to_inbox: Generated<string>;
    to_outbox: Generated<string>;
    to_event: Generated<string>;
    seen_inbox: Generated<string>;
    seen_outbox: Generated<string>;
    seen_event: Generated<string>;
    looked_at: At;
  };
  message_words: {
    lane: number;
    side: 'in' | 'out' | 'note';
    id: string;
    conversation_id: string;
    at: At;
    words: string;
  };
  conversation_reads: {
    lane: number;
    conversation_id: string;
    person_id: string;
    inbox_id: string;
    read_at: At;
  };
  conversation_drafts: {
    lane: number;
    conversation_id: string;
    person_id: string;
    text: string;
    is_note: Generated<boolean>;
    reply_to: string | null;
    saved_at: At;
  };
  labels: { id: string; name: string; color: string; created_at: At };
  conversation_labels: { lane: number; conversation_id: string; label_id: string };
  canned_replies: {
    id: string;
    shortcut: string;
    title: string;
    text: string;
    scope: 'me' | 'team' | 'all';
    /** A person's or a team's id; '' for all. */
    scope_id: Generated<string>;
    made_by: string;
    updated_at: At;
  };
  saved_views: { id: string; person_id: string; name: string; filter: Json<unknown>; created_at: At };
  conversation_viewers: {
    conversation_id: string;
    person_id: string;
    state: 'viewing' | 'typing';
    seen_at: At;
  };
  /** Which letters a person wants; null is what is usual. See `people/letter-settings.ts`. */
  letter_settings: {
    person_id: string;
    alarms: 'always' | 'away' | 'never' | null;
    language: 'en' | 'ru' | null;
  };
  /** Who is to hear of an alarm by letter; see `escalation/alarm-letters.ts`. */
  alarm_letters: {
    person_id: string;
    /** `<lane>.<id>` of a case. */
    case_ref: string;
    alarm: string;
    conversation_id: string;
    kind: string;
    at: At;
    due_at: At;
    attempts: Generated<number>;
    letter: string | null;
    outcome: 'sent' | 'needless' | 'failed' | null;
    done_at: MaybeAt;
  };
  desk_acts: { token: string; person_id: string; steps: Json<unknown>; is_pending: boolean; due_at: At };
  agent_presence: {
    person_id: string;
    state: PresenceState;
    /** Conversations at a time. */
    capacity: Generated<number>;
    seen_at: At;
    changed_at: At;
  };
  /** How a team works; see `escalation/team-service.ts`. */
  team_service: {
    team: string;
    settings: Json<unknown>;
    /** Whose turn it was last. */
    last_assigned: string | null;
    updated_at: At;
  };
  consents: {
    id: Generated<string>;
    contact_id: string;
    channel_id: string | null;
    conversation_id: string | null;
    purpose: string;
    granted: boolean;
    wording: string;
    /** What recorded it: the wamid of a message, or a key of what was heard or imported. */
    source: string;
    at: At;
    /** How the person said so: see `consent/sources.ts`. */
    via: Generated<string>;
    evidence: string | null;
    recorded_by: string | null;
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
  /** better-auth's table of users. Nobody is ever deleted. */
  people: {
    id: string;
    name: string;
    /** In lower case. */
    email: string;
    email_verified: Generated<boolean>;
    image: string | null;
    role: Role;
    /** Sees no conversations but those of their teams. */
    only_own_teams: Generated<boolean>;
    two_factor_enabled: Generated<boolean>;
    disabled_at: MaybeAt;
    created_at: At;
    updated_at: At;
  };
  /** better-auth's table of sessions. */
  sign_ins: {
    id: string;
    person_id: string;
    token: string;
    ip_address: string | null;
    user_agent: string | null;
    expires_at: At;
    created_at: At;
    updated_at: At;
  };
  /** better-auth's table of accounts; of ours only the one with a password. */
  credentials: {
    id: string;
    person_id: string;
    account_id: string;
    provider_id: string;
    password: string | null;
    created_at: At;
    updated_at: At;
  };
  /** better-auth's table of verifications; identifiers are hashed. */
  one_time_values: { id: string; identifier: string; value: string; expires_at: At };
  two_factors: { id: string; person_id: string; secret: string; backup_codes: string; verified: boolean };
  invitations: {
    id: string;
    token_hash: string;
    email: string;
    role: Role;
    only_own_teams: Generated<boolean>;
    teams: Json<string[]>;
    invited_by: string;
    created_at: At;
    expires_at: At;
    accepted_at: MaybeAt;
    withdrawn_at: MaybeAt;
  };
  templates: {
    id: string;
    business_account_id: string;
    name: string;
    language: string;
    template_id: string | null;
    category: string;
    asked_category: string | null;
    coming_category: string | null;
    category_changes_at: MaybeAt;
    status: string;
    reason: string | null;
    reason_details: string | null;
    quality: string | null;
    parameter_format: Generated<'POSITIONAL' | 'NAMED'>;
    components: ColumnType<unknown[], string | undefined, string>;
    draft: MaybeJson<TemplateContent>;
    submitted_at: MaybeAt;
    status_at: ColumnType<Date | number, Date | undefined, Date>;
    quality_at: ColumnType<Date | number, Date | undefined, Date>;
    category_at: ColumnType<Date | number, Date | undefined, Date>;
    components_at: ColumnType<Date | number, Date | undefined, Date>;
    created_at: At;
    updated_at: At;
  };
  /** What goes out in place of a template that cannot be sent. */
  template_fallbacks: {
    business_account_id: string;
    name: string;
    fallback_name: string | null;
    fallback_language: string | null;
    updated_at: At;
  };
  template_syncs: { business_account_id: string; synced_at: MaybeAt; tried_at: At; problem: string | null };
  notices: {
    id: GeneratedAlways<string>;
    once: string;
    kind: string;
    severity: 'info' | 'warning' | 'error';
    subject_kind: string;
    subject_id: string;
    subject_name: Generated<string>;
    what_to_do: Generated<string>;
    details: ColumnType<{ [member: string]: unknown }, string | undefined, string>;
    due_at: MaybeAt;
    at: At;
  };
  notice_reads: { notice_id: string; person_id: string; read_at: At };
  notice_subscriptions: {
    id: string;
    way: 'webhook' | 'email';
    target: string;
    /** Sealed with PARLEY_SECRET. */
    secret: string | null;
    least: Generated<'info' | 'warning' | 'error'>;
    made_by: string | null;
    created_at: At;
  };
  notice_deliveries: {
    subscription_id: string;
    notice_id: string;
    status: Generated<'waiting' | 'done' | 'failed'>;
    attempts: Generated<number>;
    due_at: At;
    /** What the other side said last, in a few words. */
    answered: string | null;
    done_at: MaybeAt;
  };
  number_health: {
    channel_id: string;
    said: MaybeJson<NumberSaid>;
    read_at: MaybeAt;
    asked_at: MaybeAt;
    problem: string | null;
    is_wanted: Generated<boolean>;
  };
  number_readings: {
    id: GeneratedAlways<string>;
    channel_id: string;
    what: 'quality' | 'status' | 'limit' | 'throughput' | 'name';
    value: string;
    at: At;
  };
  webhook_minutes: {
    channel_id: string;
    minute: At;
    requests: number;
    total_ms: number;
    /** Answers that took longer than a second. */
    slow: number;
    seen_at: At;
  };
  teams: { id: string; name: string; created_at: At };
  team_members: { team_id: string; person_id: string };
  api_keys: {
    id: string;
    name: string;
    /** SHA-256 of the key. */
    hash: Buffer;
    starts_with: string;
    scopes: Json<Right[]>;
    created_by: string;
    created_at: At;
    last_used_at: MaybeAt;
    expires_at: MaybeAt;
    revoked_at: MaybeAt;
  };
  attempts: { key: string; count: number; since: At };
  /** Only added to: a trigger refuses everything else. */
  audit_log: {
    id: GeneratedAlways<string>;
    at: At;
    actor_kind: 'person' | 'key' | 'system' | 'nobody';
    actor_id: string | null;
    actor_name: string;
    action: string;
    subject_kind: string;
    subject_id: string | null;
    subject_name: string | null;
    details: Json<{ [member: string]: unknown }>;
    address: string | null;
    request_id: string | null;
  };
};

/** As WhatsApp writes them. `conversation` is the id of the one that it belongs to, where conversations were charged. */
export type MessagePricing = {
  billable?: boolean;
  model?: string;
  type?: string;
  category?: string;
  conversation?: string;
};
export type FieldKind = 'text' | 'number' | 'date' | 'boolean' | 'choice';
/** A date is `YYYY-MM-DD`. */
export type FieldValue = string | number | boolean;
export type BroadcastStatus = 'draft' | 'scheduled' | 'running' | 'paused' | 'cancelled' | 'done';
export type InboxKind = 'message' | 'timer' | 'call' | 'agent' | 'send' | 'start' | 'echo';
/** `waiting` for a person, `owned` by one, the `bot`'s, or `resolved`: the last case is over and nothing runs. */
export type CardState = 'waiting' | 'owned' | 'bot' | 'resolved';
export type CaseStatus = 'requested' | 'assigned' | 'answered' | 'resolved' | 'expired' | 'offered';
export type CasePriority = 'low' | 'normal' | 'high' | 'urgent';
export type PresenceState = 'online' | 'busy' | 'away';
export type DeliveryStatus =
  | 'queued'
  | 'sending'
  | 'unknown'
  /** By WhatsApp, which looks at its template first (then it has a wamid), or here, while its template cannot be sent. */
  | 'held'
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
  /** A link or a code that carries where it stands: `consent/sources.ts`. */
  | { trigger: 'link'; link: string; via: string }
  /** `allowedBecause`: its templates go without a consent. */
  | { trigger: 'api'; allowedBecause?: string }
  /** A person handed the conversation over to this flow. */
  | { trigger: 'agent'; by: string };
