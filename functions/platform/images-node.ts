// Pictures on Node: the codecs' WebAssembly is read out of the installed packages, each when it is first needed.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Images } from '../core/ports.ts';
import { createImages, type ImageLimits } from './images.ts';

const require = createRequire(import.meta.url);

export function createNodeImages(limits: ImageLimits): Images {
  return createImages(
    {
      jpegDecoder: installed('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'),
      jpegEncoder: installed('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'),
      png: installed('@jsquash/png/codec/pkg/squoosh_png_bg.wasm'),
      webpDecoder: installed('@jsquash/webp/codec/dec/webp_dec.wasm'),
      webpEncoder: installed('@jsquash/webp/codec/enc/webp_enc_simd.wasm'),
      avifDecoder: installed('@jsquash/avif/codec/dec/avif_dec.wasm'),
      avifEncoder: installed('@jsquash/avif/codec/enc/avif_enc.wasm'),
    },
    limits,
  );
}

function installed(file: string) {
  return async () => WebAssembly.compile(await readFile(require.resolve(file)));
}
