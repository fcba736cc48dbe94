import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { guardedFetch, type Opened } from '../calls/guarded-fetch.ts';
import type { Database } from '../db/tables.ts';
import type { Log } from '../log.ts';
import type { Mail } from '../people/mail.ts';
import { open, type SecretKey } from '../secrets.ts';
import type { Notice } from './notices.ts';
import { secretPlace } from './subscriptions.ts';
import { wordsOf } from './words.ts';

export type TellDeps = {
  db: Kysely<Database>;
  key: SecretKey;
  /** Without it letters are given up. */
  mail?: Mail | undefined;
  /** What the operator opened beyond the public internet. */
  opened?: Opened;
};

/** Pauses before the second try, the third, … After the last one a delivery is given up. */
const PAUSES_S = [10, 60, 300, 1_800, 7_200, 21_600, 43_200];
const BATCH = 20;
const TIMEOUT_MS = 10_000;
const POLL_MS = 3_000;
/** Some notices are raised in transactions that end a little later: nobody looks for older ones than this. */
const LOOK_BACK = sql`interval '3 days'`;

/**
 * Tells subscribers of notices that they have not been told of. A delivery that is under way when the process dies is made again, under the
 * same id, so that whoever hears it twice can know. Returns how many were tried.
 */
export async function tellSubscribers(deps: TellDeps): Promise<number> {
  const { db } = deps;
  await sql`
    insert into notice_deliveries (subscription_id, notice_id)
    select s.id, n.id from notice_subscriptions s join notices n on n.at >= s.created_at
    where n.at > now() - ${LOOK_BACK}
      and case s.least when 'info' then true when 'warning' then n.severity <> 'info' else n.severity = 'error' end
      and not exists (select from notice_deliveries d where d.subscription_id = s.id and d.notice_id = n.id)
    order by n.id, s.id
    on conflict do nothing
  `.execute(db);
  const { rows } = await sql<Due>`
    update notice_deliveries d
    set attempts = d.attempts + 1,
      due_at = now() + (${sql.lit(`{${PAUSES_S.join(',')}}`)}::integer[])[least(d.attempts + 1, ${PAUSES_S.length})] * interval '1 second'
    from notice_subscriptions s, notices n
    where s.id = d.subscription_id and n.id = d.notice_id and (d.subscription_id, d.notice_id) in (
      select subscription_id, notice_id from notice_deliveries
      where status = 'waiting' and due_at <= now() order by due_at limit ${BATCH} for update skip locked
    )
    returning d.attempts, s.id as subscription_id, s.way, s.target, s.secret, n.id, n.kind, n.severity, n.subject_kind,
      n.subject_id, n.subject_name, n.what_to_do, n.details, n.due_at as needed_at, n.at
  `.execute(db);
  await Promise.all(rows.map((due) => tellOne(deps, due)));
  return rows.length;
}

type Due = {
  attempts: number;
  subscription_id: string;
  way: 'webhook' | 'email';
  target: string;
  secret: string | null;
  id: string;
  kind: string;
  severity: Notice['severity'];
  subject_kind: string;
  subject_id: string;
  subject_name: string;
  what_to_do: string;
  details: { [member: string]: unknown };
  needed_at: Date | null;
  at: Date;
};

async function tellOne(deps: TellDeps, due: Due): Promise<void> {
  const told = await (due.way === 'webhook' ? post(deps, due) : write(deps, due));
  const isLast = due.attempts > PAUSES_S.length || told.isFinal === true;
  const status = told.ok ? 'done' : isLast ? 'failed' : 'waiting';
  await deps.db
    .updateTable('notice_deliveries')
    .set({ status, answered: told.answer.slice(0, 200), done_at: sql<Date>`now()` })
    .where('subscription_id', '=', due.subscription_id)
    .where('notice_id', '=', due.id)
    .execute();
}

type Told = { ok: boolean; answer: string; isFinal?: boolean };

/** Signed over id, time and body. Source: Standard Webhooks, version 1. */
async function post({ key, opened }: TellDeps, due: Due): Promise<Told> {
  const id = `${due.subscription_id}.${due.id}`;
  const body = JSON.stringify(bodyOf(due));
  const timestamp = String(Math.floor(Date.now() / 1000));
  const secret = due.secret === null ? '' : open(due.secret, key, secretPlace(due.subscription_id));
  const answered = await guardedFetch(
    {
      method: 'POST',
      url: due.target,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatureOf(secret, `${id}.${timestamp}.${body}`),
      },
      body,
      timeoutMs: TIMEOUT_MS,
    },
    opened,
  );
  if (!answered.ok) return { ok: false, answer: answered.reason };
  // 410: whoever is there wants no more of them.
  const { status } = answered;
  return { ok: status >= 200 && status < 300, answer: `HTTP ${status}`, isFinal: status === 410 };
}

/** `v1,<base64>`, by the secret as it was shown: its part after the prefix is the key in base64. */
export function signatureOf(secret: string, signed: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

function bodyOf(due: Due) {
  const { kind, severity, details, at } = due;
  const subject = { kind: due.subject_kind, id: due.subject_id, name: due.subject_name };
  const words = wordsOf({ kind, subject, details, whatToDo: due.what_to_do });
  return {
    type: 'notice.raised',
    timestamp: at.toISOString(),
    data: {
      id: String(due.id),
      kind,
      severity,
      subject,
      details,
      words,
      dueAt: due.needed_at?.toISOString() ?? null,
    },
  };
}

async function write({ mail }: TellDeps, due: Due): Promise<Told> {
  if (!mail) return { ok: false, answer: 'no mail server is set up', isFinal: true };
  const { data } = bodyOf(due);
  const { en, ru } = data.words;
  try {
    await mail({
      to: due.target,
      subject: `Parley: ${en.happened}`.replace(/[\r\n]+/g, ' ').slice(0, 200),
      text: [en, ru].map(({ happened, advice }) => `${happened}.\n${advice}\n`).join('\n'),
    });
    return { ok: true, answer: 'sent' };
  } catch (error) {
    return { ok: false, answer: error instanceof Error ? error.message : String(error) };
  }
}

/** Does so for as long as the process lives. Returns what stops it. */
export function tellRegularly(deps: TellDeps & { log: Pick<Log, 'warn'> }): () => Promise<void> {
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      const told = await tellSubscribers(deps).catch((err) => {
        deps.log.warn({ err }, 'subscribers were not told of notices');
        return 0;
      });
      if (told === BATCH) continue;
      await sleep(POLL_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    }
  };
  const running = run();
  return () => {
    stopping.abort();
    return running;
  };
}
