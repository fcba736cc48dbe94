import { refuse } from './fault.ts';
import { spend } from './frame.ts';
import { FUNCTIONS } from './functions.ts';
import { type Kind, textKind, wordsFor } from './kind.ts';
import { type Code, type Part, SCALARS, shown } from './part.ts';
import { suggest } from './suggest.ts';

/** A call of one of `FUNCTIONS`, in front of its arguments or behind the first. Data of an unknown kind are checked when they are there. */
export function call(id: string, args: readonly Part[], offset: number): Code {
  const called = Object.hasOwn(FUNCTIONS, id) ? FUNCTIONS[id] : undefined;
  if (!called) {
    const ours = OTHER_LANGUAGES.get(id.toLowerCase());
    const hint = ours ? `; did you mean \`${ours}\`?` : suggest(id, Object.keys(FUNCTIONS));
    return refuse(`\`${id}\` is not a function${hint}`, offset);
  }
  const signature = called.signatures.map(read).find(({ takes }) => takes.length === args.length);
  if (!signature) {
    const written = called.signatures.map((known) => `${id}${known}`).join(' or ');
    return refuse(`\`${id}\` is written with other arguments: ${written}.`, offset);
  }
  args.forEach((part, at) => {
    const takes = signature.takes[at] ?? [];
    const { is } = part.kind;
    if (is === 'dynamic' || takes.includes(is)) return;
    const needed = takes.map(wordsFor).join(' or ');
    refuse(`${shown(part)} is ${wordsFor(is)}, and \`${id}\` needs ${needed} here.`, part.offset);
  });
  return {
    kind: called.check?.(args) ?? signature.gives,
    run: (frame) => {
      spend(frame, 1);
      return called.run(
        args.map((part) => part.run(frame)),
        frame,
      );
    },
  };
}

/** What people who know CEL, a spreadsheet or a programming language write for ours. */
const OTHER_LANGUAGES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    string: 'text',
    str: 'text',
    int: 'number',
    double: 'number',
    timestamp: 'date',
    length: 'size',
    len: 'size',
    count: 'size',
    lowerascii: 'lower',
    lowercase: 'lower',
    tolowercase: 'lower',
    upperascii: 'upper',
    uppercase: 'upper',
    touppercase: 'upper',
    includes: 'contains',
    left: 'short',
    substring: 'short',
  }),
);

const TAKES: { [written: string]: readonly Kind['is'][] } = {
  any: SCALARS,
  text: ['text'],
  number: ['number'],
  date: ['date'],
  list: ['list'],
  order: ['order'],
};

function read(signature: string): { takes: Kind['is'][][]; gives: Kind } {
  const [, list = '', gives] = /^\((.*)\): (\w+)$/.exec(signature) ?? [];
  return {
    takes: list.split(', ').map((parameter) => {
      const types = parameter.split(': ')[1]?.split(' | ') ?? [];
      return types.flatMap((type) => TAKES[type] ?? []);
    }),
    gives: gives === 'number' || gives === 'boolean' || gives === 'date' ? { is: gives } : textKind(Infinity),
  };
}
