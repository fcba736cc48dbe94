import type { Finding } from './doctor-checks.ts';
import { type Command, EXIT, readArgs } from './terminal.ts';

const MARK: { [level in Finding['level']]: string } = { ok: 'ok  ', note: 'note', wrong: 'FAIL' };

/** `parley doctor`: looks at everything that Parley depends on and says what to do about what is wrong. Shows no secret. */
export const doctor: Command = {
  args: '',
  summary: 'Check Node, settings, data folder, database, port, flow files and numbers, and say what to do.',
  details: ['--json   one object: healthy, findings'],
  async run(args, terminal) {
    const { values } = readArgs(args, {});
    const { findings } = await import('./doctor-checks.ts');
    const found: Finding[] = [];
    for await (const finding of findings(terminal.env)) {
      found.push(finding);
      if (values.json) continue;
      terminal.print(`${MARK[finding.level]}  ${finding.subject}: ${finding.detail}`);
      if (finding.advice) terminal.print(`      → ${finding.advice}`);
    }
    const healthy = found.every(({ level }) => level !== 'wrong');
    if (values.json) terminal.print(JSON.stringify({ healthy, findings: found }));
    return healthy ? EXIT.ok : EXIT.failed;
  },
};
