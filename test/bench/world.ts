import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPoster, listen } from './plain-http.ts';
import type { Findings, Order, Ready, Target } from './world-orders.ts';

/*
 * The people and WhatsApp, in a process of their own: phones that go through the dialogue, a Graph API that answers at once, signed
 * webhooks for messages and one status for every reply. It checks every reply as it comes.
 */

/** Longer without a reply: it is lost. */
const PATIENCE_MS = 15_000;
const CONNECTIONS = 64;

/** What a person does next, in the order of the dialogue. */
const STEPS = ['greet', 'topic', 'item', 'name'] as const;

type Person = {
  waId: string;
  phoneNumberId: string;
  step: number;
  round: number;
  /** When the message that waits for a reply was due; null: not waiting. */
  askedAt: number | null;
  /** The last reply's id, and what can be tapped on it. */
  lastWamid: string;
  choices: { id: string; title: string }[];
  isMuted: boolean;
};

type Reply = {
  to?: string;
  recipient?: string;
  status?: string;
  biz_opaque_callback_data?: string;
  text?: { body: string };
  interactive?: {
    type: string;
    action: {
      buttons?: { reply: { id: string; title: string } }[];
      sections?: { rows: { id: string; title: string }[] }[];
    };
  };
};

/** One series of people under one order; everybody else's replies are counted as doubled. */
class Crowd {
  readonly people = new Map<string, Person>();
  readonly latencies: number[] = [];
  target: Target;
  turns = 0;
  /** With those that are not counted in `turns`. */
  allTurns = 0;
  refused = 0;
  doubled = 0;
  outOfOrder = 0;
  late = 0;
  /** Called when somebody has a reply and is free to write again. */
  onFree: (person: Person) => void = () => {};
  private readonly poster: ReturnType<typeof createPoster>;

  constructor(target: Target, count: number, series: number) {
    this.target = target;
    this.poster = createPoster(target.webhookUrl, CONNECTIONS);
    for (let n = 0; n < count; n++) {
      const waId = `49${String(series).padStart(3, '0')}${String(n).padStart(7, '0')}`;
      const phoneNumberId = target.phoneNumberIds[n % target.phoneNumberIds.length] ?? '';
      this.people.set(waId, {
        ...{
          waId,
          phoneNumberId,
          step: 0,
          round: 0,
          askedAt: null,
          lastWamid: '',
          choices: [],
          isMuted: false,
        },
      });
    }
  }

  reset(): void {
    this.latencies.length = 0;
    this.turns = this.refused = this.doubled = this.outOfOrder = this.late = 0;
  }

  lost(now: number): Person[] {
    return [...this.people.values()].filter(({ askedAt }) => askedAt !== null && now - askedAt > PATIENCE_MS);
  }

  waiting(): number {
    return [...this.people.values()].filter(({ askedAt }) => askedAt !== null).length;
  }

  /** `dueAt` is when the message should have left. */
  write(person: Person, dueAt: number): void {
    person.askedAt = dueAt;
    const value = {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '15550783881', phone_number_id: person.phoneNumberId },
      contacts: [{ profile: { name: 'Somebody' }, wa_id: person.waId }],
      messages: [this.messageOf(person)],
    };
    void this.post(value).then((status) => {
      if (status !== 200) {
        this.refused++;
        // As Meta would, until it is taken.
        setTimeout(() => void this.post(value), 500);
      }
    });
  }

  private messageOf(person: Person): object {
    const base = {
      from: person.waId,
      id: `wamid.in.${person.waId}.${person.round}.${person.step}.${idSuffix}`,
      timestamp: String(Math.floor(Date.now() / 1000)),
    };
    const [first, last] = [
      person.choices[person.round % Math.max(1, person.choices.length)],
      person.lastWamid,
    ];
    const choice = first ?? { id: 'order', title: 'Order' };
    switch (STEPS[person.step]) {
      case 'topic':
        return {
          ...{ ...base, context: { from: '15550783881', id: last } },
          ...{ type: 'interactive', interactive: { type: 'button_reply', button_reply: choice } },
        };
      case 'item':
        return {
          ...{ ...base, context: { from: '15550783881', id: last } },
          ...{ type: 'interactive', interactive: { type: 'list_reply', list_reply: choice } },
        };
      case 'name':
        return { ...base, type: 'text', text: { body: nameOf(person) } };
      default:
        return { ...base, type: 'text', text: { body: 'Hello' } };
    }
  }

  private async post(value: object): Promise<number> {
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: '102290129340398', changes: [{ value, field: 'messages' }] }],
    });
    const signature = createHmac('sha256', this.target.appSecret).update(body).digest('hex');
    const { status } = await this.poster.post(`x-hub-signature-256: sha256=${signature}`, body);
    return status;
  }

  /** A reply has come to Graph. */
  hear(person: Person, reply: Reply, wamid: string): void {
    const now = performance.now();
    void this.post(statusOf(person, wamid, reply.biz_opaque_callback_data));
    if (person.askedAt === null) {
      this.doubled++;
      return;
    }
    if (this.target.speaks === 'dialogue' && !isExpected(person, reply)) this.outOfOrder++;
    this.latencies.push(now - person.askedAt);
    this.turns++;
    this.allTurns++;
    person.askedAt = null;
    person.lastWamid = wamid;
    person.choices = choicesOf(reply);
    person.step = (person.step + 1) % STEPS.length;
    if (person.step === 0) person.round++;
    this.onFree(person);
  }

  close(): void {
    this.poster.close();
  }
}

/** Different in every run: an id counts once for ever. */
const idSuffix = randomUUID().slice(0, 8);
const crowds: Crowd[] = [];
let wamids = 0;

function nameOf({ waId, round }: Person): string {
  return `N${waId.slice(-5)}r${round}`;
}

function choicesOf({ interactive }: Reply): Person['choices'] {
  const { buttons, sections } = interactive?.action ?? {};
  return buttons?.map(({ reply }) => reply) ?? sections?.flatMap(({ rows }) => rows) ?? [];
}

/** Whether it is what the dialogue says at this point, to this person, about what this person chose. */
function isExpected(person: Person, { interactive, text }: Reply): boolean {
  switch (STEPS[person.step]) {
    case 'greet':
      return interactive?.type === 'button' && interactive.action.buttons?.length === 3;
    case 'topic':
      return interactive?.type === 'list' && interactive.action.sections?.[0]?.rows.length === 10;
    case 'item':
      return text?.body === 'What is your name?';
    default:
      return text?.body === `Thanks ${nameOf(person)}, your Item ${(person.round % 10) + 1} is booked.`;
  }
}

function statusOf(person: Person, wamid: string, callbackData: string | undefined): object {
  const status = {
    ...{ id: wamid, status: 'delivered', timestamp: String(Math.floor(Date.now() / 1000)) },
    ...{ recipient_id: person.waId, biz_opaque_callback_data: callbackData },
    pricing: { billable: false, pricing_model: 'PMP', category: 'service', type: 'free_customer_service' },
  };
  return {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550783881', phone_number_id: person.phoneNumberId },
    statuses: [status],
  };
}

const graph = await listen((_path, body) => {
  // Reading something of the account: there is nothing.
  if (body.length === 0) return '{"data":[]}';
  const reply: Reply = JSON.parse(body.toString());
  if (reply.status === 'read') return '{"success":true}';
  const waId = (reply.to ?? '').replace('+', '');
  const wamid = `wamid.out.${++wamids}.${idSuffix}`;
  for (const crowd of crowds) {
    const person = crowd.people.get(waId);
    // After the answer to the send, as with Meta most of the time.
    if (person) setImmediate(() => crowd.hear(person, reply, wamid));
  }
  return `{"messaging_product":"whatsapp","contacts":[{"input":"${waId}","wa_id":"${waId}"}],"messages":[{"id":"${wamid}"}]}`;
});

process.on('message', async (order: Order) => {
  const crowd = new Crowd(order.target, order.people, order.series);
  crowds.push(crowd);
  try {
    // First everybody is known, and has gone through the dialogue once.
    await meet(crowd);
    // The last statuses of that are still on their way.
    await sleep(1_500);
    crowd.reset();
    const seconds = order.order === 'saturate' ? await saturate(crowd, order) : await pace(crowd, order);
    process.send?.(findings(crowd, seconds));
  } finally {
    crowds.splice(crowds.indexOf(crowd), 1);
    crowd.close();
  }
});
process.on('disconnect', () => process.exit());
process.send?.({ graphUrl: `http://127.0.0.1:${graph.port}` } satisfies Ready);

async function meet(crowd: Crowd): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = crowd.people.size;
  crowd.onFree = (person) => {
    if (person.round === 0) crowd.write(person, performance.now());
    else if (--left === 0) resolve();
  };
  for (const person of crowd.people.values()) crowd.write(person, performance.now());
  await Promise.race([promise, sleep(120_000)]);
  crowd.onFree = () => {};
}

async function saturate(
  crowd: Crowd,
  { seconds, thinkMs }: { seconds: number; thinkMs: number },
): Promise<number> {
  let isOver = false;
  crowd.onFree = (person) => {
    setTimeout(() => {
      if (!isOver) crowd.write(person, performance.now());
    }, thinkMs);
  };
  for (const person of crowd.people.values()) {
    setTimeout(() => crowd.write(person, performance.now()), Math.random() * thinkMs);
  }
  // The first second is for everybody to fall into step.
  await sleep(1_000);
  crowd.reset();
  const begun = performance.now();
  await sleep(seconds * 1_000);
  const [turns, took] = [crowd.turns, (performance.now() - begun) / 1_000];
  isOver = true;
  await quiet(crowd);
  crowd.turns = turns;
  return took;
}

async function pace(
  crowd: Crowd,
  { seconds, perSecond }: { seconds: number; perSecond: number },
): Promise<number> {
  const free = [...crowd.people.values()];
  crowd.onFree = (person) => free.push(person);
  const begun = performance.now();
  let due = 0;
  while (performance.now() - begun < seconds * 1_000) {
    const now = performance.now();
    for (; begun + (due * 1_000) / perSecond <= now; due++) {
      const person = free.shift();
      if (person) crowd.write(person, begun + (due * 1_000) / perSecond);
      else crowd.late++;
    }
    await sleep(1);
  }
  const took = (performance.now() - begun) / 1_000;
  await quiet(crowd);
  return took;
}

/** Until nobody waits, or waits for longer than anybody should. */
async function quiet(crowd: Crowd): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (crowd.waiting() > 0 && performance.now() < until) await sleep(20);
  // A doubled reply comes soon after the first.
  await sleep(300);
}

function findings(crowd: Crowd, seconds: number): Findings {
  const sorted = Float64Array.from(crowd.latencies).sort();
  const quantile = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const { turns, allTurns, refused, doubled, outOfOrder, late } = crowd;
  return {
    ...{ turns, allTurns, seconds, perSecond: turns / seconds, refused, doubled, outOfOrder, late },
    ...{ p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99), lost: crowd.waiting() },
  };
}
