import { classify, errorInAnswer, notSent, readGraphError } from '@parley/runtime/whatsapp/graph-errors.ts';
import { type Policy, waitBeforeRetry } from '@parley/runtime/whatsapp/send-failure.ts';
import { describe, expect, test } from 'vitest';

const waitsOf = (code: number) => {
  const failure = classify({ code });
  const waits: number[] = [];
  for (let failures = 1; failures < 50; failures++) {
    const wait = waitBeforeRetry(failure, failures);
    if (wait === null) break;
    waits.push(wait / 1000);
  }
  return waits;
};

const EXPECTED: [Policy, number[]][] = [
  ['retry', [1, 2, 131000, 131016, 131053, 131057, 132069, 133004, 134101, 139102, 139103, 2494100]],
  ['slow-number', [130429]],
  ['slow-account', [80007]],
  ['slow-app', [4, 17, 613]],
  ['slow-person', [131056]],
  ['needs-template', [131047]],
  ['hold-marketing', [131049]],
  ['pause-template', [132015]],
  ['stop-template', [132001, 132016]],
  ['pause-campaigns', [131042, 131048, 131064]],
  ['stop-number', [0, 3, 10, 33, 102, 104, 190, 200, 230, 299, 368, 131005, 131031, 131037, 131045]],
  ['stop-number', [133000, 133005, 133006, 133008, 133009, 133010, 133015, 133016]],
  ['never', [100, 803, 130472, 130497, 130501, 131006, 131008, 131009, 131014, 131021, 131026, 131030]],
  ['never', [131035, 131036, 131044, 131050, 131051, 131052, 131055, 131059, 131062, 131063]],
  ['never', [132000, 132005, 132007, 132008, 132012, 132018, 132068, 134011, 134100, 134102, 135000]],
  ['never', [131020, 131041, 131201, 131215, 136024, 136025, 137000, 138000, 138006, 139000, 139004]],
  ['never', [139100, 139101, 147001, 147002, 147003, 147004, 147005]],
  ['never', [2388019, 2388040, 2388047, 2388072, 2388073, 2388293, 2388299, 2593107, 2593108]],
];
const UNHEARD_OF = 'a reason that is new to us';

describe('classify', () => {
  test.each(EXPECTED.flatMap(([policy, codes]) => codes.map((code) => [code, policy] as const)))(
    '%i is %s, explained in plain words',
    (code, policy) => {
      const failure = classify({ code });
      expect(failure).toMatchObject({ policy, code });
      expect(failure.happened).toMatch(/^\p{Lu}.*\.$/u);
      expect(failure.happened).not.toContain(UNHEARD_OF);
      if (failure.alertOwner) expect(failure.advice).toMatch(/^\p{Lu}.*\.$/u);
    },
  );

  test('the code decides whatever the HTTP status: a missing permission stays one behind a 500', () => {
    expect(classify({ code: 3, httpStatus: 500 }).policy).toBe('stop-number');
    expect(classify({ code: 131045, httpStatus: 500 }).policy).toBe('stop-number');
    expect(classify({ code: 131056, httpStatus: 400 }).policy).toBe('slow-person');
    expect(classify({ code: 2, httpStatus: 400 }).policy).toBe('retry');
  });

  test('only what can pass by itself has a schedule', () => {
    const timed: Policy[] = ['retry', 'slow-number', 'slow-account', 'slow-app', 'slow-person'];
    for (const [policy, codes] of EXPECTED) {
      for (const code of codes) expect(classify({ code }).schedule !== null).toBe(timed.includes(policy));
    }
  });

  test('a message to one person too often waits 4 to the power of X seconds', () => {
    expect(waitsOf(131056)).toEqual([1, 4, 16, 64, 256, 1024]);
  });

  test('maintenance is waited out for a minute first', () => {
    expect(waitsOf(131057)[0]).toBe(60);
  });

  test('an unknown fault is tried three times, a file twice, a closed window not at all', () => {
    expect(waitsOf(131000)).toHaveLength(3);
    expect(waitsOf(131053)).toHaveLength(2);
    expect(waitsOf(131047)).toEqual([]);
    expect(waitsOf(131049)).toEqual([]);
  });

  test('what it teaches about the person, the template or the number is told', () => {
    expect(classify({ code: 131026 }).learned).toBe('unreachable');
    expect(classify({ code: 131050 }).learned).toBe('marketing-opt-out');
    expect(classify({ code: 137000 }).learned).toBe('identity-changed');
    expect(classify({ code: 33 }).learned).toBe('number-gone');
    expect(classify({ code: 132001 }).learned).toBe('template-changed');
    expect(classify({ code: 131062 }).learned).toBe('number-required');
    expect(classify({ code: 131000 }).learned).toBeNull();
  });

  test('the owner is alerted for what only a person can put right', () => {
    for (const code of [0, 190, 368, 131042, 131048, 132001, 132016]) {
      expect(classify({ code }).alertOwner).toBe(true);
    }
    for (const code of [2, 131047, 131049, 131056, 130429]) expect(classify({ code }).alertOwner).toBe(false);
  });

  test('an unknown code is final, unless the status says that it may pass', () => {
    expect(classify({ code: 999_999 })).toMatchObject({ policy: 'never', code: 999_999 });
    expect(classify({ code: 999_999, httpStatus: 400 }).policy).toBe('never');
    expect(classify({ code: 999_999, httpStatus: 503 }).policy).toBe('retry');
  });

  test.each([
    [500, 'retry'],
    [503, 'retry'],
    [408, 'retry'],
    [429, 'slow-number'],
    [401, 'stop-number'],
    [403, 'stop-number'],
    [404, 'never'],
    [413, 'never'],
    [302, 'never'],
    [undefined, 'never'],
  ] as const)('without a code HTTP %s is %s', (httpStatus, policy) => {
    expect(classify({ httpStatus })).toMatchObject({ policy, code: null });
  });

  test('the details are shown, and Meta’s message where there are none', () => {
    expect(classify({ code: 100, message: 'm', details: 'd' }).details).toBe('d');
    expect(classify({ code: 100, message: 'm' }).details).toBe('m');
    expect(classify({ code: 100 }).details).toBeNull();
  });

  test('what never left can be tried for longer than half an hour', () => {
    const failure = notSent('no network');
    let waited = 0;
    for (let n = 1; n < 99; n++) waited += waitBeforeRetry(failure, n) ?? 0;
    expect(failure).toMatchObject({ policy: 'retry', details: 'no network' });
    expect(waited).toBeGreaterThan(30 * 60 * 1000);
  });
});

describe('reading an error', () => {
  test('from an answer, with its details', () => {
    const error = { message: '(#100) Bad', type: 'OAuthException', code: 100, error_data: { details: 'to' } };
    expect(errorInAnswer({ error })).toEqual({ code: 100, message: '(#100) Bad', details: 'to' });
  });

  test('of an older shape', () => {
    expect(readGraphError({ code: '131014', title: 'Failed', details: 'why' })).toEqual({
      code: 131014,
      message: 'Failed',
      details: 'why',
    });
  });

  test('the sentence that a partner of Meta writes instead is kept', () => {
    expect(errorInAnswer({ error: 'Invalid API key' })).toEqual({ message: 'Invalid API key' });
  });

  test.each([[null], ['x'], [[]], [{ error: 7 }], [{ messages: [] }]])('%j holds no error', (json) => {
    expect(errorInAnswer(json)).toBeNull();
  });

  test.each([['words'], [1.5], [1e20], [null], [{}]])('a code that is %j is no code', (code) => {
    expect(readGraphError({ code, message: 'm' })).toEqual({ message: 'm' });
  });
});
