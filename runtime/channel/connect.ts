import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { SecretKey } from '../secrets.ts';
import type { Refused, Unknown } from '../whatsapp/graph-answer.ts';
import type { GraphNumbers } from '../whatsapp/graph-numbers.ts';
import { addChannel, changeChannel, type ListedChannel, openChannels, resumeChannel } from './channels.ts';

export type Connection = {
  phoneNumberId: string;
  businessAccountId: string;
  accessToken: string;
  appSecret: string;
  /** Six digits: registers a number that is not registered yet, and is its two-step verification from then on. */
  pin?: string | undefined;
  name?: string | undefined;
};

export type StepName = 'token' | 'number' | 'account' | 'register' | 'webhooks' | 'stored';
/** `skipped`: there was nothing to do. `detail` in Meta's words, or a fact. */
export type Step = { step: StepName; state: 'done' | 'skipped' | 'failed'; detail: string | null };
export type Connected = { ok: true; channel: ListedChannel; steps: Step[] } | { ok: false; steps: Step[] };

type ConnectGraph = Pick<
  GraphNumbers,
  'debugToken' | 'readNumber' | 'listNumbers' | 'register' | 'subscribeApp'
>;

/** Sending and webhooks; templates, numbers and profiles. Source: WhatsApp Business Platform, "Permissions". */
const SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management'];
/** Source: WhatsApp Cloud API, "Throughput". */
const MESSAGES_A_SECOND = { standard: 80, high: 1_000 };

/**
 * Connects a number of Meta's: looks whether the token may do what is needed, whether the number is there and of this account, registers it
 * where it is not, subscribes our app to the account's webhooks, and stores it. Ends with the first step that fails; what was done at Meta
 * until then stays done, and doing all of it again does no harm. A number that is here already gets the new token and secret.
 */
export async function connectNumber(
  deps: { db: Kysely<Database>; key: SecretKey; graph: ConnectGraph },
  connection: Connection,
): Promise<Connected> {
  const { graph } = deps;
  const { accessToken, phoneNumberId, businessAccountId, pin } = connection;
  const steps: Step[] = [];
  const done = (step: StepName, detail: string | null = null) =>
    void steps.push({ step, state: 'done', detail });
  const skipped = (step: StepName, detail: string | null) =>
    void steps.push({ step, state: 'skipped', detail });
  const failed = (step: StepName, detail: string): Connected => {
    steps.push({ step, state: 'failed', detail });
    return { ok: false, steps };
  };

  const token = await graph.debugToken(accessToken);
  if (!token.ok) return failed('token', reasonOf(token));
  if (!token.isValid) return failed('token', 'The token is not valid any more.');
  const missing = SCOPES.filter((scope) => !token.scopes.includes(scope));
  if (missing.length > 0) return failed('token', `The token may not do ${missing.join(' nor ')}.`);
  done('token', token.expiresAt?.toISOString() ?? null);

  const number = await graph.readNumber(accessToken, phoneNumberId);
  if (!number.ok) return failed('number', reasonOf(number));
  const { said } = number;
  done('number', [said.verifiedName, said.displayPhone].filter(Boolean).join(', ') || null);

  const account = await graph.listNumbers(accessToken, businessAccountId);
  if (!account.ok) return failed('account', reasonOf(account));
  if (!account.numbers.some((one) => one.phoneNumberId === phoneNumberId)) {
    return failed('account', `The account ${businessAccountId} does not have this number.`);
  }
  done('account');

  if (said.status === 'CONNECTED') skipped('register', said.status);
  else if (pin === undefined)
    return failed('register', `The number is ${said.status ?? 'not registered'}: give a PIN of six digits.`);
  else {
    const registered = await graph.register(accessToken, phoneNumberId, pin);
    if (!registered.ok) return failed('register', reasonOf(registered));
    done('register');
  }

  const subscribed = await graph.subscribeApp(accessToken, businessAccountId);
  if (!subscribed.ok) return failed('webhooks', reasonOf(subscribed));
  done('webhooks');

  const throughput = said.throughput === 'HIGH' ? MESSAGES_A_SECOND.high : MESSAGES_A_SECOND.standard;
  const channel = await store(deps, connection, { displayPhone: said.displayPhone, throughput });
  await deps.db
    .updateTable('channels')
    .set({ token_expires_at: token.expiresAt })
    .where('id', '=', channel.id)
    .execute();
  done('stored');
  return { ok: true, channel, steps };
}

async function store(
  { db, key }: { db: Kysely<Database>; key: SecretKey },
  { pin: _, ...connection }: Connection,
  found: { displayPhone: string | null; throughput: number },
): Promise<ListedChannel> {
  const added = await addChannel(db, key, { ...connection, ...found });
  if (added) return added;
  const known = (await openChannels(db, key)).find(
    ({ phoneNumberId }) => phoneNumberId === connection.phoneNumberId,
  );
  const changed = known && (await changeChannel(db, key, known.id, { ...connection, ...found }));
  if (!changed)
    throw new Error(`the number ${connection.phoneNumberId} was removed while it was being connected`);
  if (known.accessToken !== connection.accessToken) await resumeChannel(db, known.id);
  return changed;
}

/** Why Graph did not, in words for a person. */
export function reasonOf(answer: Refused | Unknown): string {
  if (answer.outcome === 'unknown') return `WhatsApp did not answer: ${answer.reason}.`;
  const { happened, advice, details } = answer.failure;
  return [happened, advice, details].filter(Boolean).join(' ');
}
