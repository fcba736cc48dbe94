import type { Effect } from '@parley/flows/turn.ts';
import { sql } from 'kysely';
import type { Phone } from '../emulator/phone/phone.ts';
import type { PlayedTurn } from '../transcripts/play.ts';
import type { House } from './harness.ts';

export type Given = { [setting: string]: string | undefined };

/** Somebody who lives through a transcript, or through a part of it. */
export type Person = {
  flowId: string;
  phone: Phone;
  waId: string;
  /** When the person writes, if not now. */
  at: number | undefined;
  timezone: string;
  conversationId: string | null;
  /** What the bot has said to the person so far, as it should be. */
  sent: (Extract<Effect, { type: 'send' }> & { wamid: string })[];
  /** Everything asked for so far. */
  effects: Effect[];
  /** How often something has moved the session. */
  events: number;
  /** Messages that WhatsApp has said could not be delivered. */
  failed: number;
};

/** The `@` lines of a transcript. */
export function settingsOf(transcript: string): Given {
  const lines = transcript.split('\n').flatMap((line) => /^@ (\w+) (.*)$/.exec(line)?.slice(1, 3) ?? []);
  return Object.fromEntries(lines.flatMap((name, i) => (i % 2 === 0 ? [[name, lines[i + 1]]] : [])));
}

/** The first person has the transcript's number, the next ones the same with another end. */
export function meet(house: House, flowId: string, phone: string, which: number, given: Given): Person {
  const waId = String(BigInt(phone) + BigInt(which) * 1000n);
  return {
    flowId,
    waId,
    phone: house.emulator.phone(
      waId,
      { name: given.name ?? 'neighbour' },
      house.numbers[flowId]?.phoneNumberId,
    ),
    at: given.now === undefined ? undefined : Date.parse(given.now),
    timezone: given.timezone ?? 'Europe/Berlin',
    conversationId: null,
    sent: [],
    effects: [],
    events: 0,
    failed: 0,
  };
}

/** What a first message cannot tell has to be known before: language, and, for somebody who is written to, the name. */
export async function introduce(
  { parley }: House,
  { waId }: Person,
  { line }: PlayedTurn,
  given: Given,
): Promise<void> {
  const locale = given.locale ?? '';
  if (locale === '' && line !== '> (start)') return;
  const name = line === '> (start)' ? (given.name ?? 'neighbour') : '';
  await sql`
    with person as (
      insert into contacts (id, name, phone, locale) values (gen_random_uuid(), ${name}, ${waId}, ${locale}) returning id
    )
    insert into contact_aliases (kind, value, contact_id) select 'wa_id', ${waId}, id from person
  `.execute(parley.db);
}

/** After the first message: which conversation it is, and where the person lives, as no message tells. */
export async function settle(
  { parley, numbers }: House,
  { flowId, waId, timezone }: Person,
): Promise<string> {
  const { id, contact_id } = await parley.db
    .selectFrom('conversations as c')
    .innerJoin('contact_aliases as a', 'a.contact_id', 'c.contact_id')
    .select(['c.id', 'c.contact_id'])
    .where('a.kind', '=', 'wa_id')
    .where('a.value', '=', waId)
    .where('c.channel_id', '=', numbers[flowId]?.channelId ?? '')
    .executeTakeFirstOrThrow();
  await parley.db.updateTable('contacts').set({ timezone }).where('id', '=', contact_id).execute();
  return id;
}
