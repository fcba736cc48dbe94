import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { SecretKey } from '../secrets.ts';
import type { Dialog360Numbers } from '../whatsapp/dialog360-numbers.ts';
import type { Refused, Unknown } from '../whatsapp/graph-answer.ts';
import type { GraphNumbers } from '../whatsapp/graph-numbers.ts';
import {
  addChannel,
  changeChannel,
  type ListedChannel,
  type NewChannel,
  openChannels,
  resumeChannel,
} from './channels.ts';

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
  const { steps, done, skipped, failed } = createSteps();

  const token = await checkToken(graph, accessToken);
  if (!token.ok) return failed('token', token.problem);
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
  const { pin: _, ...given } = connection;
  const channel = await storeChannel(deps, {
    ...given,
    provider: 'meta',
    displayPhone: said.displayPhone,
    throughput,
  });
  await deps.db
    .updateTable('channels')
    .set({ token_expires_at: token.expiresAt })
    .where('id', '=', channel.id)
    .execute();
  done('stored');
  return { ok: true, channel, steps };
}

/** Whether a token of Meta's works and may do what is needed; what is missing is named. */
async function checkToken(
  graph: Pick<GraphNumbers, 'debugToken'>,
  accessToken: string,
): Promise<{ ok: true; expiresAt: Date | null } | { ok: false; problem: string }> {
  const token = await graph.debugToken(accessToken);
  if (!token.ok) return { ok: false, problem: reasonOf(token) };
  if (!token.isValid) return { ok: false, problem: 'The token is not valid any more.' };
  if (token.expiresAt !== null && token.expiresAt.getTime() <= Date.now()) {
    return { ok: false, problem: `The token ended on ${token.expiresAt.toISOString()}.` };
  }
  const missing = SCOPES.filter((scope) => !token.scopes.includes(scope));
  return missing.length > 0
    ? { ok: false, problem: `The token may not do ${missing.join(' nor ')}.` }
    : { ok: true, expiresAt: token.expiresAt };
}

/** Gives a number another token, once it has been made sure that it works, may do what is needed, and is for this number. */
export async function replaceToken(
  deps: { db: Kysely<Database>; key: SecretKey },
  asks: { numbers: Pick<GraphNumbers, 'debugToken' | 'readNumber'> } | { dialog360: KeyOwners },
  { id, phoneNumberId }: Pick<ListedChannel, 'id' | 'phoneNumberId'>,
  accessToken: string,
): Promise<{ ok: true; expiresAt: Date | null } | { ok: false; problem: string }> {
  let expiresAt: Date | null = null;
  if ('dialog360' in asks) {
    const asked = await asks.dialog360.ownerOf(accessToken);
    if (!asked.ok) return { ok: false, problem: reasonOf(asked) };
    if (asked.owner.phoneNumberId !== phoneNumberId)
      return { ok: false, problem: `The key is for another number (${asked.owner.phoneNumberId}).` };
  } else {
    const token = await checkToken(asks.numbers, accessToken);
    if (!token.ok) return token;
    const read = await asks.numbers.readNumber(accessToken, phoneNumberId);
    if (!read.ok) return { ok: false, problem: reasonOf(read) };
    expiresAt = token.expiresAt;
  }
  await changeChannel(deps.db, deps.key, id, { accessToken });
  await resumeChannel(deps.db, id);
  await deps.db.updateTable('channels').set({ token_expires_at: expiresAt }).where('id', '=', id).execute();
  return { ok: true, expiresAt };
}

type KeyOwners = Pick<Dialog360Numbers, 'ownerOf'>;

/** What is done of a connection, written down step by step. */
export function createSteps() {
  const steps: Step[] = [];
  return {
    steps,
    done: (step: StepName, detail: string | null = null) => void steps.push({ step, state: 'done', detail }),
    skipped: (step: StepName, detail: string | null) => void steps.push({ step, state: 'skipped', detail }),
    failed: (step: StepName, detail: string): Connected => {
      steps.push({ step, state: 'failed', detail });
      return { ok: false, steps };
    },
  };
}

/** Adds a number, or gives one that is here already what is new of it; a new token sets it going again. */
export async function storeChannel(
  { db, key }: { db: Kysely<Database>; key: SecretKey },
  channel: NewChannel,
): Promise<ListedChannel> {
  const added = await addChannel(db, key, channel);
  if (added) return added;
  const known = (await openChannels(db, key)).find(
    ({ phoneNumberId }) => phoneNumberId === channel.phoneNumberId,
  );
  const { phoneNumberId, ...change } = channel;
  const changed = known && (await changeChannel(db, key, known.id, change));
  if (!changed) throw new Error(`the number ${phoneNumberId} was removed while it was being connected`);
  if (known.accessToken !== channel.accessToken) await resumeChannel(db, known.id);
  return changed;
}

/** Why Graph did not, in words for a person. */
export function reasonOf(answer: Refused | Unknown): string {
  if (answer.outcome === 'unknown') return `WhatsApp did not answer: ${answer.reason}.`;
  const { happened, advice, details } = answer.failure;
  return [happened, advice, details].filter(Boolean).join(' ');
}
