import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One file of a folder of payloads. */
export type PayloadFile = { file: string; kind: string } & (
  | { ok: true; bytes: Uint8Array; json: unknown }
  | { ok: false; reason: string }
);

type Json = Record<string, unknown>;

/**
 * Reads every JSON file below a folder as a webhook. A whole one keeps its bytes; an entry, a change, or the bare value of a
 * `messages` change gets an envelope around it. Kinds come from an INDEX.tsv with the columns `file` and `kind`, where there is one.
 */
export function readPayloads(folder: string): PayloadFile[] {
  const kinds = readIndex(path.join(folder, 'INDEX.tsv'));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const bytes = readFileSync(path.join(folder, file));
      const json = parse(bytes.toString());
      const kind = kinds.get(file);
      if (!isObject(json)) return { file, kind: kind ?? 'none', ok: false, reason: 'no JSON object' };
      const webhook = inEnvelope(json);
      if (webhook === null) {
        const keys = Object.keys(json).slice(0, 4).join(', ');
        return { file, kind: kind ?? 'none', ok: false, reason: `no entry, change or metadata, but ${keys}` };
      }
      return {
        ...{ file, kind: kind ?? kindOf(webhook), ok: true, json: webhook },
        bytes: webhook === json ? bytes : Buffer.from(JSON.stringify(webhook)),
      };
    });
}

function readIndex(file: string): Map<string, string> {
  if (!existsSync(file)) return new Map();
  const [head = '', ...lines] = readFileSync(file, 'utf8').split('\n');
  const columns = head.split('\t');
  const [fileAt, kindAt] = [columns.indexOf('file'), columns.indexOf('kind')];
  return new Map(
    lines.map((line) => line.split('\t')).map((cells) => [cells[fileAt] ?? '', cells[kindAt] ?? '']),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The object itself when it is a webhook already; null for what is not a part of one either. */
function inEnvelope(json: Json): Json | null {
  if (Array.isArray(json.entry)) return json;
  const around = (...entry: unknown[]) => ({ object: 'whatsapp_business_account', entry });
  if (Array.isArray(json.changes)) return around(json);
  if (typeof json.field === 'string' && isObject(json.value)) return around({ id: '0', changes: [json] });
  if (isObject(json.metadata)) return around({ id: '0', changes: [{ field: 'messages', value: json }] });
  return null;
}

/** What a webhook is about by the first of its changes. */
function kindOf(webhook: Json): string {
  const [change] = changesOf(webhook);
  if (!change) return 'empty';
  if (change.field !== 'messages') return String(change.field);
  return (
    ['messages', 'statuses', 'errors'].find((part) => isObject(change.value) && part in change.value) ??
    'empty'
  );
}

/** All changes of a webhook, as far as it has any. */
export function changesOf(webhook: unknown): Json[] {
  const entries = isObject(webhook) && Array.isArray(webhook.entry) ? webhook.entry : [];
  return entries.flatMap((entry) =>
    isObject(entry) && Array.isArray(entry.changes) ? entry.changes.filter(isObject) : [],
  );
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
