import { type Command, EXIT } from './terminal.ts';

/** `parley emulator` is another program, which `bin/parley.js` starts: it belongs to the tests, and the server must not need it. */
export const emulator: Command = {
  args: '[OPTION…]',
  summary: 'Play WhatsApp: a Graph API, webhooks and a phone in this terminal.',
  details: ['npx parley emulator --help lists its options.'],
  async run(_args, terminal) {
    terminal.complain('Start the emulator with npx parley emulator.');
    return EXIT.usage;
  },
};
