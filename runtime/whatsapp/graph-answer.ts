import { classify, errorInAnswer, type GraphError, notSent } from './graph-errors.ts';
import type { Exchange } from './http-exchange.ts';
import type { SendFailure } from './send-failure.ts';
import { readJson } from './storable-json.ts';

export type Refused = { ok: false; outcome: 'refused'; failure: SendFailure };
/** The request may have had its effect: nobody knows. */
export type Unknown = { ok: false; outcome: 'unknown'; reason: string };

/**
 * What an exchange means. Only an answer that says so is a refusal; a lost answer, a 5xx that Graph did not write itself and a
 * 200 that cannot be read leave open whether the request took effect. `read` returns null for an answer it cannot read.
 */
export function interpret<T extends { ok: true }>(
  answered: Exchange,
  accessToken: string,
  read: (json: unknown) => T | null,
): T | Refused | Unknown {
  if (answered.kind === 'not-sent') return refused(notSent(answered.reason));
  if (answered.kind === 'lost') {
    // A refusal whose text got lost is a refusal all the same; it may go again.
    return answered.status !== undefined && isRefusal(answered.status)
      ? refuse({ httpStatus: 503, details: answered.reason })
      : unknown(answered.reason);
  }
  const { status } = answered;
  const json = readJson(answered.body);
  const error = json.ok ? errorInAnswer(json.value) : null;
  if (error && (error.code !== undefined || isRefusal(status))) {
    return refuse(withoutToken({ ...error, httpStatus: status }, accessToken));
  }
  if (isRefusal(status))
    return refuse({ httpStatus: status, message: `HTTP ${status} without an explanation` });
  if (status < 200 || status >= 300) return unknown(`HTTP ${status} without an explanation`);
  const result = json.ok ? read(json.value) : null;
  return result ?? unknown(`HTTP ${status} with an answer that cannot be read`);
}

/** Redirects count too: the request was not taken, and following one would show the token to another host. */
function isRefusal(status: number): boolean {
  return status >= 300 && status < 500 && status !== 408;
}

export function refuse(error: GraphError): Refused {
  return refused(classify(error));
}

function refused(failure: SendFailure): Refused {
  return { ok: false, outcome: 'refused', failure };
}

function unknown(reason: string): Unknown {
  return { ok: false, outcome: 'unknown', reason };
}

/** Graph quotes a token that it cannot read in its own message. */
function withoutToken({ message, details, ...rest }: GraphError, accessToken: string): GraphError {
  const clean = (text: string | undefined) => {
    const withoutOurs = accessToken === '' ? text : text?.replaceAll(accessToken, '[token]');
    return withoutOurs?.replace(/EAA[A-Za-z0-9]{12,}/g, '[token]');
  };
  return { ...rest, message: clean(message), details: clean(details) };
}
