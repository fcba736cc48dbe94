import type { Passed } from './door.ts';

/** All that is known at the end of a row, from both sides: what WhatsApp saw, and what is stored. */
export type History = {
  /** Every webhook as often as it was brought, with its answer. */
  webhooks: readonly Brought[];
  /** In the order of arrival. */
  inbox: readonly InboxSeen[];
  outbox: readonly OutboxSeen[];
  /** Every status that each message of the outbox has had, in order. */
  moves: readonly { name: string; status: string }[];
  /** What WhatsApp said yes to, in order; `name` is the outbox row that it was sent for. */
  accepted: readonly { name: string | null; wamid: string }[];
  /** What is on each phone, in order. */
  phones: readonly { phone: string; shown: readonly { wamid: string; body: string }[] }[];
  /** What nobody should hold any more: leases that have run out, transactions, timers, calls. */
  held: readonly string[];
};

export type Brought = Pick<Passed, 'messages' | 'status' | 'askedAt' | 'answeredAt'>;

export type InboxSeen = {
  source: string;
  kind: string;
  status: string;
  conversation: string;
  /** Of a message: `text`, `unsupported`, … */
  type: string | null;
  text: string | null;
  sentAt: Date;
};

export type OutboxSeen = {
  /** `<lane>.<id>`, which goes along as callback data. */
  name: string;
  conversation: string;
  status: string;
  /** It went a second time because nobody knew whether it had arrived. */
  resent: boolean;
  /** It was said by the flow, and not by somebody else in between. */
  isAnswer: boolean;
};

/** What a row means to bring about, and how often. */
export type Allowed = {
  /** Ids of messages that were taken and are kept elsewhere than in the inbox. */
  setAside?: readonly string[];
  parked?: number;
  ignored?: number;
  /** Messages that could not be sent. */
  failed?: number;
  /** Conversations may hold anything: the flow is another one than the counter. */
  otherFlow?: boolean;
};

/**
 * Reads a history of the echo counter, which answers the nth text after the first with "n: text", and returns what is wrong with it, a
 * sentence each: nothing when every message that was accepted had its one turn, in order, and every answer arrived.
 */
export function faultsIn(history: History, allowed: Allowed = {}): string[] {
  return [
    ...notKept(history, allowed),
    ...notDone(history, allowed),
    ...(allowed.otherFlow ? [] : wrongAnswers(history)),
    ...wrongAccounts(history, allowed),
    ...backward(history),
    ...history.held.map((what) => `held at the end: ${what}`),
  ];
}

/** Accepted means kept, as it was written; once. */
function notKept({ webhooks, inbox }: History, { setAside = [] }: Allowed): string[] {
  const kept = Map.groupBy(inbox, ({ source }) => source);
  const elsewhere = new Set(setAside);
  const taken = webhooks.flatMap(({ status, messages }) => (status === 200 ? messages : []));
  const asked = [...new Map(taken.map((written) => [written.wamid, written])).values()];
  return [
    ...asked
      .filter(({ wamid }) => !kept.has(wamid) && !elsewhere.has(wamid))
      .map(({ wamid, text }) => `lost: ${wamid} (${text}) was answered 200 and is not in the inbox`),
    ...asked.flatMap(({ wamid, text }) => {
      const stored = kept.get(wamid)?.[0];
      const isSame = !stored || !isPlain(text) || stored.text === text;
      return isSame ? [] : [`changed: ${wamid} was “${text}” and is stored as “${stored.text}”`];
    }),
    ...[...kept].flatMap(([source, rows]) =>
      rows.length === 1 ? [] : [`doubled: ${source} is ${rows.length} times in the inbox`],
    ),
  ];
}

/** Only of such texts is it sure that they come back letter by letter. */
function isPlain(text: string | null): text is string {
  return text !== null && /^[\w -]{1,100}$/.test(text);
}

function notDone({ inbox }: History, { parked = 0, ignored = 0 }: Allowed): string[] {
  const expected: { [status: string]: number } = { parked, ignored };
  const byStatus = Map.groupBy(inbox, ({ status }) => status);
  byStatus.delete('done');
  for (const status of Object.keys(expected)) byStatus.set(status, byStatus.get(status) ?? []);
  return [...byStatus].flatMap(([status, rows]) => {
    const count = expected[status] ?? 0;
    if (rows.length === count) return [];
    const some = rows.slice(0, 3).map(({ source }) => source);
    return [`${rows.length} instead of ${count} events are ${status} at the end: ${some.join(', ')}`];
  });
}

/** The counter itself: loss, doubling, swapping and lost updates all show in the numbers and texts of the answers. */
function wrongAnswers(history: History): string[] {
  const { inbox, outbox, accepted, phones, webhooks } = history;
  const arrivals = arrivalsOf(webhooks);
  const rows = new Map(outbox.map((row) => [row.name, row]));
  const sentFor = new Map(accepted.map(({ wamid, name }) => [wamid, name]));
  const heard = new Map<string, string[]>();
  const faults: string[] = [];
  for (const { phone, shown } of phones) {
    const seen = new Set<string>();
    let before = '';
    for (const { wamid, body } of shown) {
      const row = rows.get(sentFor.get(wamid) ?? '');
      if (!row) {
        faults.push(`${phone} shows “${body}”, which nothing in the outbox stands for`);
        continue;
      }
      // A message of unknown fate goes again before anything that comes after it.
      if (seen.has(row.name) && (!row.resent || before !== row.name))
        faults.push(`repeated: ${phone} shows “${body}” (${row.name}) again`);
      if (!seen.has(row.name)) {
        const answers = heard.get(row.conversation) ?? [];
        if (row.isAnswer) heard.set(row.conversation, [...answers, body]);
      }
      seen.add(row.name);
      before = row.name;
    }
  }
  const written = Map.groupBy(
    inbox.filter(({ kind, status }) => kind === 'message' && status === 'done'),
    ({ conversation }) => conversation,
  );
  for (const conversation of new Set([...written.keys(), ...heard.keys()])) {
    const wrong = wrongDialogue(written.get(conversation) ?? [], heard.get(conversation) ?? [], arrivals);
    faults.push(...wrong.map((what) => `${what} [conversation ${conversation}]`));
  }
  return faults;
}

type Arrivals = ReadonlyMap<string, { from: number; until: number }>;

/** For each message, when it was first brought, and when WhatsApp was first told that it had arrived. */
function arrivalsOf(webhooks: readonly Brought[]): Arrivals {
  const arrivals = new Map<string, { from: number; until: number }>();
  for (const { messages, status, askedAt, answeredAt } of webhooks) {
    for (const { wamid } of messages) {
      const { from, until } = arrivals.get(wamid) ?? { from: askedAt, until: Number.POSITIVE_INFINITY };
      const toldAt = status === 200 ? answeredAt : Number.POSITIVE_INFINITY;
      arrivals.set(wamid, { from: Math.min(from, askedAt), until: Math.min(until, toldAt) });
    }
  }
  return arrivals;
}

function wrongDialogue(
  written: readonly InboxSeen[],
  heard: readonly string[],
  arrivals: Arrivals,
): string[] {
  const faults: string[] = [];
  const answers = heard.map((body) => {
    const [, number, text = ''] = /^(\d+): (.*)$/s.exec(body) ?? [];
    return { number: Number(number ?? Number.NaN), text };
  });
  const numbers = answers.map(({ number }) => number).join(' ');
  if (heard.length < written.length)
    faults.push(`lost: ${written.length} messages have ${heard.length} answers, ${numbers}`);
  if (heard.length > written.length)
    faults.push(`too many: ${written.length} messages have ${heard.length} answers, ${numbers}`);

  // What is no text is asked for again, with the number of before.
  const others = written.slice(1).filter(({ type }) => type !== 'text').length;
  let again = 0;
  for (const [n, { number }] of answers.entries()) {
    const before = answers[n - 1]?.number ?? -1;
    if (number === before) again++;
    else if (number !== before + 1) {
      faults.push(`out of step: the answers are numbered ${numbers}`);
      break;
    }
  }
  if (again > others) faults.push(`lost update: a number is there again, ${numbers}`);
  return [...faults, ...wrongTexts(written, answers, arrivals)];
}

/**
 * Every text comes back once. Of two messages the one that had arrived before the other was brought is answered first, unless the
 * other was written earlier, by its own time; of two that came at once either may be first.
 */
function wrongTexts(
  written: readonly InboxSeen[],
  answers: readonly { text: string }[],
  arrivals: Arrivals,
): string[] {
  const texts = written.flatMap(({ source, text, sentAt }) => {
    const { from = 0, until = Number.POSITIVE_INFINITY } = arrivals.get(source) ?? {};
    return isPlain(text) ? [{ text, sentAt, from, until }] : [];
  });
  const isReadable =
    texts.length === written.length && new Set(texts.map(({ text }) => text)).size === texts.length;
  if (!isReadable || answers.length !== written.length) return [];
  // The first message starts the flow and is in no answer.
  const said = answers.slice(1).map(({ text }) => text);
  const missing = texts.filter(({ text }) => !said.includes(text));
  const [first] = missing;
  if (!first || missing.length > 1)
    return missing.map(({ text }) => `lost: “${text}” comes back in no answer`);
  const order = [first, ...said.flatMap((text) => texts.filter((one) => one.text === text))];
  return order.flatMap((one, n) =>
    order
      .slice(0, n)
      .filter((before) => one.until < before.from && one.sentAt <= before.sentAt)
      .map((before) => `out of order: “${before.text}” was answered before “${one.text}”`),
  );
}

const HAS_LEFT = ['sent', 'delivered', 'read'];

/** What WhatsApp accepted is what the outbox says was sent, and once more only where the row says so. */
function wrongAccounts({ outbox, accepted }: History, { failed = 0 }: Allowed): string[] {
  const times = Map.groupBy(accepted, ({ name }) => name ?? '');
  const known = new Set(outbox.map(({ name }) => name));
  const notSent = outbox.filter(({ status }) => status === 'failed');
  return [
    ...(notSent.length === failed
      ? []
      : [`${notSent.length} instead of ${failed} messages have failed: ${notSent.map(({ name }) => name)}`]),
    ...[...times]
      .filter(([name]) => !known.has(name))
      .map(
        ([name, some]) =>
          `WhatsApp was given ${some.length} messages for “${name}”, which is not in the outbox`,
      ),
    ...outbox.flatMap(({ name, status, resent }) => {
      const count = times.get(name)?.length ?? 0;
      if (status === 'failed' || status === 'cancelled')
        return count > 1 ? [`doubled: ${name} has ${status} and was given ${count} times`] : [];
      if (!HAS_LEFT.includes(status)) return [`unsettled: ${name} is ${status} at the end`];
      if (count === 0) return [`${name} is ${status} and WhatsApp was never given it`];
      return count > (resent ? 2 : 1) ? [`doubled: ${name} was given ${count} times, resent: ${resent}`] : [];
    }),
  ];
}

/** Forward only; a failure that a later sign of life refutes is none. */
const MAY_BECOME: { readonly [status: string]: readonly string[] } = {
  sent: ['delivered', 'read', 'failed'],
  delivered: ['read'],
  read: [],
  failed: HAS_LEFT,
  cancelled: [],
};

function backward({ moves }: History): string[] {
  return [...Map.groupBy(moves, ({ name }) => name)].flatMap(([name, steps]) =>
    steps.flatMap(({ status }, n) => {
      const before = steps[n - 1]?.status;
      const may = before === undefined ? undefined : MAY_BECOME[before];
      return may && !may.includes(status) ? [`backward: ${name} went from ${before} to ${status}`] : [];
    }),
  );
}
