import { timingSafeEqual } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { SecretKey } from '../secrets.ts';
import { audit } from './audit.ts';
import { hashPassword } from './auth.ts';
import { setupToken } from './one-time-token.ts';
import { addPerson, isAnybodyThere } from './people.ts';

type First = { name: string; email: string; password: string };

/** Adds the first person, an administrator. False when there is somebody already: of two at once, one is first. */
export async function addFirstPerson(
  db: Kysely<Database>,
  { name, email, password }: First,
  from?: { address: string; requestId: string },
): Promise<boolean> {
  if (await isAnybodyThere(db)) return false;
  const passwordHash = await hashPassword(password);
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('parley: first person'))`.execute(tx);
    if (await isAnybodyThere(tx)) return false;
    const person = {
      name,
      email,
      role: 'administrator',
      isLimitedToTeams: false,
      teams: [],
      passwordHash,
    } as const;
    const id = await addPerson(tx, person);
    if (id === null) return false;
    const subject = { kind: 'person', id, name };
    await audit(tx, {
      who: { kind: 'system' },
      action: 'person-added',
      subject,
      details: { role: 'administrator' },
      ...(from && { from }),
    });
    return true;
  });
}

/** The administrator that the environment names, when nobody is there yet. */
export async function ensureFirstPerson(
  db: Kysely<Database>,
  admin: { email: string; password: string | null } | null,
): Promise<void> {
  if (admin?.password == null) return;
  const [name = admin.email] = admin.email.split('@');
  await addFirstPerson(db, { name, email: admin.email, password: admin.password });
}

/** The token of the link that was printed at the start. */
export function isSetupToken(given: string, key: SecretKey): boolean {
  const [theirs, ours] = [Buffer.from(given), Buffer.from(setupToken(key))];
  return theirs.length === ours.length && timingSafeEqual(theirs, ours);
}
