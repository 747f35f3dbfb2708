// The codecs: @jsquash's WebAssembly for everything but the four inks of print, which jimp's own JPEG format reads.
import jpegJs from '@jimp/js-jpeg';
import avifDecoder from '@jsquash/avif/codec/dec/avif_dec.js';
import avifEncoder from '@jsquash/avif/codec/enc/avif_enc.js';
import jpegDecoder from '@jsquash/jpeg/codec/dec/mozjpeg_dec.js';
import jpegEncoder from '@jsquash/jpeg/codec/enc/mozjpeg_enc.js';
import webpDecoder from '@jsquash/webp/codec/dec/webp_dec.js';
import webpEncoder from '@jsquash/webp/codec/enc/webp_enc_simd.js';
import type { Picture, PictureFormat } from '../core/image.ts';
import type { Codec } from '../core/picture/header.ts';
import { withAdobeSegment } from '../core/picture/jpeg.ts';
import { essentialPng } from '../core/picture/png.ts';
import { squooshPng } from './squoosh-png.ts';
import {
  CodecError,
  DAMAGED,
  type EmscriptenFactory,
  emscripten,
  type WasmSource,
  wasmCodec,
} from './wasm-instance.ts';

export type CodecModules = {
  readonly jpegDecoder: WasmSource;
  readonly jpegEncoder: WasmSource;
  readonly png: WasmSource;
  readonly webpDecoder: WasmSource;
  readonly webpEncoder: WasmSource;
  readonly avifDecoder: WasmSource;
  /** 3.5 MB: absent where a bundle has to stay small. */
  readonly avifEncoder?: WasmSource;
};

export type Codecs = {
  /** By codec: RGBA with straight alpha. `pixels` is what the header said. @throws CodecError */
  readonly decode: Readonly<Record<Codec, (bytes: Uint8Array, pixels: number) => Promise<Picture>>>;
  /** By format; absent where its encoder is. @throws CodecError */
  readonly encode: Readonly<Partial<Record<PictureFormat, (picture: Picture) => Promise<Uint8Array>>>>;
};

/** What Emscripten's decoders and encoders answer: null, or views that they own. */
type Decoder = { decode(bytes: Uint8Array, ...options: (number | boolean)[]): Picture | null };
type Encoder = {
  encode(data: Uint8Array, width: number, height: number, options: object): Uint8Array | null;
};

/**
 * The most a decoder's heap may hold: room for the file, and bytes a pixel: the RGBA result, and for JPEG the
 * coefficients of a progressive one (3 x 2), for WebP the lossless planes, for AVIF 16-bit 4:4:4 planes with
 * references. So a file whose pixels are more than its header said ends as an error instead of filling the memory.
 */
const HEAP_BYTES_PER_PIXEL = { jpeg: 16, webp: 24, avif: 64 };
const HEAP_BASE_BYTES = 48 * 2 ** 20;
const NO_CAP = Number.POSITIVE_INFINITY;

export function createCodecs(modules: CodecModules): Codecs {
  const decoders = {
    jpeg: wasmCodec(modules.jpegDecoder, emscripten(jpegDecoder as unknown as EmscriptenFactory<Decoder>)),
    webp: wasmCodec(modules.webpDecoder, emscripten(webpDecoder as unknown as EmscriptenFactory<Decoder>)),
    avif: wasmCodec(modules.avifDecoder, emscripten(avifDecoder as unknown as EmscriptenFactory<Decoder>)),
  };
  const png = wasmCodec(modules.png, squooshPng);

  /** Its decoder refuses malformed metadata that others skip: then it is asked a second time, without. */
  async function decodePng(bytes: Uint8Array): Promise<Picture> {
    try {
      return await png.run(NO_CAP, (codec) => codec.decode(bytes));
    } catch (error) {
      const essential = essentialPng(bytes);
      if (essential.length === bytes.length) throw error;
      return png.run(NO_CAP, (codec) => codec.decode(essential));
    }
  }

  const decodeWith =
    (format: keyof typeof decoders, ...options: (number | boolean)[]) =>
    (bytes: Uint8Array, pixels: number) => {
      const heapBytes = HEAP_BASE_BYTES + 2 * bytes.length + HEAP_BYTES_PER_PIXEL[format] * pixels;
      return decoders[format].run(heapBytes, (codec) => {
        const decoded = codec.decode(bytes, ...options);
        if (decoded === null) throw new Error('no picture');
        return plain(decoded);
      });
    };

  const encodeWith = (source: WasmSource, factory: unknown, options: object) => {
    const codec = wasmCodec(source, emscripten(factory as EmscriptenFactory<Encoder>));
    return ({ data, width, height }: Picture) =>
      codec.run(NO_CAP, (encoder) => {
        const encoded = encoder.encode(data, width, height, options);
        if (encoded === null) throw new Error('no bytes');
        return encoded.slice();
      });
  };

  return {
    decode: {
      jpeg: decodeWith('jpeg', false), // false: not turned by the codec; core/picture/pixels.ts is the one rotator
      webp: decodeWith('webp'),
      avif: decodeWith('avif', 8),
      png: decodePng,
      'jpeg-cmyk': decodeCmyk,
    },
    encode: {
      jpeg: encodeWith(modules.jpegEncoder, jpegEncoder, JPEG_OPTIONS),
      png: (picture) => png.run(NO_CAP, (codec) => codec.encode(picture)),
      webp: encodeWith(modules.webpEncoder, webpEncoder, WEBP_OPTIONS),
      ...(modules.avifEncoder && { avif: encodeWith(modules.avifEncoder, avifEncoder, AVIF_OPTIONS) }),
    },
  };
}

/** mozjpeg has no way from CMYK or YCCK to RGB (JERR_CONVERSION_NOTIMPL). jpeg-js has: without the inks' profile. */
async function decodeCmyk(bytes: Uint8Array): Promise<Picture> {
  const { buffer, byteOffset, length } = withAdobeSegment(bytes);
  try {
    // Its own limits never decide: the size was read and refused before.
    const options = { maxResolutionInMP: 1000, maxMemoryUsageInMB: 4096 };
    return plain(await jpegJs().decode(Buffer.from(buffer, byteOffset, length), options));
  } catch (error) {
    throw new CodecError(error instanceof Error ? error.message : DAMAGED, error);
  }
}

/** The same pixels under the core's type: clamped arrays and Buffers are only other views of them. */
function plain({ width, height, data }: { width: number; height: number; data: ArrayBufferView }): Picture {
  return { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

const JPEG_OPTIONS = {
  quality: 90,
  baseline: false,
  arithmetic: false,
  progressive: true,
  optimize_coding: true,
  smoothing: 0,
  color_space: 3, // YCbCr
  quant_table: 3, // mozjpeg's own
  trellis_multipass: false,
  trellis_opt_zero: false,
  trellis_opt_table: false,
  trellis_loops: 1,
  auto_subsample: true,
  chroma_subsample: 2,
  separate_chroma_quality: false,
  chroma_quality: 90,
};

// libwebp's defaults (WebPConfigPreset), at quality 90
const WEBP_OPTIONS = {
  quality: 90,
  target_size: 0,
  target_PSNR: 0,
  method: 4,
  sns_strength: 50,
  filter_strength: 60,
  filter_sharpness: 0,
  filter_type: 1,
  partitions: 0,
  segments: 4,
  pass: 1,
  show_compressed: 0,
  preprocessing: 0,
  autofilter: 0,
  partition_limit: 0,
  alpha_compression: 1,
  alpha_filtering: 1,
  alpha_quality: 100,
  lossless: 0,
  exact: 0,
  image_hint: 0,
  emulate_jpeg_size: 0,
  thread_level: 0,
  low_memory: 0,
  near_lossless: 100,
  use_delta_palette: 0,
  use_sharp_yuv: 0,
};

const AVIF_OPTIONS = {
  quality: 75, // about what 90 is in JPEG's scale
  qualityAlpha: -1,
  denoiseLevel: 0,
  tileColsLog2: 0,
  tileRowsLog2: 0,
  speed: 8, // 6 is the codec's default; at 8 it takes about half the time
  subsample: 1, // 4:2:0
  chromaDeltaQ: false,
  sharpness: 0,
  tune: 0,
  enableSharpYUV: false,
  bitDepth: 8,
  lossless: false,
};
