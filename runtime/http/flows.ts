import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { fromMachine } from '@parley/flows/machine.ts';
import type { FlowMachine } from '@parley/flows/machine-schema.ts';
import { blocksPublishing, validate } from '@parley/flows/validate.ts';
import type { Kysely } from 'kysely';
import { flowChannels } from '../channel/flow-channels.ts';
import type { Database } from '../db/tables.ts';
import { keptFilesOf } from '../files/kept-files.ts';
import { signatureOf } from '../people/caller.ts';
import { archiveFlow, unarchiveFlow } from '../publishing/archive.ts';
import { createDraftChecks } from '../publishing/draft-checks.ts';
import { createDraft, findDraft, saveDraft } from '../publishing/drafts.ts';
import { listOverview } from '../publishing/overview.ts';
import { knownTemplates } from '../templates/known.ts';
import { answer, body, problems } from './documented.ts';
import {
  By,
  DraftJson,
  draftJson,
  FlowOverviewJson,
  FlowParams,
  flowOverviewJson,
  Machine,
  ProblemsJson,
} from './flow-schemas.ts';
import { refuse } from './problem.ts';

const tags = ['Flows'];

const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'List the flows',
  description:
    'Those that are put away too. A draft that was not checked yet has no count of problems: ask again.',
  responses: {
    200: answer('Every flow, by name.', z.strictObject({ flows: z.array(FlowOverviewJson) })),
  },
});

const create = createRoute({
  method: 'post',
  path: '/',
  tags,
  summary: 'Create a flow',
  description:
    'Stores the machine as the draft of a new flow, whose id is the machine’s. A draft may have errors.',
  request: { body: body(z.strictObject({ machine: Machine, by: By })) },
  responses: { 201: answer('The draft.', DraftJson), ...problems('flow-exists', 'flow-unreadable') },
});

const check = createRoute({
  method: 'post',
  path: '/check',
  tags,
  summary: 'Check a machine',
  description: 'What publishing would say of it. Nothing is stored.',
  request: { body: body(z.strictObject({ machine: z.unknown().openapi({ type: 'object' }) })) },
  responses: { 200: answer('What was found; also for a machine that cannot be read.', ProblemsJson) },
});

const read = createRoute({
  method: 'get',
  path: '/{id}',
  tags,
  summary: 'Read a draft',
  description: 'The machine as it is edited, with its revision, also as the header ETag.',
  request: { params: FlowParams },
  responses: { 200: answer('The draft.', DraftJson), ...problems('flow-not-found') },
});

const save = createRoute({
  method: 'put',
  path: '/{id}',
  tags,
  summary: 'Save a draft',
  description:
    'Replaces the draft that was read as this revision, given in the body or as If-Match. When somebody else has saved in the meantime, nothing is stored and the problem names `revision`, `savedBy` and `savedAt`.',
  request: {
    params: FlowParams,
    headers: z.object({ 'if-match': z.string().max(40).optional() }),
    body: body(z.strictObject({ machine: Machine, revision: z.number().int().min(1).optional(), by: By })),
  },
  responses: {
    200: answer('Saved.', z.strictObject({ revision: z.number().int(), savedAt: z.iso.datetime() })),
    ...problems('flow-not-found', 'stale-revision', 'flow-unreadable', 'flow-id-differs', 'revision-missing'),
  },
});

const readProblems = createRoute({
  method: 'get',
  path: '/{id}/problems',
  tags,
  summary: 'Check a draft',
  request: { params: FlowParams },
  responses: { 200: answer('What was found.', ProblemsJson), ...problems('flow-not-found') },
});

const archive = createRoute({
  method: 'post',
  path: '/{id}/archive',
  tags,
  summary: 'Put a flow away',
  description:
    'Nothing starts on it any more, on no number. Its versions stay readable. Not while conversations are under way on it.',
  request: { params: FlowParams },
  responses: {
    200: answer('It is put away.', z.strictObject({})),
    ...problems('flow-not-found', 'flow-has-conversations'),
  },
});

const unarchive = createRoute({
  method: 'post',
  path: '/{id}/unarchive',
  tags,
  summary: 'Take a flow out again',
  description: 'With the version that was published when it was put away.',
  request: { params: FlowParams },
  responses: { 200: answer('It is in use again.', z.strictObject({})), ...problems('flow-not-found') },
});

/** Flows and their drafts. */
export function flows({ db }: { db: Kysely<Database> }) {
  const checks = createDraftChecks();
  return new OpenAPIHono()
    .openapi(list, async (c) =>
      c.json({ flows: (await listOverview(db, checks)).map(flowOverviewJson) }, 200),
    )
    .openapi(create, async (c) => {
      const { machine, ...given } = c.req.valid('json');
      const by = signatureOf(c.get('caller'), given.by);
      const created = await createDraft(db, readMachine(machine), by);
      if (!created.ok) refuse('flow-exists', { detail: `“${String(machine.id)}” is taken.` });
      return c.json(draftJson(created.draft), 201);
    })
    .openapi(check, async (c) => c.json(await checked(db, c.req.valid('json').machine), 200))
    .openapi(read, async (c) => {
      const draft = await findDraft(db, c.req.valid('param').id);
      if (!draft) refuse('flow-not-found');
      return c.json(draftJson(draft), 200, { etag: etagOf(draft.revision) });
    })
    .openapi(save, async (c) => {
      const { machine, ...given } = c.req.valid('json');
      const by = signatureOf(c.get('caller'), given.by);
      const revision = given.revision ?? revisionIn(c.req.valid('header')['if-match']);
      if (revision === null)
        refuse('revision-missing', { detail: 'Send `revision`, or If-Match with the ETag.' });
      const { id } = c.req.valid('param');
      const readable = readMachine(machine);
      if (readable.id !== id) refuse('flow-id-differs', { detail: `It is “${readable.id}”, not “${id}”.` });
      const saved = await saveDraft(db, readable, { revision, by });
      if (saved.ok) {
        const json = { revision: saved.revision, savedAt: saved.savedAt.toISOString() };
        return c.json(json, 200, { etag: etagOf(saved.revision) });
      }
      return saved.reason === 'stale' ? refuseStale(saved) : refuse('flow-not-found');
    })
    .openapi(archive, async (c) => {
      const archived = await archiveFlow(db, c.req.valid('param').id);
      if (archived.ok) return c.json({}, 200);
      return refuse(archived.reason === 'not-found' ? 'flow-not-found' : 'flow-has-conversations');
    })
    .openapi(unarchive, async (c) => {
      if (!(await unarchiveFlow(db, c.req.valid('param').id))) refuse('flow-not-found');
      return c.json({}, 200);
    })
    .openapi(readProblems, async (c) => {
      const draft = await findDraft(db, c.req.valid('param').id);
      if (!draft) refuse('flow-not-found');
      return c.json(await checked(db, draft.machine), 200);
    });
}

/** The problem of a save or a publish that came too late, naming who was first. */
export function refuseStale(newer: { revision: number; savedBy: string | null; savedAt: Date }): never {
  const { revision, savedBy, savedAt } = newer;
  return refuse('stale-revision', {
    detail: `${savedBy ?? 'Somebody'} saved revision ${revision} at ${savedAt.toISOString()}.`,
    revision,
    savedBy,
    savedAt: savedAt.toISOString(),
  });
}

function readMachine(json: unknown): FlowMachine {
  const readable = fromMachine(json);
  if (readable.ok) return readable.machine;
  return refuse('flow-unreadable', { detail: readable.problems[0]?.message, problems: readable.problems });
}

async function checked(db: Kysely<Database>, machine: unknown) {
  const read = fromMachine(machine);
  const channels = read.ok ? await flowChannels(db, read.machine.id) : [];
  const files = await keptFilesOf(db, machine);
  const found = validate(machine, { templates: await knownTemplates(db), channels, files });
  return { publishable: !blocksPublishing(found), problems: found };
}

function etagOf(revision: number): string {
  return `"${revision}"`;
}

function revisionIn(ifMatch: string | undefined): number | null {
  const digits = /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch?.trim() ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}
