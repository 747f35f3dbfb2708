// A sound at another rate is the same sound.
import { expect, test } from 'vitest';
import { resampled } from '../../../functions/core/sound/resample.ts';

const sine = (rate: number, hertz: number, seconds = 0.5) => ({
  rate,
  channels: [
    Float32Array.from({ length: rate * seconds }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / rate)),
  ],
});

/** Away from the ends, where what lies beyond counts as silence. */
function worst(found: Float32Array, wanted: Float32Array): number {
  let most = 0;
  for (let i = 500; i < wanted.length - 500; i++) most = Math.max(most, Math.abs(found[i] - wanted[i]));
  return most;
}

for (const [from, to] of [
  [44_100, 22_050],
  [22_050, 44_100],
  [48_000, 22_050],
  [16_000, 11_025],
])
  test(`1 kHz from ${from} to ${to} Hz is within -80 dB of 1 kHz`, () => {
    const { rate, channels } = resampled(sine(from, 1_000), to);
    expect(rate).toBe(to);
    expect(channels[0]).toHaveLength(Math.round(to / 2));
    expect(worst(channels[0], sine(to, 1_000).channels[0])).toBeLessThan(1e-4);
  });

test('a tone above half of the new rate is gone, not folded back', () => {
  const { channels } = resampled(sine(44_100, 15_000), 22_050);
  expect(worst(channels[0], new Float32Array(channels[0].length))).toBeLessThan(1e-3);
});

test('one sample stays one, and the same rate changes nothing', () => {
  expect(resampled({ rate: 8_000, channels: [Float32Array.of(0.5)] }, 4_000).channels[0]).toHaveLength(1);
  const sound = sine(8_000, 440);
  expect(resampled(sound, 8_000)).toEqual(sound);
});
