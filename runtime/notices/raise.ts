import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';

/** Something that people are told because it needs them, or soon will. */
export type NewNotice = {
  /** The same for everything that is about the same happening: a notice is raised once, however often it is heard. */
  once: string;
  /** A word of a closed list, such as `template-paused`: the web app has sentences for each. */
  kind: string;
  severity: 'info' | 'warning' | 'error';
  /** What it is about: a kind in the singular (`template`, `number`), its id and its name at that time. */
  subject: { kind: string; id: string; name: string };
  /** One plain sentence in English, for letters and programs. */
  whatToDo?: string;
  details?: { [member: string]: unknown };
  /** By when something has to be done, where there is such a time. */
  dueAt?: Date | null;
};

/** Raises a notice; false when it was raised before. In the transaction of what it is about, or by itself. */
export async function raiseNotice(tx: Kysely<Database>, notice: NewNotice): Promise<boolean> {
  const { once, kind, severity, subject, whatToDo = '', details = {}, dueAt = null } = notice;
  const raised = await tx
    .insertInto('notices')
    .values({
      once,
      kind,
      severity,
      subject_kind: subject.kind,
      subject_id: subject.id,
      subject_name: subject.name,
      what_to_do: whatToDo,
      details: JSON.stringify(details),
      due_at: dueAt,
    })
    .onConflict((conflict) => conflict.column('once').doNothing())
    .returning('id')
    .executeTakeFirst();
  return raised !== undefined;
}
