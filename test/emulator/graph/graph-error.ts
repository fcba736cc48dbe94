/**
 * Why WhatsApp would not do something. `details` is written for the developer who reads the error; everything else
 * follows from the code.
 */
export type Refusal = { code: number; details: string };

type Kind = { status: number; title: string };

/**
 * HTTP status and title by code. Source: WhatsApp Cloud API error codes. Titles are for people and may change:
 * nothing should decide on them.
 */
const KINDS: Record<number, Kind> = {
  0: { status: 401, title: 'AuthException' },
  1: { status: 400, title: 'API Unknown' },
  2: { status: 503, title: 'API Service' },
  3: { status: 500, title: 'API Method' },
  4: { status: 400, title: 'Application request limit reached' },
  10: { status: 403, title: 'Permission denied' },
  33: { status: 400, title: 'Parameter value is not valid' },
  100: { status: 400, title: 'Invalid parameter' },
  190: { status: 401, title: 'Invalid OAuth access token' },
  200: { status: 403, title: 'API Permission' },
  368: { status: 403, title: 'Temporarily blocked for policies violations' },
  80007: { status: 400, title: 'Rate limit issues' },
  130429: { status: 400, title: 'Rate limit hit' },
  130472: { status: 400, title: "User's number is part of an experiment" },
  130497: { status: 403, title: 'Business account is restricted from messaging users in this country' },
  131000: { status: 500, title: 'Something went wrong' },
  131005: { status: 403, title: 'Access denied' },
  131008: { status: 400, title: 'Required parameter is missing' },
  131009: { status: 400, title: 'Parameter value is not valid' },
  131016: { status: 500, title: 'Service unavailable' },
  131021: { status: 400, title: 'Recipient cannot be sender' },
  131026: { status: 400, title: 'Message undeliverable' },
  131030: { status: 400, title: 'Recipient phone number not in allowed list' },
  131031: { status: 403, title: 'Account has been locked' },
  131037: { status: 400, title: 'WhatsApp provided number needs display name approval' },
  131042: { status: 400, title: 'Business eligibility payment issue' },
  131045: { status: 500, title: 'Incorrect certificate' },
  131047: { status: 400, title: 'Re-engagement message' },
  131048: { status: 400, title: 'Spam rate limit hit' },
  131049: { status: 400, title: 'Meta chose not to deliver' },
  131050: { status: 400, title: 'User has stopped marketing messages from this business' },
  131051: { status: 400, title: 'Unsupported message type' },
  131052: { status: 400, title: 'Media download error' },
  131053: { status: 400, title: 'Media upload error' },
  131056: { status: 400, title: 'Pair rate limit hit' },
  131057: { status: 500, title: 'Account in maintenance mode' },
  131062: { status: 400, title: 'Business-scoped user id is not supported for this message' },
  132000: { status: 400, title: 'Number of parameters does not match the expected number of params' },
  132001: { status: 404, title: 'Template name does not exist in the translation' },
  132005: { status: 400, title: 'Translated text too long' },
  132007: { status: 400, title: 'Template format character policy violated' },
  132012: { status: 400, title: 'Parameter format does not match format in the created template' },
  132015: { status: 400, title: 'Template is paused' },
  132016: { status: 400, title: 'Template is disabled' },
  132018: { status: 400, title: 'Template parameters are not valid' },
  133010: { status: 400, title: 'Phone number not registered' },
  135000: { status: 400, title: 'Generic user error' },
  137000: { status: 400, title: 'Recipient identity key hash does not match' },
};

/** Codes that an access token or a wrong object id leads to; Graph answers those without WhatsApp's own fields. */
const PLAIN_MESSAGES: Record<number, string> = {
  190: 'Invalid OAuth access token - Cannot parse access token',
};

export function refusal(code: number, details: string): Refusal {
  return { code, details };
}

/** The HTTP status that goes with a code, 400 for one that is not in the table. */
export function statusOf(code: number): number {
  return KINDS[code]?.status ?? 400;
}

function titleOf(code: number): string {
  return KINDS[code]?.title ?? 'Unknown error';
}

/** The body of a refused Graph call. */
export function errorBody({ code, details }: Refusal, traceId: string) {
  const plain = PLAIN_MESSAGES[code];
  if (plain) return { error: { message: plain, type: 'OAuthException', code, fbtrace_id: traceId } };
  return {
    error: {
      message: `(#${code}) ${titleOf(code)}`,
      type: 'OAuthException',
      code,
      error_data: { messaging_product: 'whatsapp', details },
      fbtrace_id: traceId,
    },
  };
}

/** What Graph says of an id that it does not know, or that the token may not see. */
export function noSuchObject(method: string, id: string, traceId: string) {
  return {
    error: {
      message:
        `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded ` +
        'due to missing permissions, or does not support this operation.',
      type: 'GraphMethodException',
      code: 100,
      error_subcode: 33,
      fbtrace_id: traceId,
    },
  };
}

/** The same error where a status or an inbound message carries it. */
export function webhookError({ code, details }: Refusal) {
  return { code, title: titleOf(code), message: titleOf(code), error_data: { details } };
}
