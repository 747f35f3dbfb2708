// How a picture becomes a network's input, for each kind of network.
import type { NetworkEntry } from '../manifest.ts';

/** Between which two numbers every number of the input lies. */
export function inputRange(entry: NetworkEntry): { readonly least: number; readonly most: number } {
  switch (entry.kind) {
    case 'detector':
      return { least: (0 - 127) / 128, most: (255 - 127) / 128 };
    case 'landmarks':
      return { least: 0, most: 255 / 256 };
    case 'encoder':
      return spanOf(
        entry.crop.mean.map((mean) => [(0 - mean) / entry.crop.scale, (255 - mean) / entry.crop.scale]),
      );
    case 'extractor':
      return spanOf(
        entry.feed.mean.map((mean, i) => [
          (0 - mean) / entry.feed.std[i],
          (entry.feed.range - mean) / entry.feed.std[i],
        ]),
      );
  }
}

function spanOf(ends: readonly (readonly number[])[]): { least: number; most: number } {
  const all = ends.flat();
  return { least: Math.min(...all), most: Math.max(...all) };
}
