import { RULES_AS_OF, rules } from '@parley/flows/rules/pack.ts';
import type { Rule } from '@parley/flows/rules/rule.ts';

/** The page about the platform's rules, made from the table itself. */
export function rulesPage(): string {
  return [
    '# The rules of WhatsApp that Parley keeps',
    '',
    `Made from \`flows/rules\` by \`npm test -- -u docs\`; do not edit. The sources were last read on ${RULES_AS_OF}.`,
    '',
    'The check of a flow, the sender, the simulator and the screens read these values and no others. A value that no longer holds is kept with its last day,',
    'so that `parley check --on 2027-01-01 FILE` can say what another day allows. Days are the first on which a rule holds, and the first on which',
    'it does not any more; none means as long as is known.',
    '',
    '| rule | value | from | until | source | note |',
    '|---|---|---|---|---|---|',
    ...[...rules].sort(byName).map(row),
    '',
  ].join('\n');
}

const byName = (one: Rule, other: Rule) =>
  one.id === other.id ? compare(one.from ?? '', other.from ?? '') : compare(one.id, other.id);

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

function row({ id, value, unit, from, until, source, note }: Rule): string {
  const isWord = unit === 'word' || unit === 'words';
  const said = typeof value === 'object' ? value.join(', ') : String(value);
  const cells = [`\`${id}\``, isWord ? said : `${said} ${unit}`, from ?? '', until ?? '', source, note];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
