import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js';
import { SOURCE_MAX } from '../placeholders.ts';
import { refuse } from './fault.ts';

/** Most parts (names, literals, operators, calls) of one expression: what a hostile one can cost to check. */
const NODES_MAX = 300;
const DEPTH_MAX = 32;
const LIST_LITERAL_MAX = 100;

// The library gives grammar, precedence and positions. Its own checker and evaluator stay unused: integers are BigInt there, `matches`
// runs on RegExp and cannot be replaced, and nothing bounds how long an evaluation takes.
const grammar = new Environment({
  limits: {
    maxAstNodes: NODES_MAX,
    maxDepth: DEPTH_MAX,
    maxListElements: LIST_LITERAL_MAX,
    maxMapEntries: 0,
    maxCallArguments: 8,
  },
});

export type Node = ASTNode;

/** Reads CEL. Throws a `Fault` that says what to change, and where. */
export function parse(source: string): Node {
  if (source.length > SOURCE_MAX) {
    refuse(`An expression has at most ${SOURCE_MAX} characters; use several smaller ones.`, SOURCE_MAX);
  }
  try {
    return grammar.parse(source).ast;
  } catch (error) {
    if (error instanceof ParseError) {
      const { start, end } = error.range ?? { start: 0, end: 0 };
      refuse(inPlainWords(error, source, source.slice(start, Math.max(end, start + 1))), start);
    }
    refuse('The expression is nested too deeply.', 0);
  }
}

function inPlainWords(error: ParseError, source: string, found: string): string {
  switch (error.code) {
    case 'unexpected_character':
    case 'unexpected_token':
    case 'expected_token':
      return unexpected(source, found, /^Expected (\w+)/.exec(error.summary)?.[1]);
    case 'unterminated_string':
    case 'unterminated_triple_quoted_string':
      return 'A text in quotes is not closed.';
    case 'newline_in_string':
      return 'A text in quotes ends on the line it begins on; write \\n for a line break.';
    case 'invalid_escape_sequence':
      return 'A backslash in a text needs a second one: \\\\.';
    case 'reserved_identifier':
      return found === 'if' || found === 'else'
        ? `There is no \`${found}\`; write condition ? value : other value.`
        : `\`${found}\` is a reserved word and cannot be a name.`;
    case 'invalid_macro_argument':
      return 'Name the item first, then what to do with it: items.map(item, item.title).';
    case 'limit_exceeded':
      return limit(error.summary);
    case 'invalid_number':
    case 'invalid_integer':
    case 'invalid_hex_integer':
    case 'invalid_exponent':
      return 'This is not a number that can be calculated with.';
    default:
      return `This cannot be read: ${error.summary}.`;
  }
}

const MEANT: { [found: string]: string } = {
  '=': 'Write == to compare two values.',
  '&': 'Write && between two conditions that must both hold.',
  '|': 'Write || between two conditions of which one is enough.',
  and: 'Write && instead of `and`.',
  or: 'Write || instead of `or`.',
  is: 'Write == instead of `is`.',
  not: 'Write ! instead of `not`.',
  '“': 'Use straight quotes: "text".',
  '”': 'Use straight quotes: "text".',
  '„': 'Use straight quotes: "text".',
  '«': 'Use straight quotes: "text".',
  '‘': "Use straight quotes: 'text'.",
  '’': "Use straight quotes: 'text'.",
  '{': 'Curly brackets have no meaning in an expression.',
};

const CLOSING: { [token: string]: string } = {
  RPAREN: 'A closing ) is missing.',
  RBRACKET: 'A closing ] is missing.',
  COLON: 'A choice has two values: condition ? value : other value.',
  IDENTIFIER: 'After a dot comes the name of a field or a function.',
};

function unexpected(source: string, found: string, expected: string | undefined): string {
  if (source.trim() === '') return 'Write an expression.';
  const meant = Object.hasOwn(MEANT, found) ? MEANT[found] : undefined;
  if (meant) return meant;
  if (expected && Object.hasOwn(CLOSING, expected)) return CLOSING[expected] ?? '';
  if (found === '') return 'The expression ends too early: something is missing here.';
  return `\`${found}\` is not expected here.`;
}

function limit(summary: string): string {
  if (summary.includes('maxMapEntries')) return MEANT['{'] ?? '';
  if (summary.includes('maxListElements'))
    return `A list in an expression has at most ${LIST_LITERAL_MAX} items.`;
  if (summary.includes('maxDepth')) return 'The expression is nested too deeply; use several smaller ones.';
  return 'The expression is too long; use several smaller ones.';
}
