import { createLog } from '@parley/runtime/log.ts';
import { registerSecret } from '@parley/runtime/secrets.ts';
import { expect, test } from 'vitest';

function logged(write: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = [];
  write(createLog('info', { write: (line: string) => lines.push(line) }));
  return lines;
}

test('a line has the fields that are meant for logs, and nothing else', () => {
  const [line = ''] = logged((log) =>
    log.info(
      { wamid: 'wamid.1', lane: 3, text: 'my card is 4111', raw: { body: 'secret words' } },
      'accepted',
    ),
  );
  expect(JSON.parse(line)).toEqual({
    level: 'info',
    time: expect.any(String),
    wamid: 'wamid.1',
    lane: 3,
    msg: 'accepted',
  });
});

test('phone numbers are cut down, in their fields and in words', () => {
  const [line = ''] = logged((log) => log.warn({ to: '4915112345123' }, 'no answer from +4915112345123'));
  expect(line).not.toContain('15112345');
  expect(JSON.parse(line)).toMatchObject({ to: '+49*****123', msg: 'no answer from +49*****123' });
});

test('an error keeps its code, its cause and where it came from, but no secret', () => {
  registerSecret('EAAG-canary-2');
  const cause = Object.assign(new Error('refused with EAAG-canary-2'), { code: 'ECONNREFUSED' });
  const [line = ''] = logged((log) => log.error(new Error('sending failed', { cause })));
  expect(line).not.toContain('EAAG-canary-2');
  expect(JSON.parse(line)).toMatchObject({
    level: 'error',
    err: {
      type: 'Error',
      message: 'sending failed',
      stack: expect.stringContaining('log.test.ts'),
      cause: { code: 'ECONNREFUSED', message: 'refused with [secret]' },
    },
  });
});

test('what somebody wrote cannot make a second line or move the cursor', () => {
  const lines = logged((log) => log.info({ reason: 'a\n{"level":"fatal"}\u001b[2J' }, 'b\r\nc'));
  expect(lines).toHaveLength(1);
  for (const character of ['\n', '\r', '\u001b']) expect(lines[0]?.trimEnd()).not.toContain(character);
});

test('an object in an allowed field is not written out', () => {
  const [line = ''] = logged((log) => log.info({ reason: { text: 'hello' } }));
  expect(line).not.toContain('hello');
});
