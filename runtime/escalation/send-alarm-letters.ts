import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { Log } from '../log.ts';
import type { Mail } from '../people/mail.ts';
import { alarmLetterText, type ToldAlarm } from './alarm-letter-words.ts';
import { type ClaimedLetter, claimLetter, forgetLetters, settleLetter } from './alarm-letters.ts';

export type AlarmLetterDeps = {
  db: Kysely<Database>;
  mail: Mail;
  /** The address that people know Parley by: links begin with it. */
  publicUrl: string;
  log: Pick<Log, 'warn'>;
};

/** A letter shows so many conversations; of the others it tells the number. */
const MOST_SHOWN = 20;

/**
 * Sends the next letter about alarms, if one is due: one for each person, with all that they are to hear of and that nobody has seen to
 * meanwhile. Any number of processes may do this at once. Should one die between the mail server's answer and writing it down, the
 * letter goes again under the same Message-ID. False when nothing is due.
 */
export async function sendAlarmLetter({ db, mail, publicUrl, log }: AlarmLetterDeps): Promise<boolean> {
  const claimed = await claimLetter(db);
  if (!claimed) return false;
  const told = await stillTrue(db, claimed, publicUrl);
  if (told.length === 0) {
    await settleLetter(db, claimed, 'needless');
    return true;
  }
  try {
    await mail({
      to: claimed.email,
      messageId: `<alarm-${claimed.letter}@${new URL(publicUrl).hostname}>`,
      ...alarmLetterText(
        {
          alarms: told.slice(0, MOST_SHOWN),
          others: Math.max(0, told.length - MOST_SHOWN),
          inbox: new URL('/inbox', publicUrl).href,
          settings: new URL('/profile', publicUrl).href,
        },
        claimed.language,
      ),
    });
  } catch (err) {
    log.warn({ err }, 'a letter about cases that nobody takes could not be sent');
    await settleLetter(db, claimed, 'failed');
    return true;
  }
  await settleLetter(db, claimed, 'sent');
  return true;
}

/** One conversation each, of cases in which what is told still holds. */
async function stillTrue(
  db: Kysely<Database>,
  { alarms }: ClaimedLetter,
  publicUrl: string,
): Promise<ToldAlarm[]> {
  const told = new Map<string, ToldAlarm>();
  for (const { caseRef, conversationId, kind, at } of alarms) {
    const [lane, id] = caseRef.split('.');
    const { rows } = await sql<{ team: string | null; reason: string | null; opened_at: Date }>`
      select (select t.name from teams t where t.id = k.team) as team, k.reason, k.opened_at
      from cases k
      where k.lane = ${Number(lane)} and k.id = ${id}::bigint and k.status in ('requested', 'assigned', 'answered')
        and case ${kind}::text
          when 'acknowledge' then k.acknowledged_at is null
          when 'answer' then k.answered_at is null
          else k.last_answer_at is null or k.last_answer_at < ${at}
        end
    `.execute(db);
    const [row] = rows;
    if (!row) continue;
    const { team, reason, opened_at: waitsSince } = row;
    const link = new URL(`/inbox/${conversationId}`, publicUrl).href;
    told.set(conversationId, { kind, team, reason, waitsSince, link });
  }
  return [...told.values()];
}

const POLL_MS = 5_000;
const FORGET_MS = 3_600_000;

/** Does so for as long as the process lives. Returns what stops it. */
export function sendAlarmLettersRegularly(deps: AlarmLetterDeps): () => Promise<void> {
  const stopping = new AbortController();
  let forgotAt = Number.NEGATIVE_INFINITY;
  const round = async () => {
    while (!stopping.signal.aborted && (await sendAlarmLetter(deps)));
    if (performance.now() - forgotAt < FORGET_MS) return;
    forgotAt = performance.now();
    await forgetLetters(deps.db);
  };
  const run = async () => {
    while (!stopping.signal.aborted) {
      await round().catch((err) =>
        deps.log.warn({ err }, 'letters about cases that nobody takes were not sent'),
      );
      await sleep(POLL_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    }
  };
  const running = run();
  return () => {
    stopping.abort();
    return running;
  };
}
