/** Lanes that the hot tables are spread over. Fixed for the life of a database: it is part of every key. */
export const LANES = 16;

export const EVERY_LANE: readonly number[] = Array.from({ length: LANES }, (_, lane) => lane);

/**
 * The lane of a new conversation: a stable hash of number and contact, 0 to 15. Only for a conversation that is being created:
 * an existing one keeps the lane in its row even when its contact is merged into another.
 */
export function laneOf(channelId: string, contactId: string): number {
  // FNV-1a, 32 bits, folded so that all of them reach the four that count.
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${channelId}/${contactId}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return ((hash ^ (hash >>> 16)) >>> 0) % LANES;
}
