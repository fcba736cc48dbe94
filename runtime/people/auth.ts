import { argon2, hkdfSync, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { Kysely } from 'kysely';
import type { Database } from '../db/tables.ts';
import type { SecretKey } from '../secrets.ts';
import { forgetAttempts } from './attempts.ts';
import { audit } from './audit.ts';

/** Where better-auth looks for the address of whoever signs in. */
export const ADDRESS_HEADER = 'x-parley-address';
/** Somebody who does nothing for so long has to sign in again. */
const IDLE_S = 12 * 60 * 60;
/** However busy somebody is, after so long they sign in again. */
export const LONGEST_SIGN_IN_DAYS = 7;
/** How often doing something is written down as such. */
const NOTED_EVERY_S = 15 * 60;
export const RESET_LINK_S = 60 * 60;
export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 128;

/**
 * better-auth over our own tables: passwords, sign-ins, links to a new password, second factors. None of its addresses is served: our
 * routes call `api`, so that everything that can be reached stands in `http/access.ts`.
 *
 * @param publicUrl cookies are only for https when it begins so
 */
export function createAuth({
  db,
  key,
  publicUrl,
}: {
  db: Kysely<Database>;
  key: SecretKey;
  publicUrl: string | undefined;
}) {
  return betterAuth({
    appName: 'Parley',
    baseURL: publicUrl ?? 'http://localhost',
    secret: signInSecret(key),
    database: { db, type: 'postgres' },
    logger: { disabled: true },
    telemetry: { enabled: false },
    // Ours counts over all processes, and per account: see attempts.ts.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'parley',
      useSecureCookies: publicUrl?.startsWith('https:') ?? false,
      database: { generateId: () => randomUUID(), validateSchema: false },
      // Not from the network: sign-in.ts writes it, from the connection.
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    user: {
      modelName: 'people',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: {
        role: { type: 'string', required: true, input: false },
        onlyOwnTeams: { type: 'boolean', required: true, input: false, fieldName: 'only_own_teams' },
        disabledAt: { type: 'date', required: false, input: false, fieldName: 'disabled_at' },
      },
    },
    session: {
      modelName: 'sign_ins',
      fields: {
        userId: 'person_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      expiresIn: IDLE_S,
      updateAge: NOTED_EVERY_S,
      cookieCache: { enabled: false },
    },
    account: {
      modelName: 'credentials',
      fields: {
        userId: 'person_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'one_time_values',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
      // A copy of the database opens nothing.
      storeIdentifier: 'hashed',
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
      resetPasswordTokenExpiresIn: RESET_LINK_S,
      revokeSessionsOnPasswordReset: true,
      onPasswordReset: async ({ user }) => {
        await db.deleteFrom('one_time_values').where('value', '=', user.id).execute();
        await forgetAttempts(db, user.email);
        const subject = { kind: 'person', id: user.id, name: user.name };
        await audit(db, {
          who: { kind: 'person', id: user.id, name: user.name },
          action: 'password-changed',
          subject,
        });
      },
      password: { hash: hashPassword, verify: verifyPassword },
    },
    databaseHooks: {
      session: {
        create: {
          before: async ({ userId }) => {
            const person = await db
              .selectFrom('people')
              .select('disabled_at')
              .where('id', '=', userId)
              .executeTakeFirst();
            return person?.disabled_at === null;
          },
        },
      },
    },
    plugins: [
      twoFactor({
        issuer: 'Parley',
        schema: {
          user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
          twoFactor: {
            modelName: 'two_factors',
            fields: {
              userId: 'person_id',
              backupCodes: 'backup_codes',
              failedVerificationCount: 'failed_verification_count',
              lockedUntil: 'locked_until',
            },
          },
        },
      }),
    ],
  });
}

export type Auth = ReturnType<typeof createAuth>;

/** Signs cookies, and seals second factors: `secrets-rotation.ts` moves those to another one. */
export function signInSecret({ key }: SecretKey): string {
  return Buffer.from(hkdfSync('sha256', key, '', 'parley: sign-in', 32)).toString('base64url');
}

/** Source: OWASP Password Storage Cheat Sheet, Argon2id with 19 MiB. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
const derive = promisify(argon2);

/** `argon2id$<memory>$<passes>$<salt>$<hash>`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const derived = await derive('argon2id', { ...COST, message: password.normalize('NFKC'), nonce });
  return [
    'argon2id',
    COST.memory,
    COST.passes,
    nonce.toString('base64url'),
    derived.toString('base64url'),
  ].join('$');
}

async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const [kind, memory, passes, salt = '', expected = ''] = hash.split('$');
  if (kind !== 'argon2id') return false;
  const derived = await derive('argon2id', {
    ...COST,
    memory: Number(memory),
    passes: Number(passes),
    message: password.normalize('NFKC'),
    nonce: Buffer.from(salt, 'base64url'),
  });
  const known = Buffer.from(expected, 'base64url');
  return known.length === derived.length && timingSafeEqual(known, derived);
}
