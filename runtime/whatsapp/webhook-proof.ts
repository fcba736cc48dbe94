import { hash, timingSafeEqual } from 'node:crypto';
import type { Provider } from './provider.ts';
import { isSignedBy } from './signature.ts';

/** What a webhook request shows to prove who sends it. */
export type WebhookProof = {
  /** `X-Hub-Signature-256`, of Meta. */
  signature: string | undefined;
  /** `x-360dialog-signature`: the same over the same bytes, with the partner's platform secret. */
  partner: string | undefined;
  /** What 360dialog was told to send with every webhook of a number. */
  authorization: string | undefined;
};

type Receiver = { provider: Provider; appSecret: string };

/**
 * The secrets whose owner has sent these bytes; none: nobody we know. Each provider proves itself in its own way only, and a number without
 * a secret vouches for nothing. Source: WhatsApp Cloud API, "Create a webhook endpoint"; docs.360dialog.com, "Signature validation",
 * "Webhook URL".
 */
export function provenSecrets(
  receivers: readonly Receiver[],
  bytes: Uint8Array,
  { signature, partner, authorization }: WebhookProof,
): ReadonlySet<string> {
  const secrets = secretsOf(receivers);
  const signedByMeta = secrets.meta.filter((secret) => isSignedBy(bytes, signature, [secret]));
  if (partner === undefined && authorization === undefined) return new Set(signedByMeta);
  const hex = partner === undefined || partner.includes('=') ? partner : `sha256=${partner}`;
  const told = authorization === undefined ? undefined : digest(authorization);
  const proven = secrets['360dialog'].filter((secret) => {
    if (secret === '') return false;
    const isTold = told !== undefined && timingSafeEqual(told, digest(webhookAuthorization(secret)));
    return isSignedBy(bytes, hex, [secret]) || isTold;
  });
  return new Set([...signedByMeta, ...proven]);
}

type Secrets = { readonly [Name in Provider]: readonly string[] };

const known = new WeakMap<readonly Receiver[], Secrets>();

/** Each secret once. The same list comes with every webhook for some seconds. */
function secretsOf(receivers: readonly Receiver[]): Secrets {
  let secrets = known.get(receivers);
  if (!secrets) {
    const of = (wanted: Provider) => [
      ...new Set(receivers.flatMap(({ provider, appSecret }) => (provider === wanted ? appSecret : []))),
    ];
    secrets = { meta: of('meta'), '360dialog': of('360dialog') };
    known.set(receivers, secrets);
  }
  return secrets;
}

/** The header that 360dialog is told to send with every webhook of a number. */
export function webhookAuthorization(secret: string): string {
  return `Bearer ${secret}`;
}

const digest = (text: string) => hash('sha256', text, 'buffer');
