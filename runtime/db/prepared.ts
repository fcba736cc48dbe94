/** More different statements than this are not remembered: those of the API that are put together from what was asked. */
const MAX_NAMES = 400;
/** A statement that comes back so often will go on doing so. */
const OFTEN = 3;

export type StatementNames = {
  /** Undefined: ask it without a name. */
  nameOf(statement: string): string | undefined;
  /** From now on it has no name: a migration has changed what it returns, and connections that know it refuse it. */
  forget(statement: string): void;
};

/**
 * Names for statements that are asked again and again, so that a connection reads and plans each of them once. A name stands for the
 * statement's text, the same on every connection of the process.
 */
export function createStatementNames(): StatementNames {
  const names = new Map<string, string | undefined>();
  const asked = new Map<string, number>();
  return {
    nameOf(statement) {
      if (names.has(statement)) return names.get(statement);
      const times = (asked.get(statement) ?? 0) + 1;
      if (times < OFTEN || names.size >= MAX_NAMES) {
        if (asked.size >= MAX_NAMES) asked.clear();
        asked.set(statement, times);
        return undefined;
      }
      asked.delete(statement);
      const name = `parley_${names.size}`;
      names.set(statement, name);
      return name;
    },
    forget: (statement) => void names.set(statement, undefined),
  };
}
