import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Program, parseSync, Visitor } from 'oxc-parser';

/** A source file of the project, with what the architecture rules ask about it. */
export interface SourceFile {
  /** From the root of the project, with `/`: `flows/turn.ts`. */
  name: string;
  imports: Import[];
  impurities: string[];
}

/** One import, re-export, dynamic import, `import()` type or `new URL(…, import.meta.url)`. */
export interface Import {
  /** As it is written. */
  specifier: string;
  /** The project's file that it means, from the root; undefined for a package's. */
  file: string | undefined;
  isTypeOnly: boolean;
}

const root = path.join(import.meta.dirname, '../..');
const workspacePackage = /^@parley\/(?<workspace>\w+)\/(?<file>.+)$/;

/** Every source file of the project, tests included. */
export function readSourceFiles(): SourceFile[] {
  const names = globSync('{bin,flows,runtime,editor,test}/**/*.{ts,tsx,js}', {
    cwd: root,
    exclude: (entry) => entry === 'node_modules' || entry === 'dist' || /\/(node_modules|dist)$/.test(entry),
  });
  return names.sort().map((name) => readSourceFile(name, readFileSync(path.join(root, name), 'utf8')));
}

/** Reads one file from its text; `name` is its place from the root. */
export function readSourceFile(name: string, text: string): SourceFile {
  const { program, errors } = parseSync(name, text);
  const [error] = errors;
  if (error) throw new Error(`${name}: ${error.message}`);
  return { name, imports: importsOf(program, name), impurities: impuritiesOf(program) };
}

function importsOf(program: Program, name: string): Import[] {
  const imports: Import[] = [];
  const add = (specifier: string, isTypeOnly: boolean) =>
    imports.push({ specifier, file: resolve(specifier, name), isTypeOnly });
  new Visitor({
    ImportDeclaration: ({ source, importKind, specifiers }) => {
      const names = specifiers.map((one) => one.type === 'ImportSpecifier' && one.importKind === 'type');
      add(source.value, importKind === 'type' || (names.length > 0 && names.every(Boolean)));
    },
    ExportNamedDeclaration: ({ source, exportKind }) => {
      if (source) add(source.value, exportKind === 'type');
    },
    ExportAllDeclaration: ({ source, exportKind }) => {
      add(source.value, exportKind === 'type');
    },
    TSImportType: ({ source }) => {
      add(source.value, true);
    },
    ImportExpression: ({ source }) => {
      if (source.type === 'Literal' && typeof source.value === 'string') add(source.value, false);
    },
    // A worker or a program that runs in another thread or process: new URL('./worker.ts', import.meta.url).
    NewExpression: ({ callee, arguments: [target] }) => {
      const isUrl = callee.type === 'Identifier' && callee.name === 'URL';
      if (!isUrl || target?.type !== 'Literal' || typeof target.value !== 'string') return;
      if (/^\.{1,2}\/.*\.[tj]sx?$/.test(target.value)) add(target.value, false);
    },
  }).visit(program);
  return imports;
}

function resolve(specifier: string, from: string): string | undefined {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(from), specifier);
  const { workspace, file } = workspacePackage.exec(specifier)?.groups ?? {};
  return workspace && file ? `${workspace}/${file}` : undefined;
}

const impureMembers = new Set([
  'Date.now',
  'Math.random',
  'Temporal.Now',
  'performance.now',
  'crypto.randomUUID',
  'crypto.getRandomValues',
]);
const impureGlobals = new Set([
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'setTimeout',
  'setInterval',
  'process',
]);

/** What a pure file may not use: the clock, chance, the network, timers, the process. */
function impuritiesOf(program: Program): string[] {
  const found: string[] = [];
  new Visitor({
    MemberExpression: ({ object, property }) => {
      if (object.type !== 'Identifier') return;
      if (impureGlobals.has(object.name)) found.push(object.name);
      if (object.name === 'globalThis') found.push('globalThis');
      if (property.type !== 'Identifier') return;
      const member = `${object.name}.${property.name}`;
      if (impureMembers.has(member)) found.push(member);
    },
    CallExpression: ({ callee }) => {
      if (callee.type !== 'Identifier') return;
      if (callee.name === 'Date') found.push('Date()');
      if (impureGlobals.has(callee.name)) found.push(callee.name);
    },
    NewExpression: ({ callee, arguments: given }) => {
      if (callee.type !== 'Identifier') return;
      if (callee.name === 'Date' && given.length === 0) found.push('new Date()');
      if (impureGlobals.has(callee.name)) found.push(callee.name);
    },
  }).visit(program);
  return found;
}
