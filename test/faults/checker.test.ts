import { describe, expect, test } from 'vitest';
import { type Allowed, faultsIn, type History } from './checker.ts';

/** Two people: one has written "hello", "one" and "two", the other "hello" and "three"; all is well. */
function wellDone(): Draft {
  const history: Draft = {
    webhooks: [],
    inbox: [],
    outbox: [],
    moves: [],
    accepted: [],
    phones: [],
    held: [],
  };
  const dialogues = { alpha: ['hello', 'one', 'two'], beta: ['hello', 'three'] };
  for (const [conversation, texts] of Object.entries(dialogues)) {
    const shown = texts.map((text, n) => ({
      wamid: `out-${conversation}-${n}`,
      body: `${n}: ${n === 0 ? '' : text}`,
    }));
    history.phones.push({ phone: conversation, shown });
    for (const [n, text] of texts.entries()) {
      const [source, name] = [`in-${conversation}-${n}`, `${conversation}.${n}`];
      const askedAt = n * 100;
      history.webhooks.push({
        messages: [{ wamid: source, text }],
        status: 200,
        askedAt,
        answeredAt: askedAt + 10,
      });
      history.inbox.push({
        ...{ source, kind: 'message', status: 'done', conversation, type: 'text', text },
        sentAt: new Date(1_790_000_000_000 + n * 1_000),
      });
      history.outbox.push({ name, conversation, status: 'delivered', resent: false, isAnswer: true });
      history.accepted.push({ name, wamid: `out-${conversation}-${n}` });
      for (const status of ['queued', 'sending', 'sent', 'delivered']) history.moves.push({ name, status });
    }
  }
  return history;
}

type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends Date
    ? T
    : T extends object
      ? { -readonly [K in keyof T]: Mutable<T[K]> }
      : T;
type Draft = Mutable<History>;

/** What is wrong after somebody has doctored the history. */
function after(doctor: (history: Draft) => void, allowed?: Allowed): string[] {
  const history = wellDone();
  doctor(history);
  return faultsIn(history, allowed);
}

const alpha = ({ phones }: Draft) => phones[0]?.shown ?? [];
const found = <T>(list: T[], is: (one: T) => boolean): T => {
  const one = list.find(is);
  if (!one) throw new Error('nothing to doctor');
  return one;
};
const row = ({ outbox }: Draft, name: string) => found(outbox, (one) => one.name === name);
const event = ({ inbox }: Draft, source: string) => found(inbox, (one) => one.source === source);

/** "two" is answered, and "one" only then. */
function swapAnswers(history: Draft): void {
  const [, one, two] = alpha(history);
  if (one && two) [one.body, two.body] = ['1: two', '2: one'];
}

test('a history in which all is well has no faults', () => {
  expect(faultsIn(wellDone())).toEqual([]);
});

describe('the checker finds', () => {
  test('a message that was answered 200 and is not there', () => {
    const lost = after(({ inbox }) => inbox.splice(1, 1));
    expect(lost).toContainEqual(expect.stringMatching(/^lost: in-alpha-1 \(one\) was answered 200/));
  });

  test('no fault in a message that was never answered 200', () => {
    expect(
      after(({ webhooks }) => {
        webhooks.push({
          messages: [{ wamid: 'in-new', text: 'new' }],
          status: 503,
          askedAt: 900,
          answeredAt: 910,
        });
      }),
    ).toEqual([]);
  });

  test('a message that is stored twice, or as something else', () => {
    const doubled = after(({ inbox }) => inbox.push({ ...event({ ...wellDone(), inbox }, 'in-alpha-1') }));
    expect(doubled).toContainEqual('doubled: in-alpha-1 is 2 times in the inbox');
    const changed = after((history) => {
      event(history, 'in-alpha-1').text = 'uno';
    });
    expect(changed).toContainEqual('changed: in-alpha-1 was “one” and is stored as “uno”');
  });

  test.each(['new', 'parked', 'ignored'])(
    'an event that is %s at the end, unless the row means it',
    (status) => {
      const leave = (history: Draft) => {
        history.inbox.push({ ...event(history, 'in-alpha-1'), source: 'timer:1', kind: 'timer', status });
      };
      expect(after(leave)).toEqual([`1 instead of 0 events are ${status} at the end: timer:1`]);
      expect(after(leave, { parked: 1, ignored: 1 })).not.toEqual([]);
      if (status !== 'new') expect(after(leave, { [status]: 1 })).toEqual([]);
    },
  );

  test('an answer that never came', () => {
    const lost = after((history) => alpha(history).splice(2, 1));
    expect(lost).toContainEqual(expect.stringContaining('lost: 3 messages have 2 answers, 0 1'));
  });

  test('an answer in between that never came', () => {
    const lost = after((history) => alpha(history).splice(1, 1));
    expect(lost).toContainEqual(expect.stringContaining('out of step: the answers are numbered 0 2'));
  });

  test('an answer that is shown twice', () => {
    const repeat = (history: Draft) => {
      const [, one] = alpha(history);
      if (one) alpha(history).splice(2, 0, { ...one, wamid: 'out-again' });
      history.accepted.push({ name: 'alpha.1', wamid: 'out-again' });
    };
    expect(after(repeat)).toEqual([
      'repeated: alpha shows “1: one” (alpha.1) again',
      'doubled: alpha.1 was given 2 times, resent: false',
    ]);
    // Of one whose fate was unknown it is expected, once and at its place.
    const resent = (history: Draft) => {
      repeat(history);
      row(history, 'alpha.1').resent = true;
    };
    expect(after(resent)).toEqual([]);
    const late = after((history) => {
      resent(history);
      const shown = alpha(history);
      shown.push(...shown.splice(2, 1));
    });
    expect(late).toEqual(['repeated: alpha shows “1: one” (alpha.1) again']);
  });

  test('a message that had two turns', () => {
    const twice = after((history) => {
      alpha(history).push({ wamid: 'out-extra', body: '3: two' });
      history.accepted.push({ name: 'alpha.9', wamid: 'out-extra' });
      history.outbox.push({ ...row(history, 'alpha.1'), name: 'alpha.9' });
    });
    expect(twice).toContainEqual(expect.stringContaining('too many: 3 messages have 4 answers'));
  });

  test('answers that are swapped', () => {
    expect(after(swapAnswers)).toContainEqual(
      expect.stringContaining('out of order: “two” was answered before “one”'),
    );
  });

  test('no fault in the order of messages that came at once, or that were written in that order', () => {
    const atOnce = after((history) => {
      swapAnswers(history);
      for (const webhook of history.webhooks) webhook.askedAt = 0;
    });
    expect(atOnce).toEqual([]);
    const written = after((history) => {
      swapAnswers(history);
      event(history, 'in-alpha-1').sentAt = new Date(1_790_000_060_000);
    });
    expect(written).toEqual([]);
  });

  test('an update that was lost: the same number again', () => {
    const lost = after((history) => {
      const [, , two] = alpha(history);
      if (two) two.body = '1: two';
    });
    expect(lost).toContainEqual(expect.stringContaining('lost update: a number is there again, 0 1 1'));
  });

  test('something on a phone that nothing in the outbox stands for', () => {
    const ghost = after((history) => {
      alpha(history).push({ wamid: 'out-ghost', body: '3: boo' });
      history.accepted.push({ name: 'alpha.7', wamid: 'out-ghost' });
    });
    expect(ghost).toEqual([
      'alpha shows “3: boo”, which nothing in the outbox stands for',
      'WhatsApp was given 1 messages for “alpha.7”, which is not in the outbox',
    ]);
  });

  test('a row that says sent though WhatsApp never had it, and one that is left open', () => {
    const unsent = after((history) => {
      history.accepted = history.accepted.filter(({ name }) => name !== 'alpha.2');
      alpha(history).pop();
    });
    expect(unsent).toContainEqual('alpha.2 is delivered and WhatsApp was never given it');
    const open = after((history) => {
      row(history, 'alpha.2').status = 'unknown';
    });
    expect(open).toEqual(['unsettled: alpha.2 is unknown at the end']);
  });

  test('a message that has failed, unless the row means it', () => {
    const fail = (history: Draft) => {
      row(history, 'alpha.2').isAnswer = false;
      history.outbox.push({ ...row(history, 'beta.1'), name: 'beta.5', status: 'failed' });
      row(history, 'alpha.2').isAnswer = true;
    };
    expect(after(fail)).toEqual(['1 instead of 0 messages have failed: beta.5']);
    expect(after(fail, { failed: 1 })).toEqual([]);
  });

  test.each([
    ['read', 'delivered'],
    ['delivered', 'sent'],
    ['sent', 'queued'],
    ['sent', 'unknown'],
  ])('a status that went back from %s to %s', (from, to) => {
    const back = after((history) => {
      history.moves.push({ name: 'alpha.9', status: from }, { name: 'alpha.9', status: to });
    });
    expect(back).toEqual([`backward: alpha.9 went from ${from} to ${to}`]);
  });

  test('what somebody still holds', () => {
    expect(after(({ held }) => held.push('the lease of message 3'))).toEqual([
      'held at the end: the lease of message 3',
    ]);
  });
});
