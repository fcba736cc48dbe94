import type { Input } from '@parley/flows/input.ts';
import { expect } from 'vitest';
import { type PlayedTurn, play } from '../transcripts/play.ts';
import { act } from './act.ts';
import { expectSent } from './expect-sent.ts';
import type { House } from './harness.ts';
import { introduce, meet, type Person, settingsOf, settle } from './person.ts';

/**
 * Lives through a transcript for real: each `>` line is done by a person on the emulated WhatsApp, by an agent over the API, by the
 * web outside or by time; what arrives on the phone, and what is stored of the session, must be what `play` says, line by line.
 * `n` makes the person's number, so that many transcripts may be lived through at once.
 */
export async function walkTranscript(house: House, flowId: string, transcript: string, n: number) {
  const given = settingsOf(transcript);
  const phone = String(BigInt(given.phone ?? '15550000000') + BigInt(n));
  const { turns } = play(house.machines, flowId, `${transcript}\n@ phone ${phone}`);
  const people: Person[] = [];
  for (const [t, turn] of turns.entries()) {
    // A new session may be somebody else's, and has to be where the first person has been sent a lot: see MOST_MESSAGES.
    let person = people.at(-1);
    if (!person || (turn.input === null && person.sent.length + messagesUntilEnd(turns, t) > MOST_MESSAGES)) {
      person = meet(house, flowId, phone, people.length, given);
      await introduce(house, person, turn, given);
      people.push(person);
    }
    await live(house, person, turn);
    if (turns[t + 1]?.input?.type !== 'send.failed') await person.phone.read();
  }
  for (const person of people) await expectAllDone(house, person);
}

/** To one person WhatsApp lets 45 messages go at once; after that it is one in 6 seconds. */
const MOST_MESSAGES = 45;

function messagesUntilEnd(turns: PlayedTurn[], from: number): number {
  const rest = turns.slice(from);
  const end = rest.findIndex(({ state }) => state.done);
  return rest.slice(0, end === -1 ? undefined : end + 1).flatMap(sendsOf).length;
}

function sendsOf({ effects }: PlayedTurn) {
  return effects.flatMap((effect) => (effect.type === 'send' ? [effect] : []));
}

/** One line: what is done, what comes of it on the phone, how the session stands. */
async function live(house: House, person: Person, turn: PlayedTurn): Promise<void> {
  const { line, input } = turn;
  await act(house, person, turn);
  person.conversationId ??= await settle(house, person);
  person.events += 1;
  person.effects.push(...turn.effects);
  await house.quiet.of(person.conversationId, isCallInput(input) ? input.call : undefined);

  const accepted = house.emulator.accepted.filter(({ to }) => to === person.waId);
  const fresh = accepted.slice(person.sent.length);
  const expected = sendsOf(turn);
  expect(
    fresh.map(({ body }) => body.type),
    `messages after “${line}”`,
  ).toHaveLength(expected.length);
  for (const [i, effect] of expected.entries()) {
    const record = fresh[i];
    if (!record) continue;
    const shown = person.phone.messages.find(({ wamid }) => wamid === record.wamid);
    expectSent(effect.message, { record, shown, catalogId: house.catalogId });
    person.sent.push({ ...effect, wamid: record.wamid });
  }
  expect(await sessionOf(house, person.conversationId), `the session after “${line}”`).toEqual({
    flowId: turn.flowId,
    state: turn.state,
  });
}

function isCallInput(input: Input | null): input is Extract<Input, { type: 'call.done' | 'call.failed' }> {
  return input?.type === 'call.done' || input?.type === 'call.failed';
}

/** The newest session: the one under way, else the one that ended last. */
async function sessionOf({ parley }: House, conversationId: string) {
  const { flow_id, state } = await parley.db
    .selectFrom('sessions')
    .select(['flow_id', 'state'])
    .where('conversation_id', '=', conversationId)
    .orderBy('ended_at', (order) => order.desc().nullsFirst())
    .orderBy('started_at', 'desc')
    .executeTakeFirstOrThrow();
  return { flowId: flow_id, state };
}

/** At the end: every event had its one turn, every message arrived and was read, whatever else was asked for is written down. */
async function expectAllDone({ parley, emulator }: House, person: Person): Promise<void> {
  await emulator.settled();
  const of = person.conversationId ?? '';
  const inbox = await parley.db
    .selectFrom('inbox')
    .select(['kind', 'status', 'attempts', 'error'])
    .where('conversation_id', '=', of)
    .execute();
  expect(inbox.filter(({ status }) => status !== 'done')).toEqual([]);
  expect(inbox).toHaveLength(person.events);

  const outbox = await parley.db
    .selectFrom('outbox')
    .select(['status', 'attempts', 'wamid', 'failed_at'])
    .where('conversation_id', '=', of)
    .orderBy('id')
    .execute();
  expect(outbox.map(({ wamid }) => wamid)).toEqual(person.sent.map(({ wamid }) => wamid));
  // What was said to have failed is on the screen all the same, and a person who has read it is the stronger sign.
  expect(outbox.map(({ status, attempts }) => `${status} ${attempts}`)).toEqual(outbox.map(() => 'read 1'));
  expect(outbox.filter(({ failed_at }) => failed_at !== null)).toHaveLength(person.failed);

  const cases = await parley.db
    .selectFrom('cases')
    .select(['node', 'method', 'team', 'summary'])
    .where('conversation_id', '=', of)
    .orderBy('id')
    .execute();
  expect(cases).toEqual(
    person.effects.flatMap((effect) => {
      if (effect.type !== 'escalate') return [];
      const { node, method, team = null, summary = null } = effect;
      return [{ node, method, team, summary }];
    }),
  );
  const consents = await parley.db
    .selectFrom('consents')
    .select(['purpose', 'granted', 'wording'])
    .where('conversation_id', '=', of)
    .orderBy('id')
    .execute();
  expect(consents).toEqual(
    person.effects.flatMap((effect) => {
      if (effect.type !== 'consent') return [];
      const { purpose, granted, wording } = effect;
      return [{ purpose, granted, wording }];
    }),
  );
  const { tags } = await parley.db
    .selectFrom('contacts as p')
    .innerJoin('conversations as c', 'c.contact_id', 'p.id')
    .select('p.tags')
    .where('c.id', '=', of)
    .executeTakeFirstOrThrow();
  expect(tags).toEqual(tagsAfter(person));
}

function tagsAfter({ effects }: Person): string[] {
  const tags = new Set<string>();
  for (const effect of effects) {
    if (effect.type !== 'tag') continue;
    for (const tag of effect.add) tags.add(tag);
    for (const tag of effect.remove) tags.delete(tag);
  }
  return [...tags].sort();
}
