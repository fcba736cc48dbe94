import { randomUUID } from 'node:crypto';
import { consentHistory, currentConsents, recordConsents } from '@parley/runtime/consent/consents.ts';
import { learnOfPeople } from '@parley/runtime/consent/told-by-whatsapp.ts';
import { identify } from '@parley/runtime/contact/identity.ts';
import { phoneVariants } from '@parley/runtime/contact/phone-variants.ts';
import { changeContact, countContacts, ensureContact } from '@parley/runtime/contacts/contacts.ts';
import { csvLines } from '@parley/runtime/contacts/contacts-csv.ts';
import {
  BY_CONVERSATION,
  eraseContact,
  OF_CONTACTS,
  OF_CONVERSATIONS,
} from '@parley/runtime/contacts/erase.ts';
import { makeField } from '@parley/runtime/contacts/fields.ts';
import { ImportMapping } from '@parley/runtime/contacts/import-row.ts';
import {
  addRows,
  beginImport,
  checkImport,
  failedRows,
  readImport,
  startImport,
} from '@parley/runtime/contacts/imports.ts';
import { readPhone } from '@parley/runtime/contacts/phone.ts';
import type { SegmentQuery } from '@parley/runtime/contacts/query.ts';
import { readCsv } from '@parley/runtime/contacts/read-csv.ts';
import { runImports } from '@parley/runtime/contacts/run-imports.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { markSending } from '@parley/runtime/outbox/mark-sending.ts';
import type { Caller } from '@parley/runtime/people/caller.ts';
import { parseWebhook } from '@parley/runtime/whatsapp/webhook-event.ts';
import { type Kysely, sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { openShop, type Shop } from '../shop.ts';

const caller: Caller = {
  ...{ kind: 'key', id: 'main', name: 'main', role: null, teams: [], isLimitedToTeams: false },
  rights: new Set(),
};
const where = (...conditions: SegmentQuery['conditions']): SegmentQuery => ({ match: 'all', conditions });

describe('a number', () => {
  test.each([
    ['5511987654321', '551187654321'],
    ['5215512345678', '525512345678'],
    ['5491123456789', '541123456789'],
  ])('of Brazil, Mexico or Argentina is one, written with the extra digit or without: %s', (long, short) => {
    expect(phoneVariants(long)).toEqual([long, short]);
    expect(phoneVariants(short)).toEqual([short, long]);
  });

  test('of elsewhere is written in one way, and so is a landline', () => {
    expect(phoneVariants('4915112345678')).toEqual(['4915112345678']);
    expect(phoneVariants('551133334444')).toEqual(['551133334444']);
  });

  test.each([
    ['+49 151 1234-5678', null, '4915112345678'],
    ['0049 151 12345678', null, '4915112345678'],
    ['0151 12345678', '49', '4915112345678'],
    ['0151 12345678', null, null],
    ['4.9151E+12', null, null],
    ['12', null, null],
  ])('is read as people write it: %s', (written, country, read) => {
    expect(readPhone(written, country)).toBe(read);
  });
});

test('a file that spreadsheets read holds nothing that they calculate, and reads back as it was', () => {
  const row = ['=1+1', '+49151', '@sum', "'=quoted", 'plain, with comma'];
  const text = csvLines([['a', 'b', 'c', 'd', 'e'], row]);
  expect(text).toContain("'=1+1");
  expect(text).not.toMatch(/(^|[\n,])[=+@]/);
  expect(readCsv(text)).toEqual({ columns: ['a', 'b', 'c', 'd', 'e'], rows: [row] });
});

forEachDatabase((_name, open) => {
  let db: Kysely<Database>;
  let shop: Shop;
  beforeAll(async () => {
    db = (await open()).db;
    shop = await openShop(db, '100200300');
    await makeField(db, { id: 'city', label: 'City', kind: 'text', choices: [] });
    await makeField(db, { id: 'visits', label: 'Visits', kind: 'number', choices: [] });
  });

  test('a person who is in a list with one form of a number and writes from the other is one contact', async () => {
    const { id } = await ensureContact(db, { phone: '5511987650000', name: 'Rita' });
    const [writer] = await identify(db, [
      { channelId: shop.channelId, sender: { waId: '551187650000', name: 'Rita' } },
    ]);
    expect(writer?.contactId).toBe(id);
    expect(await ensureContact(db, { phone: '551187650000', name: '' })).toEqual({ id, isNew: false });
  });

  test('an import does what its check says, row by row, wherever the process ends between two batches', async () => {
    const known = await ensureContact(db, { phone: '4915100000001', name: 'Old' });
    await recordConsents(db, [
      {
        ...{ contactId: known.id, purpose: '*', granted: false, wording: 'stop', via: 'conversation' },
        ...{ evidence: null, at: new Date(), recordedBy: null, source: 'wamid.stop' },
      },
    ]);
    const rows = [
      ['+49 151 0000 0001', 'Known', 'Bonn', '3', 'yes'],
      ['0151 00000002', 'Bea', 'Köln', '4.5', 'yes'],
      ['+4915100000003', 'Cem', '', 'many', 'yes'],
      ['', 'Nobody', '', '', ''],
      ['004915100000002', 'Bea again', '', '', ''],
      ['+4915100000004', 'Dora', 'Köln', '', 'no'],
    ];
    const mapping = ImportMapping.parse({
      ...{
        phone: 0,
        name: 1,
        fields: { city: 2, visits: 3 },
        countryCode: '49',
        addTags: ['fair'],
        known: 'change',
      },
      consent: { purpose: 'marketing', column: 4, wording: 'I want news.', via: 'in-person' },
    });
    const id = await beginImport(db, {
      fileName: 'fair.csv',
      columns: ['a', 'b', 'c', 'd', 'e'],
      madeBy: null,
    });
    await addRows(db, id, 0, rows.slice(0, 4));
    // The answer was lost: the same rows once more, and the rest.
    await addRows(db, id, 0, rows);
    const before = await checkImport(db, id, mapping);
    expect(before).toMatchObject({
      rows: 6,
      made: 2,
      known: 1,
      duplicates: 1,
      failed: 2,
      agreed: 2,
      declined: 1,
    });
    expect(before.errors.map(({ row }) => row)).toEqual([4, 5, 6]);

    expect(await startImport(db, id, mapping)).toBe(true);
    const { rows: counted } = await sql<{
      count: number;
    }>`select count(*)::integer as count from contacts`.execute(db);
    // One batch, then the process is gone in the middle of the second: its transaction was never committed.
    await runImports(db, 2);
    const kill = () => {
      throw new Error('killed');
    };
    await expect(runImports(db, 2, kill)).rejects.toThrow('killed');
    while (await runImports(db, 2));
    const after = await readImport(db, id);
    expect(after).toMatchObject({
      status: 'done',
      rows: 6,
      handled: 6,
      made: 2,
      changed: 1,
      skipped: 1,
      failed: 2,
    });
    const { rows: now } = await sql<{
      count: number;
    }>`select count(*)::integer as count from contacts`.execute(db);
    expect((now[0]?.count ?? 0) - (counted[0]?.count ?? 0)).toBe(2);
    expect((await failedRows(db, id)).map(({ n }) => n)).toEqual([2, 3, 4]);

    // Who had asked for no messages is not made to agree by a list.
    expect(currentConsents(await consentHistory(db, known.id))).toMatchObject([
      { purpose: '*', granted: false },
    ]);
    const count = (query: SegmentQuery) => countContacts(db, caller, { query });
    expect(await count(where({ about: 'tag', is: 'set', value: 'fair' }))).toBe(3);
    expect(await count(where({ about: 'consent', is: 'granted', value: 'marketing' }))).toBe(1);
  });

  test('a segment asks about names, fields, tags, consent and activity, and what it says is never SQL', async () => {
    const { id } = await ensureContact(db, {
      phone: '4915177770001',
      name: "Eve '; drop table contacts; --",
    });
    await changeContact(db, id, { fields: { city: 'Ulm', visits: 7 }, tags: ['vip'], locale: 'de' });
    const mine = { about: 'phone', is: 'begins-with', value: '491517777' } as const;
    const count = (...conditions: SegmentQuery['conditions']) =>
      countContacts(db, caller, { query: where(mine, ...conditions) });
    expect(await count()).toBe(1);
    expect(await count({ about: 'name', is: 'contains', value: "'; drop table" })).toBe(1);
    expect(await count({ about: 'field', field: 'visits', is: 'at-least', value: 7 })).toBe(1);
    expect(await count({ about: 'field', field: 'visits', is: 'at-least', value: 8 })).toBe(0);
    expect(await count({ about: 'field', field: 'city', is: 'equal', value: 'Ulm' })).toBe(1);
    // A field of the other kind is no reason to fail.
    expect(await count({ about: 'field', field: 'city', is: 'at-most', value: 3 })).toBe(0);
    expect(await count({ about: 'field', field: 'city', is: 'not-set' })).toBe(0);
    expect(await count({ about: 'tag', is: 'not-set', value: 'vip' })).toBe(0);
    expect(await count({ about: 'last-message', is: 'within', days: 30 })).toBe(0);
    expect(await count({ about: 'added', is: 'within', days: 1 })).toBe(1);
    const either = [
      { about: 'locale', is: 'equal', value: 'fr' },
      { about: 'tag', is: 'set', value: 'vip' },
    ] as const;
    expect(await count({ match: 'any', conditions: [...either] })).toBe(1);
    expect(await count({ match: 'all', conditions: [...either] })).toBe(0);
    await changeContact(db, id, { fields: { city: null } });
    expect(await count({ about: 'field', field: 'city', is: 'not-set' })).toBe(1);
  });

  test('stop and resume in WhatsApp’s settings are a consent withdrawn and given, however often they are told', async () => {
    const guest = await shop.guest();
    const channels = { byPhoneNumberId: async () => channelOf(shop) };
    const say = async (value: string, timestamp: number) => {
      const items = webhook('user_preferences', {
        metadata: { phone_number_id: '100200300' },
        user_preferences: [
          { wa_id: guest.waId, category: 'marketing_messages', detail: value, value, timestamp },
        ],
      });
      await learnOfPeople({ db, channels }, items);
      await learnOfPeople({ db, channels }, items);
      return consentHistory(db, guest.contactId);
    };
    const stopped = await say('stop', 1_780_000_000);
    expect(stopped).toMatchObject([{ purpose: 'marketing', granted: false, via: 'preference' }]);
    const resumed = await say('resume', 1_780_000_100);
    expect(resumed).toHaveLength(2);
    expect(currentConsents(resumed)).toMatchObject([{ purpose: 'marketing', granted: true }]);
  });

  test('nothing goes to somebody whose keys have changed, on a number that asks for it, until somebody has confirmed', async () => {
    const guest = await shop.guest();
    await db
      .updateTable('channels')
      .set({ checks_identity: true })
      .where('id', '=', shop.channelId)
      .execute();
    const channels = { byPhoneNumberId: async () => channelOf(shop) };
    const hear = (hash: string) =>
      learnOfPeople(
        { db, channels },
        webhook('messages', {
          metadata: { phone_number_id: '100200300' },
          contacts: [{ wa_id: guest.waId, identity_key_hash: hash, profile: { name: 'Ana' } }],
          messages: [
            {
              id: `wamid.${randomUUID()}`,
              from: guest.waId,
              timestamp: '1780000000',
              type: 'text',
              text: { body: 'hi' },
            },
          ],
        }),
      );
    const verdict = async () => {
      const row = { lane: guest.lane, conversation_id: guest.conversationId, contact_id: guest.contactId };
      const message = { type: 'template' as const, name: 'news', language: 'en' };
      const { id } = await db
        .insertInto('outbox')
        .values({ ...row, channel_id: shop.channelId, message: JSON.stringify(message) })
        .returning('id')
        .executeTakeFirstOrThrow();
      const leased = { ...row, id, channel_id: shop.channelId, message, attempts: 0, answers: null };
      const [judged] = await markSending(db, guest.lane, [leased], 1000);
      await db.deleteFrom('outbox').where('lane', '=', guest.lane).where('id', '=', id).execute();
      return judged?.verdict;
    };
    await hear('first');
    expect(await verdict()).toBe('go');
    await hear('second');
    await hear('second');
    expect(await verdict()).toBe('identity');
    await db
      .updateTable('contacts')
      .set({ identity_changed_at: null })
      .where('id', '=', guest.contactId)
      .execute();
    await hear('second');
    expect(await verdict()).toBe('go');
    await recordConsents(db, [
      {
        ...{ contactId: guest.contactId, purpose: '*', granted: false, wording: 'stop', via: 'conversation' },
        ...{ evidence: null, at: new Date(), recordedBy: null, source: 'wamid.stop' },
      },
    ]);
    expect(await verdict()).toBe('opted-out');
  });

  test('an erased person is in no row of any table', async () => {
    const waId = '4915198765432';
    const mark = 'Zaphodbeeblebrox';
    const guest = await shop.guest({ waId, name: mark });
    const { lane, conversationId: conversation_id, contactId: contact_id } = guest;
    await db
      .insertInto('contact_aliases')
      .values({ kind: 'bsuid', value: `US.${mark}1`, contact_id })
      .execute();
    await changeContact(db, contact_id, { fields: { city: mark } });
    await shop.say(guest, `I am ${mark}`, { source: `wamid.${mark}`, raw: { from: waId, text: mark } });
    const message = JSON.stringify({ type: 'text', body: `Hello ${mark}` });
    const own = { lane, conversation_id };
    await db
      .insertInto('outbox')
      .values({ ...own, channel_id: shop.channelId, contact_id, message, wamid: `wamid.out.${mark}` })
      .execute();
    await db
      .insertInto('sessions')
      .values({
        ...{
          ...own,
          id: randomUUID(),
          flow_id: 'f',
          version: 1,
          started_by: JSON.stringify({ trigger: 'api' }),
        },
        state: sql<string>`jsonb_build_object('vars', ${mark}::text)`,
      })
      .execute();
    await db
      .insertInto('conversation_events')
      .values({ ...own, kind: 'note', who: 'x', details: JSON.stringify({ text: mark }) })
      .execute();
    await db
      .insertInto('cases')
      .values({ ...own, node: 'n', method: 'agent', summary: mark, status: 'requested', session_id: null })
      .execute();
    await db
      .insertInto('conversation_drafts')
      .values({ ...own, person_id: 'p', text: mark })
      .execute();
    await recordConsents(db, [
      {
        ...{ contactId: contact_id, purpose: 'marketing', granted: true, wording: mark, via: 'website' },
        ...{ evidence: mark, at: new Date(), recordedBy: null, source: mark },
      },
    ]);
    const told = [
      { dedup_key: `status:wamid.out.${mark}:sent`, kind: 'unmatched-status', raw: '{}' },
      { dedup_key: 'history', kind: 'history', raw: JSON.stringify({ value: { from: waId, said: mark } }) },
    ];
    await db.insertInto('webhook_events').values(told).execute();
    await db
      .insertInto('webhook_events')
      .values({ dedup_key: 'bytes', kind: 'malformed', body: Buffer.from(`{"from":"${waId}","${mark}`) })
      .execute();
    const importId = await beginImport(db, { fileName: 'x.csv', columns: ['a'], madeBy: null });
    await addRows(db, importId, 0, [[`+49 151 9876-5432`, mark]]);
    expect((await whereIs(db, [mark, waId, contact_id])).length).toBeGreaterThan(8);

    expect(await eraseContact(db, contact_id)).toBe(true);
    expect(await whereIs(db, [mark, waId, contact_id, conversation_id])).toEqual([]);
    expect(await eraseContact(db, contact_id)).toBe(false);
  });

  test('every table that names a contact or a conversation is among those that erasing goes through', async () => {
    const { rows } = await sql<{ name: string }>`
      select distinct table_name as name from information_schema.columns
      where table_schema = 'public' and column_name in ('contact_id', 'conversation_id')
    `.execute(db);
    const erased: string[] = [...OF_CONVERSATIONS, ...OF_CONTACTS, ...BY_CONVERSATION];
    expect(rows.map(({ name }) => name).filter((name) => !erased.includes(name))).toEqual([]);
  });
});

/** Tables and columns in which one of these marks stands, over every column that can hold text. */
async function whereIs(db: Kysely<Database>, marks: readonly string[]): Promise<string[]> {
  const { rows: columns } = await sql<{ table: string; column: string; type: string }>`
    select c.table_name as table, c.column_name as column, c.data_type as type
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
      and c.data_type not in ('boolean', 'integer', 'smallint', 'bigint', 'timestamp with time zone')
  `.execute(db);
  const found: string[] = [];
  for (const { table, column, type } of columns) {
    const text = type === 'bytea' ? sql`encode(${sql.ref(column)}, 'escape')` : sql`${sql.ref(column)}::text`;
    const { rows } = await sql`
      select from ${sql.table(table)} where exists (
        select from unnest(${[...marks]}::text[]) as mark
        where strpos(lower(${text}), lower(mark)) > 0 or (
          mark ~ '^[0-9]{9,}$' and strpos(regexp_replace(${text}, '[ -]', '', 'g'), mark) > 0
        )
      ) limit 1
    `.execute(db);
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  return found;
}

function webhook(field: string, value: object) {
  const body = { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field, value }] }] };
  const parsed = parseWebhook(Buffer.from(JSON.stringify(body)));
  if (parsed.kind !== 'events') throw new Error(parsed.reason);
  return parsed.items;
}

const channelOf = ({ channelId }: Shop) => ({ id: channelId });
