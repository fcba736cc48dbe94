import { createHmac, timingSafeEqual } from 'node:crypto';

const SIGNATURE = /^sha256=([0-9a-f]{64})$/i;

/**
 * True when `header` (the value of `X-Hub-Signature-256`) signs exactly these bytes with one of the app secrets.
 * Fails closed: no header, another algorithm, another length or no usable secret is false. Takes the same time
 * whichever secret matches. The bytes must be the ones received: Meta escapes characters that `JSON.stringify` does
 * not, so the signature of a re-serialised body never matches.
 * Source: WhatsApp Cloud API, "Create a webhook endpoint", validating payloads.
 */
export function isSignedBy(
  rawBody: Uint8Array,
  header: string | undefined,
  appSecrets: readonly string[],
): boolean {
  const hex = SIGNATURE.exec(header ?? '')?.[1];
  if (hex === undefined) return false;

  const claimed = Buffer.from(hex, 'hex');
  let signed = false;
  for (const secret of appSecrets) {
    // Anyone can sign with an empty secret, so one that was never filled in must not count.
    if (secret === '') continue;
    const expected = createHmac('sha256', secret).update(rawBody).digest();
    signed = timingSafeEqual(expected, claimed) || signed;
  }
  return signed;
}
