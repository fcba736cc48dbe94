import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { LetterLanguage } from './letters.ts';

/** When somebody gets letters about cases that nobody takes: `away` only while they are not in the inbox. */
export const ALARM_LETTERS = ['always', 'away', 'never'] as const;
export type AlarmLetters = (typeof ALARM_LETTERS)[number];

export type LetterSettings = {
  /** Null: what is usual, `always` for administrators and `away` for everybody else. */
  alarms: AlarmLetters | null;
  /** Null: letters say everything in each language that Parley has. */
  language: LetterLanguage | null;
};

/** Which letters a person wants. */
export async function readLetterSettings(db: Kysely<Database>, personId: string): Promise<LetterSettings> {
  const row = await db
    .selectFrom('letter_settings')
    .select(['alarms', 'language'])
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row ?? { alarms: null, language: null };
}

export async function saveLetterSettings(
  db: Kysely<Database>,
  personId: string,
  { alarms, language }: LetterSettings,
): Promise<void> {
  await db
    .insertInto('letter_settings')
    .values({ person_id: personId, alarms, language })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ alarms, language }))
    .execute();
}
