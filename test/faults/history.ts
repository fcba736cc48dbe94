import type { Emulator } from '../emulator/emulator-types.ts';
import type { History, InboxSeen, OutboxSeen } from './checker.ts';
import type { Door } from './door.ts';

/** Asks the database. */
type Ask = <Row>(query: string) => Promise<Row[]>;

/** Makes a database write down every status that each message of its outbox has, in the transaction that gives it. */
export const WATCH: readonly string[] = [
  'create table fault_moves (n bigint generated always as identity primary key, name text not null, status text not null)',
  `create function fault_note_move() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' or new.status is distinct from old.status then
        insert into fault_moves (name, status) values (new.lane || '.' || new.id, new.status);
      end if;
      return null;
    end
  $$`,
  `create trigger fault_moves after insert or update on outbox
    for each row execute function fault_note_move()`,
];

/** What still has to happen, in words; nothing when all work is done. Messages of a number that was stopped wait for somebody. */
export async function unfinished(rows: Ask): Promise<string[]> {
  const left = await rows<{ what: string }>(`
    select 'an event of kind ' || kind as what from inbox where status = 'new'
    union all
    select 'a message that is ' || status from outbox where status in ('queued', 'sending', 'unknown')
    union all
    select 'a timer' from timers where not fired and due_at <= now()
    union all
    select 'a call' from calls
  `);
  return left.map(({ what }) => what);
}

/** Reads both sides' records. Call it when all is quiet. */
export async function collectHistory({
  emulator,
  door,
  rows,
  isServer,
}: {
  emulator: Emulator;
  door: Door;
  rows: Ask;
  isServer: boolean;
}): Promise<History> {
  const inbox = await rows<InboxSeen>(`
    select source, kind, status, conversation_id as conversation, input ->> 'type' as type, input ->> 'text' as text,
      sent_at as "sentAt"
    from inbox order by id
  `);
  const outbox = await rows<OutboxSeen>(`
    select lane || '.' || id as name, conversation_id as conversation, status, resent,
      session_id is not null as "isAnswer"
    from outbox order by id
  `);
  const moves = await rows<{ name: string; status: string }>(
    'select name, status from fault_moves order by n',
  );
  const leases = await rows<{ what: string }>(`
    select 'the lease of message ' || id || ', which is ' || status as what from outbox where leased_until is not null
  `);
  const accepted = emulator.accepted.map(({ callbackData, wamid }) => ({ name: callbackData, wamid }));
  const phones = new Map(
    emulator.accepted.map(({ phoneNumberId, to }) => [`${phoneNumberId}/${to}`, { phoneNumberId, to }]),
  );
  return {
    webhooks: door.passed,
    inbox,
    outbox,
    moves,
    accepted,
    phones: [...phones].map(([phone, { phoneNumberId, to }]) => ({
      phone,
      shown: emulator.phone(to, {}, phoneNumberId).messages.map(({ wamid, body }) => ({ wamid, body })),
    })),
    held: [...leases.map(({ what }) => what), ...(isServer ? await openTransactions(rows) : [])],
  };
}

/** Transactions of Parley that are older than any of its statements takes. */
async function openTransactions(rows: Ask): Promise<string[]> {
  const open = await rows<{ what: string }>(`
    select 'a transaction, ' || state || ', after ' || left(query, 60) as what from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and xact_start < now() - interval '2 seconds'
  `);
  return open.map(({ what }) => what);
}
