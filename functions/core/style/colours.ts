// Keeping the content's colours, in two ways. All planes are [3, height, width], RGB, 0..1.

/**
 * `planes` with the values of each channel in the order they were, and as often as they are in `like` (histogram
 * matching). Equal values stay equal: each gets the middle of its share.
 */
export function histogramMatched(planes: Float32Array, like: Float32Array): Float32Array {
  const out = new Float32Array(planes.length);
  const [count, wanted] = [planes.length / 3, like.length / 3];
  for (let channel = 0; channel < 3; channel++) {
    const values = planes.subarray(channel * count, (channel + 1) * count);
    const sorted = values.slice().sort();
    const targets = like.slice(channel * wanted, (channel + 1) * wanted).sort();
    const matches = new Map<number, number>();
    for (let start = 0, end = 0; start < count; start = end) {
      while (end < count && sorted[end] === sorted[start]) end++;
      matches.set(sorted[start], quantile(targets, (start + end) / (2 * count)));
    }
    for (const [i, value] of values.entries()) out[channel * count + i] = matches.get(value)!;
  }
  return out;
}

/** The luminance (ITU-R BT.601) of `planes` with the colour differences of `colours`, clamped. */
export function withColoursOf(planes: Float32Array, colours: Float32Array): Float32Array {
  const count = planes.length / 3;
  const out = new Float32Array(planes.length);
  for (let i = 0; i < count; i++) {
    const difference = luminance(planes, i, count) - luminance(colours, i, count);
    for (let at = i; at < planes.length; at += count)
      out[at] = Math.min(1, Math.max(0, colours[at] + difference));
  }
  return out;
}

function luminance(planes: Float32Array, i: number, count: number): number {
  return 0.299 * planes[i] + 0.587 * planes[i + count] + 0.114 * planes[i + 2 * count];
}

function quantile(sorted: Float32Array, share: number): number {
  const at = Math.min(sorted.length - 1, Math.max(0, share * sorted.length - 0.5));
  const [low, part] = [Math.floor(at), at - Math.floor(at)];
  return sorted[low] + part * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]);
}
