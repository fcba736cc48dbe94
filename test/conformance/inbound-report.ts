import type { Checked, Fate } from './inbound-check.ts';
import type { PayloadFile } from './inbound-files.ts';

type NotWebhook = Extract<PayloadFile, { ok: false }>;

/** What was found out, for people: a table with a line for each kind, and under it whatever needs words. */
export function reportInbound(checked: readonly Checked[], notWebhooks: readonly NotWebhook[]): string {
  const kinds = [...new Set([...checked, ...notWebhooks].map(({ kind }) => kind))].sort();
  const rows = kinds.map((kind) => {
    const ofKind = checked.filter((one) => one.kind === kind);
    const others = notWebhooks.filter((one) => one.kind === kind).length;
    return [kind, ...counts(ofKind, others).map(String)];
  });
  const total = ['all', ...counts(checked, notWebhooks.length).map(String)];
  return [
    table([HEAD, ...rows, total]),
    ...section(
      'Kept, by kind',
      tally(fatesOf(checked).flatMap((fate) => (fate.fate === 'kept' ? fate.as : []))),
    ),
    ...section(
      'Malformed',
      linesFor(checked, (fate) => (fate.fate === 'kept' && fate.as === 'malformed' ? fate.reason : null)),
    ),
    ...section(
      'Passed over',
      linesFor(checked, (fate) => (fate.fate === 'passed-over' ? fate.reason : null)),
    ),
    ...section('Notices', noticeLines(checked)),
    ...section(
      'Not a webhook',
      notWebhooks.map(({ file, reason }) => `${file}: ${reason}`),
    ),
    ...section('Wrong', [
      ...checked.flatMap(({ file, answered }) => (answered === 200 ? [] : [`${file}: answered ${answered}`])),
      ...linesFor(checked, ({ wrong }) => wrong),
      ...checked.flatMap(({ file, complaints }) =>
        complaints.map((line) => `${file}: ${line.trim().slice(0, 500)}`),
      ),
    ]),
    '',
  ].join('\n');
}

/** Whether anything is not as it has to be. */
export function isWrong({ answered, complaints, fates, notices }: Checked): boolean {
  return (
    answered !== 200 ||
    complaints.length > 0 ||
    fates.some(({ wrong }) => wrong !== null) ||
    isWronglyNoticed(notices)
  );
}

const isWronglyNoticed = (notices: Checked['notices']) =>
  notices !== null && (notices.first !== notices.expected || notices.again !== notices.first);

/** How many of the files that have to make one notice do, a replay none; and the files that make another number of them. */
function noticeLines(checked: readonly Checked[]): string[] {
  const noticed = checked.flatMap(({ file, notices }) => (notices ? [{ file, ...notices }] : []));
  if (noticed.length === 0) return [];
  const right = noticed.filter(({ first, again }) => first === 1 && again === 1);
  return [
    `${right.length} of ${noticed.length} files make one, and none when they come again`,
    ...noticed
      .filter((one) => !right.includes(one))
      .map(({ file, first, again, expected }) =>
        first === 0 && again === 0 && expected === 0
          ? `${file}: none, as it tells of no event`
          : `${file}: ${first}, and ${again} after it came again: wrong`,
      ),
  ];
}

const HEAD = [
  ...['kind', 'not a webhook', 'posted', 'answered 200'],
  ...['messages', 'moved a session', 'statuses', 'moved a delivery', 'other events'],
  ...['kept', 'malformed', 'passed over', 'crashes', 'lost', 'wrong'],
];

function counts(checked: readonly Checked[], others: number): number[] {
  const fates = fatesOf(checked);
  const of = (isCounted: (fate: Fate) => boolean) => fates.filter(isCounted).length;
  return [
    others,
    checked.length,
    checked.filter(({ answered }) => answered === 200).length,
    of(({ item }) => item.what === 'message'),
    of(({ fate }) => fate === 'moved-session'),
    of(({ item }) => item.what === 'status'),
    of(({ fate }) => fate === 'moved-delivery'),
    of(({ item }) => item.what === 'event'),
    of((fate) => fate.fate === 'kept' && fate.as !== 'malformed'),
    of((fate) => fate.fate === 'kept' && fate.as === 'malformed'),
    of(({ fate }) => fate === 'passed-over'),
    checked.filter(({ answered, complaints }) => answered === 0 || answered >= 500 || complaints.length > 0)
      .length,
    of(({ fate }) => fate === 'lost'),
    checked.filter(isWrong).length,
  ];
}

function fatesOf(checked: readonly Checked[]): Fate[] {
  return checked.flatMap(({ fates }) => fates);
}

function linesFor(checked: readonly Checked[], wordsFor: (fate: Fate) => string | null): string[] {
  return checked.flatMap(({ file, fates }) =>
    fates.flatMap((fate) => {
      const words = wordsFor(fate);
      return words === null ? [] : [`${file}: ${fate.item.what} ${fate.item.type}: ${words}`];
    }),
  );
}

function tally(words: readonly string[]): string[] {
  const groups = Map.groupBy(words, (word) => word);
  return [...groups].sort().map(([word, all]) => `${word}: ${all.length}`);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function table(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}
