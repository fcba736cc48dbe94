import type { OutboundMessage } from '@parley/flows/message.ts';
import { outcomeOf } from '@parley/runtime/outbox/outcome.ts';
import { classify } from '@parley/runtime/whatsapp/graph-errors.ts';
import { describe, expect, test } from 'vitest';

const text: OutboundMessage = { type: 'text', body: 'hi' };
const template: OutboundMessage = { type: 'template', name: 'hello', language: 'en' };
const refused = (code: number) => ({
  ok: false as const,
  outcome: 'refused' as const,
  failure: classify({ code, details: 'Because.' }),
});
const MINUTE = 60_000;
const failed = (failures: number) => ({ failures, slowed: 0 });

describe('what an answer of WhatsApp means for a message', () => {
  test('a fault that may pass: again with growing pauses, a quarter of an hour for an answer, a day for a template', () => {
    const delays = [0, 1, 2, 3, 7].map((n) => outcomeOf(refused(131016), text, failed(n), 1));
    expect(delays).toMatchObject(
      [2_000, 4_000, 8_000, 16_000, 256_000].map((delayMs) => ({ outcome: 'again', delayMs })),
    );
    expect(delays[0]).toMatchObject({ maxAgeMs: 15 * MINUTE });
    expect(outcomeOf(refused(131016), template, failed(0), 1)).toMatchObject({ maxAgeMs: 24 * 60 * MINUTE });
  });

  test('the pauses differ by chance, by half at most', () => {
    expect(outcomeOf(refused(131016), text, failed(0), 0)).toMatchObject({ delayMs: 1_000 });
    expect(outcomeOf(refused(131016), text, failed(0), 0.5)).toMatchObject({ delayMs: 1_500 });
  });

  test('a fault that may pass has failed when it has come as often as its code allows', () => {
    expect(outcomeOf(refused(131016), text, failed(7), 0)).toMatchObject({ outcome: 'again' });
    expect(outcomeOf(refused(131016), text, failed(8), 0)).toMatchObject({ outcome: 'failed' });
    expect(outcomeOf(refused(131053), text, failed(1), 0)).toMatchObject({ outcome: 'again' });
    expect(outcomeOf(refused(131053), text, failed(2), 0)).toMatchObject({ outcome: 'failed' });
  });

  test('waiting is not failing: told to wait for the hundredth time a message still goes again, and may fail as often as ever', () => {
    const waited = { failures: 0, slowed: 100 };
    for (const code of [130429, 80007, 4, 131056]) {
      const outcome = outcomeOf(refused(code), text, waited, 0);
      expect(outcome).toMatchObject({ outcome: 'again', counts: 'slowed' });
    }
    expect(outcomeOf(refused(131016), text, waited, 1)).toMatchObject({
      ...{ outcome: 'again', counts: 'failures', delayMs: 2_000 },
    });
    expect(outcomeOf(refused(131056), text, failed(5), 0)).toMatchObject({ delayMs: 1_000 });
  });

  test('too fast for one person: 4 to the power of the tries so far, in seconds, whatever chance says', () => {
    const delays = [0, 1, 2, 3].map((slowed) => outcomeOf(refused(131056), text, { failures: 0, slowed }, 0));
    expect(delays).toMatchObject(
      [1_000, 4_000, 16_000, 64_000].map((delayMs) => ({ outcome: 'again', delayMs })),
    );
  });

  test.each([
    ['the window has closed', 131047, 'window-closed'],
    ['the person cannot be reached', 131026, 'refused'],
    ['the template does not exist', 132001, 'refused'],
    ['the template is paused', 132015, 'refused'],
    ['marketing was held back', 131049, 'refused'],
    ['something is wrong with the message', 131009, 'refused'],
    ['a code that nobody knows', 999_999, 'refused'],
  ])('%s: failed', (_what, code, reason) => {
    const outcome = outcomeOf(refused(code), text, failed(0), 0);
    expect(outcome).toMatchObject({ outcome: 'failed', error: { code, reason } });
    expect(outcome).toMatchObject({ error: { details: expect.stringContaining('Because.') } });
  });

  test('nothing works for the number: the message stays as long as it takes', () => {
    expect(outcomeOf(refused(190), text, failed(99), 0)).toMatchObject({
      ...{ outcome: 'again', counts: null, delayMs: 0 },
    });
  });

  test('no answer: unknown, and a minute for a status to tell', () => {
    const unknown = { ok: false as const, outcome: 'unknown' as const, reason: 'the connection failed' };
    expect(outcomeOf(unknown, text, failed(0), 0)).toMatchObject({ outcome: 'unknown', graceMs: MINUTE });
  });
});
