import { argv, exit, stderr, stdout } from 'node:process';
import { OutboundMessage } from '@parley/flows/message.ts';
import { lintTemplate } from '@parley/flows/templates/lint.ts';
import { toGraphMessage } from '@parley/runtime/whatsapp/outbound-message.ts';
import { definitions } from './definition-examples.ts';
import { loadDefinitionJudge } from './definition-judge.ts';
import { type Example, examples } from './outbound-examples.ts';
import { brokenRules } from './outbound-rules.ts';
import { loadSpec, type Spec, type SpecResult } from './outbound-spec.ts';

/*
 * npm run conformance:outbound -- SPEC.yaml
 *
 * Turns examples of every outbound message type into request bodies and checks each against Meta's OpenAPI description
 * and against the rules of its documentation; and templates of every kind, as they are submitted, against its examples. Exits 0 when all hold, 1 when one does not, 2 when it was called wrongly.
 */

type Row = { type: string; name: string; spec: SpecResult; rules: string[] };

const [file] = argv.slice(2);
if (file === undefined) {
  stderr.write('Usage: npm run conformance:outbound -- SPEC.yaml\n');
  exit(2);
}
const spec = load(file);
const judgeDefinition = loadDefinitionJudge(file);
const rows = [
  ...examples.map((example) => check(example, spec)),
  ...definitions.map(
    ({ name, body, content }): Row => ({
      ...{ type: 'definition', name, spec: judgeDefinition(body) },
      rules: lintTemplate({ name: 'tea_house', language: 'en_US', content }, { others: [] })
        .filter(({ level }) => level === 'error')
        .map(({ code }) => `lint: ${code}`),
    }),
  ),
];
const withoutExample = OutboundMessage.options
  .map(({ shape }) => shape.type.value)
  .filter((type) => rows.every((row) => row.type !== type));
stdout.write(report(rows, withoutExample, spec.adjusted));
exit(rows.some(hasFailed) || withoutExample.length > 0 ? 1 : 0);

function load(path: string): Spec {
  try {
    return loadSpec(path);
  } catch (error) {
    stderr.write(
      `${path} cannot be used as an OpenAPI description with POST …/messages.\n${error instanceof Error ? error.message : error}\n`,
    );
    return exit(2);
  }
}

function check({ name, message, envelope }: Example, spec: Spec): Row {
  const { type } = message;
  const made = toGraphMessage(message, envelope);
  if (!made.ok) return { type, name, spec: { kind: 'invalid', faults: [] }, rules: [made.reason] };
  return { type, name, spec: spec.check(made.body), rules: brokenRules(made.body) };
}

function hasFailed({ spec, rules }: Row): boolean {
  return spec.kind === 'invalid' || rules.length > 0;
}

function report(
  rows: readonly Row[],
  withoutExample: readonly string[],
  adjusted: readonly string[],
): string {
  const word = { valid: 'ok', invalid: 'FAIL', 'not-covered': 'not covered' };
  const table = [
    ['type', 'example', 'OpenAPI', 'documentation'],
    ...rows.map(({ type, name, spec, rules }) => [
      type,
      name,
      word[spec.kind],
      rules.length === 0 ? 'ok' : 'FAIL',
    ]),
  ];
  const notCovered = rows.flatMap(({ type, name, spec }) =>
    spec.kind === 'not-covered' ? [`${type} (${name}): ${spec.reason}`] : [],
  );
  const faults = rows
    .filter(hasFailed)
    .flatMap(({ type, name, spec, rules }) => [
      ...(spec.kind === 'invalid' ? spec.faults : []).map((fault) => `${type} (${name}): OpenAPI: ${fault}`),
      ...rules.map((rule) => `${type} (${name}): documentation: ${rule}`),
    ]);
  const passed = rows.filter((row) => !hasFailed(row)).length;
  const failed = rows.length - passed + withoutExample.length;
  return [
    columns(table),
    list('Not covered by the OpenAPI description, checked against the documentation only:', notCovered),
    list('Adjusted in the OpenAPI description before use:', [
      ...adjusted,
      'biz_opaque_callback_data is left out where the schema does not have it',
    ]),
    list('Types without an example:', withoutExample),
    list('Faults:', faults),
    `${passed} passed (${notCovered.length} of them against the documentation only), ${failed} failed\n`,
  ].join('');
}

function columns(table: readonly string[][]): string {
  const widths = table[0]?.map((_, c) => Math.max(...table.map((row) => row[c]?.length ?? 0))) ?? [];
  const lines = table.map((row) =>
    row
      .map((cell, c) => cell.padEnd(widths[c] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n\n`;
}

function list(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`;
}
