import assert from 'node:assert/strict';
import type { Phone } from '../emulator/phone/phone.ts';
import { hearing } from '../runtime/crash-flows.ts';
import type { Row } from './row.ts';
import type { Stage } from './stage.ts';

const both = ['PostgreSQL', 'PGlite'] as const;
const PATIENCE_MS = 30_000;
/** As long as a message of unknown fate waits for a status. */
const GRACE_MS = 60_000;

/** Rows 8 to 16: what the Graph API does wrong. */
export const graphRows: Row[] = [
  {
    number: 8,
    name: 'WhatsApp accepts, the answer is lost',
    holds: 'a status settles it; without one a reply goes once more, a template not',
    on: both,
    short: 'PostgreSQL',
    async run(stage) {
      const [told, untold, offered] = await stage.people(3);
      assert.ok(told && untold && offered);
      await stage.check();
      stage.emulator.faults.next({ kind: 'accept-then-drop' }, textTo(told));
      await told.text('one');
      assert.equal((await told.receive(PATIENCE_MS)).body, '1: one');
      // Settled by its status, it stands in nobody's way.
      await told.text('two');
      assert.equal((await told.receive(PATIENCE_MS)).body, '2: two');
      await stage.emulator.settled();

      await loseAnswer(stage, untold, 'text', () => untold.text('one'));
      assert.equal((await untold.receive(PATIENCE_MS)).body, '1: one');
      await stage.passTime(GRACE_MS);
      assert.equal((await untold.receive(PATIENCE_MS)).body, '1: one');
      await untold.text('two');
      assert.equal((await untold.receive(PATIENCE_MS)).body, '2: two');
      await stage.emulator.settled();

      useTemplate(stage);
      await loseAnswer(stage, offered, 'template', () => queueTemplate(stage, offered));
      await stage.passTime(GRACE_MS);
      await stage.until(
        'the template is given up',
        async () => (await outboxOf(stage, offered)).at(-1)?.status === 'failed',
      );
      stage.allow({ failed: 1 });
      assert.equal(offered.messages.length, 2);
      const resent = async (phone: Phone) => (await outboxOf(stage, phone)).map((row) => row.resent);
      assert.deepEqual(await resent(told), [false, false, false]);
      assert.deepEqual(await resent(untold), [false, true, false]);
    },
  },
  {
    number: 9,
    name: 'WhatsApp answers 500 three times, then 200',
    holds: 'tried again with growing waits, what came later waits its turn',
    on: both,
    async run(stage) {
      const [phone, other] = await stage.people(2);
      assert.ok(phone && other);
      stage.emulator.faults.next(
        { kind: 'error', code: 131000, status: 500 },
        { ...textTo(phone), times: 3 },
      );
      await phone.text('one');
      await stage.until('it has been refused three times', async () => {
        await stage.passTime(10_000);
        return refusals(stage, phone) === 3;
      });
      // Nothing would refuse these, but for one that waits to go before them.
      for (const word of ['two', 'three']) await phone.text(word);
      await other.text('meanwhile');
      assert.equal((await other.receive(PATIENCE_MS)).body, '1: meanwhile');
      await heardLater(stage, phone, '3: three');
      assert.deepEqual(bodiesOf(phone), ['0: ', '1: one', '2: two', '3: three']);
    },
  },
  {
    number: 10,
    name: 'WhatsApp finds the number too fast (130429) for 4 s',
    holds: 'each process slows the number down; nothing is given up',
    on: ['PostgreSQL'],
    async run(stage) {
      const phones = await stage.people(30);
      await stage.check();
      const { faults } = stage.emulator;
      faults.next({ kind: 'error', code: 130429 }, { times: 1_000_000, match: { type: 'text' } });
      await Promise.all(phones.map((phone) => phone.text('one')));
      const before = performance.now();
      await stage.until('four seconds have passed', () => performance.now() - before > 4_000);
      faults.clear();
      const refused = phones.reduce((sum, phone) => sum + refusals(stage, phone), 0);
      // Were each message alone to wait, all thirty of them would be tried three times.
      assert.ok(refused > 0 && refused <= 60, `${refused} messages were tried in vain`);
      await stage.until('everybody is answered', async () => {
        await stage.passTime(5_000);
        return phones.every(({ messages }) => messages.at(-1)?.body === '1: one');
      });
    },
  },
  {
    number: 11,
    name: 'WhatsApp finds us too fast for one person (131056)',
    holds: 'only that person waits',
    on: both,
    async run(stage) {
      const [slow, other] = await stage.people(2);
      assert.ok(slow && other);
      stage.emulator.faults.next({ kind: 'error', code: 131056 }, { ...textTo(slow), times: 3 });
      await slow.text('one');
      await stage.until('it has been refused', () => refusals(stage, slow) > 0);
      for (const word of ['one', 'two', 'three']) {
        await other.text(word);
        await other.receive(PATIENCE_MS);
      }
      assert.equal(slow.messages.length, 1);
      await stage.until('it has been refused three times', async () => {
        await stage.passTime(70_000);
        return refusals(stage, slow) === 3;
      });
      await heardLater(stage, slow, '1: one');
    },
  },
  {
    number: 12,
    name: 'WhatsApp never answers twenty requests',
    holds: 'given up after 15 s and unknown; nobody else waits for them',
    on: ['PostgreSQL'],
    async run(stage) {
      const [other, ...phones] = await stage.people(21);
      assert.ok(other);
      for (const phone of phones) stage.emulator.faults.next({ kind: 'hang' }, textTo(phone));
      await Promise.all(phones.map((phone) => phone.text('one')));
      const hanging = () => stage.emulator.requests.filter(({ fault }) => fault === 'hang').length;
      await stage.until('all of them hang', () => hanging() === phones.length);
      await other.text('meanwhile');
      assert.equal((await other.receive(10_000)).body, '1: meanwhile');
      assert.equal(phones.filter(({ messages }) => messages.length > 1).length, 0);
      await stage.until('they are given up', async () => (await countOf(stage, 'unknown')) === phones.length);
      await stage.passTime(GRACE_MS);
      await stage.until('they are answered', () => phones.every(({ messages }) => messages.length === 2));
    },
  },
  {
    number: 13,
    name: 'WhatsApp answers ten bytes a second',
    holds: 'the whole answer has 15 s, not each byte; a status settles it',
    on: ['PostgreSQL'],
    async run(stage) {
      const [slow, other] = await stage.people(2);
      assert.ok(slow && other);
      stage.emulator.faults.next({ kind: 'slow', bytesPerSecond: 1 }, textTo(slow));
      await slow.text('one');
      assert.equal((await slow.receive(PATIENCE_MS)).body, '1: one');
      await slow.text('two');
      await other.text('meanwhile');
      assert.equal((await other.receive(10_000)).body, '1: meanwhile');
      assert.equal((await slow.receive(PATIENCE_MS)).body, '2: two');
      assert.deepEqual(
        await stage.rows(`select resent from outbox where resent and contact_id = ${contactOf(slow)}`),
        [],
      );
    },
  },
  {
    number: 14,
    name: 'WhatsApp answers 200 with HTML, half a JSON, no id',
    holds: 'unknown and never sent, until a status tells; nothing secret is kept',
    on: both,
    short: 'PostgreSQL',
    async run(stage) {
      const phones = await stage.people(3);
      await stage.check();
      const { faults, accessToken } = stage.emulator;
      const bodies = [
        undefined,
        '{"messaging_product":"whatsapp","messages":[{"id":"wam',
        '{"contacts":[],"messages":[]}',
      ];
      for (const [n, phone] of phones.entries()) {
        faults.next({ kind: 'garbage', accepted: true, body: bodies[n] }, textTo(phone));
      }
      faults.nextWebhook({ kind: 'delay', ms: 3_000 }, { times: 6, match: { holds: 'statuses' } });
      await Promise.all(phones.map((phone) => phone.text('one')));
      await stage.until('their fate is unknown', async () => (await countOf(stage, 'unknown')) === 3);
      const kept = await stage.rows<{ error: string }>(
        `select error::text from outbox where status = 'unknown'`,
      );
      for (const { error } of kept) assert.ok(error.length < 300 && !error.includes(accessToken), error);
      // The statuses are on their way.
      await stage.until('the statuses have told', async () => (await countOf(stage, 'unknown')) === 0);
      for (const phone of phones) assert.equal(phone.messages.length, 2);
    },
  },
  {
    number: 15,
    name: 'the token expires (190) amid a broadcast',
    holds: 'the number stops and says so, the rest is kept; resumed, no repeats',
    on: both,
    short: 'PostgreSQL',
    async run(stage) {
      const phones = await stage.people(12);
      await stage.check();
      const failedBefore = await countOf(stage, 'failed');
      useTemplate(stage);
      const { faults } = stage.emulator;
      faults.next({ kind: 'delay', ms: 0 }, { times: 5, match: { type: 'template' } });
      faults.next({ kind: 'error', code: 190 }, { times: 1_000_000 });
      for (const phone of phones) await queueTemplate(stage, phone);
      const told = () => phones.filter(({ messages }) => messages.length > 1).length;
      await stage.until(
        'the number is stopped',
        async () => (await numbersOf(stage))[0]?.status === 'stopped',
      );
      const [number] = await numbersOf(stage);
      assert.match(number?.stoppedReason ?? '', /\w/);
      assert.equal(told(), 5);
      // People are still heard.
      await phones[0]?.text('one');
      assert.equal(await countOf(stage, 'failed'), failedBefore);
      faults.clear();
      await stage.api('PATCH', `/numbers/${number?.id}`, { status: 'active' });
      await stage.until('all of them have it', () => told() === phones.length);
      await stage.until('and the answer', () => phones[0]?.messages.at(-1)?.body === '1: one');
      assert.deepEqual(
        phones.map(({ messages }) => messages.length),
        [3, ...phones.slice(1).map(() => 2)],
      );
    },
  },
  {
    number: 16,
    name: 'the window closes (131047) between decision and send',
    holds: 'not sent again; the flow hears of it and takes its branch',
    on: both,
    setting: { flow: hearing },
    async run(stage) {
      const [phone] = await stage.people(1);
      assert.ok(phone);
      stage.emulator.faults.next({ kind: 'error', code: 131047 }, textTo(phone));
      await phone.text('one');
      assert.equal((await phone.receive(PATIENCE_MS)).body, '101: one');
      assert.equal(refusals(stage, phone), 1);
      const reasons = await stage.rows<{ reason: string }>(
        `select error ->> 'reason' as reason from outbox where status = 'failed'`,
      );
      assert.deepEqual(reasons, [{ reason: 'window-closed' }]);
      stage.allow({ failed: 1 });
    },
  },
];

/** Lets time pass until the last thing that the phone shows is this. */
async function heardLater(stage: Stage, phone: Phone, body: string): Promise<void> {
  await stage.until(`the phone shows ${body}`, async () => {
    await stage.passTime(70_000);
    return bodiesOf(phone).at(-1) === body;
  });
}

const bodiesOf = (phone: Phone) => phone.messages.map((message) => message.body);

function textTo(phone: Phone) {
  return { match: { to: `+${phone.person.waId}`, type: 'text' } };
}

function refusals({ emulator }: Stage, phone: Phone): number {
  const { waId } = phone.person;
  return emulator.refused.filter(({ to }) => to === waId || to === `+${waId}`).length;
}

const contactOf = (phone: Phone) => `(select id from contacts where phone = '${phone.person.waId}')`;

function outboxOf(stage: Stage, phone: Phone): Promise<{ status: string; resent: boolean }[]> {
  return stage.rows(`select status, resent from outbox where contact_id = ${contactOf(phone)} order by id`);
}

async function countOf(stage: Stage, status: string): Promise<number> {
  return (await stage.rows(`select from outbox where status = '${status}'`)).length;
}

/** The answer to the next message to this person is lost, and no status tells of it. Resolves when its fate is unknown. */
async function loseAnswer(
  stage: Stage,
  phone: Phone,
  type: string,
  send: () => Promise<unknown>,
): Promise<void> {
  const { faults } = stage.emulator;
  faults.next({ kind: 'accept-then-drop' }, { match: { ...textTo(phone).match, type } });
  faults.nextWebhook({ kind: 'drop' }, { times: 2, match: { holds: 'statuses' } });
  await send();
  await stage.until('nobody knows', async () => (await outboxOf(stage, phone)).at(-1)?.status === 'unknown');
  await stage.until('the statuses are lost', () => faults.pending === 0);
}

const TEMPLATE = { name: 'news', language: 'en' };

function useTemplate({ emulator }: Stage): void {
  if (emulator.templates.find(emulator.wabaId, TEMPLATE.name, TEMPLATE.language)) return;
  emulator.templates.add({ ...TEMPLATE, components: [{ type: 'BODY', text: 'News' }] });
}

/** Puts a template into the outbox as somebody other than the flow would. */
async function queueTemplate(stage: Stage, phone: Phone): Promise<void> {
  const message = JSON.stringify({ type: 'template', ...TEMPLATE });
  await stage.rows(`
    insert into outbox (lane, conversation_id, contact_id, channel_id, message)
    select lane, id, contact_id, channel_id, '${message}' from conversations where contact_id = ${contactOf(phone)}
  `);
}

type NumberJson = { id: string; status: string; stoppedReason: string | null };

async function numbersOf(stage: Stage): Promise<NumberJson[]> {
  return (await stage.api<{ numbers: NumberJson[] }>('GET', '/numbers')).numbers;
}
