import { Agent } from 'undici';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { interpret } from './graph-answer.ts';
import { exchange } from './http-exchange.ts';
import { maybe } from './lenient.ts';

export type NumberToAsk = { phoneNumberId: string; accessToken: string };
export type AskedForNumber = { ok: true; words: string } | { ok: false; reason: string; advice: string };

const Answer = z.object({
  display_phone_number: maybe(z.string()),
  verified_name: maybe(z.string()),
  quality_rating: maybe(z.string()),
});
const FIELDS = 'display_phone_number,verified_name,quality_rating';

/**
 * Asks Graph about a number with its own token: whether the token works, and for this number.
 * Source: WhatsApp Business Management API, "Get a single phone number".
 */
export async function askGraphForNumber(
  { graphUrl, graphVersion }: Pick<Config, 'graphUrl' | 'graphVersion'>,
  { phoneNumberId, accessToken }: NumberToAsk,
): Promise<AskedForNumber> {
  const base = new URL(graphUrl);
  const dispatcher = new Agent({ connect: { timeout: 5_000 }, allowH2: false });
  try {
    const answered = await exchange(
      dispatcher,
      {
        origin: base.origin,
        path: `${base.pathname.replace(/\/+$/, '')}/${graphVersion}/${phoneNumberId}?fields=${FIELDS}`,
        method: 'GET',
        headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
      },
      { timeoutMs: 10_000, maxBytes: 64 * 1024 },
    );
    const read = interpret(answered, accessToken, (json) => {
      const number = Answer.safeParse(json).data;
      return number ? { ok: true, number } : null;
    });
    if (read.ok) {
      const { display_phone_number: phone, verified_name: name, quality_rating: quality } = read.number;
      const words = [name, phone, quality === undefined ? undefined : `quality ${quality.toLowerCase()}`];
      return {
        ok: true,
        words: words.filter((word) => word !== undefined).join(', ') || 'known to WhatsApp',
      };
    }
    if (read.outcome === 'unknown') return unreachable(graphUrl, read.reason);
    const { code, happened, details } = read.failure;
    if (code === null) return unreachable(graphUrl, details ?? happened);
    return {
      ok: false,
      reason: `WhatsApp refuses: ${happened}${details === null ? '' : ` ${details}`}`,
      advice:
        'Check WHATSAPP_ACCESS_TOKEN (a permanent token of a system user with whatsapp_business_messaging) and that WHATSAPP_PHONE_NUMBER_ID is the id, not the phone number.',
    };
  } finally {
    await dispatcher.close();
  }
}

function unreachable(graphUrl: string, reason: string): AskedForNumber {
  return {
    ok: false,
    reason: `${graphUrl} does not answer: ${reason}`,
    advice: 'Check that this machine may reach it (firewall, proxy), and WHATSAPP_GRAPH_URL.',
  };
}
