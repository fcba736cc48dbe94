import type { FlowTest } from '../flow-test.ts';
import type { Found, TestResult } from './run.ts';

export type Failure = Extract<TestResult, { ok: false }>;

/** Why a test failed, in English and in lines: where, what was expected, what came. */
export function failureLines({ step, found }: Failure, test: FlowTest | undefined): string[] {
  return [`${placeWords(step, test)}:`, ...foundLines(found)];
}

function placeWords(step: number, test: FlowTest | undefined): string {
  if (step === 0) return 'at the beginning';
  const made = test?.steps[step - 1];
  if (!made) return 'at the end';
  const deed = made.do === 'say' ? (saidWords(made.input) ?? made.input.type) : made.do;
  return `at step ${step} (${deed})`;
}

function saidWords(input: {
  type: string;
  text?: string | undefined;
  title?: string | undefined;
  id?: string;
}) {
  if (input.type === 'text') return `“${input.text}”`;
  return input.type === 'choice' ? `[${input.title ?? input.id}]` : null;
}

function foundLines(found: Found): string[] {
  switch (found.of) {
    case 'said': {
      const { expected, got } = found;
      const wanted =
        expected && `${WHAT[expected.what]}${expected.match === 'contains' ? ' that contains' : ''}`;
      return [
        ...(expected === null || wanted === null
          ? ['  expected nothing more']
          : expected.match === 'any'
            ? [`  expected ${wanted}, any`]
            : [`  expected ${wanted}:`, ...indented(expected.text)]),
        ...(got === null ? ['  got nothing'] : [`  got ${WHAT[got.what]}:`, ...indented(got.text)]),
      ];
    }
    case 'end':
      return [`  expected ${endWords(found.expected)}`, `  got ${endWords(found.got)}`];
    case 'variable':
      return [
        `  expected ${found.variable} to be ${JSON.stringify(found.expected)}`,
        `  got ${JSON.stringify(found.got) ?? 'nothing'}`,
      ];
    case 'broken':
      return [`  the conversation cannot go on: ${found.reason}`];
  }
}

const WHAT = { message: 'a message', undelivered: 'a message after the window closed', effect: 'an effect' };
const endWords = (node: string | null) =>
  node === null ? 'the session to have ended' : `to stand at “${node}”`;
const indented = (text: string) => text.split('\n').map((line) => `    ${line}`);
