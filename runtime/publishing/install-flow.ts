import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import type { Kysely } from 'kysely';
import { bindFlow } from '../channel/channels.ts';
import type { Database } from '../db/tables.ts';
import { createDraft, findDraft, saveDraft } from './drafts.ts';
import { flowHash } from './flow-hash.ts';
import { type Published, publishMachine } from './publish.ts';

/** What a start does to a flow: nothing when it has installed this very form before. */
export type Installed = Exclude<Published, { ok: true }> | { ok: true; version: number; isNew: boolean };

/**
 * Stores a machine as its flow's draft, lets it answer on a number and publishes it, once: whoever changes or rolls back the flow
 * afterwards is not overruled until the machine itself is another one. `by` tells what this installer has published before.
 */
export async function installFlow(
  db: Kysely<Database>,
  machine: FlowMachine,
  { by, channelId }: { by: string; channelId: string | null },
): Promise<Installed> {
  const before = await db
    .selectFrom('flow_versions')
    .select(['version', 'hash'])
    .where('flow_id', '=', machine.id)
    .where('published_by', '=', by)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (before?.hash === flowHash(machine)) return { ok: true, version: before.version, isNew: false };

  await replaceDraft(db, machine, by);
  // Before publishing: a process that dies in between starts over, since nothing is published by then.
  if (channelId !== null) await bind(db, channelId, machine.id);
  return publishMachine(db, machine, by);
}

async function replaceDraft(db: Kysely<Database>, machine: FlowMachine, by: string): Promise<void> {
  for (;;) {
    const draft = await findDraft(db, machine.id);
    const stored = draft
      ? await saveDraft(db, machine, { revision: draft.revision, by })
      : await createDraft(db, machine, by);
    if (stored.ok) return;
  }
}

/** Bindings that are there stay as they are. The first flow of a number is its default one. */
async function bind(db: Kysely<Database>, channelId: string, flowId: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const bound = await tx
      .selectFrom('channel_flows')
      .select(['flow_id', 'is_default'])
      .where('channel_id', '=', channelId)
      .execute();
    if (bound.some(({ flow_id }) => flow_id === flowId)) return;
    const isDefault = !bound.some(({ is_default }) => is_default);
    await bindFlow(tx, channelId, flowId, isDefault);
  });
}
