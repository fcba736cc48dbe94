/**
 * Puts the Opus sound of a WebM recording, which is what most browsers make, into an Ogg file, which is what WhatsApp takes as a voice note.
 * The sound itself stays as it is. Sources: RFC 8794 (EBML), RFC 9559 (Matroska), RFC 3533 (Ogg), RFC 7845 (Opus in Ogg), RFC 6716 (Opus).
 * Null for a file that holds no Opus.
 */
export function webmToOgg(webm: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const { head, packets } = readWebm(webm);
  if (packets.length === 0) return null;
  const stream = crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
  const pages = [
    page({ stream, n: 0, flags: FIRST, granule: 0, packets: [head ?? opusHead()] }),
    page({ stream, n: 1, flags: 0, granule: 0, packets: [opusTags()] }),
  ];
  let granule = 0;
  for (let at = 0; at < packets.length; at += PER_PAGE) {
    const some = packets.slice(at, at + PER_PAGE);
    granule += some.reduce((sum, packet) => sum + samplesOf(packet), 0);
    const flags = at + PER_PAGE >= packets.length ? LAST : 0;
    pages.push(page({ stream, n: pages.length, flags, granule, packets: some }));
  }
  return joined(pages);
}

/** Elements that hold others; everything else is passed over. */
const HOLDS = new Set([0x18538067, 0x1654ae6b, 0xae, 0x1f43b675, 0xa0]);
const CODEC_PRIVATE = 0x63a2;
const BLOCKS = new Set([0xa3, 0xa1]);

/** Goes from element to element. One that holds others is entered, whatever it says of its size: a recording does not know it. */
function readWebm(bytes: Uint8Array): { head: Uint8Array | null; packets: Uint8Array[] } {
  let head: Uint8Array | null = null;
  const packets: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const id = vint(bytes, at, false);
    const size = vint(bytes, at + id.length, true);
    if (id.length === 0 || size.length === 0) break;
    at += id.length + size.length;
    if (HOLDS.has(id.value)) continue;
    const content = bytes.subarray(at, at + size.value);
    if (id.value === CODEC_PRIVATE && isOpusHead(content)) head = content;
    // Behind the number of the track, two bytes of time and one of flags, which say nothing of sound that is one track.
    if (BLOCKS.has(id.value)) packets.push(content.subarray(vint(content, 0, true).length + 3));
    at += size.value;
  }
  return { head, packets: packets.filter(({ length }) => length > 0) };
}

/** A number whose first byte tells how long it is. `length` is 0 where the file ends. */
function vint(bytes: Uint8Array, at: number, isSize: boolean): { value: number; length: number } {
  const first = bytes[at] ?? 0;
  const length = first === 0 ? 0 : Math.clz32(first) - 23;
  if (length === 0 || at + length > bytes.length) return { value: 0, length: 0 };
  let value = isSize ? first & (0xff >> length) : first;
  for (let n = 1; n < length; n++) value = value * 256 + (bytes[at + n] ?? 0);
  return { value, length };
}

/** So few that even the longest packets fit the 255 pieces that a page may have. */
const PER_PAGE = 15;
const FIRST = 2;
const LAST = 4;

type Page = { stream: number; n: number; flags: number; granule: number; packets: readonly Uint8Array[] };

function page({ stream, n, flags, granule, packets }: Page): Uint8Array {
  const lacing = packets.flatMap(({ length }) => [
    ...Array<number>(Math.floor(length / 255)).fill(255),
    length % 255,
  ]);
  const head = new Uint8Array(27 + lacing.length);
  const view = new DataView(head.buffer);
  head.set(ascii('OggS'));
  head[5] = flags;
  view.setBigUint64(6, BigInt(granule), true);
  view.setUint32(14, stream, true);
  view.setUint32(18, n, true);
  head[26] = lacing.length;
  head.set(lacing, 27);
  const whole = joined([head, ...packets]);
  new DataView(whole.buffer).setUint32(22, checksum(whole), true);
  return whole;
}

function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}

const FRAMES = {
  speech: [480, 960, 1920, 2880],
  mixed: [480, 960],
  sound: [120, 240, 480, 960],
} as const;

/** How much sound a packet holds, in samples of 48 kHz: its first byte tells. */
function samplesOf(packet: Uint8Array): number {
  const [first = 0, second = 0] = packet;
  const config = first >> 3;
  const lengths = config < 12 ? FRAMES.speech : config < 16 ? FRAMES.mixed : FRAMES.sound;
  const frame = lengths[config % lengths.length] ?? 960;
  const code = first & 3;
  return frame * (code === 0 ? 1 : code === 3 ? second & 0x3f : 2);
}

const isOpusHead = (bytes: Uint8Array) => ascii('OpusHead').every((byte, at) => bytes[at] === byte);

/** One channel at 48 kHz, where the recording does not say. */
function opusHead(): Uint8Array {
  return new Uint8Array([...ascii('OpusHead'), 1, 1, 0x38, 0x01, 0x80, 0xbb, 0, 0, 0, 0, 0]);
}

function opusTags(): Uint8Array {
  const maker = ascii('Parley');
  return new Uint8Array([...ascii('OpusTags'), maker.length, 0, 0, 0, ...maker, 0, 0, 0, 0]);
}

const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
