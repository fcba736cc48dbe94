import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { identify } from '../contact/identity.ts';
import type { Database } from '../db/tables.ts';
import { identifier, maybe } from '../whatsapp/lenient.ts';
import { identityOf } from '../whatsapp/sender.ts';
import type { InboundMessage, OtherEvent, StatusUpdate, WebhookItem } from '../whatsapp/webhook-event.ts';
import { type ConsentRecord, recordConsents } from './consents.ts';
import { MARKETING } from './sources.ts';

type Deps = {
  db: Kysely<Database>;
  channels: { byPhoneNumberId(phoneNumberId: string): Promise<{ id: string } | null> };
};

/**
 * What WhatsApp tells about people beside their messages: that somebody wants no marketing any more, or again; and that somebody's keys have
 * changed, so that another person may be at the number. To be called before the webhook is answered; hearing it twice changes nothing.
 */
export async function learnOfPeople(deps: Deps, items: readonly WebhookItem[]): Promise<void> {
  const wishes = items.filter((item) => item.kind === 'other' && item.eventKind === 'user-preferences');
  for (const wish of wishes) if (wish.kind === 'other') await keepWishes(deps, wish);
  const refused = items.filter((item) => item.kind === 'status' && hasCode(item, STOPPED_MARKETING));
  for (const status of refused) if (status.kind === 'status') await keepStop(deps.db, status);
  const changed = items.filter((item) => item.kind === 'status' && hasCode(item, IDENTITY_DIFFERS));
  for (const status of changed) if (status.kind === 'status') await stopByStatus(deps.db, status);
  const hashes = items.flatMap((item) => (item.kind === 'message' && tellsIdentity(item) ? [item] : []));
  for (const message of hashes) await keepIdentity(deps, message);
}

/** Source: WhatsApp Cloud API, error codes. */
const STOPPED_MARKETING = 131050;
const IDENTITY_DIFFERS = 137000;

const hasCode = (status: StatusUpdate, code: number) => status.errors.some((error) => error.code === code);

/** Source: WhatsApp Cloud API, webhook `user_preferences`; its timestamp is a number. */
const Wish = z.object({
  wa_id: maybe(identifier),
  user_id: maybe(identifier),
  detail: maybe(z.string()),
  category: z.string(),
  value: z.enum(['stop', 'resume']),
  timestamp: z.coerce.number().int().positive(),
});
const Wishes = z.object({ value: z.object({ user_preferences: z.array(z.unknown()) }) });

async function keepWishes({ db, channels }: Deps, event: OtherEvent): Promise<void> {
  const read = Wishes.safeParse(event.raw);
  const channel = event.phoneNumberId ? await channels.byPhoneNumberId(event.phoneNumberId) : null;
  if (!read.success || !channel) return;
  const records: ConsentRecord[] = [];
  for (const [n, raw] of read.data.value.user_preferences.entries()) {
    const wish = Wish.safeParse(raw);
    if (!wish.success || wish.data.category !== 'marketing_messages') continue;
    const { wa_id, user_id, detail, value, timestamp } = wish.data;
    const sender = { ...identityOf(user_id), ...identityOf(wa_id) };
    if (!sender.waId && !sender.userId && !sender.parentUserId) continue;
    const [person] = await identify(db, [{ channelId: channel.id, sender }]);
    if (!person) continue;
    records.push({
      ...{ contactId: person.contactId, purpose: MARKETING, granted: value === 'resume' },
      ...{ wording: detail ?? value, via: 'preference', evidence: null, recordedBy: null },
      at: new Date(timestamp * 1000),
      source: `preference:${event.dedupKey}:${n}`,
    });
  }
  await recordConsents(db, records);
}

/** A marketing message came back because the person had stopped them: the webhook about that was not heard. */
async function keepStop(db: Kysely<Database>, { wamid, at }: StatusUpdate): Promise<void> {
  await sql`
    insert into consents (contact_id, purpose, granted, wording, via, source, at)
    select o.contact_id, ${MARKETING}, false, 'stop', 'preference', ${`refused:${wamid}`}, least(${at}, now())
    from outbox o where o.wamid = ${wamid} limit 1
    on conflict do nothing
  `.execute(db);
}

async function stopByStatus(db: Kysely<Database>, { wamid }: StatusUpdate): Promise<void> {
  await sql`
    update contacts
    set identity_changed_at = now(), identity_doubted_at = coalesce(identity_doubted_at, now())
    where id = (select o.contact_id from outbox o where o.wamid = ${wamid} limit 1) and identity_changed_at is null
  `.execute(db);
}

const System = z.object({
  message: z.object({
    type: z.literal('system'),
    system: maybe(z.object({ type: maybe(z.string()), identity: maybe(identifier) })),
    identity: maybe(z.object({ hash: maybe(identifier) })),
  }),
});

/** What a message says of its sender's keys; `isNotice` when saying so is all that it is for. */
function identityIn({ sender, raw }: InboundMessage): { hash: string | null; isNotice: boolean } {
  const system = System.safeParse(raw);
  const said = system.success ? system.data.message : null;
  const isNotice =
    said?.system?.type === 'customer_identity_changed' || said?.system?.type === 'user_identity_changed';
  const hash = sender.identityHash ?? said?.identity?.hash ?? said?.system?.identity ?? null;
  return { hash, isNotice };
}

const tellsIdentity = (message: InboundMessage) => {
  const { hash, isNotice } = identityIn(message);
  return hash !== null || isNotice;
};

/** The first hash is taken as it is. Another one stops every send, where the number asks for that. */
async function keepIdentity({ db, channels }: Deps, message: InboundMessage): Promise<void> {
  const channel = await channels.byPhoneNumberId(message.phoneNumberId);
  if (!channel) return;
  const [person] = await identify(db, [{ channelId: channel.id, sender: message.sender }]);
  if (!person) return;
  const { hash, isNotice } = identityIn(message);
  await sql`
    update contacts c
    set identity_hash = coalesce(${hash}, c.identity_hash),
      identity_changed_at = case
        when (${isNotice} or c.identity_hash <> ${hash}) and n.checks_identity then coalesce(c.identity_changed_at, now())
        else c.identity_changed_at
      end,
      identity_doubted_at = case
        when (${isNotice} or c.identity_hash <> ${hash}) and n.checks_identity then coalesce(c.identity_doubted_at, now())
        else c.identity_doubted_at
      end
    from channels n
    where c.id = ${person.contactId} and n.id = ${channel.id}
      -- What was heard before, and has been dealt with, does not stop the person again.
      and c.identity_hash is distinct from coalesce(${hash}, '')
      and not exists (select from webhook_events e where e.dedup_key = ${`message:${message.wamid}`})
  `.execute(db);
}
