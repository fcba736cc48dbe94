import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** One letter as the server took it; `text` is decoded. */
export type Received = { to: string[]; messageId: string; subject: string; text: string };

/**
 * A mail server that speaks as much SMTP as a client needs (RFC 5321: EHLO, MAIL, RCPT, DATA, QUIT) and keeps what it is given. `refuse`
 * makes it answer the next letters with this line instead of taking them.
 */
export async function startMailServer() {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  let refusal: string | null = null;
  const server = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => {}));
    const say = (line: string) => socket.write(`${line}\r\n`);
    let waiting = '';
    let to: string[] = [];
    let isData = false;
    const hear = (line: string) => {
      const [verb = ''] = line.toUpperCase().split(' ');
      if (verb === 'RCPT') to.push(/<([^>]*)>/.exec(line)?.[1] ?? '');
      if (verb === 'MAIL') to = [];
      if (verb === 'DATA') isData = true;
      if (verb === 'DATA') say('354 go on');
      else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else say(verb === 'EHLO' ? '250 mail.test' : '250 ok');
    };
    say('220 mail.test ready');
    socket.on('data', (bytes) => {
      waiting += bytes.toString('latin1');
      for (;;) {
        const end = waiting.indexOf(isData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const said = waiting.slice(0, end);
        waiting = waiting.slice(end + (isData ? 5 : 2));
        if (!isData) hear(said);
        else {
          isData = false;
          if (refusal === null) received.push({ to, ...letterIn(said) });
          say(refusal ?? '250 taken');
        }
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    received,
    refuse: (line: string | null) => {
      refusal = line;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Of a letter of plain text. Sources: RFC 5322, RFC 2045 (quoted-printable, base64), RFC 2047 (words of headers). */
function letterIn(raw: string): Omit<Received, 'to'> {
  const at = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, at).replace(/\r\n[ \t]+/g, ' ');
  const body = raw.slice(at + 4);
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? '';
  const words = (text: string) =>
    text
      .replace(/\?=\s+=\?/g, '?==?')
      .replace(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, coded: string) =>
        kind.toUpperCase() === 'B'
          ? Buffer.from(coded, 'base64').toString()
          : quoted(coded.replaceAll('_', ' ')),
      );
  const coding = header('Content-Transfer-Encoding').toLowerCase();
  const text = coding === 'base64' ? Buffer.from(body, 'base64').toString() : quoted(body, coding);
  return { messageId: header('Message-ID'), subject: words(header('Subject')), text };
}

function quoted(text: string, coding = 'quoted-printable'): string {
  if (coding !== 'quoted-printable') return Buffer.from(text, 'latin1').toString();
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
