import type { Problem } from '@parley/flows/problem.ts';

/** Problems for a person in a terminal, errors first: what is wrong, where, and the shortest way to see it happen; `say` in their language. */
export function problemLines(problems: readonly Problem[], say = (text: string) => text): string[] {
  const errors = problems.filter(({ level }) => level === 'error');
  const warnings = problems.filter(({ level }) => level === 'warning');
  return [...errors, ...warnings].flatMap((problem) => [
    `  ${problem.level === 'error' ? 'error  ' : 'warning'}  ${problem.code}${placeOf(problem)}: ${say(problem.message)}`,
    ...(problem.example?.length ? [`           for example: ${problem.example.map(say).join(' → ')}`] : []),
  ]);
}

/** `1 error and 2 warnings`, or `no problems`. */
export function countInWords(problems: readonly Problem[]): string {
  const errors = problems.filter(({ level }) => level === 'error').length;
  const warnings = problems.length - errors;
  const parts = [
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
  ];
  return parts.join(' and ') || 'no problems';
}

function placeOf({ node, field, locale, line, column }: Problem): string {
  const place = [
    ...(node === undefined ? [] : [`node “${node}”`]),
    ...(field === undefined ? [] : [field]),
    ...(locale === undefined ? [] : [`in ${locale}`]),
    ...(line === undefined ? [] : [`line ${line}${column === undefined ? '' : `, column ${column}`}`]),
  ];
  return place.length > 0 ? ` at ${place.join(', ')}` : '';
}
