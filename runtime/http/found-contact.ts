import type { Context } from 'hono';
import type { Kysely } from 'kysely';
import { type Contact, readContact } from '../contacts/contacts.ts';
import type { Database } from '../db/tables.ts';
import { refuse } from './problem.ts';

/** The contact, when there is one that the caller may see. */
export async function foundContact(db: Kysely<Database>, c: Context, id: string): Promise<Contact> {
  return (await readContact(db, c.get('caller'), id)) ?? refuse('contact-not-found');
}
