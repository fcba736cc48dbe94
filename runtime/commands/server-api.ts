import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Agent, request } from 'undici';
import { z } from 'zod';
import { WrongUsage } from './terminal.ts';

/** What a running Parley answered. */
export type Answered =
  | { ok: true; status: number; json: unknown }
  | { ok: false; status: number; code: string; detail: string; json: unknown }
  /** Nobody answered, or somebody who is not Parley. */
  | { ok: false; status: 0; code: 'unreachable'; detail: string; json: null };

export type ServerApi = {
  call(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: unknown): Promise<Answered>;
  close(): Promise<void>;
};

/** Publishing a large flow is mostly proving it. */
const PATIENCE_MS = 60_000;

const Problem = z.looseObject({ code: z.string(), title: z.string(), detail: z.string().optional() });

/**
 * The API of a running Parley, for commands. The key is the one given, else PARLEY_API_KEY, else the one that a server on this machine
 * keeps in its data folder. Throws `WrongUsage` when there is none.
 */
export function serverApi(
  { url, key }: { url: string; key?: string | undefined },
  env: Record<string, string | undefined>,
): ServerApi {
  if (!URL.canParse(url)) throw new WrongUsage(`--url ${url} is not an address.`);
  const authorization = `Bearer ${key ?? (env.PARLEY_API_KEY || keptKey(env.DATA_DIR || './data'))}`;
  const dispatcher = new Agent({ connect: { timeout: 5_000 } });
  return {
    async call(method, route, body) {
      try {
        const { statusCode, body: answer } = await request(new URL(route, url), {
          method,
          dispatcher,
          headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
          body: body === undefined ? null : JSON.stringify(body),
          headersTimeout: PATIENCE_MS,
          bodyTimeout: PATIENCE_MS,
        });
        return interpret(statusCode, await answer.text(), url);
      } catch (error) {
        return unreachable(`${url} does not answer: ${reasonOf(error)}. Is Parley running there?`);
      }
    },
    close: () => dispatcher.close(),
  };
}

function interpret(status: number, text: string, url: string): Answered {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return unreachable(`${url} answered ${status}, but not as Parley does.`);
  }
  if (status >= 200 && status < 300) return { ok: true, status, json };
  const problem = Problem.safeParse(json);
  if (!problem.success) return unreachable(`${url} answered ${status}, but not as Parley does.`);
  const { code, title, detail } = problem.data;
  return { ok: false, status, code, detail: detail ? `${title}. ${detail}` : `${title}.`, json };
}

function unreachable(detail: string): Answered {
  return { ok: false, status: 0, code: 'unreachable', detail, json: null };
}

function keptKey(dataDir: string): string {
  const file = path.join(dataDir, 'secrets', 'PARLEY_API_KEY');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new WrongUsage(
      `There is no API key: give --key, or set PARLEY_API_KEY, or set DATA_DIR to the server’s data folder (no ${file}).`,
      { cause },
    );
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}
