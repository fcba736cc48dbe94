import assert from 'node:assert/strict';
import { addChannel } from '@parley/runtime/channel/channels.ts';
import { openDatabase } from '@parley/runtime/db/connect.ts';
import type { Phone } from '../emulator/phone/phone.ts';
import { signatureOf, toBytes } from '../emulator/webhooks/webhook-body.ts';
import { KEY } from '../walk/parley.ts';
import type { Row } from './row.ts';
import type { Draft, Stage } from './stage.ts';

const both = ['PostgreSQL', 'PGlite'] as const;
const PATIENCE_MS = 30_000;
const DAY_MS = 24 * 3_600_000;

/** Rows 17 to 22 and 25 to 27: what comes in twice, in disorder, malformed or from somebody else. */
export const webhookRows: Row[] = [
  {
    number: 17,
    name: 'the same webhook at two processes at once',
    holds: 'both answer 200, one effect',
    on: both,
    short: 'PostgreSQL',
    async run(stage) {
      const phones = await stage.people(10);
      const drafts = [];
      for (const phone of phones) drafts.push(await stage.draft(phone, 'one'));
      const [one, other = one] = stage.processes;
      const posts = drafts.flatMap(({ envelope }) => [
        stage.post(envelope, { to: one }),
        stage.post(envelope, { to: other }),
      ]);
      assert.deepEqual(new Set(await Promise.all(posts)), new Set([200]));
      for (const phone of phones) assert.equal((await phone.receive(PATIENCE_MS)).body, '1: one');
    },
  },
  {
    number: 18,
    name: 'the same webhook again 6 d 23 h and 30 d later',
    holds: 'known for ever: 200, no effect (stored times moved back)',
    on: both,
    short: 'PGlite',
    async run(stage) {
      const [phone] = await stage.people(1);
      assert.ok(phone);
      const { envelope } = await stage.draft(phone, 'one');
      assert.equal(await stage.post(envelope), 200);
      assert.equal((await phone.receive(PATIENCE_MS)).body, '1: one');
      for (const ageMs of [7 * DAY_MS - DAY_MS / 24, 30 * DAY_MS]) {
        await stage.check();
        await grow(stage, phone, ageMs);
        assert.equal(await stage.post(envelope), 200);
      }
      await phone.text('two');
      assert.equal((await phone.receive(PATIENCE_MS)).body, '2: two');
    },
  },
  {
    number: 19,
    name: 'messages of one person reversed',
    holds: 'by their own times while they wait together, else as they arrive',
    on: both,
    async run(stage) {
      const [phone] = await stage.people(1);
      assert.ok(phone);
      const now = Date.now();
      const first = await stage.draft(phone, 'one', now - 8_000);
      const second = await stage.draft(phone, 'two', now - 6_000);
      assert.equal(await stage.post(packed([second, first])), 200);
      assert.deepEqual(await heard(phone, 2), ['1: one', '2: two']);

      const third = await stage.draft(phone, 'three', now - 4_000);
      const fourth = await stage.draft(phone, 'four', now - 2_000);
      for (const { envelope } of [fourth, third]) {
        assert.equal(await stage.post(envelope), 200);
        await phone.receive(PATIENCE_MS);
      }
      assert.deepEqual(
        phone.messages.slice(-2).map(({ body }) => body),
        ['3: four', '4: three'],
      );
      // The embedded database has one connection, so nobody else can hold a conversation.
      if (stage.ground.name === 'PGlite') return;
      const fifth = await stage.draft(phone, 'five', now - 1_000);
      const sixth = await stage.draft(phone, 'six', now);
      const contact = `(select id from contacts where phone = '${phone.person.waId}')`;
      const letGo = await stage.hold(`select from conversations where contact_id = ${contact} for update`);
      for (const { envelope } of [sixth, fifth]) assert.equal(await stage.post(envelope), 200);
      await letGo();
      assert.deepEqual(await heard(phone, 2), ['5: five', '6: six']);
    },
  },
  {
    number: 20,
    name: 'statuses reversed, and before our answer from WhatsApp',
    holds: 'forward only: read at the end, found by our own name for it',
    on: both,
    short: 'PostgreSQL',
    async run(stage) {
      const [phone] = await stage.people(1);
      assert.ok(phone);
      await stage.check();
      const { faults } = stage.emulator;
      faults.nextWebhook({ kind: 'delay', ms: 1_600 }, { match: { status: 'sent' } });
      faults.nextWebhook({ kind: 'delay', ms: 800 }, { match: { status: 'delivered' } });
      await phone.text('one');
      const { wamid } = await phone.receive(PATIENCE_MS);
      await phone.read();
      const told = () => stage.door.passed.filter(({ bytes }) => bytes.includes(wamid)).length;
      await stage.until('all three have come', () => told() === 3);
      assert.equal(await statusOf(stage, wamid), 'read');

      faults.next({ kind: 'status-first' }, { match: { to: `+${phone.person.waId}`, type: 'text' } });
      await phone.text('two');
      const early = await phone.receive(PATIENCE_MS);
      await stage.check();
      assert.equal(await statusOf(stage, early.wamid), 'delivered');
    },
  },
  {
    number: 21,
    name: 'fifty people in one POST, the 25th message malformed',
    holds: '200, 49 answered, one set aside',
    on: both,
    short: 'PostgreSQL',
    async run(stage) {
      const phones = Array.from({ length: 50 }, () => stage.emulator.phone(stage.person()));
      const drafts: Draft[] = [];
      for (const phone of phones) drafts.push(await stage.draft(phone, 'hello'));
      const [broken] = drafts.slice(24);
      if (broken) broken.message.id = null;
      const before = await keptAs(stage, 'malformed');
      assert.equal(await stage.post(packed(drafts)), 200);
      const well = phones.filter((_, n) => n !== 24);
      await stage.until('49 are answered', () => well.every(({ messages }) => messages.length === 1));
      assert.equal((await keptAs(stage, 'malformed')) - before, 1);
      assert.equal(phones[24]?.messages.length, 0);
    },
  },
  {
    number: 22,
    name: 'ten messages of one person in two POSTs at two processes',
    holds: 'ten turns, one after the other, no update lost',
    on: both,
    short: 'PostgreSQL',
    async run(stage) {
      const [phone] = await stage.people(1);
      assert.ok(phone);
      const drafts: Draft[] = [];
      for (let n = 0; n < 10; n++) drafts.push(await stage.draft(phone, `text ${n}`));
      const [one, other = one] = stage.processes;
      const statuses = await Promise.all([
        stage.post(packed(drafts.slice(0, 5)), { to: one }),
        stage.post(packed(drafts.slice(5)), { to: other }),
      ]);
      assert.deepEqual(statuses, [200, 200]);
      const numbers = (await heard(phone, 10)).map((body) => Number.parseInt(body, 10));
      assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    },
  },
  {
    number: 25,
    name: 'an unknown type, an unknown field, new keys',
    holds: '200, kept as it came; the flow hears of something it cannot read',
    on: both,
    short: 'PostgreSQL',
    async run(stage) {
      const [phone] = await stage.people(1);
      assert.ok(phone);
      const { envelope, message, wamid } = await stage.draft(phone, 'one');
      delete message.text;
      Object.assign(message, { type: 'hologram', hologram: { depth: 3 }, aura: 'blue' });
      Object.assign(envelope, { era: 2 });
      assert.equal(await stage.post(envelope), 200);
      // Asked again: it is no answer that the flow could read.
      assert.equal((await phone.receive(PATIENCE_MS)).body, '0: ');
      const [row] = await stage.rows<{ type: string; raw: string }>(
        `select input ->> 'type' as type, raw::text as raw from inbox where source = '${wamid}'`,
      );
      assert.equal(row?.type, 'unsupported');
      assert.match(row?.raw ?? '', /hologram.*blue|blue.*hologram/s);
      await stage.emulator.report('brand_new_field', { novelty: 'never seen' });
      const kept = await stage.rows(
        `select from webhook_events where field = 'brand_new_field' and raw::text like '%never seen%'`,
      );
      assert.equal(kept.length, 1);
      await phone.text('two');
      assert.equal((await phone.receive(PATIENCE_MS)).body, '1: two');
    },
  },
  {
    number: 26,
    name: 'not signed, or signed by somebody else',
    holds: '401 each, nothing stored but a counter',
    on: both,
    short: 'PGlite',
    async run(stage) {
      const [phone] = await stage.people(1);
      assert.ok(phone);
      const { envelope } = await stage.draft(phone, 'forged');
      const bytes = toBytes(envelope);
      const right = signatureOf(bytes, stage.emulator.appSecret);
      const forgeries: [Uint8Array, Record<string, string>][] = [
        [bytes, {}],
        [bytes, { 'x-hub-signature': `sha1=${'0'.repeat(40)}` }],
        [bytes, { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }],
        [bytes, { 'x-hub-signature-256': right.slice(0, -2) }],
        [bytes, { 'x-hub-signature-256': right.replace('sha256=', '') }],
        [bytes, { 'x-hub-signature-256': '' }],
        [bytes, { 'x-hub-signature-256': signatureOf(bytes, 'secret of another app') }],
        [Buffer.from(JSON.stringify(envelope, null, 1)), { 'x-hub-signature-256': right }],
        [Buffer.concat([bytes, Buffer.from('\n')]), { 'x-hub-signature-256': right }],
      ];
      await stage.check();
      const to = stage.processes[0];
      const before = { stored: await storedIn(stage), refused: await refusedBy(stage) };
      for (const [body, headers] of forgeries) assert.equal(await stage.post(body, { to, headers }), 401);
      assert.equal(await storedIn(stage), before.stored);
      assert.equal((await refusedBy(stage)) - before.refused, forgeries.length);
    },
  },
  {
    number: 27,
    name: 'a number without an app secret',
    holds: 'nobody can sign for it; the API takes no such number',
    on: ['PostgreSQL'],
    async run(stage) {
      const phoneNumberId = '100000000000099';
      const number = { phoneNumberId, accessToken: 'token', appSecret: '' };
      await assert.rejects(stage.api('POST', '/numbers', number), /: 4\d\d /);
      const { place } = stage.ground;
      const { db, close } = await openDatabase(place);
      await addChannel(db, KEY, { ...number, throughput: 80 }).finally(close);
      const before = await storedIn(stage);
      const { envelope } = await stage.draft(stage.emulator.phone(stage.person()), 'hello');
      const bytes = Buffer.from(
        toBytes(envelope).toString().replaceAll(stage.emulator.phoneNumberId, phoneNumberId),
      );
      for (const signature of [signatureOf(bytes, ''), '', 'sha256=']) {
        assert.equal(await stage.post(bytes, { headers: { 'x-hub-signature-256': signature } }), 401);
      }
      assert.equal(await stage.post(bytes, { headers: {} }), 401);
      assert.equal(await storedIn(stage), before);
      await stage.rows(`delete from channels where phone_number_id = '${phoneNumberId}'`);
    },
  },
];

/** Several messages in one list of one webhook, in this order. */
function packed(drafts: readonly Draft[]): Draft['envelope'] {
  const envelope = structuredClone(drafts[0]?.envelope);
  const value = envelope?.entry[0]?.changes[0]?.value;
  assert.ok(envelope && value, 'nothing to pack');
  value.messages = drafts.map(({ message }) => message);
  value.contacts = drafts.flatMap((draft) => draft.envelope.entry[0]?.changes[0]?.value.contacts ?? []);
  return envelope;
}

async function heard(phone: Phone, count: number): Promise<string[]> {
  const bodies: string[] = [];
  while (bodies.length < count) bodies.push((await phone.receive(PATIENCE_MS)).body);
  return bodies;
}

/** Everything that is stored of this person is so much older. */
async function grow(stage: Stage, phone: Phone, ageMs: number): Promise<void> {
  const contact = `(select id from contacts where phone = '${phone.person.waId}')`;
  const older = `- interval '${ageMs} milliseconds'`;
  await stage.rows(`update inbox set sent_at = sent_at ${older}, received_at = received_at ${older},
    done_at = done_at ${older} where contact_id = ${contact}`);
  await stage.rows(`update outbox set created_at = created_at ${older}, due_at = due_at ${older},
    sent_at = sent_at ${older}, delivered_at = delivered_at ${older} where contact_id = ${contact}`);
  await stage.rows(`update conversations set created_at = created_at ${older} where contact_id = ${contact}`);
  await stage.rows(`update sessions set started_at = started_at ${older}, updated_at = updated_at ${older}
    where conversation_id in (select id from conversations where contact_id = ${contact})`);
}

async function statusOf(stage: Stage, wamid: string): Promise<string | undefined> {
  const [row] = await stage.rows<{ status: string }>(`select status from outbox where wamid = '${wamid}'`);
  return row?.status;
}

async function keptAs(stage: Stage, kind: string): Promise<number> {
  return (await stage.rows(`select from webhook_events where kind = '${kind}'`)).length;
}

async function storedIn(stage: Stage): Promise<number> {
  return (await stage.rows('select 1 from inbox union all select 1 from webhook_events')).length;
}

async function refusedBy({ processes, apiKey }: Stage): Promise<number> {
  const headers = { authorization: `Bearer ${apiKey}` };
  const text = await (await fetch(`${processes[0]?.url}/metrics`, { headers })).text();
  assert.match(text, /^parley_webhooks_total/m);
  return Number(/^parley_webhooks_total\{status="401"\} (\d+)/m.exec(text)?.[1] ?? 0);
}
