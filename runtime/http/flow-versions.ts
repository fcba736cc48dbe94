import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { findDraft } from '../publishing/drafts.ts';
import { type Published, publishDraft } from '../publishing/publish.ts';
import { listVersions, readVersion, rollBack } from '../publishing/versions.ts';
import { answer, optionalBody, problems } from './documented.ts';
import {
  By,
  FlowParams,
  PublishedJson,
  VersionJson,
  VersionParams,
  VersionSummaryJson,
  versionSummaryJson,
} from './flow-schemas.ts';
import { refuseStale } from './flows.ts';
import { type ProblemCode, refuse } from './problem.ts';

const tags = ['Versions'];

const publish = createRoute({
  method: 'post',
  path: '/{id}/publish',
  tags,
  summary: 'Publish a draft',
  description:
    'Makes the draft the version that new sessions run on. With errors nothing is published and the problem lists them as `problems`. Publishing what is published already changes nothing.',
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
      }),
    ),
  },
  responses: {
    200: answer('The version that is published now.', PublishedJson),
    ...problems('flow-not-found', 'stale-revision', 'flow-has-errors'),
  },
});

const list = createRoute({
  method: 'get',
  path: '/{id}/versions',
  tags,
  summary: 'List the versions of a flow',
  request: { params: FlowParams },
  responses: {
    200: answer('The newest first.', z.strictObject({ versions: z.array(VersionSummaryJson) })),
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
  request: { params: VersionParams, body: optionalBody(z.strictObject({ by: By })) },
  responses: {
    200: answer('The version that is published now.', PublishedJson),
    ...problems('version-not-found', 'flow-has-errors'),
  },
});

/** Publishing, and what was published. */
export function flowVersions({ db }: { db: Kysely<Database> }) {
  return new OpenAPIHono()
    .openapi(publish, async (c) => {
      const { revision, by = null } = c.req.valid('json');
      const published = await publishDraft(db, c.req.valid('param').id, { revision, by });
      return c.json(publishedJson(published, 'flow-not-found'), 200);
    })
    .openapi(list, async (c) => {
      const { id } = c.req.valid('param');
      const versions = await listVersions(db, id);
      if (versions.length === 0 && !(await findDraft(db, id))) refuse('flow-not-found');
      return c.json({ versions: versions.map(versionSummaryJson) }, 200);
    })
    .openapi(read, async (c) => {
      const { id, version } = c.req.valid('param');
      const found = await readVersion(db, id, version);
      if (!found) refuse('version-not-found');
      return c.json({ ...versionSummaryJson(found), machine: found.machine }, 200);
    })
    .openapi(back, async (c) => {
      const { id, version } = c.req.valid('param');
      const { by = null } = c.req.valid('json');
      const published = await rollBack(db, { flowId: id, version, by });
      return c.json(publishedJson(published, 'version-not-found'), 200);
    });
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
    case 'stale':
      return refuseStale(published);
    case 'not-found':
      return refuse(missing);
  }
}
