/**
 * Why an expression cannot be read, does not check, or has no value. Thrown inside `flows/expression/` only; `expression.ts` turns it
 * into a value, so nobody outside ever catches one.
 */
export class Fault extends Error {
  /** Where in the source, in UTF-16 code units; 0 for a fault of evaluation. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** The author's mistake, at a place in the source. */
export function refuse(message: string, offset: number): never {
  throw new Fault(message, offset);
}

/** An expression that has no value for the data at hand. */
export function stop(reason: string): never {
  throw new Fault(reason, 0);
}
