import { z } from '@hono/zod-openapi';
import type { Problem } from '@parley/flows/problem.ts';
import type { Draft, FlowSummary } from '../publishing/drafts.ts';
import type { FlowOverview } from '../publishing/overview.ts';
import type { ListedVersion, VersionSummary } from '../publishing/versions.ts';

/** A flow's machine. Its own schema is in the OpenAPI document; `fromMachine` reads it and says what is wrong with it. */
export const Machine = z.looseObject({}).openapi('FlowMachine');

export const FlowId = z
  .string()
  .max(64)
  .openapi({ description: 'The id of the flow: `id` of its machine.', example: 'cafe-orders' });

export const FlowParams = z.strictObject({ id: FlowId });
export const VersionParams = z.strictObject({
  id: FlowId,
  version: z.coerce.number().int().min(1).max(2_147_483_647).openapi({ example: 3 }),
});

/** Nobody is logged in behind an API key, so whoever saves says who they are. */
export const By = z.string().trim().min(1).max(80).optional().openapi({
  description: 'Who others are told has saved or published.',
  example: 'Support team',
});

export const Note = z.string().trim().min(1).max(500).optional().openapi({
  description: 'What changes with this version, for those who look at the list of versions.',
  example: 'Oat milk',
});

const Instant = z.iso.datetime();

export const FlowSummaryJson = z
  .strictObject({
    id: FlowId,
    name: z.string(),
    revision: z.number().int().openapi({ description: 'Counts the saves of the draft.' }),
    savedBy: z.string().nullable(),
    savedAt: Instant,
    publishedVersion: z
      .number()
      .int()
      .nullable()
      .openapi({ description: 'The version that new sessions run on; null until the flow is published.' }),
  })
  .openapi('FlowSummary');

const Count = z.number().int().min(0);

export const FlowOverviewJson = FlowSummaryJson.extend({
  publishedAt: Instant.nullable(),
  archivedAt: Instant.nullable().openapi({ description: 'When it was put away; null for a flow in use.' }),
  hasChanges: z.boolean().openapi({
    description: 'The draft does something else than the published version; true for one that has none.',
  }),
  sessions: Count.openapi({ description: 'Conversations that are under way on it, on whatever version.' }),
  olderSessions: Count.openapi({ description: 'Those of them that are not on the published version.' }),
  numbers: z.array(
    z.strictObject({
      id: z.uuid(),
      displayPhone: z.string().nullable(),
      name: z.string().nullable(),
      isDefault: z.boolean(),
    }),
  ),
  problems: z
    .strictObject({ errors: Count, warnings: Count })
    .nullable()
    .openapi({ description: 'What the draft was found to have; null while it has not been checked yet.' }),
}).openapi('FlowOverview');

export const DraftJson = FlowSummaryJson.extend({ machine: Machine }).openapi('FlowDraft');

const FlowProblemJson = z
  .strictObject({
    code: z.string(),
    level: z.enum(['error', 'warning']).openapi({ description: 'An error blocks publishing.' }),
    message: z.string(),
    node: z.string().optional(),
    field: z.string().optional(),
    locale: z.string().optional(),
    line: z.number().int().optional(),
    column: z.number().int().optional(),
    example: z
      .array(z.string())
      .optional()
      .openapi({ description: 'A shortest counter-example, one step an item.' }),
    path: z
      .array(z.strictObject({ node: z.string(), port: z.string().optional() }))
      .optional()
      .openapi({ description: 'The nodes it leads through, each with the way out that it takes there.' }),
  } satisfies { [member in keyof Problem]-?: z.ZodType })
  .openapi('FlowProblem');

export const ProblemsJson = z
  .strictObject({
    publishable: z.boolean().openapi({ description: 'False while one of the problems is an error.' }),
    problems: z.array(FlowProblemJson),
  })
  .openapi('FlowProblems');

export const PublishedJson = z
  .strictObject({
    version: z.number().int(),
    isNew: z
      .boolean()
      .openapi({ description: 'False when the flow was published in this very form before.' }),
    problems: z.array(FlowProblemJson).openapi({ description: 'Warnings: none of them is an error.' }),
  })
  .openapi('FlowPublished');

export const VersionSummaryJson = z
  .strictObject({
    version: z.number().int(),
    hash: z.string().openapi({ description: 'SHA-256 of the machine without the places of its nodes.' }),
    publishedBy: z.string().nullable(),
    publishedAt: Instant,
    note: z.string().nullable(),
  })
  .openapi('FlowVersionSummary');

export const ListedVersionJson = VersionSummaryJson.extend({
  sessions: Count.openapi({ description: 'Conversations that are under way on this version.' }),
}).openapi('FlowListedVersion');

export const VersionJson = VersionSummaryJson.extend({ machine: Machine }).openapi('FlowVersion');

export function flowSummaryJson({
  flowId,
  savedAt,
  ...summary
}: FlowSummary): z.infer<typeof FlowSummaryJson> {
  const { name, revision, savedBy, publishedVersion } = summary;
  return { id: flowId, name, revision, savedBy, savedAt: savedAt.toISOString(), publishedVersion };
}

export function draftJson(draft: Draft): z.infer<typeof DraftJson> {
  return { ...flowSummaryJson(draft), machine: draft.machine };
}

export function versionSummaryJson(summary: VersionSummary): z.infer<typeof VersionSummaryJson> {
  const { version, hash, publishedBy, publishedAt, note } = summary;
  return { version, hash, publishedBy, publishedAt: publishedAt.toISOString(), note };
}

export function listedVersionJson({
  sessions,
  ...version
}: ListedVersion): z.infer<typeof ListedVersionJson> {
  return { ...versionSummaryJson(version), sessions };
}

export function flowOverviewJson(flow: FlowOverview): z.infer<typeof FlowOverviewJson> {
  const { hasChanges, sessions, olderSessions, numbers, problems } = flow;
  const publishedAt = flow.publishedAt?.toISOString() ?? null;
  const archivedAt = flow.archivedAt?.toISOString() ?? null;
  return {
    ...flowSummaryJson(flow),
    ...{ publishedAt, archivedAt, hasChanges, sessions, olderSessions, numbers, problems },
  };
}
