import { z } from 'zod';
import { serverApi } from './server-api.ts';
import { type Command, EXIT, readArgs, WrongUsage } from './terminal.ts';

const Trace = z.looseObject({
  conversationId: z.string().nullable(),
  story: z.array(z.looseObject({ at: z.string(), text: z.string() })),
  outlook: z.array(z.string()),
});

/** `parley trace`: asks a running server for the way of one message and prints it, a line a moment. */
export const trace: Command = {
  args: 'ID',
  summary: 'Tell what became of a message on a running Parley.',
  details: [
    'ID is the wamid of a message, the contact’s or ours, or its id in the transcript (in-17, out-42).',
    '--url URL     where Parley runs (http://127.0.0.1:3000)',
    '--key KEY     its API key (PARLEY_API_KEY, or the one in DATA_DIR)',
    '--json        one object: event, session, messages with their times and errors, story, outlook',
  ],
  async run(args, terminal) {
    const { values, positionals } = readArgs(args, {
      url: { type: 'string', default: 'http://127.0.0.1:3000' },
      key: { type: 'string' },
    });
    const [id] = positionals;
    if (id === undefined || positionals.length > 1) throw new WrongUsage('Name one message.');
    const api = serverApi(values, terminal.env);
    try {
      const answered = await api.call('GET', `/api/messages/${encodeURIComponent(id)}/trace`);
      if (!answered.ok) {
        if (values.json) terminal.print(JSON.stringify({ code: answered.code, detail: answered.detail }));
        else terminal.complain(answered.detail);
        return EXIT.unavailable;
      }
      if (values.json) {
        terminal.print(JSON.stringify(answered.json));
        return EXIT.ok;
      }
      const { conversationId, story, outlook } = Trace.parse(answered.json);
      if (conversationId !== null) terminal.print(`Conversation ${conversationId}`);
      for (const { at, text } of story) terminal.print(`${at}  ${text}`);
      for (const text of outlook) terminal.print(text);
      return EXIT.ok;
    } finally {
      await api.close();
    }
  },
};
