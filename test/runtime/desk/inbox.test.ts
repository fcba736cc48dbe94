import { changeChannel } from '@parley/runtime/channel/channels.ts';
import type { OpenDatabase } from '@parley/runtime/db/connect.ts';
import { doDue } from '@parley/runtime/desk/bulk.ts';
import { refreshCards } from '@parley/runtime/desk/cards.ts';
import { catchUp, makeMissingCards } from '@parley/runtime/desk/catch-up.ts';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../../setup/database.ts';
import { apiUnderTest } from '../api-under-test.ts';
import { personWith, signedInAs } from '../people/people-under-test.ts';
import { echo, emptyDatabase, type Guest, openShop, type Shop } from '../shop.ts';

type Json = Record<string, unknown>;
type Row = Json & { id: string; state: string; unread: number; labels: string[]; last: Json | null };

forEachDatabase((name, open) => {
  let opened: OpenDatabase;
  let api: ReturnType<typeof apiUnderTest>;
  let admin: Awaited<ReturnType<typeof signedInAs>>;
  let limited: Awaited<ReturnType<typeof signedInAs>>;
  let adminId: string;
  let limitedId: string;
  let shop: Shop;
  /** Whom the bot talks to, whom a team is to answer, and whom another team is to. */
  let alpha: Guest;
  let beta: Guest;
  let gamma: Guest;

  beforeAll(async () => {
    opened = await open();
    api = apiUnderTest(opened);
    const { db } = opened;
    for (const id of ['front', 'back']) await db.insertInto('teams').values({ id, name: id }).execute();
    adminId = await personWith(opened, 'administrator');
    limitedId = await personWith(opened, 'agent', { teams: ['front'], isLimitedToTeams: true });
    admin = await signedInAs(api, 'administrator@example.com');
    limited = await signedInAs(api, 'agent@example.com');
  });

  beforeEach(async () => {
    await emptyDatabase(opened.db);
    shop = await openShop(opened.db);
    await shop.bind(echo);
    await changeChannel(opened.db, api.key, shop.channelId, { accessToken: 'token', appSecret: 'secret' });
    alpha = await shop.guest({ name: 'Alpha Storm' });
    beta = await shop.guest({ name: 'Beta Ölmühle', waId: '4915177778901' });
    gamma = await shop.guest({ name: 'Gamma' });
    for (const one of [alpha, beta, gamma]) await says(one, 'hello');
    await says(beta, 'human');
    await says(gamma, 'human');
    await sql`update cases set team = 'back' where conversation_id = ${gamma.conversationId}`.execute(
      opened.db,
    );
    await refresh();
  });

  const says = async (guest: Guest, text: string) => {
    const wamid = await shop.say(guest, text);
    await opened.db
      .updateTable('conversations')
      .set({ last_inbound_at: sql<Date>`now()`, last_inbound_wamid: wamid })
      .where('id', '=', guest.conversationId)
      .execute();
    await shop.turns(guest);
    return wamid;
  };
  const refresh = async () => {
    const lanes = Map.groupBy([alpha, beta, gamma], ({ lane }) => lane);
    await refreshCards(
      opened.db,
      new Map(
        [...lanes].map(([lane, some]) => [lane, new Set(some.map(({ conversationId }) => conversationId))]),
      ),
    );
  };
  const rows = async (who: typeof admin, query = '') => {
    const answered = await who.call('GET', `/api/inbox?${query}`);
    expect(answered.status, JSON.stringify(api.logged.filter(({ err }) => err).at(-1))).toBe(200);
    return answered.json.conversations as Row[];
  };
  const ids = async (who: typeof admin, query = '') => (await rows(who, query)).map(({ id }) => id);
  const thread = async (who: typeof admin, guest: Guest, query = '') =>
    who.call('GET', `/api/conversations/${guest.conversationId}/thread?${query}`);

  describe('views', () => {
    test('each has what belongs in it, and the counts say how much', async () => {
      expect(await ids(admin, 'view=bot')).toEqual([alpha.conversationId]);
      expect(await ids(admin, 'view=unassigned&order=waiting')).toEqual([
        beta.conversationId,
        gamma.conversationId,
      ]);
      expect(await ids(admin, 'view=mine')).toEqual([]);
      await admin.call('POST', `/api/conversations/${beta.conversationId}/take`, {});
      await refresh();
      expect(await ids(admin, 'view=mine')).toEqual([beta.conversationId]);
      expect(await ids(admin, 'view=team&teams=front')).toEqual([beta.conversationId]);
      const { json } = await admin.call('GET', '/api/inbox/counts');
      expect(json).toEqual({
        views: { mine: 1, unassigned: 1, team: 2, all: 3, bot: 1, snoozed: 0, resolved: 0 },
        teams: { front: 1, back: 1 },
      });
    });

    test('a line says who spoke last, what is unread for the caller, and where the flow stands', async () => {
      const [row] = await rows(admin, `ids=${alpha.conversationId}`);
      expect(row).toMatchObject({
        contact: { name: 'Alpha Storm' },
        state: 'bot',
        unread: 1,
        last: { from: 'bot', kind: 'text', status: 'queued' },
        session: { flow: 'echo', node: 'ask' },
      });
      await admin.call('POST', `/api/conversations/${alpha.conversationId}/read`, {});
      expect((await rows(admin, `ids=${alpha.conversationId}`))[0]?.unread).toBe(0);
    });

    test('pages neither overlap nor leave anything out, in both orders', async () => {
      for (const order of ['newest', 'waiting']) {
        const seen: string[] = [];
        let next: unknown = null;
        do {
          const { json } = await admin.call(
            'GET',
            `/api/inbox?limit=1&order=${order}${next ? `&next=${next}` : ''}`,
          );
          seen.push(...(json.conversations as Row[]).map(({ id }) => id));
          next = json.next;
        } while (next);
        expect(seen.toSorted()).toEqual(
          [alpha, beta, gamma].map(({ conversationId }) => conversationId).sort(),
        );
      }
    });

    test('a snooze ends when the contact writes', async () => {
      const place = `/api/conversations/${beta.conversationId}`;
      await admin.call('POST', `${place}/snooze`, { until: 'until-reply' });
      expect(await ids(admin, 'view=snoozed')).toEqual([beta.conversationId]);
      expect(await ids(admin, 'view=unassigned')).toEqual([gamma.conversationId]);
      await refresh();
      expect(await ids(admin, 'view=snoozed')).toEqual([beta.conversationId]);
      await says(beta, 'still there?');
      await refresh();
      expect(await ids(admin, 'view=snoozed')).toEqual([]);
    });
  });

  test('whoever is limited to their teams sees nothing of others: lists, counts, thread, search, changes', async () => {
    while (await catchUp(opened.db, beta.lane));
    while (await catchUp(opened.db, gamma.lane));
    expect(await ids(limited)).toEqual([beta.conversationId]);
    expect(await ids(limited, `ids=${gamma.conversationId}`)).toEqual([]);
    expect((await limited.call('GET', '/api/inbox/counts')).json).toMatchObject({
      views: { all: 1, unassigned: 1, bot: 0 },
      teams: { front: 1 },
    });
    expect((await thread(limited, gamma)).status).toBe(404);
    expect((await thread(limited, beta)).status).toBe(200);
    const found = (await limited.call('GET', '/api/inbox/search?q=human')).json.messages as Json[];
    expect(new Set(found.map(({ conversationId }) => conversationId))).toEqual(
      new Set([beta.conversationId]),
    );
    expect((await limited.call('GET', '/api/inbox/search?q=Gamma')).json.contacts).toEqual([]);
    const changes = (await limited.call('GET', '/api/changes')).json;
    expect((changes.changes as Json[]).map(({ conversationId }) => conversationId)).toEqual([
      beta.conversationId,
    ]);
    expect(changes.hasHidden).toBe(true);
    const bulk = await limited.call('POST', '/api/inbox/bulk', {
      ids: [gamma.conversationId],
      do: { act: 'snooze', until: 'until-reply' },
    });
    expect(bulk.json).toMatchObject({ done: [], refused: [gamma.conversationId], token: null });
  });

  test('search finds words by their beginning, names, and numbers by their end, whatever is typed', async () => {
    await says(alpha, 'Где моя посылка? <script>alert(1)</script>');
    while (await catchUp(opened.db, alpha.lane));
    const find = async (q: string) =>
      (await admin.call('GET', `/api/inbox/search?q=${encodeURIComponent(q)}`)).json as {
        messages: Json[];
        contacts: { conversationId: string }[];
      };
    const found = (await find('посыл')).messages;
    expect(found.map(({ side }) => side).sort()).toEqual(['in', 'out']);
    expect((await find('script alert')).messages).toHaveLength(2);
    expect((await find('где')).messages).toHaveLength(2);
    expect((await find('ölm')).contacts.map((one) => one.conversationId)).toEqual([beta.conversationId]);
    expect((await find('8901')).contacts.map((one) => one.conversationId)).toEqual([beta.conversationId]);
    for (const odd of [`'`, `!&|:*`, `a' | 'b`, `\\`, '%', '🙂'])
      expect((await admin.call('GET', `/api/inbox/search?q=${encodeURIComponent(odd)}`)).status).toBe(200);
  });

  test('the thread has both sides, reactions with their messages, notes and what people did', async () => {
    const wamid = await says(beta, 'one more');
    await shop.tell(beta, { type: 'reaction', emoji: '👍', messageId: wamid });
    await shop.turns(beta);
    const place = `/api/conversations/${beta.conversationId}`;
    await admin.call('POST', `${place}/take`, {});
    await admin.call('POST', `${place}/notes`, { text: '<b>careful</b>' });
    const said = await shop.inbox(beta);
    const target = said.find(({ source }) => source === wamid)?.id;
    const key = { 'idempotency-key': 'r1' };
    const reacted = await admin.call('POST', `${place}/reactions`, { to: `in-${target}`, emoji: '❤️' }, key);
    expect(reacted.status, reacted.text).toBe(202);
    expect((await shop.outbox(beta)).at(-1)).toMatchObject({ reacts_to: wamid, message: { body: '❤️' } });
    const bad = await admin.call('POST', `${place}/reactions`, { to: `in-${target}`, emoji: 'ab' }, key);
    expect(bad.json.code).toBe('message-not-sendable');

    const { json } = await thread(admin, beta);
    const items = json.items as (Json & { id: string })[];
    const kinds = items.map(({ type, kind }) => `${type}${kind ? ` ${kind}` : ''}`);
    expect(kinds).toContain('event taken');
    expect(items.find(({ type }) => type === 'note')).toMatchObject({
      text: '<b>careful</b>',
      by: { kind: 'person', id: adminId },
    });
    expect(items.find(({ wamid: name }) => name === wamid)?.reactions).toMatchObject([
      { emoji: '👍', by: 'contact' },
      { emoji: '❤️', by: 'us' },
    ]);
    expect(kinds.filter((kind) => kind === 'message reaction')).toEqual([]);

    const paged: string[] = [];
    let next: unknown = null;
    do {
      const page = (await thread(admin, beta, `limit=2${next ? `&next=${next}` : ''}`)).json;
      paged.unshift(...(page.items as { id: string }[]).map(({ id }) => id));
      next = page.next;
    } while (next);
    expect(paged).toEqual(items.map(({ id }) => id));
  });

  test('a failure is told with its number and in words, in English and in Russian', async () => {
    const [first] = await shop.outbox(alpha);
    await sql`update outbox set status = 'failed', failed_at = now(), error = '{"code": 131047, "reason": "refused"}'
      where id = ${first?.id}`.execute(opened.db);
    const items = (await thread(admin, alpha)).json.items as (Json & { id: string; delivery: Json | null })[];
    const failed = items.find(({ id }) => id === `out-${first?.id}`)?.delivery;
    expect(failed).toMatchObject({ status: 'failed', failure: { code: 131047 } });
    expect(failed).toMatchObject({
      failure: {
        words: {
          en: { happened: expect.stringMatching(/24/) },
          ru: { happened: expect.stringMatching(/24 часов/) },
        },
      },
    });
  });

  test('what was done to many is undone; handing back waits until nobody can undo it any more', async () => {
    const { id: label } = (await admin.call('POST', '/api/labels', { name: `vip ${Math.random()}` })).json;
    const both = [beta.conversationId, gamma.conversationId];
    const bulk = async (act: Json) =>
      (await admin.call('POST', '/api/inbox/bulk', { ids: both, do: act })).json;
    const undo = (token: unknown) => admin.call('POST', '/api/inbox/undo', { token });

    const labelled = await bulk({ act: 'label', add: [label], remove: [] });
    expect((await ids(admin, `labels=${label}`)).toSorted()).toEqual(both.toSorted());
    expect((await limited.call('POST', '/api/inbox/undo', { token: labelled.token })).status).toBe(409);
    expect((await undo(labelled.token)).status).toBe(200);
    expect(await ids(admin, `labels=${label}`)).toEqual([]);
    expect((await undo(labelled.token)).json.code).toBe('too-late-to-undo');

    const assigned = await bulk({ act: 'assign', to: limitedId });
    expect((await ids(limited, 'view=mine')).toSorted()).toEqual(both.toSorted());
    await undo(assigned.token);
    expect(await ids(admin, 'view=unassigned')).toHaveLength(2);

    const kept = await bulk({ act: 'resolve' });
    await undo(kept.token);
    await bulk({ act: 'resolve' });
    expect(await doDue({ db: opened.db })).toEqual([]);
    expect((await shop.conversation(beta)).held).toBe(true);
    await sql`update desk_acts set due_at = now()`.execute(opened.db);
    expect((await doDue({ db: opened.db })).toSorted()).toEqual(both.toSorted());
    await shop.turns(beta, gamma);
    expect((await shop.conversation(beta)).held).toBe(false);
    expect(await doDue({ db: opened.db })).toEqual([]);
  });

  test('a blocked contact is heard and not answered', async () => {
    const place = `/api/conversations/${alpha.conversationId}`;
    expect((await admin.call('POST', `${place}/block`, {})).json).toMatchObject({ atWhatsApp: false });
    const before = (await shop.outbox(alpha)).length;
    await says(alpha, 'hello again');
    expect(await shop.outbox(alpha)).toHaveLength(before);
    expect((await shop.inbox(alpha)).at(-1)).toMatchObject({ status: 'ignored' });
    await admin.call('POST', `${place}/unblock`, {});
    await says(alpha, 'and now?');
    expect((await shop.outbox(alpha)).length).toBeGreaterThan(before);
  });

  test('a draft is its writer’s alone, and a canned reply is filled once', async () => {
    const place = `/api/conversations/${beta.conversationId}`;
    await admin.call('PUT', `${place}/draft`, { text: 'Dear' });
    expect((await thread(admin, beta)).json.draft).toMatchObject({ text: 'Dear' });
    expect((await thread(limited, beta)).json.draft).toBeNull();
    await sql`update contacts set name = '{{agent.name}} x' where id = ${beta.contactId}`.execute(opened.db);
    const { json } = await admin.call('POST', '/api/canned-replies/preview', {
      conversationId: beta.conversationId,
      text: 'Hi {{contact.name}}, {{ agent.name }} here. {{other}}',
    });
    expect(json).toEqual({ text: 'Hi {{agent.name}} x, The administrator here. {{other}}', missing: [] });
    const mine = { shortcut: 'hi', title: 'Hi', text: 'Hi', scope: 'me' };
    expect((await limited.call('POST', '/api/canned-replies', mine)).status).toBe(201);
    expect((await limited.call('POST', '/api/canned-replies', mine)).json.code).toBe('shortcut-taken');
    expect((await admin.call('GET', '/api/canned-replies')).json.replies).toEqual([]);
    const foreign = await limited.call('POST', '/api/canned-replies', {
      ...mine,
      scope: 'team',
      team: 'back',
    });
    expect(foreign.json.code).toBe('team-not-found');
  });

  test('what nobody noted is found all the same: cards that are missing, cards that are behind', async () => {
    await sql`delete from conversation_cards`.execute(opened.db);
    for (const lane of new Set([alpha, beta, gamma].map((one) => one.lane)))
      await makeMissingCards(opened.db, lane);
    expect(await ids(admin)).toHaveLength(3);
    await says(alpha, 'human');
    expect(await ids(admin, 'view=unassigned')).toHaveLength(2);
    while (await catchUp(opened.db, alpha.lane));
    expect(await ids(admin, 'view=unassigned')).toHaveLength(3);
  });

  test.runIf(name === 'PostgreSQL')(
    'a message that is committed after later ones have been learnt is found by the second look',
    async () => {
      const settled = () =>
        sql`update desk_progress set looked_at = now() - interval '31 seconds'`.execute(opened.db);
      const found = async () =>
        ((await admin.call('GET', '/api/inbox/search?q=belated')).json.messages as Json[]).length;
      while (await catchUp(opened.db, alpha.lane));
      await opened.db.transaction().execute(async (tx) => {
        await sql`
          insert into inbox (lane, source, kind, channel_id, contact_id, conversation_id, input, sent_at, status)
          values (${alpha.lane}, 'belated', 'message', ${shop.channelId}, ${alpha.contactId}, ${alpha.conversationId},
            '{"type":"text","text":"belated"}', now(), 'done')
        `.execute(tx);
        await says(alpha, 'sooner');
        while (await catchUp(opened.db, alpha.lane));
      });
      expect(await found()).toBe(0);
      for (let looks = 0; looks < 2; looks++) {
        await settled();
        while (await catchUp(opened.db, alpha.lane));
      }
      expect(await found()).toBe(1);
    },
  );
});
