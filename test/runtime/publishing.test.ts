import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { Database } from '@parley/runtime/db/tables.ts';
import { createDraft, findDraft, listFlows, saveDraft } from '@parley/runtime/publishing/drafts.ts';
import { flowHash } from '@parley/runtime/publishing/flow-hash.ts';
import { installFlow } from '@parley/runtime/publishing/install-flow.ts';
import { publishDraft } from '@parley/runtime/publishing/publish.ts';
import { listVersions, readVersion, rollBack } from '@parley/runtime/publishing/versions.ts';
import type { Kysely } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { forEachDatabase } from '../setup/database.ts';
import { deskFlow, lonelyFlow } from './desk-flow.ts';

const by = 'Desk';

/** A draft under an id of its own, so that tests do not meet. */
let drafts = 0;
async function drafted(db: Kysely<Database>, make: (id: string) => FlowMachine = (id) => deskFlow({ id })) {
  const machine = make(`flow-${++drafts}`);
  await createDraft(db, machine, by);
  return machine;
}

forEachDatabase((_, open) => {
  let db: Kysely<Database>;
  beforeAll(async () => {
    ({ db } = await open());
  });

  describe('a draft', () => {
    test('keeps its machine as it was given, keys in their order', async () => {
      const { id } = await drafted(db);
      const machine: FlowMachine = { ...deskFlow({ id }), meta: { flow: deskFlow({ id }).meta.flow } };
      const { states, ...rest } = machine;
      const turned = { states: Object.fromEntries(Object.entries(states).reverse()), ...rest };
      await saveDraft(db, turned, { revision: 1, by });
      const read = await findDraft(db, id);
      expect(JSON.stringify(read?.machine)).toBe(JSON.stringify(turned));
    });

    test('is not created where there is one', async () => {
      const machine = await drafted(db);
      expect(await createDraft(db, machine, 'Night')).toEqual({ ok: false, reason: 'exists' });
      expect((await findDraft(db, machine.id))?.savedBy).toBe(by);
    });

    test('counts its saves, and lists under the name of its machine', async () => {
      const { id } = await drafted(db);
      const saved = await saveDraft(db, deskFlow({ id, body: 'Hi!' }), { revision: 1, by: 'Night' });
      expect(saved).toMatchObject({ ok: true, revision: 2 });
      const listed = (await listFlows(db)).find(({ flowId }) => flowId === id);
      expect(listed).toMatchObject({
        name: 'Front desk',
        revision: 2,
        savedBy: 'Night',
        publishedVersion: null,
      });
    });

    test('refuses a save over a revision that somebody else has replaced, and says who and when', async () => {
      const { id } = await drafted(db);
      const first = await saveDraft(db, deskFlow({ id, body: 'Hi from Night' }), {
        revision: 1,
        by: 'Night',
      });
      const late = await saveDraft(db, deskFlow({ id, body: 'Hi from Desk' }), { revision: 1, by });
      expect(late).toEqual({
        ok: false,
        reason: 'stale',
        revision: 2,
        savedBy: 'Night',
        savedAt: first.ok && first.savedAt,
      });
      expect((await findDraft(db, id))?.machine).toEqual(deskFlow({ id, body: 'Hi from Night' }));
    });

    test('that does not exist cannot be saved', async () => {
      const saved = await saveDraft(db, deskFlow({ id: 'nowhere' }), { revision: 1, by });
      expect(saved).toEqual({ ok: false, reason: 'not-found' });
    });

    test('saved by two at once is saved by one', async () => {
      const { id } = await drafted(db);
      const both = await Promise.all(
        ['Night', 'Dawn'].map((who) => saveDraft(db, deskFlow({ id, body: who }), { revision: 1, by: who })),
      );
      expect(both.filter(({ ok }) => ok)).toHaveLength(1);
      expect((await findDraft(db, id))?.revision).toBe(2);
    });
  });

  describe('publishing', () => {
    test('makes version 1, then 2, and new sessions run on the newest', async () => {
      const { id } = await drafted(db);
      expect(await publishDraft(db, id, { by })).toMatchObject({ ok: true, version: 1, isNew: true });
      await saveDraft(db, deskFlow({ id, body: 'Good day!' }), { revision: 1, by });
      expect(await publishDraft(db, id, { by: 'Night' })).toMatchObject({
        ok: true,
        version: 2,
        isNew: true,
      });
      expect((await findDraft(db, id))?.publishedVersion).toBe(2);
      expect((await listVersions(db, id)).map(({ version, publishedBy }) => [version, publishedBy])).toEqual([
        [2, 'Night'],
        [1, by],
      ]);
    });

    test('is impossible with an error, and says every problem', async () => {
      const { id } = await drafted(db, lonelyFlow);
      const published = await publishDraft(db, id, { by });
      expect(published).toMatchObject({ ok: false, reason: 'blocked' });
      expect(!published.ok && published.reason === 'blocked' && published.problems).toContainEqual(
        expect.objectContaining({ code: 'escalation-missing', level: 'error' }),
      );
      expect(await listVersions(db, id)).toEqual([]);
      expect((await findDraft(db, id))?.publishedVersion).toBeNull();
    });

    test('the same again gives the version that it has', async () => {
      const { id } = await drafted(db);
      await publishDraft(db, id, { by });
      expect(await publishDraft(db, id, { by })).toMatchObject({ ok: true, version: 1, isNew: false });
    });

    test('a flow whose nodes were only moved gives the version that it has', async () => {
      const { id } = await drafted(db);
      await publishDraft(db, id, { by });
      await saveDraft(db, deskFlow({ id, place: [640, 80] }), { revision: 1, by });
      expect(await publishDraft(db, id, { by })).toMatchObject({ version: 1, isNew: false });
    });

    test('by two at once makes one version', async () => {
      const { id } = await drafted(db);
      const both = await Promise.all([publishDraft(db, id, { by }), publishDraft(db, id, { by: 'Night' })]);
      expect(both.map((published) => published.ok && published.version)).toEqual([1, 1]);
      expect(both.map((published) => published.ok && published.isNew).sort()).toEqual([false, true]);
      expect(await listVersions(db, id)).toHaveLength(1);
    });

    test('a revision that is no longer the draft is refused', async () => {
      const { id } = await drafted(db);
      await saveDraft(db, deskFlow({ id, body: 'Good day!' }), { revision: 1, by: 'Night' });
      const published = await publishDraft(db, id, { revision: 1, by });
      expect(published).toMatchObject({ ok: false, reason: 'stale', revision: 2, savedBy: 'Night' });
      expect(await listVersions(db, id)).toEqual([]);
    });
  });

  describe('a version', () => {
    test('keeps its machine whatever becomes of the draft', async () => {
      const machine = await drafted(db);
      await publishDraft(db, machine.id, { by });
      await saveDraft(db, lonelyFlow(machine.id), { revision: 1, by });
      expect((await readVersion(db, machine.id, 1))?.machine).toEqual(machine);
      expect(await readVersion(db, machine.id, 2)).toBeNull();
    });

    test('rolled back to is published again as a new version, and the draft stays', async () => {
      const machine = await drafted(db);
      await publishDraft(db, machine.id, { by });
      const newer = deskFlow({ id: machine.id, body: 'Good day!' });
      await saveDraft(db, newer, { revision: 1, by });
      await publishDraft(db, machine.id, { by });

      const back = await rollBack(db, { flowId: machine.id, version: 1, by: 'Night' });
      expect(back).toMatchObject({ ok: true, version: 3, isNew: true });
      expect((await readVersion(db, machine.id, 3))?.machine).toEqual(machine);
      expect(await findDraft(db, machine.id)).toMatchObject({ machine: newer, publishedVersion: 3 });
      expect(await listVersions(db, machine.id)).toHaveLength(3);
    });

    test('that does not exist cannot be rolled back to', async () => {
      const { id } = await drafted(db);
      expect(await rollBack(db, { flowId: id, version: 7, by })).toEqual({ ok: false, reason: 'not-found' });
    });
  });

  describe('a flow installed at start', () => {
    test('is installed once, and not over what somebody has done since', async () => {
      const machine = deskFlow({ id: `flow-${++drafts}` });
      const install = () => installFlow(db, machine, { by: 'start', channelId: null });
      expect(await install()).toMatchObject({ version: 1, isNew: true });
      await saveDraft(db, deskFlow({ id: machine.id, body: 'Ours!' }), { revision: 1, by });
      await publishDraft(db, machine.id, { by });

      expect(await install()).toMatchObject({ isNew: false });
      expect(await findDraft(db, machine.id)).toMatchObject({ revision: 2, publishedVersion: 2 });
    });

    test('is installed again when it has changed itself', async () => {
      const id = `flow-${++drafts}`;
      await installFlow(db, deskFlow({ id }), { by: 'start', channelId: null });
      const changed = await installFlow(db, deskFlow({ id, body: 'New!' }), { by: 'start', channelId: null });
      expect(changed).toMatchObject({ version: 2, isNew: true });
    });
  });
});

describe('the hash of a flow', () => {
  test('depends neither on the places of nodes nor on the order of keys', () => {
    const { states, ...rest } = deskFlow({ place: [7, 7] });
    const turned = { states: Object.fromEntries(Object.entries(states).reverse()), ...rest };
    expect(flowHash(turned)).toBe(flowHash(deskFlow()));
  });

  test('depends on every word', () => {
    expect(flowHash(deskFlow({ body: 'Hello.' }))).not.toBe(flowHash(deskFlow({ body: 'Hello!' })));
  });
});
