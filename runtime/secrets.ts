import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes } from 'node:crypto';

/**
 * What PARLEY_SECRET becomes: the key, and a short name for it that is stored beside everything it has sealed. `before` is what it
 * replaces: that still opens what it has sealed, and seals nothing more.
 */
export type SecretKey = { id: string; key: Buffer; before?: SecretKey };

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function secretKey(secret: string, secretBefore?: string): SecretKey {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'parley: tokens at rest', 32));
  const before = secretBefore === undefined ? undefined : secretKey(secretBefore);
  return { id: hash('sha256', key, 'hex').slice(0, 8), key, ...(before && { before }) };
}

/** The name of the key that something was sealed with; null for what was not sealed by Parley. */
export function sealedWith(sealed: string): string | null {
  return /^v1\.([0-9a-f]{8})\./.exec(sealed)?.[1] ?? null;
}

/**
 * Encrypts a token for the database (AES-256-GCM, a new nonce each time): `v1.<key id>.<nonce, tag and text in base64url>`. `context`
 * names the place it is for, such as `channels/<id>/access_token`: moved to another row, it no longer opens.
 */
export function seal(text: string, { id, key }: SecretKey, context: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', id, Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')].join('.');
}

/** The text that was sealed. Throws with the context when the key is another one, or when the text is not what was sealed for it. */
export function open(sealed: string, { id, key, before }: SecretKey, context: string): string {
  const [version, keyId, encoded = ''] = sealed.split('.');
  if (version !== 'v1') throw new Error(`What is stored as ${context} was not sealed by Parley.`);
  if (keyId !== id && before) return open(sealed, before, context);
  if (keyId !== id) {
    throw new Error(
      `${context} was sealed with another PARLEY_SECRET (key ${keyId}, this one is ${id}). ` +
        'Start with the secret that was used before: set PARLEY_SECRET, or bring back DATA_DIR/secrets/PARLEY_SECRET.',
    );
  }
  const bytes = Buffer.from(encoded, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return (
      decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    );
  } catch (cause) {
    throw new Error(`What is stored as ${context} was changed, or was sealed for another place.`, { cause });
  }
}

const secrets = new Set<string>();
/** Shorter ones would black out ordinary words. */
const SHORTEST_SECRET = 8;

/** From now on `redact` hides this value wherever it stands. For every token that this process holds in clear. */
export function registerSecret(value: string): void {
  if (value.length >= SHORTEST_SECRET) secrets.add(value);
}

/** Text as a log may show it: registered secrets gone, phone numbers (with `+`) down to country and end. */
export function redact(text: string): string {
  let shown = text;
  for (const secret of secrets) {
    if (shown.includes(secret)) shown = shown.replaceAll(secret, '[secret]');
  }
  return shown.replace(/\+\d{7,15}\b/g, maskPhone);
}

/** `+4915112345123` as `+49*****123`, whatever its length. Takes digits with or without `+`. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length < 7 ? '*****' : `+${digits.slice(0, 2)}*****${digits.slice(-3)}`;
}
