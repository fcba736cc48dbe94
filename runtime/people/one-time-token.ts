import { hash, hkdfSync, randomBytes } from 'node:crypto';
import type { SecretKey } from '../secrets.ts';

/** 256 random bits, for a link or a key. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What of a token is kept: whoever reads the database cannot use it. */
export function tokenHash(token: string): string {
  return hash('sha256', token, 'base64url');
}

/**
 * What opens the page that creates the first administrator. It follows from PARLEY_SECRET, so that all processes print the same one, and
 * is worth nothing once there is a person.
 */
export function setupToken({ key }: SecretKey): string {
  return Buffer.from(hkdfSync('sha256', key, '', 'parley: first administrator', 24)).toString('base64url');
}
