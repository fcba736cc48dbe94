import { type Kysely, sql } from 'kysely';
import { secretPlaceOf } from './channel/channels.ts';
import type { Database } from './db/tables.ts';
import { secretPlace } from './notices/subscriptions.ts';
import { openFactor, sealFactor } from './people/factor-seal.ts';
import { open, type SecretKey, seal, sealedWith } from './secrets.ts';

/** How many values were sealed anew, and how many are left that neither key opens. */
export type Rotated = { renewed: number; unreadable: string[] };

/** Everything that is sealed with PARLEY_SECRET: a column, and the place that a row's value is sealed for. */
const SEALED: readonly { table: string; column: string; place: (id: string) => string }[] = [
  { table: 'channels', column: 'access_token', place: (id) => secretPlaceOf(id, 'access_token') },
  { table: 'channels', column: 'app_secret', place: (id) => secretPlaceOf(id, 'app_secret') },
  { table: 'notice_subscriptions', column: 'secret', place: secretPlace },
];
/** What better-auth seals with the secret for signing in. */
const SECOND_FACTORS = ['secret', 'backup_codes'] as const;
const ROWS_A_STEP = 100;

/**
 * Seals everything with the new key that was sealed with `key.before`. Row by row, each only if it is still what was read, so that it may be
 * interrupted anywhere, done again, and done while Parley runs with both keys: whatever is written meanwhile is sealed with the new one.
 */
export async function rotateSecrets(
  db: Kysely<Database>,
  key: SecretKey & { before: SecretKey },
  at: (step: number) => Promise<void> | void = () => {},
): Promise<Rotated> {
  const done: Rotated = { renewed: 0, unreadable: [] };
  let step = 0;
  for (const { table, column, place } of SEALED) {
    for await (const { id, value } of rowsOf(db, table, column)) {
      if (value === null || sealedWith(value) === key.id) continue;
      const text = attempt(() => open(value, key, place(id)));
      if (text === null) {
        done.unreadable.push(place(id));
        continue;
      }
      done.renewed += await replace(db, { table, column, id, value }, seal(text, key, place(id)));
      await at(++step);
    }
  }
  for (const column of SECOND_FACTORS) {
    for await (const { id, value } of rowsOf(db, 'two_factors', column)) {
      // What opens with the new secret is done; what opens with neither is not sealed.
      if (value === null || (await openFactor(value, key)) !== null) continue;
      const text = await openFactor(value, key.before);
      if (text === null) continue;
      const sealed = await sealFactor(text, key);
      done.renewed += await replace(db, { table: 'two_factors', column, id, value }, sealed);
      await at(++step);
    }
  }
  return done;
}

/** Rows by their ids, a hundred at a time, each as it is when its turn comes near. */
async function* rowsOf(db: Kysely<Database>, table: string, column: string) {
  let last = '';
  for (;;) {
    const { rows } = await sql<{ id: string; value: string | null }>`
      select id::text as id, ${sql.ref(column)} as value from ${sql.table(table)}
      where id::text > ${last} order by id::text limit ${ROWS_A_STEP}
    `.execute(db);
    yield* rows;
    const end = rows.at(-1);
    if (!end) return;
    last = end.id;
  }
}

async function replace(
  db: Kysely<Database>,
  { table, column, id, value }: { table: string; column: string; id: string; value: string },
  sealed: string,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${sealed}
    where id::text = ${id} and ${sql.ref(column)} = ${value}
  `.execute(db);
  return Number(numAffectedRows);
}

function attempt(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
