import { isRecord } from '../whatsapp/storable-json.ts';
import type { WebhookItem } from '../whatsapp/webhook-event.ts';

/** Something that WhatsApp told us and that is kept as it was told, once, though nothing acts on it here. */
export type KeptEvent = {
  dedupKey: string;
  kind: string;
  field?: string;
  phoneNumberId?: string;
  /** Why it is not acted on, in our words. */
  reason?: string;
  raw?: unknown;
  /** The bytes, where there is no JSON that could be stored. */
  body?: Uint8Array;
};

/** An item as it is kept when nothing else becomes of it. */
export function eventOf(item: WebhookItem): KeptEvent {
  const { raw } = item;
  switch (item.kind) {
    case 'other': {
      const { dedupKey, eventKind, field, phoneNumberId } = item;
      return { dedupKey, kind: eventKind, field, phoneNumberId, raw };
    }
    case 'malformed':
      return { dedupKey: item.dedupKey, kind: 'malformed', reason: `${item.where}: ${item.reason}`, raw };
    case 'message': {
      const { wamid, phoneNumberId } = item;
      return { dedupKey: `message:${wamid}`, kind: silentKind(raw), field: 'messages', phoneNumberId, raw };
    }
    case 'echo': {
      const { wamid, phoneNumberId } = item;
      return { dedupKey: `echo:${wamid}`, kind: 'message-echo', phoneNumberId, raw };
    }
    case 'status': {
      const { wamid, status, phoneNumberId } = item;
      const dedupKey = `status:${wamid}:${status}`;
      return { dedupKey, kind: 'unmatched-status', field: 'messages', phoneNumberId, raw };
    }
  }
}

/** The same for something that the database cannot hold as JSON. */
export function asBytes(event: KeptEvent, code: string): KeptEvent {
  const { raw, ...rest } = event;
  const reason = `the database refused it (${code})`;
  return { ...rest, kind: 'malformed', reason, body: Buffer.from(JSON.stringify(raw ?? null)) };
}

const SILENT_KINDS = ['system', 'request_welcome', 'edit', 'revoke'];

/** What a message that moves no session is: part of a closed list, since it becomes a label of a counter. */
function silentKind(raw: unknown): string {
  const type = isRecord(raw) && isRecord(raw.message) ? raw.message.type : undefined;
  return SILENT_KINDS.find((kind) => kind === type)?.replace('_', '-') ?? 'silent';
}
