import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';

export type Notice = {
  id: string;
  kind: string;
  severity: 'info' | 'warning' | 'error';
  subject: { kind: string; id: string; name: string };
  whatToDo: string;
  details: { [member: string]: unknown };
  dueAt: Date | null;
  at: Date;
  isRead: boolean;
};

/** Older ones are kept, and no longer count as unread. */
const UNREAD_WITHIN = sql`interval '30 days'`;

/** Notices as one reader has them, the newest first. `before` is the id of the last one of the page before. */
export async function listNotices(
  db: Kysely<Database>,
  {
    reader,
    before,
    severity,
    limit,
  }: {
    reader: string;
    before?: string | undefined;
    severity?: Notice['severity'] | undefined;
    limit: number;
  },
): Promise<Notice[]> {
  const rows = await db
    .selectFrom('notices')
    .leftJoin('notice_reads', (join) =>
      join.onRef('notice_reads.notice_id', '=', 'notices.id').on('notice_reads.person_id', '=', reader),
    )
    .selectAll('notices')
    .select('notice_reads.read_at')
    .$if(before !== undefined, (query) => query.where('notices.id', '<', before ?? ''))
    .$if(severity !== undefined, (query) => query.where('severity', '=', severity ?? 'info'))
    .orderBy('notices.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: String(row.id),
    kind: row.kind,
    severity: row.severity,
    subject: { kind: row.subject_kind, id: row.subject_id, name: row.subject_name },
    whatToDo: row.what_to_do,
    details: row.details,
    dueAt: row.due_at,
    at: row.at,
    isRead: row.read_at !== null,
  }));
}

/** How many of the last 30 days a reader has not read, and how bad the worst of them is. */
export async function countUnread(
  db: Kysely<Database>,
  reader: string,
): Promise<{ unread: number; worst: Notice['severity'] | null }> {
  const { rows } = await sql<{ unread: number; worst: Notice['severity'] | null }>`
    select count(*)::integer as unread,
      case max(case severity when 'error' then 3 when 'warning' then 2 else 1 end)
        when 3 then 'error' when 2 then 'warning' when 1 then 'info' end as worst
    from notices n
    where at > now() - ${UNREAD_WITHIN}
      and not exists (select from notice_reads r where r.notice_id = n.id and r.person_id = ${reader})
  `.execute(db);
  return rows[0] ?? { unread: 0, worst: null };
}

/** Marks these as read, or with `upTo` all up to this one. Those that are not there are passed over. */
export async function markRead(
  db: Kysely<Database>,
  reader: string,
  which: { ids: readonly string[] } | { upTo: string },
): Promise<void> {
  await sql`
    insert into notice_reads (notice_id, person_id)
    select id, ${reader} from notices
    where ${'upTo' in which ? sql`id <= ${which.upTo}` : sql`id = any(${[...which.ids]}::bigint[])`}
    order by id
    on conflict do nothing
  `.execute(db);
}
