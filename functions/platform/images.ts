// The Images port on any platform: header first, then the codec, then white behind it and upright. jimp over @jsquash.
import { createJimp } from '@jimp/core';
import { Fault } from '../core/fault.ts';
import type { Picture, PictureFormat } from '../core/image.ts';
import { broken } from '../core/picture/broken.ts';
import type { Codec, Header } from '../core/picture/header.ts';
import { onCanvas, overWhite, upright } from '../core/picture/pixels.ts';
import { readHeader } from '../core/picture/read-header.ts';
import type { Images } from '../core/ports.ts';
import { createClips } from './clips.ts';
import { type CodecModules, type Codecs, createCodecs } from './jsquash.ts';
import { createVolumes } from './volumes.ts';
import { CodecError } from './wasm-instance.ts';

export type ImageLimits = {
  /** Width x height of a picture, refused from the header when it is more. */
  readonly maxPixels: number;
};

/** The part of the limit a codec may use: jimp's own holds the coefficients of all four inks, 32 bits each. */
const SHARE: Readonly<Record<Codec, number>> = { jpeg: 1, png: 1, webp: 1, avif: 1, 'jpeg-cmyk': 0.25 };

/** The longest side each format can be written with. */
const MAX_SIDE: Readonly<Record<PictureFormat, number>> = {
  jpeg: 65_500,
  png: 2 ** 31 - 1,
  webp: 16_383,
  avif: 65_536,
};

const NAMES: Readonly<Record<PictureFormat, string>> = {
  jpeg: 'JPEG',
  png: 'PNG',
  webp: 'WebP',
  avif: 'AVIF',
};

/**
 * One decoder on every platform: they differ only in where the codecs' WebAssembly comes from. Colours are used as
 * stored: no ICC profile or gamma is applied, since the networks were trained on pictures read that way. Calls may
 * overlap, and a codec that failed is replaced, so that a broken picture never harms the next one.
 */
export function createImages(modules: CodecModules, limits: ImageLimits): Images {
  const codecs = createCodecs(modules);
  const formats = jimpFormats(codecs);
  const Jimp = createJimp({ formats: Object.values(formats).map((format) => () => format) });
  const pictures: Pick<Images, 'decode' | 'encode'> = {
    async decode(bytes) {
      const header = readHeader(bytes);
      checkSize(header, limits);
      const stored = await decodeStored(formats[header.format], header, bytes);
      if (header.codec !== 'jpeg') overWhite(stored.data); // a JPEG has no transparency
      const { frame, width, height, format, orientation } = header;
      const canvas = frame ? onCanvas(stored, frame.x, frame.y, width, height) : stored;
      return { picture: upright(canvas, orientation), format, orientation };
    },

    async encode(picture, format) {
      const { width, height } = picture;
      const limit = MAX_SIDE[format];
      if (Math.max(width, height) > limit) {
        const message = `${NAMES[format]} holds at most ${limit} pixels a side; the picture is ${width} x ${height}.`;
        throw new Fault('picture_too_large', message, { width, height, limit });
      }
      if (codecs.encode[format] === undefined) {
        throw new Fault('picture_type_unsupported', `${NAMES[format]} is read here, but not written.`, {
          format,
        });
      }
      return new Jimp(bitmap(picture)).getBuffer(formats[format].mime);
    },
  };
  const stored = (bytes: Uint8Array) => {
    const header = readHeader(bytes);
    checkSize(header, limits);
    return decodeStored(formats[header.format], header, bytes);
  };
  return { ...pictures, ...createClips({ ...pictures, stored }, limits), ...createVolumes(limits) };
}

type DecodeOptions = { readonly codec: Codec; readonly pixels: number };

/**
 * The codecs as formats of jimp. Pictures are read by the format itself and not by `Jimp.fromBuffer`, which turns them
 * by EXIF a second time, and on Node only: in workerd its EXIF parser needs `eval`, and the error is swallowed.
 */
function jimpFormats(codecs: Codecs) {
  const format = (name: PictureFormat) => ({
    mime: `image/${name}`,
    hasAlpha: true, // otherwise jimp first lays the picture over its background, pixel by pixel
    decode: async (data: Uint8Array, options?: DecodeOptions) => {
      const { codec, pixels } = options ?? optionsOf(readHeader(data));
      return bitmap(await codecs.decode[codec](data, pixels));
    },
    encode: async (image: Picture) => buffer(await codecs.encode[name]!(image)),
  });
  return { jpeg: format('jpeg'), png: format('png'), webp: format('webp'), avif: format('avif') };
}

type JimpFormat = ReturnType<typeof jimpFormats>['jpeg'];

function checkSize({ codec, width, height }: Header, { maxPixels }: ImageLimits): void {
  const limit = Math.floor(maxPixels * SHARE[codec]);
  const pixels = width * height;
  if (pixels <= limit) return;
  throw new Fault(
    'picture_too_large',
    `The picture is ${width} x ${height} = ${pixels} pixels; the limit is ${limit}.`,
    { width, height, pixels, limit },
  );
}

/** Of an animation the first frame alone. @throws Fault picture_broken */
async function decodeStored(format: JimpFormat, header: Header, bytes: Uint8Array): Promise<Picture> {
  const { width, height } = header.frame ?? header;
  const picture = await format
    .decode(header.frame?.bytes ?? bytes, optionsOf(header))
    .catch((error: unknown) => {
      throw error instanceof CodecError ? broken(NAMES[header.format], error.message, bytes, error) : error;
    });
  if (picture.width !== width || picture.height !== height) {
    const sizes = `${width} x ${height}, its picture ${picture.width} x ${picture.height}`;
    throw broken(NAMES[header.format], `its header says ${sizes}`, bytes);
  }
  return {
    width,
    height,
    data: new Uint8Array(picture.data.buffer, picture.data.byteOffset, picture.data.length),
  };
}

function optionsOf({ codec, frame, width, height }: Header): DecodeOptions {
  return { codec, pixels: frame ? frame.width * frame.height : width * height };
}

/** The same pixels as jimp has them. */
function bitmap({ width, height, data }: Picture): { width: number; height: number; data: Buffer } {
  return { width, height, data: buffer(data) };
}

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
