import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import { refuse } from './problem.ts';

/** Whose doing a request is: of whoever has signed in, else of whom a program acts for, else of its key. */
export function whoActs(c: Context, given: { by?: string | undefined } | undefined): string {
  const caller = c.get('caller');
  return caller.kind === 'person' ? caller.id : (given?.by ?? `key:${caller.id}`);
}

/** A conversation is only given to somebody who may answer it. */
export async function checkAnswers(db: Kysely<Database>, personId: string): Promise<void> {
  const person = await db
    .selectFrom('people')
    .select('role')
    .where('id', '=', personId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (person?.role !== 'agent' && person?.role !== 'administrator') refuse('person-not-found');
}
