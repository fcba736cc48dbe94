import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { SecretKey } from '../secrets.ts';
import { signInSecret } from './auth.ts';

/** A second factor as better-auth keeps it. */
export function sealFactor(text: string, key: SecretKey): Promise<string> {
  return symmetricEncrypt({ key: signInSecret(key), data: text });
}

/** Null for what was not sealed with this key. */
export function openFactor(sealed: string, key: SecretKey): Promise<string | null> {
  return symmetricDecrypt({ key: signInSecret(key), data: sealed }).catch(() => null);
}
