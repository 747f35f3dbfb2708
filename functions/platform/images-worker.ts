// Pictures in a Worker: workerd compiles no bytes, so each codec is imported as a module and instantiated when needed.
import avifDecoder from '@jsquash/avif/codec/dec/avif_dec.wasm';
import jpegDecoder from '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm';
import jpegEncoder from '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm';
// @ts-expect-error: the package describes this file as its instance; a Worker's import is the module
import png from '@jsquash/png/codec/pkg/squoosh_png_bg.wasm';
import webpDecoder from '@jsquash/webp/codec/dec/webp_dec.wasm';
import webpEncoder from '@jsquash/webp/codec/enc/webp_enc_simd.wasm';
import type { Images } from '../core/ports.ts';
import { createImages, type ImageLimits } from './images.ts';

/** AVIF is read but not written: its encoder alone is 1.1 MB of the compressed bundle. */
export function createWorkerImages(limits: ImageLimits): Images {
  return createImages(
    {
      jpegDecoder: async () => jpegDecoder,
      jpegEncoder: async () => jpegEncoder,
      png: async () => png,
      webpDecoder: async () => webpDecoder,
      webpEncoder: async () => webpEncoder,
      avifDecoder: async () => avifDecoder,
    },
    limits,
  );
}
