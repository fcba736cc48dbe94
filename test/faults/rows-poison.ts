import assert from 'node:assert/strict';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { blocksPublishing, validate } from '@parley/flows/validate.ts';
import { counting } from '../runtime/crash-flows.ts';
import type { Row } from './row.ts';
import type { Stage } from './stage.ts';
import { flow } from './timed-flows.ts';
import { moreAnswers, talk } from './traffic.ts';

const PATIENCE_MS = 30_000;
const at: [number, number] = [0, 0];

/** Rows 41 to 43: flows and events on which a turn fails. Publishing refuses such flows; here they are put in without asking. */
export const poisonRows: Row[] = [
  {
    number: 41,
    name: 'an event whose turn throws every time',
    holds: 'set aside after three tries, the contact begins anew, nobody else notices',
    on: ['PostgreSQL', 'PGlite'],
    short: 'PostgreSQL',
    setting: {},
    async run(stage) {
      stage.allow({ otherFlow: true, parked: 1 });
      const [victim, ...others] = await stage.people(6);
      assert.ok(victim);
      const talking = talk(others, 50);
      // A state that no version of the flow has.
      await stage.rows(`
        update sessions set state = jsonb_set(state, '{value}', '"nowhere"') where conversation_id in (
          select v.id from conversations v join contacts p on p.id = v.contact_id where p.phone = '${victim.person.waId}')`);
      await victim.text('poison');
      await stage.until('it is set aside', async () => (await setAside(stage)).length === 1);
      const [parked] = await setAside(stage);
      assert.equal(parked?.attempts, 3);
      assert.match(parked?.error ?? '', /nowhere/);
      await victim.text('hello again');
      assert.equal((await victim.receive(PATIENCE_MS)).body, '0: ');
      await moreAnswers(stage, talking, 20);
      await talking.end();
    },
  },
  {
    number: 42,
    name: 'a flow that never waits, grows without end, or searches for ever',
    holds: 'refused by publishing; forced in it ends after 200 steps, others go on',
    on: ['PostgreSQL'],
    setting: {},
    async run(stage) {
      const talking = talk(await stage.people(5), 50);
      stage.allow({ otherFlow: true });
      for (const [n, machine] of ENDLESS.entries()) {
        assert.ok(blocksPublishing(validate(machine)), `publishing would take endless flow ${n}`);
        await forcePublish(stage, machine);
        const victim = stage.emulator.phone(stage.person());
        await victim.text('hello');
        await victim.receive(PATIENCE_MS);
        await victim.text(`${'a'.repeat(150)}!`);
        await stage.until('it is set aside', async () => (await setAside(stage)).length === n + 1, 60_000);
        const [parked] = (await setAside(stage)).slice(-1);
        assert.match(parked?.error ?? '', /more than 200 microsteps/);
        stage.allow({ parked: 1 });
      }
      await moreAnswers(stage, talking, 20);
      await talking.end();
      assert.ok(stage.processes.every((process) => process.isAlive()));
    },
  },
  {
    number: 43,
    name: 'two flows that start each other without end',
    holds: 'ended after ten, the event set aside, others go on',
    on: ['PostgreSQL'],
    setting: {},
    async run(stage) {
      const talking = talk(await stage.people(5), 50);
      stage.allow({ otherFlow: true, parked: 1 });
      await forcePublish(stage, starter('ping', 'pong'));
      await forcePublish(stage, starter('pong', 'ping'));
      await forcePublish(stage, starter(counting.id, 'ping'));
      const victim = stage.emulator.phone(stage.person());
      await victim.text('hello');
      await stage.until('it is set aside', async () => (await setAside(stage)).length === 1);
      const [parked] = await setAside(stage);
      assert.match(parked?.error ?? '', /start each other/);
      await moreAnswers(stage, talking, 20);
      await talking.end();
      assert.deepEqual(victim.messages, []);
    },
  },
];

/** The counter after whose question something goes on for ever. */
const ENDLESS: FlowMachine[] = [
  ['n + 1.0', 'said'],
  ['n + 1.0', 'said + said'],
  ['matches(said, "(a+)+") ? n : n + 1.0', 'said'],
].map(([number = '', text = '']) =>
  flow(
    counting.id,
    {
      ask: {
        type: 'question',
        at,
        body: '{{n}}: {{said}}',
        answer: { kind: 'text' },
        saveAs: 'said',
        retries: 0,
      },
      spin: {
        type: 'set',
        at,
        set: [
          { variable: 'n', to: number },
          { variable: 'said', to: text },
        ],
      },
      help: { type: 'escalation', at, text: 'Somebody comes.', contact: { method: 'agent', team: 'front' } },
    },
    { ask: { answered: 'spin', other: 'ask' }, spin: { next: 'spin' }, help: { resolved: 'ask' } },
  ),
);

function starter(id: string, other: string): FlowMachine {
  return flow(id, { next: { type: 'start', at, flow: other } }, {});
}

function setAside(stage: Stage): Promise<{ attempts: number; error: string | null }[]> {
  return stage.rows(`select attempts, error from inbox where status = 'parked' order by done_at, id`);
}

/** Makes a machine its flow's published version without asking whether anything is wrong with it. */
async function forcePublish(stage: Stage, machine: FlowMachine): Promise<void> {
  const json = `'${JSON.stringify(machine).replaceAll("'", "''")}'`;
  await stage.rows(`
    insert into flows (id, name, draft) values ('${machine.id}', '${machine.id}', ${json}) on conflict do nothing`);
  await stage.rows(`
    insert into flow_versions (flow_id, version, machine, hash)
    select '${machine.id}', coalesce(max(version), 0) + 1, ${json}, md5(random()::text)
    from flow_versions where flow_id = '${machine.id}'`);
  await stage.rows(`
    update flows set published_version = (select max(version) from flow_versions where flow_id = flows.id)
    where id = '${machine.id}'`);
}
