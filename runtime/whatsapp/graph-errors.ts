import { z } from 'zod';
import { type ErrorRule, NOT_SENT, ruleFor, UNKNOWN_FINAL, UNKNOWN_TEMPORARY } from './graph-error-codes.ts';
import { maybe, quantity } from './lenient.ts';
import type { SendFailure } from './send-failure.ts';
import { isRecord } from './storable-json.ts';

/** An error as WhatsApp tells it, in the answer to a request or in a webhook. */
export type GraphError = {
  code?: number;
  httpStatus?: number;
  /** For a person to read, never to decide by: Meta changes these words. */
  message?: string;
  /** What exactly was wrong; the most useful line there is. */
  details?: string;
};

/**
 * What a failure means. Decided by the code, since the same HTTP status covers faults that pass and faults that stay; the status
 * only counts when there is no code or one we do not know. Serves synchronous answers and `failed` statuses alike.
 * Source: WhatsApp Cloud API, "Error codes".
 */
export function classify(error: GraphError): SendFailure {
  return toFailure(
    ruleFor(error.code) ?? (mayPass(error.httpStatus) ? UNKNOWN_TEMPORARY : statusRule(error.httpStatus)),
    error,
  );
}

/** The failure of a request that never left: it can go again for a long time without harm. */
export function notSent(reason: string): SendFailure {
  return toFailure(NOT_SENT, { details: reason });
}

function toFailure(rule: ErrorRule, { code, message, details }: GraphError): SendFailure {
  return {
    policy: rule.policy,
    code: code ?? null,
    happened: rule.happened,
    advice: rule.advice,
    details: details ?? message ?? null,
    alertOwner: rule.alertOwner ?? false,
    learned: rule.learned ?? null,
    schedule: rule.schedule ?? null,
  };
}

const Body = z.object({
  code: maybe(quantity.pipe(z.int32())),
  title: maybe(z.string()),
  message: maybe(z.string()),
  // Older payloads have `details` beside `code`.
  details: maybe(z.string()),
  error_data: maybe(z.object({ details: maybe(z.string()) })),
  error_user_msg: maybe(z.string()),
});

/** Read an element of an `errors` list, or the `error` of an answer. Anything unreadable is an error without a code. */
export function readGraphError(raw: unknown): GraphError {
  const body = Body.safeParse(raw).data;
  if (!body) return {};
  const details = body.error_data?.details ?? body.details ?? body.error_user_msg;
  const message = body.message ?? body.title;
  return {
    ...(body.code === undefined ? {} : { code: body.code }),
    ...(message ? { message } : {}),
    ...(details ? { details } : {}),
  };
}

/** The error in the JSON of an answer, or null when it holds none. Partners of Meta write their own as a sentence. */
export function errorInAnswer(json: unknown): GraphError | null {
  if (!isRecord(json)) return null;
  if (typeof json.error === 'string') return { message: json.error };
  return isRecord(json.error) ? readGraphError(json.error) : null;
}

function mayPass(httpStatus: number | undefined): boolean {
  return httpStatus !== undefined && (httpStatus >= 500 || httpStatus === 408 || httpStatus === 425);
}

/** For an answer without a code, which is not Graph's own: something in between, or a wrong address. */
function statusRule(httpStatus: number | undefined): ErrorRule {
  if (httpStatus === 429) return ruleFor(130429) ?? UNKNOWN_FINAL;
  if (httpStatus === 401) return ruleFor(190) ?? UNKNOWN_FINAL;
  if (httpStatus === 403) return ruleFor(10) ?? UNKNOWN_FINAL;
  return UNKNOWN_FINAL;
}
