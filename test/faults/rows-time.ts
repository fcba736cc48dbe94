import assert from 'node:assert/strict';
import type { Phone } from '../emulator/phone/phone.ts';
import type { Row } from './row.ts';
import type { Stage } from './stage.ts';
import { impatient, oneQuestion, thinking } from './timed-flows.ts';
import { talk } from './traffic.ts';
import { tricky } from './tricky.ts';

const PATIENCE_MS = 30_000;
const FIVE_MINUTES_MS = 300_000;
/** As many as there is time for in a run of all rows; the matrix says 10,000 of both. */
const STORM = 300;
const CROWD = 400;

/** Rows 39, 40 and 49 to 52: clocks, standstills, timers and crowds. */
export const timeRows: Row[] = [
  {
    number: 39,
    name: 'clocks 5 min fast and 5 min slow, one jumps back an hour',
    holds: 'timers and leases go by the database: never early, never hours late',
    on: ['PostgreSQL'],
    setting: { processes: 0, flow: thinking },
    async run(stage) {
      const doomed = await stage.start({
        execArgv: tricky({ clock: -FIVE_MINUTES_MS }),
        dieAt: { point: 'deliver.before-send', time: 4 },
      });
      const fast = await stage.start({ execArgv: tricky({ clock: FIVE_MINUTES_MS, onSignal: 'jump-back' }) });
      const phones = await stage.people(6);
      await Promise.all(phones.map((phone) => thoughtful(phone, 1)));
      // What it was sending when it died is looked after when its lease is over, and not five minutes later or at once.
      await Promise.all(phones.map((phone) => thoughtful(phone, 2)));
      await doomed.died(PATIENCE_MS);
      await stage.start({ execArgv: tricky({ clock: -FIVE_MINUTES_MS }) });
      fast.signal('SIGUSR2');
      await Promise.all(phones.map((phone) => thoughtful(phone, 3)));
      await Promise.all(phones.map((phone) => thoughtful(phone, 4)));
    },
  },
  {
    number: 40,
    name: 'a process stands still in a turn, then over a send, and goes on',
    holds: 'another goes on, the late commit fails, one turn; sent again only as resent',
    on: ['PostgreSQL'],
    setting: { processes: 0 },
    async run(stage) {
      await standStill(stage, 'turn.before-commit', 1);
      await standStill(stage, 'deliver.before-send', 2);
    },
  },
  {
    number: 49,
    name: `${STORM} timers are due at once while people talk`,
    holds: 'each fires once, and those who talk go on meanwhile',
    on: ['PostgreSQL'],
    setting: { flow: impatient },
    async run(stage) {
      const storm = await crowd(stage, STORM);
      await stage.rows('create table storm as select lane, session_id, timer from timers');
      const talking = talk(await stage.people(10), 200);
      await stage.rows(`
        update timers t set due_at = now() from storm s
        where t.lane = s.lane and t.session_id = s.session_id and t.timer = s.timer`);
      const before = talking.answers();
      await stage.until(
        'everybody has heard that it is too late',
        () => storm.every((phone) => phone.messages.some(({ body }) => body === 'Too late.')),
        60_000,
      );
      const meanwhile = talking.answers() - before;
      await talking.end();
      assert.ok(meanwhile >= 20, `those who talked had ${meanwhile} answers during the storm`);
      for (const phone of storm) {
        assert.deepEqual(
          phone.messages.map(({ body }) => body),
          ['0: ', 'Too late.'],
        );
      }
    },
  },
  {
    number: 50,
    name: `${CROWD} people write at once`,
    holds: 'everybody is taken in and answered, memory stays bounded',
    on: ['PostgreSQL'],
    // All of this, WhatsApp included, is on one machine, which may be busy.
    setting: { emulator: { webhookTimeoutMs: 60_000 } },
    async run(stage) {
      await stage.people(20);
      const before = stage.processes.map((process) => process.memory());
      const phones = await crowd(stage, CROWD);
      for (const phone of phones) {
        assert.deepEqual(
          phone.messages.map(({ body }) => body),
          ['0: '],
        );
      }
      const grown = stage.processes.map((process, n) => (process.memory() - (before[n] ?? 0)) / 1024 ** 2);
      assert.ok(
        grown.every((megabytes) => megabytes < 150),
        `memory has grown by ${grown} MB`,
      );
      const refused = stage.door.passed.filter(({ status }) => status !== 200);
      assert.deepEqual(
        refused.map(({ status }) => status),
        [],
        'webhooks were not answered 200',
      );
    },
  },
  {
    number: 51,
    name: 'timers fire in the moment in which people answer',
    holds: 'exactly one of both counts, each time',
    on: ['PostgreSQL', 'PGlite'],
    setting: { flow: oneQuestion },
    async run(stage) {
      const phones = await crowd(stage, 30);
      // Some a little before, some a little after.
      const due = stage.rows(
        `update timers set due_at = now() + random() * interval '300 milliseconds' where not fired`,
      );
      await Promise.all([due, ...phones.map((phone) => phone.text('me'))]);
      await stage.until('everybody has heard one of both', () =>
        phones.every((phone) => phone.messages.length >= 2),
      );
      await allowLateTimers(stage);
      await stage.check();
      for (const phone of phones) {
        const shown = phone.messages.map(({ body }) => body).join(' ');
        // A text that comes when it is too late begins anew.
        assert.match(shown, /^Who\? (Thanks, me\.|Too late\. Who\?)$/);
      }
    },
  },
  {
    number: 52,
    name: 'timers of sessions that a person has taken over, or that ended',
    holds: 'nothing comes of them',
    on: ['PostgreSQL', 'PGlite'],
    setting: { flow: impatient },
    async run(stage) {
      const phones = await crowd(stage, 12);
      await stage.rows('create table before as select * from timers');
      const due = stage.rows('update timers set due_at = now() where not fired and random() < 0.5');
      await Promise.all([due, ...phones.map((phone) => phone.text('human'))]);
      await stage.until('everybody has heard something', () =>
        phones.every((phone) => phone.messages.length >= 2),
      );
      const late = await allowLateTimers(stage);
      await stage.check();
      const shown = () => phones.map((phone) => phone.messages.map(({ body }) => body).join('|'));
      const then = shown();
      for (const words of then) assert.match(words, /^0: \|(Somebody comes\.|Too late\..*)$/);
      // As a process would that took the timer an hour ago and only comes to it now.
      await stage.rows(`
        insert into inbox (lane, source, kind, channel_id, contact_id, conversation_id, session_id, input, sent_at)
        select b.lane, 'timer:' || gen_random_uuid(), 'timer', c.channel_id, c.contact_id, c.id, b.session_id,
          jsonb_build_object('type', 'timer', 'timer', b.timer), now()
        from before b join conversations c on c.lane = b.lane and c.id = b.conversation_id`);
      assert.equal(await allowLateTimers(stage), late + phones.length);
      await stage.check();
      assert.deepEqual(shown(), then);
    },
  },
];

/** Writes, and hears the answer after the three seconds that the flow waits, by a clock that is right. */
async function thoughtful(phone: Phone, n: number): Promise<void> {
  const startedAt = performance.now();
  await phone.text(`w${n}`);
  assert.equal((await phone.receive(PATIENCE_MS)).body, `${n}: w${n}`);
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs > 2_950, `the answer came after ${tookMs} ms`);
}

/** The process that takes a text stands still at a point. Another goes on; then the first one does too. */
async function standStill(stage: Stage, point: string, shownTimes: number): Promise<void> {
  const slow = await stage.start({ dieAt: { point, time: 2, signal: 'SIGSTOP' } });
  const [phone] = await stage.people(1);
  assert.ok(phone);
  await stage.check();
  await phone.text('one');
  await slow.stood(PATIENCE_MS);
  const other = await stage.start();
  stage.door.open([other.port]);
  // Of a turn that stands still the database lets go after ten seconds; of a send, after its lease.
  assert.equal((await phone.receive(PATIENCE_MS)).body, '1: one');
  slow.signal('SIGCONT');
  await stage.until('both have done what they do', () => phone.messages.length === 1 + shownTimes);
  await phone.text('two');
  await stage.until('the next one is answered', () => phone.messages.at(-1)?.body === '2: two');
  await stage.check();
  await slow.stop();
  await other.stop();
}

/** So many people who say hello, all at once, and are answered. */
async function crowd(stage: Stage, count: number): Promise<Phone[]> {
  const phones = Array.from({ length: count }, () => stage.emulator.phone(stage.person()));
  await Promise.all(phones.map((phone) => phone.text('hello')));
  await stage.until(
    'everybody is answered',
    () => phones.every((phone) => phone.messages.length > 0),
    120_000,
  );
  return phones;
}

/** The loser of a race is passed over. Waits until all have had their turn, and returns how many those were so far. */
async function allowLateTimers(stage: Stage): Promise<number> {
  await stage.until('all events have had their turn', async () => {
    const left = await stage.rows(`select from inbox where status = 'new'`);
    const due = await stage.rows('select from timers where not fired and due_at <= now()');
    return left.length + due.length === 0;
  });
  const [counted] = await stage.rows<{ n: number }>(
    `select count(*)::integer as n from inbox where status = 'ignored' and kind = 'timer'`,
  );
  const n = counted?.n ?? 0;
  stage.allow({ ignored: n - (allowed.get(stage) ?? 0) });
  allowed.set(stage, n);
  return n;
}

const allowed = new WeakMap<Stage, number>();
