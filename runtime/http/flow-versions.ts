import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { type AuditAction, audit } from '../people/audit.ts';
import { signatureOf } from '../people/caller.ts';
import { findDraft } from '../publishing/drafts.ts';
import { type Published, publishDraft } from '../publishing/publish.ts';
import { listVersions, readVersion, rollBack } from '../publishing/versions.ts';
import { answer, optionalBody, problems } from './documented.ts';
import {
  By,
  FlowParams,
  ListedVersionJson,
  listedVersionJson,
  Note,
  PublishedJson,
  VersionJson,
  VersionParams,
  versionSummaryJson,
} from './flow-schemas.ts';
import { refuseStale } from './flows.ts';
import { type ProblemCode, refuse } from './problem.ts';
import { facts } from './session.ts';

const tags = ['Versions'];

const publish = createRoute({
  method: 'post',
  path: '/{id}/publish',
  tags,
  summary: 'Publish a draft',
  description:
    'Makes the draft the version that new sessions run on. With errors nothing is published and the problem lists them as `problems`; with tests of the flow that fail neither, and it lists those as `tests`. Publishing what is published already changes nothing.',
  request: {
    params: FlowParams,
    body: optionalBody(
      z.strictObject({
        revision: z
          .number()
          .int()
          .min(1)
          .optional()
          .openapi({ description: 'Publish only if the draft still is this revision.' }),
        by: By,
        note: Note,
        ignoreTests: z.boolean().optional().openapi({
          description: 'Publish even if tests of the flow fail; the audit log says so.',
        }),
      }),
    ),
  },
  responses: {
    200: answer('The version that is published now.', PublishedJson),
    ...problems('flow-not-found', 'stale-revision', 'flow-has-errors', 'tests-failed'),
  },
});

const list = createRoute({
  method: 'get',
  path: '/{id}/versions',
  tags,
  summary: 'List the versions of a flow',
  request: { params: FlowParams },
  responses: {
    200: answer('The newest first.', z.strictObject({ versions: z.array(ListedVersionJson) })),
    ...problems('flow-not-found'),
  },
});

const read = createRoute({
  method: 'get',
  path: '/{id}/versions/{version}',
  tags,
  summary: 'Read a version',
  request: { params: VersionParams },
  responses: { 200: answer('The version.', VersionJson), ...problems('version-not-found') },
});

const back = createRoute({
  method: 'post',
  path: '/{id}/versions/{version}/roll-back',
  tags,
  summary: 'Go back to a version',
  description: 'Publishes the machine of an old version again, as a new version. The draft stays as it is.',
  request: { params: VersionParams, body: optionalBody(z.strictObject({ by: By, note: Note })) },
  responses: {
    200: answer('The version that is published now.', PublishedJson),
    ...problems('version-not-found', 'flow-has-errors'),
  },
});

/** Publishing, and what was published. */
export function flowVersions({ db }: { db: Kysely<Database> }) {
  return new OpenAPIHono()
    .openapi(publish, async (c) => {
      const { id } = c.req.valid('param');
      const { revision, note, ignoreTests, ...given } = c.req.valid('json');
      const by = signatureOf(c.get('caller'), given.by);
      const onNew = (tx: Kysely<Database>, version: number) =>
        record(tx, c, 'flow-published', { id, version, ...(ignoreTests && { ignoreTests }) });
      const published = await publishDraft(db, id, { revision, by, note, ignoreTests, onNew });
      return c.json(publishedJson(published, 'flow-not-found'), 200);
    })
    .openapi(list, async (c) => {
      const { id } = c.req.valid('param');
      const versions = await listVersions(db, id);
      if (versions.length === 0 && !(await findDraft(db, id))) refuse('flow-not-found');
      return c.json({ versions: versions.map(listedVersionJson) }, 200);
    })
    .openapi(read, async (c) => {
      const { id, version } = c.req.valid('param');
      const found = await readVersion(db, id, version);
      if (!found) refuse('version-not-found');
      return c.json({ ...versionSummaryJson(found), machine: found.machine }, 200);
    })
    .openapi(back, async (c) => {
      const { id, version } = c.req.valid('param');
      const { note = null, ...given } = c.req.valid('json');
      const by = signatureOf(c.get('caller'), given.by);
      const onNew = (tx: Kysely<Database>, published: number) =>
        record(tx, c, 'flow-rolled-back', { id, version: published, from: version });
      const published = await rollBack(db, { flowId: id, version, by, note, onNew });
      return c.json(publishedJson(published, 'version-not-found'), 200);
    });
}

async function record(
  tx: Kysely<Database>,
  c: Context,
  action: AuditAction,
  { id, ...details }: { id: string; version: number; from?: number; ignoreTests?: true },
): Promise<void> {
  await audit(tx, { who: c.get('caller'), action, subject: { kind: 'flow', id }, details, from: facts(c) });
}

function publishedJson(published: Published, missing: ProblemCode): z.infer<typeof PublishedJson> {
  if (published.ok) {
    const { version, isNew, problems: found } = published;
    return { version, isNew, problems: found };
  }
  switch (published.reason) {
    case 'blocked': {
      const errors = published.problems.filter(({ level }) => level === 'error');
      return refuse('flow-has-errors', {
        detail: `It has ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}.`,
        problems: published.problems,
      });
    }
    case 'tests-failed': {
      const names = published.tests.map(({ name }) => `“${name}”`).join(', ');
      return refuse('tests-failed', { detail: `Failed: ${names}.`, tests: published.tests });
    }
    case 'stale':
      return refuseStale(published);
    case 'not-found':
      return refuse(missing);
  }
}
