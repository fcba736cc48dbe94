import type { Command } from './terminal.ts';

/** What `parley help` prints: every command in a line. */
export function helpText(commands: { readonly [name: string]: Command }): string[] {
  const signatures = Object.entries(commands).map(([name, { args, summary }]) => ({
    signature: `parley ${name}${args === '' ? '' : ` ${args}`}`,
    summary,
  }));
  signatures.push({ signature: 'parley help [COMMAND]', summary: 'Say how a command is used.' });
  const width = Math.max(...signatures.map(({ signature }) => signature.length));
  return [
    'Parley runs WhatsApp conversations from flow files.',
    '',
    ...signatures.map(({ signature, summary }) => `  ${signature.padEnd(width)}   ${summary}`),
    '',
    'Every command knows --json, and --help. Exit codes:',
    '  0   done',
    '  1   the flow has errors, or a check failed',
    '  2   the command, a file or a setting is not right',
    '  3   something outside said no: server, database, port, WhatsApp, or a conflict with somebody else',
  ];
}

/** How one command is used. */
export function usageText(name: string, { args, summary, details }: Command): string[] {
  return [
    `Usage: parley ${name}${args === '' ? '' : ` ${args}`}`,
    `  ${summary}`,
    ...details.map((line) => `  ${line}`),
  ];
}
