import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { signatureOf } from '../emulator/webhooks/webhook-body.ts';
import type { ParleyProcess } from './parley-process.ts';
import type { Row } from './row.ts';
import type { Draft, Stage } from './stage.ts';

const PATIENCE_MS = 30_000;
const MB = 1024 * 1024;
/** People who only hold a connection. */
const IDLERS = 100;

/** Rows 28 and 29: bodies that are too large, too slow, or hold what cannot be stored. */
export const hostileRows: Row[] = [
  {
    number: 28,
    name: 'bodies of 200 MB, packed, that lie, that never end',
    holds: '413, 415, 400, 408; memory grows by less than 50 MB, others are answered',
    on: ['PostgreSQL'],
    setting: { processes: 0 },
    async run(stage) {
      const parley = await stage.startProduct();
      const phones = await stage.people(20);
      await Promise.all(phones.map((phone) => phone.text('one')));
      await stage.check();
      const before = parley.memory();
      let peak = before;
      const looking = setInterval(() => {
        peak = Math.max(peak, parley.memory());
      }, 50);
      try {
        await attack(stage, parley);
      } finally {
        clearInterval(looking);
      }
      assert.ok(peak - before < 50 * MB, `memory grew by ${Math.round((peak - before) / MB)} MB`);
      await phones[0]?.text('three');
    },
  },
  {
    number: 29,
    name: 'texts that hold what databases and parsers choke on',
    holds: '200, kept in one form or another, the conversation goes on',
    on: ['PostgreSQL', 'PGlite'],
    short: 'PostgreSQL',
    async run(stage) {
      const phones = await stage.people(ODDITIES.length);
      for (const [n, [name, spoil]] of ODDITIES.entries()) {
        const phone = phones[n];
        assert.ok(phone);
        const draft = await stage.draft(phone, PLACEHOLDER);
        const before = phone.messages.length;
        assert.equal(await stage.post(spoil(draft)), 200, name);
        const [kept] = await stage.rows<{ isInInbox: boolean; isAside: boolean }>(`
          select exists (select from inbox where source = '${draft.wamid}') as "isInInbox",
            exists (select from webhook_events where kind = 'malformed' and received_at > now() - interval '1 minute') as "isAside"
        `);
        assert.ok(kept?.isInInbox || kept?.isAside, `${name} was kept nowhere`);
        if (kept.isInInbox) await stage.until(`${name} is answered`, () => phone.messages.length > before);
        else stage.allow({ setAside: [draft.wamid] });
        await phone.text('fine');
        await stage.until(
          `it goes on after ${name}`,
          () => phone.messages.at(-1)?.body.endsWith(': fine') ?? false,
        );
      }
      assert.equal(Reflect.get({}, 'polluted'), undefined);
    },
  },
];

const PLACEHOLDER = 'PLACEHOLDER';
type Spoil = (draft: Draft) => Uint8Array;

/** The body with something else in the place of the text, as JSON writes it. */
const withText =
  (json: string): Spoil =>
  ({ envelope }) =>
    Buffer.from(JSON.stringify(envelope).replace(PLACEHOLDER, () => json));
/** The body with more keys in the message. */
const withKeys =
  (json: string): Spoil =>
  ({ envelope }) =>
    Buffer.from(JSON.stringify(envelope).replace('"text":{', () => `${json},"text":{`));

const ODDITIES: [string, Spoil][] = [
  ['a NUL', withText('a\\u0000b')],
  ['half a surrogate pair', withText('a\\ud83db')],
  ['the other half', withText('\\ude00')],
  ['a right-to-left override', withText('\\u202eabc')],
  ['64 KB of emoji', withText('\u{1f600}'.repeat(16 * 1024))],
  [
    'bytes that are no UTF-8',
    ({ envelope }) => {
      const [before = '', after = ''] = JSON.stringify(envelope).split(PLACEHOLDER);
      return Buffer.concat([Buffer.from(before), Buffer.from([0xc3, 0x28, 0xff, 0xfe]), Buffer.from(after)]);
    },
  ],
  ['10,000 lists in each other', withKeys(`"deep":${'['.repeat(10_000)}${']'.repeat(10_000)}`)],
  ['a key twice', withKeys('"type":"image","type":"text"')],
  ['__proto__', withKeys('"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}')],
  ['a NUL in a key', withKeys('"a\\u0000b":1')],
  ['a number beyond all numbers', withKeys('"large":1e999')],
];

/** Everything at once, while people are answered. Each request must end as it should. */
async function attack(stage: Stage, parley: ParleyProcess): Promise<void> {
  const begin = (headers: readonly string[]) => open(parley.port, headers);
  const tooLong = begin([`content-length: ${200 * MB}`]);
  const endless = begin(['transfer-encoding: chunked']);
  const pouring = pour(endless, 200 * MB);
  const packed = stage.post(gzipSync(Buffer.alloc(50 * MB)), {
    to: parley,
    headers: { 'content-encoding': 'gzip' },
  });
  const short = Buffer.from('{"object":"x"}');
  const tooMuch = begin([
    `content-length: ${short.length - 5}`,
    `x-hub-signature-256: ${signatureOf(short, 'x')}`,
  ]);
  tooMuch.socket.write(short);
  const tooLittle = begin([`content-length: ${short.length + 5}`]);
  tooLittle.socket.write(short);
  const slow = Array.from({ length: IDLERS }, () => begin(['content-length: 1000']));
  const dripping = setInterval(() => {
    for (const { socket } of slow) if (socket.writable) socket.write('x');
  }, 500);
  try {
    const phone = stage.emulator.phone(stage.person());
    await phone.text('hello');
    assert.equal((await phone.receive(PATIENCE_MS)).body, '0: ');
    const answers = {
      tooLong: await tooLong.answer,
      endless: await endless.answer,
      packed: await packed,
      tooLittle: await tooLittle.answer,
    };
    assert.deepEqual(answers, { tooLong: 413, endless: 413, packed: 415, tooLittle: 408 });
    // What comes after the end of the body is a request of its own, and none: whichever of the two answers is first.
    const after = await tooMuch.answer;
    assert.ok(after === 400 || after === 401, `${after}`);
    for (const { answer } of slow) assert.equal(await answer, 408);
    await phone.text('one');
    assert.equal((await phone.receive(PATIENCE_MS)).body, '1: one');
  } finally {
    clearInterval(dripping);
    for (const { socket } of [tooLong, endless, tooMuch, tooLittle, ...slow]) socket.destroy();
    await pouring;
  }
}

type Begun = { socket: Socket; answer: Promise<number | null> };

/** Begins a request; the status of its answer is null when the connection ends without one. */
function open(port: number, headers: readonly string[]): Begun {
  const socket = connect(port, '127.0.0.1');
  const head = [
    'POST /webhooks/whatsapp HTTP/1.1',
    'host: parley',
    'content-type: application/json',
    ...headers,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  const { promise, resolve } = Promise.withResolvers<number | null>();
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
    const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(text) ?? [];
    if (status !== undefined) resolve(Number(status));
  });
  socket.on('error', () => resolve(null)).on('close', () => resolve(null));
  return { socket, answer: promise };
}

/** Writes so much in chunks, as fast as it is taken, until somebody hangs up or answers. */
async function pour({ socket, answer }: Begun, bytes: number): Promise<void> {
  const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000, 'x'), Buffer.from('\r\n')]);
  let isOver = false;
  void answer.then(() => {
    isOver = true;
  });
  for (let written = 0; written < bytes && !isOver && socket.writable; written += 0x10000) {
    if (socket.write(chunk)) continue;
    const drained = new Promise((resolve) => socket.once('drain', resolve).once('close', resolve));
    await Promise.race([drained, answer]);
  }
}
