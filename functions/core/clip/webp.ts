// Animated WebP (RFC 9649, section 2.7): every frame is a still picture with its place before it.
import { joined, tag, u24le } from '../picture/bytes.ts';
import { chunks, le24, le32, readFrame } from '../picture/webp.ts';
import { type Animation, MOST_FRAMES, type Part } from './animation.ts';

const ANIMATED = 0x02;

export function isAnimatedWebp(bytes: Uint8Array): boolean {
  return (
    tag(bytes, 0) === 'RIFF' &&
    tag(bytes, 8) === 'WEBP' &&
    tag(bytes, 12) === 'VP8X' &&
    (bytes[20] & ANIMATED) !== 0
  );
}

/** @throws Fault picture_broken. */
export function readAnimatedWebp(bytes: Uint8Array): Animation {
  const canvas = { width: u24le(bytes, 24) + 1, height: u24le(bytes, 27) + 1 };
  const frames = chunks(bytes, 12, bytes.length).filter(({ type }) => type === 'ANMF');
  const parts = frames.slice(0, MOST_FRAMES + 1).map((frame): Part => {
    const { bytes: still, ...place } = readFrame(bytes, frame, canvas);
    const flags = bytes[frame.body + 15];
    return {
      ...place,
      still,
      delayMs: u24le(bytes, frame.body + 12),
      blend: (flags & 2) === 0 ? 'over' : 'replace',
      dispose: (flags & 1) === 0 ? 'keep' : 'clear',
    };
  });
  return { ...canvas, parts };
}

/** Of still WebPs of one size without transparency, shown for ever. `delays`: milliseconds. */
export function writeAnimatedWebp(
  stills: readonly Uint8Array[],
  { width, height }: { readonly width: number; readonly height: number },
  delays: readonly number[],
): Uint8Array {
  const size = [...le24(width - 1), ...le24(height - 1)];
  const frames = stills.flatMap((still, index) => {
    const coded = chunks(still, 12, still.length).find(({ type }) => type === 'VP8 ' || type === 'VP8L')!;
    const picture = still.subarray(coded.body - 8, coded.end + (coded.end & 1));
    const place = [...le24(0), ...le24(0), ...size, ...le24(Math.min(0xffffff, delays[index])), 2];
    return ['ANMF', le32(place.length + picture.length), place, picture];
  });
  const background = [255, 255, 255, 255];
  const body = joined(
    ...['WEBP', 'VP8X', le32(10), [ANIMATED, 0, 0, 0], size],
    ...['ANIM', le32(6), background, [0, 0]],
    ...frames,
  );
  return joined('RIFF', le32(body.length), body);
}
