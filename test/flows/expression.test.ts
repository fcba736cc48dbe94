import { FUNCTIONS } from '@parley/flows/expression/functions.ts';
import { BUILT_IN } from '@parley/flows/expression/names.ts';
import { checkExpression, evaluateExpression, type Scope, type ValueType } from '@parley/flows/expression.ts';
import { Variable } from '@parley/flows/variables.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answered,
  anyExpression,
  anyValues,
  facts,
  scope,
  scopeOfResponse,
  values,
  variables,
} from './language.ts';

const evaluated = (source: string, data = values) => {
  const result = evaluateExpression(source, data.response ? scopeOfResponse : scope, data);
  if (!result.ok) throw new Error(`${source}: ${result.reason}`);
  return result.value;
};
const faultOf = (source: string, where = scope, expected?: ValueType) => {
  const checked = checkExpression(source, where, expected);
  return checked.ok ? `is fine: ${checked.type}` : `${checked.line}:${checked.column} ${checked.message}`;
};

describe('an expression', () => {
  test.each<[string, ValueType, unknown]>([
    ['n + 1', 'number', 4],
    ['n == 3', 'boolean', true],
    ['n == 3.0', 'boolean', true],
    ['3 < n + 0.5', 'boolean', true],
    ['n % 2', 'number', 1],
    ['7 / 2', 'number', 3.5],
    ['-n * 2 - 1', 'number', -7],
    ['n in [1, 2, 3]', 'boolean', true],
    ['size(city) >= 6', 'boolean', true],
    ['items.size() > 3', 'boolean', false],
    ['size(items) * 2 + n', 'number', 7],
    ['items[n - 3].title', 'text', 'Tea'],
    ['0x1F + 1e3', 'number', 1031],
    ['round(7 / 3)', 'number', 2],
  ])('has one kind of number: %s', (source, type, value) => {
    expect(checkExpression(source, scope)).toMatchObject({ ok: true, type });
    expect(evaluated(source)).toBe(value);
  });

  test.each<[string, ValueType, unknown]>([
    ['"Hi " + contact.name', 'text', 'Hi Ann'],
    ['city == "Berlin" && age >= 18', 'boolean', true],
    ['!paid || due < now', 'boolean', false],
    ['paid ? "paid" : "open"', 'text', 'paid'],
    ['cup in ["Small", "Large"]', 'boolean', true],
    ['cup == ""', 'boolean', false],
    ['due == date("2026-12-24")', 'boolean', true],
    ['items.map(item, item.title)', 'list', ['Tea', 'Coffee']],
    ['items.filter(item, item.note != "")', 'list', [{ id: 'a', title: 'Tea', note: 'hot' }]],
    ['items.all(item, size(item.title) > 2)', 'boolean', true],
    ['items.exists(item, item.id == "b")', 'boolean', true],
    ['items.exists_one(item, item.id == "c")', 'boolean', false],
    ['cart.items[0].productId', 'text', 'tea'],
    ['cart.total', 'number', 8.2],
    ['cart["text"]', 'text', 'with milk'],
    ['addHours(due, 24)', 'date', '2026-12-24T23:00:00.000Z'],
    ['date(city == "" ? "x" : "2026-01-02")', 'date', '2026-01-02'],
    ['false && 1 / 0 > 1', 'boolean', false],
    ['true || 1 / 0 > 1', 'boolean', true],
    ['"b" > "a"', 'boolean', true],
    ["'it' + \"'s\" // a remark", 'text', "it's"],
  ])('has a type and a value: %s', (source, type, value) => {
    expect(checkExpression(source, scope)).toMatchObject({ ok: true, type });
    expect(evaluated(source)).toEqual(value);
  });

  test('knows which variables it reads, and no others', () => {
    const reads = (source: string) => {
      const checked = checkExpression(source, scope);
      return checked.ok ? checked.reads : checked.message;
    };
    expect(reads('city == "x" || city == contact.name || n > 1')).toEqual(['city', 'n']);
    expect(reads('items.exists(cups, cups.title == city)')).toEqual(['items', 'city']);
    expect(reads('now < date("2026-01-01")')).toEqual([]);
  });

  test('may be expected to have a type; data of a response fit every one', () => {
    expect(checkExpression('n > 1', scope, 'boolean')).toMatchObject({ ok: true });
    expect(checkExpression('response.body.x', scopeOfResponse, 'number')).toMatchObject({ ok: true });
    expect(faultOf('n + 1', scope, 'boolean')).toBe(
      '1:1 This is a number, and a yes-or-no value is needed here, such as a comparison: city == "Berlin".',
    );
    expect(faultOf('contact', scope, 'text')).toContain('choose one of its fields');
    expect(faultOf('null')).toContain('`null` is no value');
  });

  test('reads only names that its scope has', () => {
    expect(faultOf('response.status == 200')).toContain('only known where the answer of a request is stored');
    expect(faultOf('response.status == 200', scopeOfResponse)).toBe('is fine: boolean');
    expect(faultOf('city == ""', { variables: [] })).toBe('1:1 `city` is not a variable.');
  });

  test('may use the answer of a request when there is one, whatever its scope says', () => {
    expect(evaluateExpression('response.status + 1', scope, answered(null))).toEqual({
      ok: true,
      value: 201,
    });
  });
});

describe('a fault of an expression says where it is and what to change', () => {
  test.each([
    ['citty == "x"', '1:1 `citty` is not a variable; did you mean `city`?'],
    ['n > 1 &&\n  citty == "x"', '2:3 `citty` is not a variable; did you mean `city`?'],
    [
      'age == "20"',
      '1:1 `age` is a number, but a text is compared with it; write number("20"), or a number without quotes',
    ],
    [
      '5 != city',
      '1:6 `city` is a text, but a number is compared with it; write number(city), or "5" in quotes',
    ],
    ['due > "2026-01-01"', '1:1 `due` is a date, but a text is compared with it; write date("2026-01-01")'],
    ['cup == "Larg"', '1:8 `cup` is never "Larg"; did you mean `Large`?'],
    ['cup in ["Small", "XXL"]', '1:18 `cup` is never "XXL"; it can be "Small", "Large"'],
    ['city + n', '1:8 `n` is a number and cannot be joined to a text; write text(n)'],
    ['city - 1', '1:1 `city` is a text, and `-` calculates with numbers; write number(city)'],
    [
      'due - now',
      '1:1 `due` is a date, and `-` calculates with numbers; use addHours(date, hours) and hoursBetween(from, to)',
    ],
    ['city ? 1 : 2', '1:1 `city` is a text; a condition is needed here, such as city != "".'],
    [
      'paid ? 1 : "no"',
      '1:8 Both values of a choice are of the same type; here one is a number and the other a text.',
    ],
    ['contact.nme', '1:9 `contact` has no field `nme`; did you mean `name`?'],
    ['items.title', '1:7 `items` is a list and has no fields; its items may have some: items[0].title'],
    ['items[0].titel', '1:10 `items[0]` has no field `titel`; did you mean `title`?'],
    ['items == items', '1:1 `items` is a list and cannot be compared this way; compare size(items)'],
    ['lenght(city)', '1:1 `lenght` is not a function.'],
    ['length(city)', '1:1 `length` is not a function; did you mean `size`?'],
    ['lowr(city)', '1:1 `lowr` is not a function; did you mean `lower`?'],
    ['city.lower', '1:6 `lower` is a function; write city.lower(…).'],
    ['short(city)', '1:1 `short` is written with other arguments: short(text: text, most: number): text.'],
    ['lower(n)', '1:7 `n` is a number, and `lower` needs a text here.'],
    ['paid = true', '1:6 Write == to compare two values.'],
    ['paid and paid', '1:6 Write && instead of `and`.'],
    ['city == “x”', '1:9 Use straight quotes: "text".'],
    ['city == "x', '1:9 A text in quotes is not closed.'],
    ['(n > 1', '1:7 A closing ) is missing.'],
    ['n >', '1:4 The expression ends too early: something is missing here.'],
    ['', '1:1 Write an expression.'],
    ['if', '1:1 There is no `if`; write condition ? value : other value.'],
    ['city.matches("(a")', '1:14 This is not a pattern that can be used: missing closing ): `(a`.'],
    ['city.matches(city)', '1:14 A pattern is written out in quotes; it cannot be a variable.'],
    [
      'now.getHours("Mars/Crater")',
      '1:14 `Mars/Crater` is not a time zone; they are written as Europe/Berlin.',
    ],
    ['date("2026-02-30")', '1:6 A date is written as "2026-12-24" or "2026-12-24T18:30".'],
    [
      'join(items, ", ")',
      '1:6 These items are records; say which field to join: join(items, "title", ", ").',
    ],
    ['join(items, "titel", ", ")', '1:13 The records of this list have no field `titel`.'],
    ['items.map(a, items.map(b, b.title))', '1:20 `map` cannot stand inside another loop over a list.'],
    ['items.map(city, 1)', '1:11 `city` is a variable already; give the item another name.'],
    ['map(items, item)', '1:1 Write `map` behind a list: items.map(item, …).'],
    [
      'city == null',
      '1:1 Only data of a response can be compared with `null`; a variable that is not set is "" or 0.',
    ],
    ['[1, "a"]', '1:5 All items of a list are of the same type.'],
    ['{"a": 1}', '1:2 Curly brackets have no meaning in an expression.'],
    ['99999999999999999999', '1:1 This number is too large to calculate with.'],
    ['5u', '1:1 Write a number as 12 or 12.5 and a text as "text", with no letter before or behind.'],
  ])('%s', (source, fault) => {
    expect(faultOf(source)).toBe(fault);
  });
});

describe('a function', () => {
  test.each<[string, unknown]>([
    ['short("one two three", 9)', 'one two…'],
    ['"one two".short(20)', 'one two'],
    ['lower("ÀB")', 'àb'],
    ['upper("straße")', 'STRAßE'],
    ['trim("  a ")', 'a'],
    ['city.contains("erl") && city.startsWith("B") && city.endsWith("n")', true],
    ['city.matches(r"[A-Z]\\w+")', true],
    ['text(1.50) + text(true) + text(due)', '1.5true2026-12-24'],
    ['number(" 12.5 ") + number("twelve") + number("")', 12.5],
    ['round(1.005, 2)', 1.01],
    ['round(-0.4)', 0],
    ['money(1234.5, "EUR")', '€1,234.50'],
    ['day(due)', 'December 24, 2026'],
    ['time(now) + " " + time(now, "Asia/Tokyo")', '9:05 AM 5:05 PM'],
    ['now.getHours()', 9],
    ['now.getHours("UTC")', 8],
    ['now.getHours("Asia/Kathmandu") * 100 + now.getMinutes("Asia/Kathmandu")', 1350],
    ['now.getDayOfWeek("Pacific/Kiritimati")', 0],
    ['addHours(now, 24).getDayOfWeek()', 1],
    ['due.getFullYear() * 10000 + due.getMonth() * 100 + due.getDate()', 20261124],
    ['hoursBetween(now, addHours(now, -1.5))', -1.5],
    ['join(items, "title", ", ")', 'Tea, Coffee'],
    ['items.map(item, size(item.title)).join("+")', '3+6'],
    ['describe(cart)', '2 × tea, €2.50\n1 × cake, €3.20'],
  ])('gives what its description says: %s', (source, value) => {
    expect(evaluated(source)).toEqual(value);
  });

  test('opening hours need no more than a clock and a calendar', () => {
    const open = 'now.getDayOfWeek("Europe/Berlin") in [1, 2, 3, 4, 5] && now.getHours("Europe/Berlin") >= 9';
    const at = (iso: string) => evaluated(open, { ...values, facts: { ...facts, now: Date.parse(iso) } });
    expect(at('2026-11-23T07:59:00Z')).toBe(false);
    expect(at('2026-11-23T08:00:00Z')).toBe(true);
    // Summer time: nine o'clock comes an hour earlier.
    expect(at('2026-07-20T07:00:00Z')).toBe(true);
    expect(at('2026-11-22T12:00:00Z')).toBe(false);
  });

  test('has a name, signatures that can be read and one sentence, for completion and docs', () => {
    for (const [name, { signatures, doc }] of Object.entries(FUNCTIONS).flatMap(([id, f]) =>
      f ? [[id, f] as const] : [],
    )) {
      expect(doc, name).toMatch(/^[A-Z].*[.)]$/s);
      for (const signature of signatures) {
        expect(signature, name).toMatch(/^\(\w+: [\w |]+(, \w+: [\w |]+)*\): (text|number|boolean|date)$/);
      }
    }
    for (const name of Object.keys(BUILT_IN))
      expect(faultOf(name, scopeOfResponse), name).toContain('is fine');
  });
});

describe('data of a response', () => {
  const body = {
    user: { name: 'Bo', tags: ['x', 'y'], age: 7 },
    list: [{ price: 2 }, { price: 3 }],
    none: null,
  };

  test.each<[string, unknown]>([
    ['response.status', 200],
    ['response.body.user.name', 'Bo'],
    ['response.body["user"].tags[1]', 'y'],
    ['response.body.user.age + 1', 8],
    ['"Hi " + response.body.user.name', 'Hi Bo'],
    ['response.body.user.tags.size() == 2', true],
    ['"x" in response.body.user.tags', true],
    ['"name" in response.body.user', true],
    ['response.body.list.map(entry, entry.price * 2)', [4, 6]],
    ['response.body.list.exists(entry, entry.price == 3)', true],
    ['response.body.missing.deeper[3].still', null],
    ['has(response.body.user) && !has(response.body.none)', true],
    ['response.body.none == null', true],
    ['response.body.user', { name: 'Bo', tags: ['x', 'y'], age: 7 }],
    ['text(response.body.missing)', ''],
    ['number(response.body.user.tags[0])', 0],
  ])('are reached without knowing them: %s', (source, value) => {
    expect(evaluated(source, answered(body))).toEqual(value);
  });

  test.each([
    'response.body.user.name + 1',
    '!response.body.user',
    'lower(response.body.list)',
    'response.body.user > 1',
  ])('of another kind than needed give no value, and no crash: %s', (source) => {
    expect(evaluateExpression(source, scopeOfResponse, answered(body))).toMatchObject({ ok: false });
  });

  test('come out as plain JSON that can be stored', () => {
    const dirty = JSON.parse('{"a":"x\\u0000y\\ud800","__proto__":{"polluted":true},"d":[[1]]}');
    const value = evaluated('response.body', answered(dirty));
    expect(JSON.stringify(value)).toBe('{"a":"xy\ufffd","__proto__":{"polluted":true},"d":[[1]]}');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    let deep: unknown = 'end';
    for (let depth = 0; depth < 20_000; depth += 1) deep = [deep];
    expect(evaluateExpression('response.body', scopeOfResponse, answered(deep)).ok).toBe(true);
  });
});

describe('a variable', () => {
  const read = (source: string, vars: Record<string, unknown>) =>
    evaluateExpression(source, scope, { ...values, vars });

  test('that is not set, or holds what it cannot, is empty; a date then has no value', () => {
    for (const vars of [{}, { city: {}, n: 'x', paid: 'yes', cup: 'Huge', items: 5, cart: [], due: 7 }]) {
      expect(read('city + cup + text(n) + text(paid)', vars)).toEqual({ ok: true, value: '0false' });
      expect(read('size(items) + size(cart.items) + cart.total', vars)).toEqual({ ok: true, value: 0 });
      expect(read('due < now', vars)).toEqual({ ok: false, reason: 'due is not set' });
    }
  });

  test('is never longer than it is declared, whoever stored it', () => {
    const items = Array.from({ length: 30 }, () => ({ id: 'x'.repeat(50), title: 't', extra: 'no' }));
    const vars = { city: '👍'.repeat(40), items };
    expect(read('size(city)', vars)).toEqual({ ok: true, value: 40 });
    expect(read('size(items)', vars)).toEqual({ ok: true, value: 20 });
    expect(read('items[0]["id"].size()', vars)).toEqual({ ok: true, value: 10 });
    expect(read('size(contact.name)', vars)).toEqual({ ok: true, value: 3 });
  });

  test('has its own name only: what every expression knows cannot be declared', () => {
    for (const name of ['now', 'contact', 'response', 'in', 'true', 'if', '__proto__']) {
      expect(Variable.safeParse({ name, type: 'number' }).success, name).toBe(false);
    }
    expect(Variable.safeParse({ name: 'text', type: 'number' }).success).toBe(true);
  });
});

/** What is written against sandboxes of JavaScript evaluators and template engines. */
const escapes = [
  'constructor',
  '__proto__',
  'prototype',
  'this',
  'globalThis',
  'process',
  'process.env',
  'require("fs")',
  'import("fs")',
  'contact.constructor',
  'contact.__proto__',
  'contact["constructor"]',
  'contact["__proto__"]',
  'city.constructor',
  'city["constructor"]',
  'city.constructor.constructor("return process")()',
  '"".constructor.constructor("return this")()',
  '"".sub.constructor("return 1")()',
  '[].constructor',
  '[]["filter"]["constructor"]("return 1")()',
  'items.constructor',
  'items["length"]',
  'items.map(x, x.constructor)',
  'items.map(x, x["__proto__"])',
  'items.filter.constructor',
  'n.constructor',
  'now.constructor',
  'now.getTime()',
  'now["ms"]',
  'size.constructor',
  'short.call(1)',
  'valueOf()',
  'toString()',
  'hasOwnProperty("x")',
  '__defineGetter__("x", 1)',
  'eval("1")',
  'Function("return 1")()',
  'new Date()',
  'x => 1',
  '(function(){})()',
  '`x`',
  '$' + '{7*7}',
  '{{7*7}}',
  '{% raw %}',
  '#{7*7}',
  'type(city)',
  'dyn(city).constructor',
  'cel.bind(x, city, x.constructor)',
  'google.protobuf.Timestamp',
  'bytes("x").json()',
  'b"{}".json()',
  'optional.of(1)',
  'timestamp(0)',
  'city.split("")',
  'city.matches("(a+)+$".constructor)',
  'Object.assign(contact, 1)',
  'Reflect',
  'a?.b',
  'city; n',
  'n = 1',
  'n += 1',
  'n++',
  '[...items]',
  'arguments[0]',
  'secrets.token',
  'env.HOME',
];

describe('an expression that tries to get out', () => {
  test.each(escapes)('does not check: %s', (source) => {
    expect(checkExpression(source, scope)).toMatchObject({ ok: false });
    expect(evaluateExpression(source, scope, values)).toMatchObject({ ok: false });
  });

  test.each([
    'constructor',
    '__proto__',
    'prototype',
    'toString',
    'hasOwnProperty',
    'length',
    '__defineGetter__',
  ])('finds nothing behind data of a response: %s', (name) => {
    for (const body of [{}, [], 'text', 1, true, null, [{}], Object.create({ inherited: 1 })]) {
      expect(evaluateExpression(`response.body["${name}"]`, scopeOfResponse, answered(body))).toEqual({
        ok: true,
        value: null,
      });
    }
  });

  test('reads a field that is really called so as the data that it is', () => {
    const body = JSON.parse('{"constructor":"acme","__proto__":"p"}');
    expect(evaluated('response.body.constructor', answered(body))).toBe('acme');
    expect(evaluated('response.body["__proto__"]', answered(body))).toBe('p');
  });

  test('is given no function, and no getter is trusted', () => {
    const body = {
      f: () => 'ran',
      get trap() {
        throw new Error('a getter ran');
      },
    };
    expect(evaluated('response.body.f', answered(body))).toBe(null);
    expect(evaluateExpression('response.body.trap', scopeOfResponse, answered(body))).toMatchObject({
      ok: false,
    });
  });
});

describe('a hostile expression', () => {
  test.each([
    ['long', 'a'.repeat(5_000)],
    ['of many parts', Array(400).fill('n').join('+')],
    ['nested', `${'('.repeat(500)}n${')'.repeat(500)}`],
    ['of many signs', `${'!'.repeat(1_900)}paid`],
    ['of many choices', `${'paid ? 1 : '.repeat(100)}2`],
    ['of many indices', `items${'[0]'.repeat(400)}`],
    ['a long list', `[${Array(150).fill('1').join(',')}]`],
  ])('is refused because it is %s', (_, source) => {
    expect(checkExpression(source, scope)).toMatchObject({ ok: false });
  });

  test('that is deep but allowed is checked in one pass', () => {
    // Checking an operand twice at each level would take 2 to the power of 140 steps here.
    expect(faultOf(Array(140).fill('n').join(' + '))).toBe('is fine: number');
    expect(faultOf(Array(50).fill('response.body["a"]').join(' + '), scopeOfResponse)).toBe(
      'is fine: dynamic',
    );
    expect(faultOf(`response.body${'["a"]'.repeat(25)}`, scopeOfResponse)).toBe('is fine: dynamic');
  });

  test.each([
    [50_000, 'response.body.all(x, size(x) > 0)'],
    [50_000, 'response.body.filter(x, x != "").size()'],
    [1_000, 'response.body.filter(x, x in response.body).size()'],
    [1_000, 'response.body.map(x, lower(response.body[0])).size()'],
    [1_000, 'response.body.map(x, response.body[1] + "!").size()'],
    [1_000, 'response.body.map(x, response.body[0].contains(response.body[1])).size()'],
    [1_000, 'response.body.map(x, response.body[0].matches(r"(.{1,70}a)*")).size()'],
    [1_000, 'response.body.map(x, now.getHours(x)).size()'],
    [1_000, 'response.body.map(x, money(n, x)).size()'],
  ])('over a list of %d ends when its steps are used up: %s', (count, source) => {
    const body = [
      'b'.repeat(9_000),
      'b'.repeat(4_000),
      ...Array.from({ length: count }, (_, at) => `i${at}`),
    ];
    expect(checkExpression(source, scopeOfResponse)).toMatchObject({ ok: true });
    expect(evaluateExpression(source, scopeOfResponse, answered(body))).toEqual({
      ok: false,
      reason: 'this needs too much calculation',
    });
    // The same over a few items is no work.
    expect(evaluateExpression(source, scopeOfResponse, answered(body.slice(0, 5)))).toMatchObject({
      ok: true,
    });
  });

  test('makes no text longer than one may be', () => {
    expect(
      evaluateExpression(
        'response.body.join("")',
        scopeOfResponse,
        answered(['x'.repeat(9_000), 'y'.repeat(9_000)]),
      ),
    ).toEqual({ ok: false, reason: 'a text became longer than 10000 characters' });
    const source = Array(60).fill('response.body').join(' + ');
    expect(
      evaluateExpression(`"" + ${source}`, scopeOfResponse, answered('x'.repeat(1_000_000))),
    ).toMatchObject({
      ok: false,
    });
    expect(evaluated('size(text(response.body))', answered('x'.repeat(1_000_000)))).toBe(10_000);
  });
});

describe('the language is total', () => {
  const tokens = fc.constantFrom(
    ...[
      'city',
      'n',
      'paid',
      'due',
      'items',
      'cart',
      'contact',
      'now',
      'response',
      'null',
      'true',
      '12',
      '1.5',
      '"a"',
    ],
    ...[
      "'",
      '"',
      'r"',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '.',
      ',',
      '?',
      ':',
      '+',
      '-',
      '*',
      '/',
      '%',
      '!',
      '&&',
      '||',
    ],
    ...[
      '==',
      '!=',
      '<',
      '>=',
      'in',
      ' ',
      '\n',
      '\\',
      '.map(x, ',
      '.size()',
      'short(',
      '.matches("',
      '.body',
      'x',
      'é',
    ],
  );
  const anySource = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.array(tokens, { maxLength: 20 }).map((list) => list.join('')),
    fc.constantFrom(...escapes),
    anyExpression,
  );

  test('whatever is written and whatever the data are, there is a value or a reason', () => {
    fc.assert(
      fc.property(anySource, anyValues, (source, data) => {
        const checked = checkExpression(source, scopeOfResponse);
        const result = evaluateExpression(source, scopeOfResponse, data);
        if (checked.ok) return result.ok || result.reason !== '';
        return checked.message !== '' && checked.line >= 1 && checked.column >= 1 && !result.ok;
      }),
      { numRuns: 2_000 },
    );
  });

  test('what checks has a value of the type that was promised', () => {
    const typeOf: { [type: string]: string } = {
      text: 'string',
      number: 'number',
      boolean: 'boolean',
      date: 'string',
    };
    fc.assert(
      fc.property(anyExpression, anyValues, (source, data) => {
        const checked = checkExpression(source, scopeOfResponse);
        const result = evaluateExpression(source, scopeOfResponse, data);
        if (checked.ok && result.ok && checked.type in typeOf)
          expect(typeof result.value).toBe(typeOf[checked.type]);
      }),
      { numRuns: 500 },
    );
  });

  test('the same expression and data give the same value, in a scope that is kept and in a fresh one', () => {
    fc.assert(
      fc.property(anyExpression, anyValues, (source, data) => {
        const fresh: Scope = { variables, response: true };
        expect(evaluateExpression(source, fresh, data)).toEqual(
          evaluateExpression(source, scopeOfResponse, data),
        );
      }),
      { numRuns: 200 },
    );
  });
});
