import { z } from '@hono/zod-openapi';
import { ImportMapping } from '../contacts/import-row.ts';

export const Columns = z.array(z.string().max(200)).min(1).max(200);
const Count = z.number().int();
export const Mapping = ImportMapping.openapi('ImportMapping');

export const ImportJson = z
  .strictObject({
    id: z.uuid(),
    fileName: z.string(),
    columns: Columns,
    mapping: Mapping.nullable(),
    status: z.enum(['receiving', 'running', 'done', 'cancelled']),
    rows: Count,
    handled: Count.openapi({ description: 'Rows that were dealt with, of `rows`.' }),
    made: Count,
    changed: Count,
    skipped: Count,
    failed: Count,
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .openapi('Import');
export type ImportBody = z.infer<typeof ImportJson>;
export type ImportMappingBody = z.input<typeof ImportMapping>;

export const CheckJson = z.strictObject({
  ...{
    rows: Count,
    made: Count,
    known: Count,
    duplicates: Count,
    failed: Count,
    agreed: Count,
    declined: Count,
  },
  errors: z.array(z.strictObject({ row: Count, reason: z.string() })),
});
export type ImportCheckBody = z.infer<typeof CheckJson>;
