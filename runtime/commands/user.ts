import { z } from 'zod';
import { isRole, ROLES } from '../people/rights.ts';
import { type Answered, type ServerApi, serverApi } from './server-api.ts';
import { type Command, EXIT, type ExitCode, readArgs, type Terminal, WrongUsage } from './terminal.ts';

/** `parley user`: people of a running server, for whoever has its key; also when no administrator can sign in any more. */
export const user: Command = {
  args: 'ACTION [EMAIL [ROLE]]',
  summary: 'List, invite and change the people of a running Parley.',
  details: [
    'ACTION is list, add, role, disable, enable, or one of these:',
    'add           makes a link with which somebody chooses a password',
    'reset-link    makes a link to a new password',
    'drop-factor   takes the second factor away, from somebody who has lost it',
    `ROLE is ${ROLES.join(', ')}`,
    '--role ROLE   with add: what they may do (agent)',
    '--url URL     where Parley runs (http://127.0.0.1:3000); links begin with it',
    '--key KEY     its API key (PARLEY_API_KEY, or the one in DATA_DIR); one that was made in the app does not suffice',
    '--json        what the API answered',
  ],
  async run(args, terminal) {
    const { values, positionals } = readArgs(args, {
      role: { type: 'string', default: 'agent' },
      url: { type: 'string', default: 'http://127.0.0.1:3000' },
      key: { type: 'string' },
    });
    const request = requestOf(positionals, values.role);
    const api = serverApi(values, terminal.env);
    try {
      const answered = await request(api);
      return answered.ok ? told(answered.json, values, terminal) : refused(answered, values.json, terminal);
    } finally {
      await api.close();
    }
  },
};

type Request = (api: ServerApi) => Promise<Answered>;

const Person = z.looseObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  isDisabled: z.boolean(),
});
const People = z.looseObject({ people: z.array(Person) });
const Linked = z.looseObject({ path: z.string() });

function requestOf([verb, email, role, ...rest]: string[], invited: string): Request {
  const takes = { list: 0, add: 1, 'reset-link': 1, role: 2, disable: 1, enable: 1, 'drop-factor': 1 };
  const given = [email, role, ...rest].filter((word) => word !== undefined).length;
  if (verb === undefined || !Object.hasOwn(takes, verb)) throw new WrongUsage('Say what to do with whom.');
  const wanted = Object.entries(takes).find(([name]) => name === verb)?.[1];
  if (given !== wanted) throw new WrongUsage(`user ${verb} takes ${wanted} arguments, and got ${given}.`);
  const chosen = verb === 'add' ? invited : role;
  if ((verb === 'add' || verb === 'role') && !isRole(chosen ?? '')) {
    throw new WrongUsage(`${chosen} is no role: ${ROLES.join(', ')}.`);
  }
  if (email === undefined) return (api) => api.call('GET', '/api/people');
  switch (verb) {
    case 'add':
      return (api) => api.call('POST', '/api/invitations', { email, role: chosen });
    case 'reset-link':
      return onPerson(email, (api, path) => api.call('POST', `${path}/reset-link`));
    case 'role':
      return onPerson(email, (api, path) => api.call('PATCH', path, { role: chosen }));
    case 'drop-factor':
      return onPerson(email, (api, path) => api.call('PATCH', path, { hasSecondFactor: false }));
    default:
      return onPerson(email, (api, path) => api.call('PATCH', path, { isDisabled: verb === 'disable' }));
  }
}

/** The API names people by id, and a person at a terminal by their address. */
function onPerson(email: string, ask: (api: ServerApi, path: string) => Promise<Answered>): Request {
  return async (api) => {
    const listed = await api.call('GET', '/api/people');
    if (!listed.ok) return listed;
    const person = People.parse(listed.json).people.find((one) => one.email === email.trim().toLowerCase());
    if (person) return ask(api, `/api/people/${encodeURIComponent(person.id)}`);
    return {
      ok: false,
      status: 404,
      code: 'person-not-found',
      detail: `Nobody has the address ${email}.`,
      json: null,
    };
  };
}

function told(
  json: unknown,
  { json: isJson, url }: { json: boolean; url: string },
  terminal: Terminal,
): ExitCode {
  if (isJson) {
    terminal.print(JSON.stringify(json));
    return EXIT.ok;
  }
  const linked = Linked.safeParse(json);
  const listed = People.safeParse(json);
  if (linked.success) terminal.print(new URL(linked.data.path, url).href);
  else
    for (const person of listed.success ? listed.data.people : [Person.parse(json)])
      terminal.print(lineOf(person));
  return EXIT.ok;
}

function lineOf({ email, name, role, isDisabled }: z.infer<typeof Person>): string {
  return `${email}  ${name}  ${role}${isDisabled ? '  disabled' : ''}`;
}

function refused(answered: Extract<Answered, { ok: false }>, isJson: boolean, terminal: Terminal): ExitCode {
  const { code, detail } = answered;
  if (isJson) terminal.print(JSON.stringify({ code, detail }));
  else terminal.complain(detail);
  return EXIT.unavailable;
}
