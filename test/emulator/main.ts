import { readFile } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { DEFAULTS } from './business-number.ts';
import { startEmulator } from './emulator.ts';
import type { Emulator } from './emulator-types.ts';
import { TemplateOptions } from './templates/templates.ts';
import { chat } from './terminal.ts';

const HELP = `Usage: parley emulator [options]

A WhatsApp of your own: Graph API, webhooks and a phone in this terminal.

  --port NUMBER            where the Graph API listens (4000)
  --webhook URL            where Parley hears of messages (${DEFAULTS.webhookUrl})
  --phone-number-id ID     (${DEFAULTS.phoneNumberId})
  --waba-id ID             (${DEFAULTS.wabaId})
  --token TOKEN            access token (${DEFAULTS.accessToken})
  --app-secret SECRET      signs webhooks (${DEFAULTS.appSecret})
  --verify-token TOKEN     (${DEFAULTS.verifyToken})
  --templates FILE         JSON array of templates, as Graph lists them
  --person NUMBER          whose phone this terminal is (15550002222)
  --name NAME              that person's name (neighbour)
  --chat                   chat even if input is not a terminal
  --json                   one JSON object a line instead of text; no chat unless --chat
  --help
`;

/** WhatsApp repeats with falling frequency, for a day and a half at least. Real milliseconds. */
const RETRY_DELAYS_MS = [1, 5, 15, 60, 300, 900, 3600, 3600, 7200, 14_400, 28_800, 43_200].map(
  (s) => s * 1000,
);

type Streams = { stdin: Readable & { isTTY?: boolean }; stdout: Writable; stderr: Writable };

/**
 * `parley emulator`: runs until interrupted, or until its input ends while chatting. Resolves with the exit code:
 * 0, or 1 when it cannot start, or 2 for wrong options.
 */
export async function emulatorCommand(args: string[], streams: Streams = process): Promise<number> {
  const options = readOptions(args);
  if ('problem' in options) {
    streams.stderr.write(`${options.problem}\n\n${HELP}`);
    return 2;
  }
  if (options.help) {
    streams.stdout.write(HELP);
    return 0;
  }
  const print = (line: string) => void streams.stdout.write(`${line}\n`);
  try {
    const emulator = await startEmulator({
      port: options.port,
      webhookUrl: options.webhook,
      accessToken: options.token,
      appSecret: options['app-secret'],
      verifyToken: options['verify-token'],
      numbers: [{ ...DEFAULTS, phoneNumberId: options['phone-number-id'], wabaId: options['waba-id'] }],
      templates: options.templates ? await readTemplates(options.templates) : [],
      retryDelaysMs: RETRY_DELAYS_MS,
    });
    print(options.json ? JSON.stringify({ event: 'ready', ...addresses(emulator) }) : greeting(emulator));
    await run(emulator, options, streams, print);
    await emulator.close();
    return 0;
  } catch (error) {
    streams.stderr.write(`${explain(error, options.port)}\n`);
    return 1;
  }
}

async function run(
  emulator: Emulator,
  options: { person: string; name: string; chat?: boolean; json?: boolean },
  streams: Streams,
  print: (line: string) => void,
): Promise<void> {
  const interrupted = Promise.withResolvers<void>();
  const interrupt = () => interrupted.resolve();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const phone = emulator.phone(options.person, { name: options.name });
  if (options.json) void follow(emulator, print);
  const chats = options.chat || (streams.stdin.isTTY && !options.json);
  const ends = chats
    ? [interrupted.promise, chat(emulator, phone, streams.stdin, options.json ? () => {} : print)]
    : [interrupted.promise];
  await Promise.race(ends);
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
}

/** One line for each message of the bot, to whomever it goes. */
async function follow(emulator: Emulator, print: (line: string) => void): Promise<never> {
  const FOREVER_MS = 2 ** 31 - 1;
  for (let seen = 0; ; seen += 1) {
    await emulator.until(() => emulator.accepted.length > seen, FOREVER_MS);
    const record = emulator.accepted[seen];
    if (!record) continue;
    const { messages } = emulator.phone(record.to, {}, record.phoneNumberId);
    const shown = messages.findLast((message) => message.wamid === record.wamid);
    const { wamid, to, type } = record;
    print(
      JSON.stringify({
        event: 'message',
        wamid,
        to,
        type,
        text: shown?.text ?? null,
        options: shown?.options ?? [],
      }),
    );
  }
}

function readOptions(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string', default: '4000' },
        webhook: { type: 'string', default: DEFAULTS.webhookUrl },
        'phone-number-id': { type: 'string', default: DEFAULTS.phoneNumberId },
        'waba-id': { type: 'string', default: DEFAULTS.wabaId },
        token: { type: 'string', default: DEFAULTS.accessToken },
        'app-secret': { type: 'string', default: DEFAULTS.appSecret },
        'verify-token': { type: 'string', default: DEFAULTS.verifyToken },
        templates: { type: 'string' },
        person: { type: 'string', default: '15550002222' },
        name: { type: 'string', default: 'neighbour' },
        chat: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      return { problem: `--port ${values.port} is not a port.` };
    if (!URL.canParse(values.webhook)) return { problem: `--webhook ${values.webhook} is not a URL.` };
    return { ...values, port };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

async function readTemplates(path: string): Promise<z.input<typeof TemplateOptions>[]> {
  const parsed = z.array(TemplateOptions).safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path} does not hold templates:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** The settings that make a Parley use this emulator. */
function addresses(emulator: Emulator) {
  return {
    url: emulator.url,
    control: `${emulator.url}/_emulator`,
    webhook: emulator.webhookUrl,
    environment: {
      WHATSAPP_GRAPH_URL: emulator.url,
      WHATSAPP_PHONE_NUMBER_ID: emulator.phoneNumberId,
      WHATSAPP_BUSINESS_ACCOUNT_ID: emulator.wabaId,
      WHATSAPP_ACCESS_TOKEN: emulator.accessToken,
      WHATSAPP_APP_SECRET: emulator.appSecret,
      WHATSAPP_VERIFY_TOKEN: emulator.verifyToken,
    },
  };
}

function greeting(emulator: Emulator): string {
  const { url, control, webhook, environment } = addresses(emulator);
  const settings = Object.entries(environment).map(([name, value]) => `  ${name}=${value}`);
  return [
    `WhatsApp emulator at ${url}, control API at ${control}`,
    `Messages are reported to ${webhook}`,
    'Start Parley with',
    `${settings.join(' \\\n')} \\\n  npm start`,
  ].join('\n');
}

function explain(error: unknown, port: number): string {
  if (!(error instanceof Error)) return String(error);
  const isTaken = 'code' in error && error.code === 'EADDRINUSE';
  return isTaken ? `Port ${port} is taken. Choose another with --port.` : error.message;
}

if (import.meta.main) process.exitCode = await emulatorCommand(process.argv.slice(2));
