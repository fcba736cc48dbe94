import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addChannel } from '@parley/runtime/channel/channels.ts';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { createLog } from '@parley/runtime/log.ts';
import { countPool, countProcess, createMetrics, type Metrics } from '@parley/runtime/metrics.ts';
import { STATE_QUERIES } from '@parley/runtime/metrics-state.ts';
import { createTelemetry } from '@parley/runtime/telemetry.ts';
import { fireDueTimers } from '@parley/runtime/timers/fire-due.ts';
import { createGraphClient, type GraphClient } from '@parley/runtime/whatsapp/graph-client.ts';
import { startWork, type WorkDeps } from '@parley/runtime/work.ts';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEmulator } from '../emulator/emulator.ts';
import type { Emulator } from '../emulator/emulator-types.ts';
import { forEachDatabase } from '../setup/database.ts';
import { apiUnderTest, openInMemory } from './api-under-test.ts';
import { signed, textEvent } from './http/hook.ts';
import { echo, emptyDatabase, flow, type Guest, openShop, type Shop } from './shop.ts';
import { APP_SECRET } from './told.ts';

/** A scrape as Prometheus reads it: the value of each series. */
function seriesOf(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

forEachDatabase((name, open) => {
  let opened: OpenDatabase;
  let shop: Shop;
  let guest: Guest;
  beforeAll(async () => {
    opened = await open();
  });
  beforeEach(async () => {
    await emptyDatabase(opened.db);
    shop = await openShop(opened.db);
    guest = await shop.guest({ lane: 5 });
  });

  /** Asked by a process of its own each time, which has nothing kept. */
  const scrape = async () => seriesOf((await apiUnderTest(opened).call('GET', '/metrics')).text);
  const ago = (seconds: number) => sql<Date>`now() - ${seconds}::integer * interval '1 second'`;
  const outbox = (status: 'queued' | 'sending' | 'unknown' | 'read', seconds: number) =>
    opened.db
      .insertInto('outbox')
      .values({
        lane: guest.lane,
        conversation_id: guest.conversationId,
        channel_id: shop.channelId,
        contact_id: guest.contactId,
        message: '{"type":"text","body":"Hi"}',
        status,
        created_at: ago(seconds),
      })
      .execute();
  const later = (seconds: number) => expect.closeTo(seconds + 30, -2);

  test('nothing that waits is a zero in every lane', async () => {
    const series = await scrape();
    expect(series.get('parley_database_up')).toBe(1);
    for (const lane of [0, 5, 15]) {
      expect(series.get(`parley_inbox_waiting{lane="${lane}"}`)).toBe(0);
      expect(series.get(`parley_outbox_lane_messages{lane="${lane}",status="unknown"}`)).toBe(0);
    }
    const number = `number="${shop.channelId}"`;
    expect(series.get(`parley_outbox_messages{${number},status="queued"}`)).toBe(0);
    expect(series.get(`parley_number_stopped{${number}}`)).toBe(0);
    expect(series.get('parley_timers_oldest_overdue_seconds')).toBe(0);
  });

  test('what waits is counted with the age of the oldest', async () => {
    await shop.say(guest, 'one');
    await shop.say(guest, 'two');
    await sql`update inbox set received_at = ${ago(100)}`.execute(opened.db);
    await shop.say(guest, 'three');
    await shop.say(guest, 'set aside');
    await sql`update inbox set status = 'parked' where input ->> 'text' = 'set aside'`.execute(opened.db);
    await outbox('queued', 200);
    await outbox('queued', 10);
    await outbox('unknown', 300);
    await outbox('read', 9_000);
    await sql`update channels set status = 'stopped'`.execute(opened.db);

    const series = await scrape();
    expect(series.get('parley_inbox_waiting{lane="5"}')).toBe(3);
    expect(series.get('parley_inbox_oldest_seconds{lane="5"}')).toEqual(later(100));
    expect(series.get('parley_inbox_parked')).toBe(1);
    const number = `number="${shop.channelId}"`;
    expect(series.get(`parley_outbox_messages{${number},status="queued"}`)).toBe(2);
    expect(series.get(`parley_outbox_oldest_seconds{${number},status="queued"}`)).toEqual(later(200));
    expect(series.get(`parley_outbox_messages{${number},status="unknown"}`)).toBe(1);
    expect(series.get(`parley_outbox_messages{${number},status="sending"}`)).toBe(0);
    expect(series.get('parley_outbox_lane_messages{lane="5",status="queued"}')).toBe(2);
    expect(series.get('parley_outbox_lane_oldest_seconds{lane="5",status="unknown"}')).toEqual(later(300));
    expect(series.get(`parley_number_stopped{${number}}`)).toBe(1);
  });

  test('timers, calls, cases and open conversations are counted', async () => {
    const row = { lane: guest.lane, conversation_id: guest.conversationId };
    const session = '00000000-0000-4000-8000-000000000001';
    for (const [timer, seconds] of [
      ['late', 500],
      ['later', 50],
      ['not yet', -500],
    ] as const) {
      await opened.db
        .insertInto('timers')
        .values({ ...row, session_id: session, timer, id: session, due_at: ago(seconds) })
        .execute();
    }
    await opened.db
      .insertInto('calls')
      .values({ ...row, session_id: session, call: 'a', request: '{}', created_at: ago(70) })
      .execute();
    for (const status of ['requested', 'resolved'] as const) {
      await opened.db
        .insertInto('cases')
        .values({ ...row, session_id: session, node: 'n', method: 'agent', status, opened_at: ago(600) })
        .execute();
    }
    await opened.db
      .insertInto('sessions')
      .values({ ...row, id: session, flow_id: 'f', version: 1, state: '{}', started_by: '{"trigger":"api"}' })
      .execute();

    const series = await scrape();
    expect(series.get('parley_timers_overdue')).toBe(2);
    expect(series.get('parley_timers_oldest_overdue_seconds')).toEqual(later(500));
    expect(series.get('parley_calls_waiting')).toBe(1);
    expect(series.get('parley_calls_oldest_seconds')).toEqual(later(70));
    expect(series.get('parley_cases_open')).toBe(1);
    expect(series.get('parley_cases_oldest_seconds')).toEqual(later(600));
    expect(series.get('parley_conversations_open')).toBe(1);
  });

  test('no question reads what is done, however much of it there is', async () => {
    const common = sql`${guest.lane}::smallint, ${shop.channelId}::uuid, ${guest.contactId}::uuid, ${guest.conversationId}::uuid`;
    await sql`
      insert into inbox (lane, channel_id, contact_id, conversation_id, source, kind, sent_at, status)
      select ${common}, 'old ' || n, 'message', now(), 'done' from generate_series(1, 5000) n`.execute(
      opened.db,
    );
    await sql`
      insert into outbox (lane, channel_id, contact_id, conversation_id, message, status)
      select ${common}, '{"type":"text","body":"Hi"}', 'read' from generate_series(1, 5000) n`.execute(
      opened.db,
    );
    await sql`
      insert into timers (lane, session_id, timer, id, conversation_id, due_at)
      select ${guest.lane}::smallint, gen_random_uuid(), 't', gen_random_uuid(), ${guest.conversationId}::uuid,
        now() + interval '1 day' from generate_series(1, 5000) n`.execute(opened.db);
    await sql`
      insert into cases (lane, conversation_id, session_id, node, method, status)
      select ${guest.lane}::smallint, gen_random_uuid(), gen_random_uuid(), 'n', 'agent', 'resolved'
      from generate_series(1, 5000) n`.execute(opened.db);
    await sql`analyze`.execute(opened.db);
    for (const [what, query] of Object.entries(STATE_QUERIES)) {
      const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${query}`.execute(opened.db);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan, what).not.toMatch(/Seq Scan on (inbox|outbox|timers|cases)/);
    }
  });

  describe('the work', () => {
    let emulator: Emulator;
    let graph: GraphClient;
    beforeEach(async () => {
      emulator = await startEmulator({ webhookUrl: null });
      graph = createGraphClient({ baseUrl: emulator.url, version: 'v25.0' });
    });
    afterEach(async () => {
      await graph.close();
      await emulator.close();
    });

    type WorkOptions = Partial<WorkDeps> & { openStatuses?: string[]; metrics?: Metrics };
    /** Works until nothing waits that is not for later, and tells what was counted and written down. */
    const work = async (
      level: string,
      { openStatuses = ['queued', 'sending'], metrics = createMetrics(), ...more }: WorkOptions = {},
    ) => {
      const lines: Record<string, unknown>[] = [];
      const log = createLog(level, { write: (line) => void lines.push(JSON.parse(line)) });
      const { phoneNumberId, accessToken } = emulator;
      const working = startWork({
        db: opened.db,
        graph,
        log,
        telemetry: createTelemetry(metrics, log),
        channelOf: async () => ({ phoneNumberId, accessToken, catalogId: null, throughput: 80 }),
        pollMs: 20,
        ...more,
      });
      const waiting = sql`
        select 1 from inbox where status = 'new'
        union all select 1 from outbox where status = any(${openStatuses})
        union all select 1 from calls`;
      await expect.poll(async () => (await waiting.execute(opened.db)).rows, { timeout: 60_000 }).toEqual([]);
      await working.stop();
      return { series: seriesOf(await metrics.registry.metrics()), lines };
    };
    const write = async (someone: Guest, text: string) => {
      const wamid = await emulator.phone(someone.waId).text(text);
      await shop.say(someone, text, { source: wamid });
      await sql`update conversations set last_inbound_at = now() where id = ${someone.conversationId}`.execute(
        opened.db,
      );
      return wamid;
    };

    test('is counted by what became of it', async () => {
      await shop.bind(echo);
      const refused = await shop.guest();
      const lost = await shop.guest();
      const others = [guest, refused, lost];
      emulator.faults.next(
        { kind: 'error', code: 131026 },
        { match: { to: `+${refused.waId}`, type: 'text' } },
      );
      emulator.faults.next({ kind: 'accept-then-drop' }, { match: { to: `+${lost.waId}`, type: 'text' } });
      for (const one of others) await write(one, 'hello');
      await shop.tell(guest, { type: 'timer', timer: 'gone' }, { kind: 'timer' });

      const { series } = await work('info');
      // The failure is told to its session, which takes a turn as well.
      expect(series.get('parley_turns_total{result="done"}')).toBe(4);
      expect(series.get('parley_turns_total{result="ignored"}')).toBe(1);
      expect(series.get('parley_sends_total{result="sent",code="none"}')).toBe(1);
      expect(series.get('parley_sends_total{result="failed",code="131026"}')).toBe(1);
      expect(series.get('parley_sends_total{result="unknown",code="none"}')).toBe(1);
      expect(series.get('parley_unknown_sends_total')).toBe(1);
    });

    test('requests of flows are counted while they are under way', async () => {
      const metrics = createMetrics();
      const inFlight = async () => (await metrics.callsInFlight.get()).values[0]?.value;
      const server = createServer(async (_request, response) => {
        await expect.poll(inFlight, { timeout: 60_000 }).toBe(1);
        response.end('{}');
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const at: [number, number] = [0, 0];
      const ask = {
        type: 'request' as const,
        at,
        method: 'GET' as const,
        url: `http://127.0.0.1:${port}/`,
        save: [],
      };
      await shop.bind(
        flow('calling', { ask, end: { type: 'end', at } }, { ask: { answered: 'end', failed: 'end' } }),
      );
      await write(guest, 'hello');
      const { series } = await work('info', {
        metrics,
        opened: { ports: [port], addresses: ['127.0.0.0/8'] },
      });
      expect(series.get('parley_calls_in_flight')).toBe(0);
      expect(series.get('parley_turns_total{result="done"}')).toBe(2);
      const [answer] = await opened.db
        .selectFrom('inbox')
        .select('input')
        .where('kind', '=', 'call')
        .execute();
      expect(answer?.input).toMatchObject({ type: 'call.done' });
      server.closeAllConnections();
      server.close();
    });

    test('messages of a process that ended are counted as unknown, and by what was decided', async () => {
      const say = { type: 'text', body: 'Hi' };
      const template = { type: 'template', name: 'hello', language: 'en', parts: [] };
      const others = [guest, await shop.guest()];
      for (const [n, message] of [say, template].entries()) {
        const { lane, conversationId, contactId } = others[n] ?? guest;
        await write({ ...guest, ...others[n] }, 'hello');
        const row = {
          lane,
          conversation_id: conversationId,
          channel_id: shop.channelId,
          contact_id: contactId,
        };
        const lapsed = { status: 'sending' as const, attempts: 1, leased_until: ago(1) };
        await opened.db
          .insertInto('outbox')
          .values({ ...row, ...lapsed, message: JSON.stringify(message) })
          .execute();
      }
      await sql`update inbox set status = 'done'`.execute(opened.db);
      const { series, lines } = await work('info', {
        graceMs: 1,
        openStatuses: ['queued', 'sending', 'unknown'],
      });
      expect(series.get('parley_unknown_sends_total')).toBe(2);
      expect(series.get('parley_resent_total')).toBe(1);
      expect(series.get('parley_given_up_total')).toBe(1);
      expect(lines.map(({ level }) => level)).not.toContain('error');
    });

    test('a message is followed from its wamid to the answer’s, and nothing that was written shows', async () => {
      await shop.bind(echo);
      const wamid = await write(guest, 'my secret words');
      const { lines } = await work('debug');
      const turn = lines.find((line) => line.wamid === wamid);
      expect(turn).toMatchObject({
        msg: 'a turn was taken',
        inboxId: expect.any(String),
        conversationId: guest.conversationId,
        sessionId: expect.any(String),
        status: 'done',
      });
      const sent = lines.find((line) => line.msg === 'a message was sent');
      const [row] = await shop.outbox(guest);
      expect(sent).toMatchObject({
        conversationId: guest.conversationId,
        outboxId: row?.id,
        wamid: row?.wamid,
        attempt: 1,
      });
      expect(JSON.stringify(lines)).not.toMatch(/secret words|4915\d/);
    });

    test('is silent at the usual level while all goes well, and tells of a failure', async () => {
      await shop.bind(echo);
      await write(guest, 'hello');
      expect((await work('info')).lines).toEqual([]);
      emulator.faults.next({ kind: 'error', code: 131026 }, { match: { type: 'text' } });
      await write(guest, 'and again');
      expect((await work('info')).lines).toMatchObject([
        { level: 'info', code: 131026, status: 'failed', conversationId: guest.conversationId },
      ]);
    });
  });

  test('a webhook is timed, and its request id leads to every message and status that it brought', async () => {
    await emptyDatabase(opened.db);
    const api = apiUnderTest(opened);
    const number = { phoneNumberId: '700001', accessToken: 'token-of-700001', appSecret: APP_SECRET };
    const channel = await addChannel(opened.db, api.key, { ...number, throughput: 80 });
    const post = (event: object, requestId: string) => {
      const body = JSON.stringify(event);
      const headers = { ...signed(body), 'x-request-id': requestId };
      return api.send('/webhooks/whatsapp', { method: 'POST', body, headers });
    };
    const wamid = 'wamid.of-a-question';
    const asked = textEvent('700001', wamid, 'my secret words');
    expect((await post(asked, 'request-1')).status).toBe(200);
    const { lane, id } = await opened.db.selectFrom('conversations').selectAll().executeTakeFirstOrThrow();
    const written = await opened.db
      .insertInto('outbox')
      .values({
        lane,
        conversation_id: id,
        channel_id: channel?.id ?? '',
        contact_id: id,
        message: '{"type":"text","body":"Hi"}',
        status: 'sending',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const status = {
      id: 'wamid.of-an-answer',
      status: 'sent',
      timestamp: '1790000001',
      recipient_id: '49159001',
      biz_opaque_callback_data: `${lane}.${written.id}`,
    };
    const metadata = { phone_number_id: '700001' };
    const change = {
      field: 'messages',
      value: { messaging_product: 'whatsapp', metadata, statuses: [status] },
    };
    const told = { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [change] }] };
    expect((await post(told, 'request-2')).status).toBe(200);

    expect(api.logged).toContainEqual(
      expect.objectContaining({ requestId: 'request-1', wamid, kind: 'message' }),
    );
    expect(api.logged).toContainEqual(
      expect.objectContaining({ msg: 'a message was accepted', wamid, lane, conversationId: id }),
    );
    expect(api.logged).toContainEqual(
      expect.objectContaining({ requestId: 'request-2', wamid: status.id, kind: 'status' }),
    );
    expect(api.logged).toContainEqual(
      expect.objectContaining({ msg: 'a status came', wamid: status.id, lane, outboxId: written.id }),
    );
    expect(JSON.stringify(api.logged)).not.toMatch(/secret words|4915900/);
    const series = seriesOf((await api.call('GET', '/metrics')).text);
    expect(series.get('parley_webhook_accept_seconds_count')).toBe(2);
    expect(series.get('parley_webhook_accept_seconds_bucket{le="+Inf"}')).toBe(2);
  });

  test('a timer that fires is measured by how late it is', async () => {
    const id = '00000000-0000-4000-8000-000000000001';
    await opened.db
      .insertInto('timers')
      .values({
        lane: 5,
        session_id: id,
        timer: 't',
        id,
        conversation_id: guest.conversationId,
        due_at: ago(200),
      })
      .execute();
    const metrics = createMetrics();
    const telemetry = createTelemetry(metrics, createLog('fatal', { write: () => {} }));
    expect(await fireDueTimers({ db: opened.db, telemetry }, 5)).toBe(1);
    const series = seriesOf(await metrics.registry.metrics());
    expect(series.get('parley_timer_lateness_seconds_count')).toBe(1);
    expect(series.get('parley_timer_lateness_seconds_sum')).toEqual(later(200));
  });

  test(`the pool’s connections are counted`, async () => {
    const metrics = createMetrics();
    countPool(metrics, opened.poolUse);
    await sql`select 1`.execute(opened.db);
    const series = seriesOf(await metrics.registry.metrics());
    expect(series.get('parley_database_connections{pool="work",state="total"}')).toBeGreaterThan(0);
    expect(series.get('parley_database_connections{pool="work",state="waiting"}')).toBe(0);
    expect(series.has('parley_database_connections{pool="intake",state="idle"}')).toBe(name === 'PostgreSQL');
  });
});

test('a scrape without a database tells what the process knows', async () => {
  const own = await openInMemory();
  const api = apiUnderTest(own);
  expect(seriesOf((await api.call('GET', '/metrics')).text).get('parley_database_up')).toBe(1);
  const other = apiUnderTest(own);
  await other.send('/webhooks/whatsapp', { method: 'POST', body: '{}' });
  await own.close();
  const { status, text } = await other.call('GET', '/metrics');
  const series = seriesOf(text);
  expect(status).toBe(200);
  expect(series.get('parley_database_up')).toBe(0);
  expect(series.get('parley_webhooks_total{status="401"}')).toBe(1);
  expect([...series.keys()].filter((key) => /inbox|outbox|conversations/.test(key))).toEqual([]);
});

test('the process itself is measured', async () => {
  const metrics = createMetrics();
  countProcess(metrics);
  const text = await metrics.registry.metrics();
  for (const name of [
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
    'nodejs_eventloop_lag_seconds',
  ]) {
    expect(text).toContain(`\n${name} `);
  }
});

test('at the usual level no line is put together while all goes well', async () => {
  const metrics = createMetrics();
  const lines: string[] = [];
  const write = (...line: unknown[]) => void lines.push(String(line[1]));
  const telemetryAt = (level: 'info' | 'debug') => {
    const isLevelEnabled = (asked: string) => asked === 'info' || asked === level;
    return createTelemetry(metrics, { isLevelEnabled, info: write, debug: write });
  };
  const work = { lane: 1, conversationId: 'c' };
  const leased = { lane: 1, id: '1', conversation_id: 'c', channel_id: 'n', attempts: 0, answers: null };
  const message = { ...leased, message: { type: 'text' as const, body: 'Hi' } };
  for (const level of ['info', 'debug'] as const) {
    const telemetry = telemetryAt(level);
    telemetry.accepted('wamid.1', work);
    telemetry.turnsTaken(1, [], [message]);
    telemetry.attempted(message, { id: '1', attempts: 1, outcome: 'sent', wamid: 'wamid.2' }, 'sent');
    telemetry.told({ wamid: 'wamid.2', status: 'read', callbackData: '1.1' });
    telemetry.recovered(1, { unknown: 0, again: 0, failed: 0 });
    if (level === 'info') expect(lines).toEqual([]);
  }
  expect(lines).toEqual([
    'a message was accepted',
    'a message was written',
    'a message was sent',
    'a status came',
  ]);
});

test('an error code that nobody knows is no label of its own', async () => {
  const metrics = createMetrics();
  const telemetry = createTelemetry(metrics, createLog('fatal', { write: () => {} }));
  const message = { lane: 1, id: '1', conversation_id: 'c', channel_id: 'n', attempts: 0, answers: null };
  const leased = { ...message, message: { type: 'text' as const, body: 'Hi' } };
  for (const code of [987_654_321, 987_654_322, 131026]) {
    telemetry.attempted(
      leased,
      { id: '1', attempts: 1, outcome: 'failed', error: { code, reason: 'x' } },
      'failed',
    );
  }
  const series = seriesOf(await metrics.registry.metrics());
  expect(series.get('parley_sends_total{result="failed",code="other"}')).toBe(2);
  expect(series.get('parley_sends_total{result="failed",code="131026"}')).toBe(1);
});
