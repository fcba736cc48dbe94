import { Agent } from 'undici';
import { interpret, type Refused, type Unknown } from './graph-answer.ts';
import { exchange, type HttpRequest } from './http-exchange.ts';

export type Got<Value> = ({ ok: true } & Value) | Refused | Unknown;

const LIMITS = { timeoutMs: 15_000, maxBytes: 1024 * 1024 };

/** Asks Graph for what is no message. Never throws for what the network or WhatsApp does. */
export function createGraphAsk(options: { baseUrl: string; version: string }) {
  const base = new URL(options.baseUrl);
  const prefix = `${base.pathname.replace(/\/+$/, '')}/${options.version}`;
  const dispatcher = new Agent({ connect: { timeout: 5_000 }, allowH2: false });
  return {
    /** `read` returns null for an answer that it cannot read. */
    ask: async <Value>(
      accessToken: string,
      request: Pick<HttpRequest, 'method'> & { path: string; json?: unknown },
      read: (json: unknown) => Value | null,
    ): Promise<Got<Value>> => {
      const { method, path, json } = request;
      const headers = {
        authorization: `Bearer ${accessToken}`,
        accept: 'application/json',
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const body = json === undefined ? {} : { body: JSON.stringify(json) };
      const sent = { origin: base.origin, path: `${prefix}/${path}`, method, headers, ...body };
      const answered = await exchange(dispatcher, sent, LIMITS);
      return interpret(answered, accessToken, (answer) => {
        const value = read(answer);
        return value === null ? null : { ok: true, ...value };
      });
    },
    close: () => dispatcher.close(),
  };
}
