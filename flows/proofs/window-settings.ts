import { closingNode, quietHoursOf } from '../at-closing.ts';
import { durationMs } from '../duration.ts';
import type { Problem } from '../problem.ts';
import { clockMinutes } from '../quiet-hours.ts';
import { reopenAt, reopenByDefault } from '../reopening.ts';
import type { Subject } from './subject.ts';

/**
 * A template that re-opens the window has a name and a language that WhatsApp knows the form of; a duration can be read; what happens
 * before the window closes leads somewhere.
 */
export function windowSettings(subject: Subject): Problem[] {
  const { machine, flow, settings } = subject;
  const { closingBefore } = settings.window ?? {};
  const badDuration: Problem = {
    code: 'bad-duration',
    level: 'error',
    field: 'window.closingBefore',
    message: `“${closingBefore}” is not a duration. Write it like PT2H (2 hours).`,
  };
  return [
    ...Object.keys(flow.nodes).flatMap((node) =>
      faults(reopenAt(machine, node), 'reopen').map((problem) => ({ ...problem, node })),
    ),
    ...faults(reopenByDefault(machine), 'window.reopen'),
    ...(closingBefore !== undefined && durationMs(closingBefore) === null ? [badDuration] : []),
    ...atClosing(subject),
  ];
}

function atClosing({ flow, settings }: Subject): Problem[] {
  const policy = settings.window?.atClosing;
  if (!policy) return [];
  const problem = (code: string, field: string, message: string): Problem => ({
    ...{ code, level: 'error' as const, field: `window.atClosing.${field}`, message },
  });
  const problems: Problem[] = [];
  const id = closingNode(policy);
  const field = 'handOver' in policy ? 'handOver' : 'node';
  const node = id !== null && Object.hasOwn(flow.nodes, id) ? flow.nodes[id] : undefined;
  if (id !== null && !node)
    problems.push(
      problem('closing-node', field, `There is no node “${id}” to go on at. Choose another one.`),
    );
  if ('handOver' in policy && node && node.type !== 'escalation')
    problems.push(problem('closing-node', field, `“${id}” does not hand over to a person.`));
  const quiet = quietHoursOf(policy);
  for (const end of ['from', 'to'] as const) {
    if (quiet && clockMinutes(quiet[end]) === null)
      problems.push(
        problem('bad-time', `quiet.${end}`, `“${quiet[end]}” is no time of day. Write it like 21:00.`),
      );
  }
  if (Object.hasOwn(flow.globals, 'window-closing'))
    problems.push({
      ...problem('closing-wired', field, ''),
      level: 'warning',
      field: 'window.atClosing',
      message:
        'The flow has a node of its own for a window that closes soon, so what its settings say for that never happens.',
    });
  return problems;
}

function faults(sent: ReturnType<typeof reopenAt>, field: string): Problem[] {
  if (sent?.message.type !== 'template') return [];
  const { name, language } = sent.message;
  const badName: Problem = {
    code: 'template-name',
    level: 'error',
    field: `${field}.name`,
    message: 'A template’s name has small letters, digits and _ only.',
  };
  const badLanguage: Problem = {
    code: 'template-language',
    level: 'error',
    field: `${field}.language`,
    message: `“${language}” is not a template language. Write it as WhatsApp does: en, en_US, pt_BR.`,
  };
  return [
    ...(/^[a-z0-9_]{1,512}$/.test(name) ? [] : [badName]),
    ...(/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/.test(language) ? [] : [badLanguage]),
  ];
}
