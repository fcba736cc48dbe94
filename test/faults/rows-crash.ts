import assert from 'node:assert/strict';
import type { Row } from './row.ts';
import type { Setting } from './setting.ts';
import type { Stage } from './stage.ts';

/** One process, which dies by itself at a point; whoever goes on is started by the row. */
const setting: Setting = { processes: 0 };
const both = ['PostgreSQL', 'PGlite'] as const;
const PATIENCE_MS = 30_000;

/** Rows 1 to 7: killed with SIGKILL between two steps of the work. `crash.test.ts` is killed at each of them in every run of the tests. */
export const crashRows: Row[] = [
  {
    number: 1,
    name: 'killed before the webhook is committed',
    holds: 'no answer, WhatsApp brings it again, one effect',
    on: both,
    short: 'PostgreSQL',
    setting,
    async run(stage) {
      await dieOverWebhook(stage, 'receive.begun', false);
      // The embedded database has one connection, so nobody else can hold up its commit.
      if (stage.ground.name === 'PostgreSQL') await dieInCommit(stage);
    },
  },
  {
    number: 2,
    name: 'killed between the commit and the 200',
    holds: 'brought again, known already, one effect',
    on: both,
    setting,
    run: (stage) => dieOverWebhook(stage, 'receive.messages-committed', true),
  },
  {
    number: 3,
    name: 'killed when it has claimed a turn',
    holds: 'its locks are gone with it, another takes the turn within 15 s',
    on: both,
    setting,
    run: (stage) => dieInTurn(stage, 'turn.claimed', 0),
  },
  {
    number: 4,
    name: 'killed after the transition, before the commit',
    holds: 'nothing of it is there, taken again from the old state, same reply',
    on: both,
    setting,
    async run(stage) {
      // The embedded database is slow to open, and the steps are the same.
      if (stage.ground.name === 'PostgreSQL') await dieInTurn(stage, 'turn.decided', 0);
      await dieInTurn(stage, 'turn.before-commit', 0);
    },
  },
  {
    number: 5,
    name: 'killed after the turn is committed',
    holds: 'the reply is in the outbox, no second turn',
    on: both,
    setting,
    run: (stage) => dieInTurn(stage, 'turn.after-commit', 1),
  },
  {
    number: 6,
    name: 'killed just before the request to WhatsApp',
    holds: 'unknown, then sent once and marked as resent; shown once',
    on: both,
    setting,
    async run(stage) {
      await dieInTurn(stage, 'deliver.before-send', 1);
      assert.deepEqual(await sentAs(stage, '1: one'), [{ resent: true, attempts: 2 }]);
      assert.equal(stage.emulator.accepted.length, 3);
    },
  },
  {
    number: 7,
    name: 'killed after WhatsApp said yes, before it is noted',
    holds: 'a status tells by our own name for it, no second send',
    on: both,
    short: 'PostgreSQL',
    // Longer than it takes on a busy machine until somebody hears of the status.
    setting: { ...setting, graceMs: 10_000 },
    async run(stage) {
      await dieInTurn(stage, 'deliver.after-send', 1);
      assert.deepEqual(await sentAs(stage, '1: one'), [{ resent: false, attempts: 1 }]);
      assert.equal(stage.emulator.accepted.length, 3);
    },
  },
];

function sentAs(stage: Stage, body: string): Promise<{ resent: boolean; attempts: number }[]> {
  return stage.rows(`select resent, attempts from outbox where message ->> 'body' = '${body}'`);
}

/** Somebody writes, and the process dies over the webhook; another one is there when WhatsApp brings it again. */
async function dieOverWebhook(stage: Stage, point: string, wasStored: boolean): Promise<void> {
  const doomed = await stage.start({ dieAt: { point, time: 1 } });
  const phone = stage.emulator.phone(stage.person());
  const wamid = await phone.text('hello');
  await doomed.died(PATIENCE_MS);
  const stored = await stage.rows(`select from inbox where source = '${wamid}'`);
  assert.equal(stored.length, wasStored ? 1 : 0);
  const successor = await stage.start();
  assert.equal((await phone.receive(PATIENCE_MS)).body, '0: ');
  await phone.text('one');
  assert.equal((await phone.receive(PATIENCE_MS)).body, '1: one');
  await stage.until('WhatsApp has had its 200', () => answersTo(stage, wamid).includes(200));
  assert.equal(answersTo(stage, wamid)[0], null, 'the first try was answered');
  await successor.stop();
}

/** The process dies while the database works on the commit, which takes its time; there must be no answer before. */
async function dieInCommit(stage: Stage): Promise<void> {
  const doomed = await stage.start();
  const [phone] = await stage.people(1);
  assert.ok(phone);
  await stage.check();
  const letGo = await stage.hold('lock table inbox in share mode');
  const before = stage.door.passed.length;
  const written = phone.text('one');
  await stage.until('the commit waits', async () => {
    const waiting = await stage.rows(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return waiting.length > 0;
  });
  assert.equal(stage.door.passed.length, before, 'answered before the commit');
  await doomed.kill();
  await letGo();
  await stage.start();
  await written;
  assert.equal((await phone.receive(PATIENCE_MS)).body, '1: one');
}

function answersTo({ door }: Stage, wamid: string): (number | null)[] {
  return door.passed
    .filter(({ messages }) => messages.some((message) => message.wamid === wamid))
    .map(({ status }) => status);
}

/** The process dies over the answer to "one"; there are then `replies` to it in the outbox, and another goes on. */
async function dieInTurn(stage: Stage, point: string, replies: number): Promise<void> {
  // The first time it comes by there is for "hello".
  const doomed = await stage.start({ dieAt: { point, time: 2 } });
  const [phone] = await stage.people(1);
  assert.ok(phone);
  await phone.text('one');
  await doomed.died(PATIENCE_MS);
  const wrote = await stage.rows(`select from outbox where message ->> 'body' = '1: one'
    and contact_id = (select id from contacts where phone = '${phone.person.waId}')`);
  assert.equal(wrote.length, replies);
  const successor = await stage.start();
  // Its locks go with its connection, a message that it was sending a second after its lease.
  assert.equal((await phone.receive(PATIENCE_MS)).body, '1: one');
  await phone.text('two');
  assert.equal((await phone.receive(PATIENCE_MS)).body, '2: two');
  await stage.check();
  await successor.stop();
}
