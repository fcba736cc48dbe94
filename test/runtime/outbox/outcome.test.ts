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

describe('what an answer of WhatsApp means for a message', () => {
  test('a fault that may pass: again with growing pauses, a quarter of an hour for an answer, a day for a template', () => {
    const delays = [1, 2, 3, 4, 20].map((attempts) => outcomeOf(refused(131016), text, attempts, 1));
    expect(delays).toMatchObject(
      [2_000, 4_000, 8_000, 16_000, 5 * MINUTE].map((delayMs) => ({ outcome: 'again', delayMs })),
    );
    expect(delays[0]).toMatchObject({ maxAgeMs: 15 * MINUTE });
    expect(outcomeOf(refused(131016), template, 1, 1)).toMatchObject({ maxAgeMs: 24 * 60 * MINUTE });
  });

  test('the pauses differ by chance, by half at most', () => {
    expect(outcomeOf(refused(131016), text, 1, 0)).toMatchObject({ delayMs: 1_000 });
    expect(outcomeOf(refused(131016), text, 1, 0.5)).toMatchObject({ delayMs: 1_500 });
  });

  test('too fast for one person: 4 to the power of the tries so far, in seconds, whatever chance says', () => {
    const delays = [1, 2, 3, 4].map((attempts) => outcomeOf(refused(131056), text, attempts, 0));
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
    const outcome = outcomeOf(refused(code), text, 1, 0);
    expect(outcome).toMatchObject({ outcome: 'failed', error: { code, reason } });
    expect(outcome).toMatchObject({ error: { details: expect.stringContaining('Because.') } });
  });

  test('nothing works for the number: the message stays as long as it takes', () => {
    expect(outcomeOf(refused(190), text, 1, 0)).toMatchObject({ outcome: 'again', delayMs: 0 });
  });

  test('no answer: unknown, and a minute for a status to tell', () => {
    const unknown = { ok: false as const, outcome: 'unknown' as const, reason: 'the connection failed' };
    expect(outcomeOf(unknown, text, 1, 0)).toMatchObject({ outcome: 'unknown', graceMs: MINUTE });
  });
});
