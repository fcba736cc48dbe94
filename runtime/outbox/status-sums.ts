import type { MessagePricing } from '../db/tables.ts';
import type { SendError } from './settle.ts';

/** How far a status says that a message is; a failure is no step. */
export const SENT = 3;
export const DELIVERED = 4;
export const READ = 5;

/** One status, and the message of ours that it is about. */
export type Found = {
  lane: number;
  id: string;
  wamid: string;
  progress: number;
  at: Date;
  error: SendError | null;
  pricing: MessagePricing | null;
};

/** Everything that one batch says about one message. */
export type Sum = {
  lane: number;
  id: string;
  wamid: string;
  progress: number;
  sent_at: Date | null;
  delivered_at: Date | null;
  read_at: Date | null;
  failed_at: Date | null;
  failed_wamid: string | null;
  error: SendError | null;
  /** Of the furthest status that tells of it. */
  pricing: MessagePricing | null;
};

/** One sum for each message. */
export function sumUp(found: readonly Found[]): Sum[] {
  const sums = Map.groupBy(found, ({ lane, id }) => `${lane}.${id}`);
  return [...sums.values()].map((statuses) => {
    const furthest = statuses.reduce((one, other) => (other.progress > one.progress ? other : one));
    const failure = statuses.find(({ error }) => error !== null);
    const firstAt = (progress: number) =>
      statuses
        .filter((status) => status.progress === progress)
        .sort((a, b) => a.at.getTime() - b.at.getTime())[0]?.at;
    return {
      lane: furthest.lane,
      id: furthest.id,
      wamid: furthest.wamid,
      progress: furthest.progress,
      sent_at: firstAt(SENT) ?? null,
      delivered_at: firstAt(DELIVERED) ?? null,
      read_at: firstAt(READ) ?? null,
      failed_at: failure?.at ?? null,
      failed_wamid: failure?.wamid ?? null,
      error: failure?.error ?? null,
      pricing: furthest.pricing ?? statuses.find(({ pricing }) => pricing !== null)?.pricing ?? null,
    };
  });
}
